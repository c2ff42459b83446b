"""The last word of a run: report.json for programs, report.md for people."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

from .run_log import duration, read_log


def machine() -> dict[str, object]:
    """What it ran on, without names of persons or hosts."""
    import torch
    import torchvision

    processor = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        names = [
            line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        processor = names[0] if names else processor
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "threads": torch.get_num_threads(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "torchvision": torchvision.__version__,
    }


def write_report(run: Path, content: dict) -> None:
    """Writes both; a disk that is full is no reason to lose the run, so it is only said."""
    rows = read_log(run / "log.csv") if (run / "log.csv").is_file() else []
    names = [name for name in (rows[0] if rows else {}) if name.startswith("loss_")]
    tenth = max(1, len(rows) // 10)
    content["losses"] = {
        name: {
            "first tenth": round(sum(row[name] for row in rows[:tenth]) / tenth, 4),
            "last tenth": round(sum(row[name] for row in rows[-tenth:]) / tenth, 4),
        }
        for name in names
    }
    try:
        (run / "report.json").write_text(json.dumps(content, indent=1) + "\n")
        (run / "report.md").write_text(markdown(run.name, content))
    except OSError as error:
        print(f"Expected to write the report in {run} but received: {error}", flush=True)


def markdown(name: str, content: dict) -> str:
    """The report as one page."""
    lines = [f"# Run {name}", "", content["ended"], ""]
    lines += ["| | |", "|---|---|"]
    for key in ("seconds", "samples", "steps", "precision", "weights", "seed"):
        value = duration(content[key]) if key == "seconds" else content[key]
        lines.append(f"| {'time' if key == 'seconds' else key} | {value} |")
    lines += [f"| {key} | {value} |" for key, value in content["machine"].items()]
    if content["losses"]:
        lines += ["", "| loss | first tenth | last tenth |", "|---|---|---|"]
        lines += [
            f"| {key.removeprefix('loss_')} | {row['first tenth']} | {row['last tenth']} |"
            for key, row in content["losses"].items()
        ]
    lines += ["", "## What was read", ""]
    lines += [f"- {line.strip()}" for line in content["read"]]
    lines += ["", "## What was left out", ""]
    left = [f"{count} × {path}: could not be read" for path, count in content["unreadable"].items()]
    left += [f"layers not in the weights file, started anew: {', '.join(content['anew'])}"] if content["anew"] else []
    left += [f"classes not in the weights file: {', '.join(content['new_classes'])}"] if content["new_classes"] else []
    left += [f"{content['not_finite']} batches whose loss was not finite"] if content["not_finite"] else []
    left += [f"{content['not_written']} checkpoints could not be written"] if content["not_written"] else []
    lines += [f"- {line}" for line in left or ["nothing"]]
    return "\n".join(lines) + "\n"
