"""Answers of the served system to sets of photos, kept on disk: what is judged is what users get.

Answers are kept by what they depend on (models, thresholds, the code between picture and answer),
so that a changed model is never judged by old answers, and a killed evaluation goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from .assess import ROOT, AssessFailed, assess
from .predictions import Answer, from_model, read_answers, write_answers
from .sessions import session_of
from .validation import Validation

EVERYTHING = 0.004
"""Confidence from which detections are asked for where all of them are to be judged."""
REPLACED = ("thresholds", "relativeThreshold")
"""What does not matter where a least confidence is asked for."""
ANSWERING = ("edge/picture", "inference/assess", "inference/decode", "inference/geometry", "inference/runtime")


def fingerprint(model: Path, floor: float | None, detail: str) -> str:
    """Twelve hexadecimal digits that change with anything that may change an answer."""
    manifest = json.loads((model / "model.json").read_text())
    without = {"training", "metrics"} if floor is None else {"training", "metrics", *REPLACED}
    entries = {
        kind: {key: value for key, value in entry.items() if key not in without}
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
        missing = _missing(validation, lines[name])
        while missing:
            print(f"assessing {len(missing)} of {len(validation.photos)} photos: {name}, {kind}, {detail}", flush=True)
            try:
                assess(missing, lines[name], model, floor, detail)
            except AssessFailed as error:
                if len(_missing(validation, lines[name])) == len(missing):
                    raise SystemExit(str(error)) from error
                print(f"{error}; going on with what is missing", flush=True)
            missing = _missing(validation, lines[name])
    return lines


def _missing(validation: Validation, lines: Path) -> list[Path]:
    answered = _whole_lines(lines)
    return [path for path in validation.photos if path.name not in answered]


def _whole_lines(path: Path) -> set[str]:
    """Names of the photos answered so far; half-written lines and repetitions are taken out."""
    if not path.is_file():
        return set()
    kept: dict[str, str] = {}
    for line in path.read_text().splitlines():
        try:
            kept[Path(json.loads(line)["photo"]).name] = line
        except (ValueError, KeyError):
            continue
    path.write_text("".join(f"{line}\n" for line in kept.values()))
    return set(kept)


def parts_answers(model: Path, entry: dict, photos: list[Path], out: Path) -> list[Answer]:
    """The parts model's own output, kept by model and photos."""
    names = [path.name for path in photos]
    key = hashlib.sha256(json.dumps([entry["sha256"], entry["inputSide"], names]).encode()).hexdigest()[:12]
    kept = out / "answers" / f"parts-{key}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    if not kept.is_file():
        print(f"the parts model's own output on {len(photos)} photos", flush=True)
        answers = from_model(session_of(model / entry["file"]), entry["classes"], photos, entry["inputSide"])
        write_answers(kept, answers)
    return read_answers(kept)
