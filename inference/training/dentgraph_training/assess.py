"""Runs the served system itself, `npm run assess`, over photos: what is judged is what users get."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def assess(
    photos: list[Path], lines: Path, model: Path, min_confidence: float | None, detail: str = "standard"
) -> None:
    """Appends one JSON line per photo to `lines`; photos that failed have an `error` there.

    :raises SystemExit: the command line refused to work at all
    """
    command = ["npm", "run", "--silent", "assess", "--", "--json", "--detail", detail]
    if min_confidence is not None:
        command += ["--min-confidence", str(min_confidence)]
    command += [str(path.resolve()) for path in photos]
    with open(lines, "a") as out:
        done = subprocess.run(command, cwd=ROOT, stdout=out, env={**os.environ, "MODEL_DIR": str(model.resolve())})
    if done.returncode not in (0, 1):
        raise SystemExit(f"Expected npm run assess to work but it ended with {done.returncode}: is `npm ci` done?")
