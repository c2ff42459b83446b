"""Answers of the served system to sets of photos, kept on disk: what is judged is what users get.

Answers are kept by what they depend on (models, thresholds, the code between picture and answer),
so that a changed model is never judged by old answers, and a killed evaluation goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .assess import ROOT, assess
from .validation import Validation

EVERYTHING = 0.004
"""Confidence from which detections are asked for where all of them are to be judged."""
ANSWERING = ("edge/picture", "inference/assess", "inference/decode", "inference/geometry", "inference/runtime")


def fingerprint(model: Path, floor: float | None, detail: str) -> str:
    """Twelve hexadecimal digits that change with anything that may change an answer."""
    manifest = json.loads((model / "model.json").read_text())
    entries = {
        kind: {key: value for key, value in entry.items() if key not in ("training", "metrics")}
        for kind, entry in manifest["models"].items()
    }
    digest = hashlib.sha256(json.dumps([manifest["preprocessing"], entries, floor, detail], sort_keys=True).encode())
    for folder in ANSWERING:
        for path in sorted((ROOT / folder).rglob("*.ts")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def predictions(
    sets: dict[str, Validation], out: Path, model: Path, floor: float | None, detail: str
) -> dict[str, Path]:
    """One file of JSON lines per set, one line per photo; photos answered before are not assessed again.

    :param floor: least confidence asked for; None for the manifest's thresholds
    """
    folder = out / "answers" / fingerprint(model, floor, detail)
    folder.mkdir(parents=True, exist_ok=True)
    kind = "shipped" if floor is None else "all"
    (folder / "about.json").write_text(json.dumps({"model": str(model), "floor": floor, "detail": detail}) + "\n")
    lines = {}
    for name, validation in sets.items():
        lines[name] = folder / f"{name}.{kind}.jsonl"
        answered = _whole_lines(lines[name])
        missing = [path for path in validation.photos if path.name not in answered]
        if missing:
            print(f"assessing {len(missing)} of {len(validation.photos)} photos: {name}, {kind}, {detail}", flush=True)
            assess(missing, lines[name], model, floor, detail)
    return lines


def _whole_lines(path: Path) -> set[str]:
    """Names of the photos answered so far; a half-written last line is cut off."""
    if not path.is_file():
        return set()
    names, kept = set(), []
    for line in path.read_text().splitlines():
        try:
            names.add(Path(json.loads(line)["photo"]).name)
            kept.append(line)
        except (ValueError, KeyError):
            continue
    path.write_text("".join(f"{line}\n" for line in kept))
    return names
