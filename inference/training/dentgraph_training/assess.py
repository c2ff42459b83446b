"""Runs the served system itself, `npm run assess`, over photos: what is judged is what users get."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class AssessFailed(RuntimeError):
    """The command line did not answer for all photos."""


def assess(
    photos: list[Path], lines: Path, model: Path, min_confidence: float | None, detail: str = "standard"
) -> None:
    """Appends one JSON line per photo to `lines`; photos that failed have an `error` there.

    :raises AssessFailed: the command line refused to work, or died on the way
    """
    # What `npm run assess` runs, as one process, so that it ends with this one.
    command = ["node", "--import", "tsx", "inference/cli/main.ts", "--json", "--detail", detail]
    if min_confidence is not None:
        command += ["--min-confidence", str(min_confidence)]
    command += [str(path.resolve()) for path in photos]
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        with open(lines, "a") as out:
            done = subprocess.run(command, cwd=ROOT, stdout=out, env={**os.environ, "MODEL_DIR": str(model.resolve())})
    finally:
        signal.signal(signal.SIGTERM, before)
    if done.returncode not in (0, 1):
        raise AssessFailed(f"Expected npm run assess to work but it ended with {done.returncode}: is `npm ci` done?")
