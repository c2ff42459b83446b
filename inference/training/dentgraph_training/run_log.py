"""What a run writes while it goes: a line of progress, log.csv, TensorBoard events.

log.csv has no header, so that it can be appended to: step, seconds, the five losses in the order of
LOSSES (means since the line before), learning rate of the heads, samples.
"""

from __future__ import annotations

import csv
from pathlib import Path

from .losses import LOSSES


def duration(seconds: float) -> str:
    """For people: "50 s", "12 min", "3 h 05 min"."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


class RunLog:
    """Means of the losses since the last line, to every place that wants them. A place that fails is named once."""

    def __init__(self, run: Path) -> None:
        self._path = run / "log.csv"
        self._failed: set[str] = set()
        self._sums, self._seen = dict.fromkeys(LOSSES, 0.0), 0
        self._events = _event_writer(run / "tensorboard")
        self.first: dict[str, float] | None = None
        self.last: dict[str, float] | None = None

    def add(self, losses: dict[str, float]) -> None:
        """The losses of one step."""
        self._seen += 1
        for name in LOSSES:
            self._sums[name] += losses[name]

    @property
    def waiting(self) -> bool:
        return self._seen > 0

    def write(self, step: int, seconds: float, samples: int, rate: float, left: float, session: tuple) -> None:
        """:param left: seconds to go; :param session: (samples, seconds) of this session, for the pace"""
        means = {name: self._sums[name] / self._seen for name in LOSSES}
        self._sums, self._seen = dict.fromkeys(LOSSES, 0.0), 0
        self.first, self.last = self.first or means, means
        row = [step, round(seconds), *(round(value, 4) for value in means.values()), f"{rate:.3g}", samples]
        self._try("log.csv", lambda: self._append(row))
        if self._events:
            self._try("TensorBoard's events", lambda: self._record(step, means, rate, samples))
        parts = " ".join(f"{name.removeprefix('loss_')} {value:.3f}" for name, value in means.items())
        print(
            f"step {step} ({samples} photos) {seconds / 60:.1f} min, "
            f"{session[0] / max(session[1], 1e-9):.2f} photos/s, {duration(left)} left, "
            f"rate {rate:.2g}, loss {sum(means.values()):.3f}: {parts}",
            flush=True,
        )

    def close(self) -> None:
        if self._events:
            self._try("TensorBoard's events", self._events.close)

    def _append(self, row: list) -> None:
        with open(self._path, "a", newline="") as file:
            csv.writer(file).writerow(row)

    def _record(self, step: int, means: dict[str, float], rate: float, samples: int) -> None:
        self._events.add_scalar("loss/total", sum(means.values()), step)
        for name, value in means.items():
            self._events.add_scalar(f"loss/{name.removeprefix('loss_')}", value, step)
        self._events.add_scalar("rate", rate, step)
        self._events.add_scalar("samples", samples, step)
        self._events.flush()

    def _try(self, what: str, work) -> None:
        try:
            work()
        except OSError as error:
            if what not in self._failed:
                print(f"Expected to write {what} but received: {error}; training goes on", flush=True)
                self._failed.add(what)


def _event_writer(folder: Path):
    try:
        from tensorboardX import SummaryWriter
    except ImportError:
        print(
            "no TensorBoard events: pip install tensorboardX to have them (log.csv and curves.png are written anyhow)"
        )
        return None
    return SummaryWriter(str(folder))


def read_log(path: Path) -> list[dict[str, float]]:
    """Rows of log.csv; those of earlier versions lack rate and samples. Half-written lines are passed over."""
    names = ("step", "seconds", *LOSSES, "rate", "samples")
    rows = []
    for row in csv.reader(path.read_text().splitlines()):
        try:
            values = [float(value) for value in row]
        except ValueError:
            continue
        if len(values) >= 2 + len(LOSSES):
            rows.append(dict(zip(names, values)))
    return rows
