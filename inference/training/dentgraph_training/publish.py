"""Puts an exported model into a model folder: `python -m dentgraph_training.publish --kind damage --file …`.

Copies the ONNX file and writes its entry of model.json anew, with its checksum; calibration and
thresholds start neutral, for calibrate.py to fit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
from pathlib import Path

from .assess import ROOT
from .data import Recipe, Source, read_recipe
from .run_log import read_log

NEUTRAL_THRESHOLD = 0.5
VEHICLE_THRESHOLD = 0.1
"""Presence weighs both answers alike, but overlooking a damaged car is worse than looking at a kitchen."""
EMPTY = {
    "name": "dentgraph",
    "version": "0",
    "preprocessing": {"id": "plain-1280-v1", "workingSide": 1280, "clahe": None},
    "models": {},
}


def entry_of(kind: str, file: Path, recipe: Recipe, side: int, training: dict) -> dict:
    """A model's entry of the manifest, uncalibrated."""
    thresholds = {"thresholds": dict.fromkeys(recipe.classes, NEUTRAL_THRESHOLD)}
    return {
        "file": f"{kind}.onnx",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "classes": recipe.classes,
        "inputSide": side,
        **(thresholds if kind == "damage" else {"threshold": NEUTRAL_THRESHOLD, "vehicleThreshold": VEHICLE_THRESHOLD}),
        "calibration": {name: {"a": 1, "b": 0} for name in recipe.classes},
        "training": training,
        "metrics": {},
    }


def named(source: Source) -> str:
    """A source without the machine's folders: "damage/train", "negatives/undamaged"."""
    path = Path(source.name)
    return f"{path.parent.name}/{path.stem}"


def training_of(recipe: Recipe, run: Path) -> dict:
    """What the model card says of a run."""
    config = json.loads((run / "config.json").read_text())
    last = read_log(run / "log.csv")[-1]
    return {
        "photos": {named(source): len(source.photos) for source in recipe.sources},
        "share": {named(source): source.share for source in recipe.sources},
        "samples": int(last.get("samples", last["step"] * config["batch"])),
        "minutes": round(last["seconds"] / 60, 1),
        "sides": config["side"],
        "rate": config["rate"],
        "started_from": Path(config["weights"]).name,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    parser.add_argument("--kind", choices=["damage", "parts"], required=True)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, required=True)
    parser.add_argument("--data", type=Path, nargs="+", default=[Path(".")])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--side", type=int, default=640, help="longest side of the picture given to the model")
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    args.model.mkdir(parents=True, exist_ok=True)
    path = args.model / "model.json"
    manifest = json.loads(path.read_text()) if path.exists() else EMPTY
    recipe = read_recipe(args.recipe, args.data)
    manifest["version"] = args.version
    shutil.copyfile(args.file, args.model / f"{args.kind}.onnx")
    manifest["models"][args.kind] = entry_of(args.kind, args.file, recipe, args.side, training_of(recipe, args.run))
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(beside, path)
    print(f"{path}: {args.kind} {manifest['models'][args.kind]['sha256'][:12]}")


if __name__ == "__main__":
    main()
