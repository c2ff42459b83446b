"""Makes `confidence` mean what it says, and chooses the thresholds that ship.

`python -m dentgraph_training.calibrate --data DIR --out DIR --model DIR` assesses the validation
photos with the model as it is but uncalibrated, fits per class confidence = σ(a · logit(score) + b)
(Platt, "Probabilistic outputs for support vector machines", 1999), chooses one threshold per
damage class, and writes both to the model's manifest.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from . import metrics
from .assess import ROOT
from .complaints import plainly
from .confidence import calibrated, platt, reliability
from .predictions import Answer, from_assessments
from .served import EVERYTHING, parts_answers, predictions
from .validation import validation_sets

GRID = np.round(np.arange(0.06, 0.3, 0.02), 2)
"""Higher ones silence a rare class for what a handful of photos say, and gain nothing."""
STARTS = (0.06, 0.08, 0.12, 0.16, 0.2)
"""From one of them alone it ended where no single threshold could gain, and two together could."""
MOST_FALSE_ALARMS = 0.08
"""Less than is allowed, because thresholds do a little worse on photos that they were not chosen by."""
AREA_ERROR_COST = 0.03
"""Of a point of the photo by which areas are off on average, against the agreement of areas (0 to 1)."""
RELATIVE_THRESHOLD = 0.2
"""Of the confidence of a photo's surest damage, what every other one needs, too; see docs/decisions.md."""


def reported(answer: Answer, thresholds: dict[str, float]) -> Answer:
    """What is listed of all that was found, by the rule of inference/assess/assess-instances.ts."""
    sure = [p for p in answer.found if p.score >= thresholds[p.name]]
    least = RELATIVE_THRESHOLD * max((p.score for p in sure), default=0)
    return replace(answer, found=[p for p in sure if p.score >= least])


def choose_thresholds(classes: list[str], truth: dict, damaged: list[Answer], clean: list[Answer]) -> dict[str, float]:
    """Coordinate ascent, from several starts, on the agreement and error of areas and the share of photos found.

    False alarms beyond MOST_FALSE_ALARMS of undamaged cars cost more than either can gain.
    """
    unions = metrics.truth_union(truth)

    def worth(thresholds: dict[str, float]) -> float:
        listed, alarms = ([reported(answer, thresholds) for answer in each] for each in (damaged, clean))
        agreement = metrics.union_agreement(unions, listed, lambda _p: True)
        excess = max(0.0, metrics.false_alarms(alarms, lambda _p: True) - MOST_FALSE_ALARMS)
        gained = agreement["iou"] + 0.5 * min(agreement["found"], 0.95) - AREA_ERROR_COST * agreement["area_error"]
        return gained - 5 * excess

    def ascent(start: float) -> dict[str, float]:
        thresholds = dict.fromkeys(classes, start)
        for _ in range(2):
            for name in classes:
                thresholds[name] = float(max(GRID, key=lambda t: worth({**thresholds, name: float(t)})))
        return thresholds

    return max(map(ascent, STARTS), key=worth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    args = parser.parse_args()
    manifest = json.loads((args.model / "model.json").read_text())
    sets = validation_sets(args.data)
    for name in ("workshop", "undamaged"):
        if name not in sets:
            raise SystemExit(f"Expected {name} photos in {args.data} to choose thresholds by but found none")
    raw = uncalibrated(args.model, manifest, args.out / "raw-model")
    wanted = {name: sets[name] for name in ("workshop", "undamaged")}
    lines = predictions(wanted, args.out, raw, EVERYTHING, "standard")

    parts = manifest["models"]["parts"]
    seen = {"damage": ("workshop", from_assessments(lines["workshop"], "damages"))}
    if "parts" in sets:
        seen["parts"] = ("parts", parts_answers(args.model, parts, sets["parts"].photos, args.out))
    for key, (name, answers) in seen.items():
        pairs = metrics.matches(sets[name].truth, answers)
        entry = manifest["models"][key]
        entry["calibration"] = {c: dict(zip("ab", platt(pairs[c]))) for c in entry["classes"]}
        after = [(calibrated(s, **entry["calibration"][c]), r) for c in entry["classes"] for s, r in pairs[c]]
        print(key, json.dumps(reliability(after)))
        entry["metrics"]["reliability"] = reliability(after)

    damage = manifest["models"]["damage"]
    damaged, clean = (
        recalibrated(from_assessments(lines[n], "damages"), damage["calibration"]) for n in ("workshop", "undamaged")
    )
    damage["thresholds"] = choose_thresholds(damage["classes"], sets["workshop"].truth, damaged, clean)
    damage["relativeThreshold"] = RELATIVE_THRESHOLD
    print(damage["thresholds"])
    beside = args.model / "model.tmp"
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(beside, args.model / "model.json")


def uncalibrated(model: Path, manifest: dict, folder: Path) -> Path:
    """A copy of the model whose confidences are the network's own scores."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(manifest))
    for entry in plain["models"].values():
        entry["calibration"] = {name: {"a": 1, "b": 0} for name in entry["classes"]}
        entry["metrics"].pop("reliability", None)  # answers do not depend on it, and are kept by the manifest's content
        if "thresholds" in entry:
            entry["thresholds"] = dict.fromkeys(entry["classes"], 0.5)
        shutil.copy(model / entry["file"], folder / entry["file"])
    (folder / "model.json").write_text(json.dumps(plain))
    return folder


def recalibrated(answers: list[Answer], calibration: dict) -> list[Answer]:
    for answer in answers:
        for p in answer.found:
            p.score = calibrated(p.score, **calibration[p.name])
    return answers


if __name__ == "__main__":
    plainly(main)
