"""Judges the served system on validation photos: `python -m dentgraph_training.evaluate --data DIR --out DIR`.

Writes evaluation.json and evaluation.md. Damage is judged by the served answers, in two passes: one
with every detection, for average precision; one as shipped, for areas and verdicts. Parts are
judged by the model's own output, because answers keep the parts of one vehicle only. DIR is laid
out as README.md says.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from . import metrics
from .assess import ROOT, assess
from .data import read_negatives
from .export import session_of
from .predictions import Answer, from_assessments, from_model

EVERYTHING = 0.004


@dataclass
class Validation:
    """A set of photos to be judged on: their paths, and the COCO annotations where there are some."""

    photos: list[Path]
    truth: dict | None = None


def validation_sets(data: Path) -> dict[str, Validation]:
    """workshop, severity and parts photos with annotations; undamaged cars and scenes held out of training."""
    damage = json.loads((data / "damage/val.json").read_text())
    sets = {}
    for source in ("workshop", "severity"):
        truth = subset(damage, lambda image, wanted=source: image.get("source") == wanted)
        sets[source] = Validation([data / "damage/images" / i["file_name"] for i in truth["images"]], truth)
    parts = subset(json.loads((data / "parts/val.json").read_text()), lambda image: True)
    sets["parts"] = Validation([data / "parts/images" / i["file_name"] for i in parts["images"]], parts)
    for name in ("undamaged", "no_vehicle"):
        sets[name] = Validation([photo.path for photo in read_negatives(data / "negatives" / name, "val")])
    return sets


def subset(truth: dict, wanted) -> dict:
    images = [image for image in truth["images"] if wanted(image)]
    ids = {image["id"] for image in images}
    return {**truth, "images": images, "annotations": [a for a in truth["annotations"] if a["image_id"] in ids]}


def predictions(
    sets: dict[str, Validation], out: Path, model: Path, floor: float | None, detail: str
) -> dict[str, Path]:
    """Assesses every set once; lines already there are taken as they are, so that a killed run goes on."""
    out.mkdir(parents=True, exist_ok=True)
    lines = {}
    for name, validation in sets.items():
        lines[name] = out / f"{name}.{'shipped' if floor is None else 'all'}.jsonl"
        if not lines[name].exists() or len(lines[name].read_text().splitlines()) < len(validation.photos):
            print(f"assessing {len(validation.photos)} photos: {lines[name]}", flush=True)
            assess(validation.photos, lines[name], model, floor, detail)
    return lines


def figures(
    sets: dict[str, Validation], everything: dict[str, Path], shipped: dict[str, Path], parts: list[Answer]
) -> dict:
    """All figures of the model card."""
    result: dict = {}
    for name in ("workshop", "severity"):
        answers = from_assessments(everything[name], "damages")
        truth = sets[name].truth
        result[name] = {
            "photos": len(answers),
            "mask": metrics.average_precision(truth, answers),
            "box": metrics.average_precision(truth, answers, "bbox"),
            "any_type_mask": metrics.average_precision(truth, answers, typed=False),
            "shipped": metrics.union_agreement(
                metrics.truth_union(truth), from_assessments(shipped[name], "damages"), lambda p: True
            ),
        }
    result["parts"] = {
        "photos": len(parts),
        "mask": metrics.average_precision(sets["parts"].truth, parts),
        "box": metrics.average_precision(sets["parts"].truth, parts, "bbox"),
    }
    verdicts = {name: from_assessments(path, "damages") for name, path in shipped.items()}
    result["verdicts"] = {name: verdict(answers) for name, answers in verdicts.items()}
    return result


def verdict(answers: list[Answer]) -> dict:
    """Shares of photos answered `damaged: true` and `vehicle: true`."""
    count = max(len(answers), 1)
    return {
        "photos": len(answers),
        "damaged": round(sum(bool(a.found) for a in answers) / count, 4),
        "vehicle": round(sum(bool(a.vehicle) for a in answers) / count, 4),
    }


def markdown(result: dict) -> str:
    """The figures as tables."""
    rows = ["| set | photos | mask AP | mask AP50 | box AP50 | any type, mask AP50 |", "|---|---|---|---|---|---|"]
    for name in ("workshop", "severity", "parts"):
        entry = result[name]
        merged = entry.get("any_type_mask", {}).get("AP50", "")
        rows.append(
            f"| {name} | {entry['photos']} | {entry['mask']['AP']} | {entry['mask']['AP50']} "
            f"| {entry['box']['AP50']} | {merged} |"
        )
    for name in ("workshop", "severity", "parts"):
        rows += ["", f"| {name}: class | mask AP | mask AP50 |", "|---|---|---|"]
        rows += [f"| {label} | {row['AP']} | {row['AP50']} |" for label, row in result[name]["mask"]["classes"].items()]
    rows += [
        "",
        "| as shipped | photos | IoU of unions | area error | area bias | damage found |",
        "|---|---|---|---|---|---|",
    ]
    for name in ("workshop", "severity"):
        row = result[name]["shipped"]
        rows.append(
            f"| {name} | {row['photos']} | {row['iou']} | {row['area_error']} | {row['area_bias']} | {row['found']} |"
        )
    rows += ["", "| as shipped | photos | answered damaged | answered vehicle |", "|---|---|---|---|"]
    rows += [f"| {name} | {v['photos']} | {v['damaged']} | {v['vehicle']} |" for name, v in result["verdicts"].items()]
    return "\n".join(rows) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    parser.add_argument("--detail", choices=["standard", "high"], default="standard")
    args = parser.parse_args()
    sets = validation_sets(args.data)
    wanted = {name: sets[name] for name in ("workshop", "severity")}
    everything = predictions(wanted, args.out, args.model, EVERYTHING, args.detail)
    shipped = predictions(sets, args.out, args.model, None, args.detail)
    entry = json.loads((args.model / "model.json").read_text())["models"]["parts"]
    session = session_of(args.model / entry["file"])
    parts = from_model(session, entry["classes"], sets["parts"].photos, entry["inputSide"])
    result = figures(sets, everything, shipped, parts)
    (args.out / "evaluation.json").write_text(json.dumps(result, indent=1))
    (args.out / "evaluation.md").write_text(markdown(result))
    print(markdown(result))


if __name__ == "__main__":
    main()
