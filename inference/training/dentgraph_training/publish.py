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
from .complaints import plainly
from .data import BadDataset, Recipe, read_recipe
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


def entry_of(kind: str, file: Path, classes: list[str], side: int, training: dict) -> dict:
    """A model's entry of the manifest, uncalibrated."""
    thresholds = {"thresholds": dict.fromkeys(classes, NEUTRAL_THRESHOLD)}
    return {
        "file": f"{kind}.onnx",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "classes": classes,
        "inputSide": side,
        **(thresholds if kind == "damage" else {"threshold": NEUTRAL_THRESHOLD, "vehicleThreshold": VEHICLE_THRESHOLD}),
        "calibration": {name: {"a": 1, "b": 0} for name in classes},
        "training": training,
        "metrics": {},
    }


def named(source: str) -> str:
    """A source without the machine's folders: "damage/train", "negatives/undamaged"."""
    path = Path(source)
    return f"{path.parent.name}/{path.stem}"


def training_of(run: Path, recipe: Recipe | None) -> dict:
    """What the model card says of a run; its sources from the run itself, or for older runs from the recipe.

    :raises OSError, LookupError, ValueError: not a run
    """
    config = json.loads((run / "config.json").read_text())
    sources = config.get("sources") or [
        {"name": source.name, "photos": len(source.photos), "share": source.share}
        for source in (recipe.sources if recipe else [])
    ]
    rows = read_log(run / "log.csv")
    if not sources or not rows:
        missing = "sources (give --recipe)" if rows else "lines in log.csv"
        raise LookupError(f"Expected {missing} in {run} but found none")
    last = rows[-1]
    return {
        "photos": {named(source["name"]): source["photos"] for source in sources},
        "share": {named(source["name"]): source["share"] for source in sources},
        "samples": int(last.get("samples", last["step"] * config["batch"])),
        "minutes": round(last["seconds"] / 60, 1),
        "sides": config["side"],
        "rate": config["rate"],
        "started_from": Path(config["weights"]).name,
    }


def classes_in(file: Path) -> int:
    """How many classes a graph finds, background not counted. :raises ValueError: not a graph that export wrote"""
    import onnx

    try:
        tensors = {tensor.name: tensor for tensor in onnx.load(str(file)).graph.initializer}
        return tensors["roi_heads.box_predictor.cls_score.bias"].dims[0] - 1
    except Exception as error:  # protobuf's own errors are of many kinds
        raise ValueError(f"Expected a graph that export wrote in {file} but received {error!r}") from error


def new_entry(args: argparse.Namespace, before: dict | None) -> dict:
    """:raises LookupError: no run, and no entry to keep"""
    if args.run is None:
        if before is None:
            raise LookupError(f"Expected --run for the first {args.kind} model in {args.model} but received none")
        return {**before, "sha256": hashlib.sha256(args.file.read_bytes()).hexdigest()}
    recipe = read_recipe(args.recipe, args.data) if args.recipe else None
    training = training_of(args.run, recipe)
    classes = json.loads((args.run / "config.json").read_text())["classes"]
    return entry_of(args.kind, args.file, classes, args.side, training)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    parser.add_argument("--kind", choices=["damage", "parts"], required=True)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--recipe", type=Path, help="only for runs whose config.json does not name its sources")
    parser.add_argument("--data", type=Path, nargs="+", default=[Path(".")])
    parser.add_argument(
        "--run", type=Path, help="whose file it is; without it only file and checksum change (the presence head anew)"
    )
    parser.add_argument("--side", type=int, default=640, help="longest side of the picture given to the model")
    parser.add_argument("--version", required=True)
    args = parser.parse_args()
    path = args.model / "model.json"
    manifest = json.loads(path.read_text()) if path.exists() else EMPTY
    try:
        entry = new_entry(args, manifest["models"].get(args.kind))
        count = classes_in(args.file)
    except (BadDataset, ValueError, OSError, LookupError) as error:
        raise SystemExit(f"{error}") from error
    if count != len(entry["classes"]):
        raise SystemExit(f"Expected {len(entry['classes'])} classes in {args.file} but received {count}")
    args.model.mkdir(parents=True, exist_ok=True)
    manifest["version"] = args.version
    target = args.model / f"{args.kind}.onnx"
    if args.file.resolve() != target.resolve():
        shutil.copyfile(args.file, target)
    manifest["models"][args.kind] = entry
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(beside, path)
    print(f"{path}: {args.kind} {manifest['models'][args.kind]['sha256'][:12]}")


if __name__ == "__main__":
    plainly(main)
