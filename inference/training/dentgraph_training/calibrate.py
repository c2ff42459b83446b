"""Makes `confidence` mean what it says, and chooses the thresholds that ship.

`python -m dentgraph_training.calibrate --data DIR --out DIR --model DIR` assesses the validation
photos with the model as it is but uncalibrated, fits per class confidence = σ(a · logit(score) + b)
(Platt, "Probabilistic outputs for support vector machines", 1999), chooses one threshold per
damage class, and writes both to the model's manifest.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
from pathlib import Path

import numpy as np

from . import metrics
from .assess import ROOT
from .evaluate import EVERYTHING, predictions, validation_sets
from .export import session_of
from .predictions import Answer, from_assessments, from_model

GRID = np.round(np.arange(0.06, 0.5, 0.02), 2)
MOST_FALSE_ALARMS = 0.1


def platt(pairs: list[tuple[float, bool]], strength: float = 1.0) -> tuple[float, float]:
    """(a, b) that maximise the likelihood of (score, right), by Newton's method.

    A Gaussian prior around the identity (a = 1, b = 0) keeps classes with few examples sane.
    """
    if not pairs:
        return 1.0, 0.0
    score = np.clip(np.array([s for s, _ in pairs]), 1e-4, 1 - 1e-4)
    right = np.array([r for _, r in pairs], float)
    x = np.stack([np.log(score / (1 - score)), np.ones_like(score)], axis=1)
    prior = np.array([1.0, 0.0])
    w = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - right) + strength * (w - prior)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + strength * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return round(float(max(w[0], 0.05)), 4), round(float(w[1]), 4)


def calibrated(score: float, a: float, b: float) -> float:
    score = min(max(score, 1e-6), 1 - 1e-6)
    return 1 / (1 + math.exp(-(a * math.log(score / (1 - score)) + b)))


def reliability(pairs: list[tuple[float, bool]], bins: int = 10) -> list[dict]:
    """Mean confidence against the share that was right, in bins of equal width; empty bins left out."""
    rows = []
    for low in np.arange(bins) / bins:
        inside = [(s, r) for s, r in pairs if low <= s < low + 1 / bins + (1e-9 if low + 1 / bins >= 1 else 0)]
        if inside:
            rows.append(
                {
                    "confidence": round(float(np.mean([s for s, _ in inside])), 3),
                    "right": round(float(np.mean([r for _, r in inside])), 3),
                    "count": len(inside),
                }
            )
    return rows


def choose_thresholds(classes: list[str], truth: dict, damaged: list[Answer], clean: list[Answer]) -> dict[str, float]:
    """Coordinate ascent on the agreement of areas and the share of damaged photos found.

    False alarms beyond MOST_FALSE_ALARMS of undamaged cars cost more than either can gain.
    """
    unions = metrics.truth_union(truth)

    def worth(thresholds: dict[str, float]) -> float:
        def keep(p):
            return p.score >= thresholds[p.name]

        agreement = metrics.union_agreement(unions, damaged, keep)
        excess = max(0.0, metrics.false_alarms(clean, keep) - MOST_FALSE_ALARMS)
        return agreement["iou"] + 0.5 * min(agreement["found"], 0.95) - 5 * excess

    shared = max(GRID, key=lambda t: worth(dict.fromkeys(classes, float(t))))
    thresholds = dict.fromkeys(classes, float(shared))
    for _ in range(2):
        for name in classes:
            thresholds[name] = float(max(GRID, key=lambda t: worth({**thresholds, name: float(t)})))
    return thresholds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    args = parser.parse_args()
    manifest = json.loads((args.model / "model.json").read_text())
    sets = validation_sets(args.data)
    raw = uncalibrated(args.model, manifest, args.out / "raw-model")
    wanted = {name: sets[name] for name in ("workshop", "undamaged")}
    lines = predictions(wanted, args.out, raw, EVERYTHING, "standard")

    parts = manifest["models"]["parts"]
    session = session_of(args.model / parts["file"])
    seen = {
        "damage": ("workshop", from_assessments(lines["workshop"], "damages")),
        "parts": ("parts", from_model(session, parts["classes"], sets["parts"].photos, parts["inputSide"])),
    }
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
    print(damage["thresholds"])
    (args.model / "model.json").write_text(json.dumps(manifest, indent=2) + "\n")


def uncalibrated(model: Path, manifest: dict, folder: Path) -> Path:
    """A copy of the model whose confidences are the network's own scores."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = json.loads(json.dumps(manifest))
    for entry in plain["models"].values():
        entry["calibration"] = {name: {"a": 1, "b": 0} for name in entry["classes"]}
        shutil.copy(model / entry["file"], folder / entry["file"])
    (folder / "model.json").write_text(json.dumps(plain))
    return folder


def recalibrated(answers: list[Answer], calibration: dict) -> list[Answer]:
    for answer in answers:
        for p in answer.found:
            p.score = calibrated(p.score, **calibration[p.name])
    return answers


if __name__ == "__main__":
    main()
