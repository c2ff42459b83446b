"""A run's curves as a picture: `python -m dentgraph_training.curves RUN` writes RUN/curves.png."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from .complaints import plainly
from .losses import LOSSES
from .run_log import read_log

TITLES = ("is there an object?", "proposals' boxes", "of which class?", "final boxes", "masks")
SMOOTHING = 0.9


def smoothed(values: list[float]) -> np.ndarray:
    """Exponential mean, unbiased at the start."""
    out, mean = [], 0.0
    for index, value in enumerate(values):
        mean = SMOOTHING * mean + (1 - SMOOTHING) * value
        out.append(mean / (1 - SMOOTHING ** (index + 1)))
    return np.array(out)


def draw_curves(run: Path) -> Path | None:
    """Writes curves.png; None where there is nothing to draw yet."""
    from matplotlib.figure import Figure

    rows = read_log(run / "log.csv") if (run / "log.csv").is_file() else []
    if not rows:
        return None
    minutes = [row["seconds"] / 60 for row in rows]
    panels = [("all losses", [sum(row[name] for name in LOSSES) for row in rows])]
    panels += [(title, [row[name] for row in rows]) for name, title in zip(LOSSES, TITLES)]
    figure = Figure(figsize=(12, 10), layout="constrained")
    axes = figure.subplots(3, 3).ravel()
    for axis, (title, values) in zip(axes, panels):
        axis.plot(minutes, values, color="#9ecae1", linewidth=0.8)
        axis.plot(minutes, smoothed(values), color="#08519c", linewidth=1.6)
        axis.set(title=title, ylim=(0, float(np.quantile(values, 0.99)) * 1.1 + 1e-6))
    rated = [(minute, row["rate"]) for minute, row in zip(minutes, rows) if "rate" in row]
    if rated:
        axes[6].plot(*zip(*rated), color="#08519c")
    axes[6].set(title="learning rate of the heads")
    axes[7].plot(minutes, [row.get("samples", np.nan) for row in rows], color="#08519c")
    axes[7].set(title="photos seen")
    axes[8].set_axis_off()
    for axis in axes[:8]:
        axis.grid(alpha=0.3)
        axis.set_xlabel("minutes")
    figure.suptitle(f"{run.name}: thin as logged, thick smoothed")
    figure.savefig(run / "curves.png", dpi=80)
    return run / "curves.png"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    args = parser.parse_args()
    drawn = draw_curves(args.run)
    if not drawn:
        raise SystemExit(f"Expected lines in {args.run / 'log.csv'} but found none")
    print(drawn)


if __name__ == "__main__":
    plainly(main)
