"""Judges the served system on validation photos: `python -m dentgraph_training.evaluate --data DIR --out DIR`.

Writes evaluation.json, evaluation.md and charts/. Damage is judged by the served answers, in two
passes: one with every detection, for average precision; one as shipped, for areas and verdicts.
Parts are judged by the model's own output, because answers keep the parts of one vehicle only. DIR
is laid out as README.md says. Answers are kept under --out, so a killed evaluation goes on where it
was. `--card docs/model-card.md` writes the figures into the model card, its charts beside it.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator
from pathlib import Path

from . import charts, metrics, tables
from .assess import ROOT
from .card import write_card
from .complaints import plainly
from .confidence import cross_validated
from .confusion import type_confusion, verdict, verdict_confusion
from .mistakes import mistakes
from .predictions import Answer, from_assessments, renamed
from .served import EVERYTHING, parts_answers, predictions
from .validation import ARTICLES, DAMAGE_SOURCES, Validation, merged_truth, sideless, validation_sets

SURE = 0.9
"""The founding articles count photos with a mask at more than this confidence."""


def damage_figures(truth: dict, everything: list[Answer], shipped: list[Answer], classes: list[str]) -> dict:
    """What is said of one set of damaged photos."""
    return {
        "photos": len(everything),
        "mask": metrics.average_precision(truth, everything, curves=True),
        "box": metrics.average_precision(truth, everything, "bbox"),
        "any_type_mask": metrics.average_precision(truth, everything, typed=False, curves=True),
        "mistakes": mistakes(truth, everything),
        "shipped": metrics.union_agreement(metrics.truth_union(truth), shipped, lambda p: True),
        "types": type_confusion(truth, shipped, classes),
    }


def article_figures(truth: dict, everything: list[Answer], shipped: list[Answer]) -> dict:
    """The founding articles' own tables: one class, whatever ours are."""

    def one_class(_name: str) -> str:
        return truth["categories"][0]["name"]

    everything, shipped = renamed(everything, one_class), renamed(shipped, one_class)
    (pairs,) = metrics.matches(truth, shipped).values()
    return {
        "photos": len(shipped),
        "sure": sum(any(p.score > SURE for p in answer.found) for answer in shipped),
        "listed": sum(bool(answer.found) for answer in shipped),
        "at_shipped": metrics.precision_and_recall(pairs, len(truth["annotations"]), 0.0),
        "at_sure": metrics.precision_and_recall(pairs, len(truth["annotations"]), SURE),
        "AP50": metrics.average_precision(truth, everything)["AP50"],
    }


def parts_figures(truth: dict, answers: list[Answer]) -> dict:
    return {
        "photos": len(answers),
        "mask": metrics.average_precision(truth, answers, curves=True),
        "box": metrics.average_precision(truth, answers, "bbox"),
        "merged": metrics.average_precision(merged_truth(truth, sideless), renamed(answers, sideless)),
        "reliability": cross_validated(truth, answers, None),
    }


def figures(
    sets: dict[str, Validation],
    everything: dict[str, Path],
    shipped: dict[str, Path],
    parts: list[Answer] | None,
    manifest: dict,
) -> dict:
    """All figures of the model card."""
    damage = manifest["models"]["damage"]
    all_found = {name: from_assessments(path, "damages", sets[name].photos) for name, path in everything.items()}
    as_shipped = {name: from_assessments(path, "damages", sets[name].photos) for name, path in shipped.items()}
    result: dict = {"model": {"version": manifest["version"]}}
    if parts is not None:
        result["parts"] = parts_figures(sets["parts"].truth, parts)
    for name in (name for name in DAMAGE_SOURCES if name in sets):
        truth = sets[name].truth
        result[name] = damage_figures(truth, all_found[name], as_shipped[name], damage["classes"])
    calibration = damage["calibration"]
    result["workshop"]["reliability"] = cross_validated(sets["workshop"].truth, all_found["workshop"], calibration)
    result["articles"] = {
        name: article_figures(sets[name].truth, all_found[name], as_shipped[name]) for name in ARTICLES if name in sets
    }
    result["verdicts"] = {name: verdict(answers) for name, answers in as_shipped.items() if name not in ARTICLES}
    result["confusion"] = {
        "damaged": verdict_confusion(result["verdicts"], "damaged", list(DAMAGE_SOURCES), ["undamaged", "no_vehicle"]),
        "vehicle": verdict_confusion(
            result["verdicts"], "vehicle", [*DAMAGE_SOURCES, "parts", "undamaged"], ["no_vehicle"]
        ),
    }
    return result


def draw(result: dict, folder: Path) -> Iterator[Path]:
    """The charts, as files."""
    workshop = result["workshop"]
    curves = {**workshop["mask"].get("curves", {}), **workshop["any_type_mask"].get("curves", {})}
    yield charts.save(charts.precision_recall(curves, "Damage, workshop photos, IoU 0.5"), folder, "damage-curves")
    types = workshop["types"]
    title = "Types of damage, workshop photos, as shipped"
    yield charts.save(charts.confusion(types["labels"], types["counts"], title), folder, "damage-types")
    sets = {"damage": workshop["reliability"]}
    sets |= {"parts": result["parts"]["reliability"]} if "parts" in result else {}
    yield charts.save(charts.reliability(sets, "Confidence, cross-validated"), folder, "reliability")


def record(path: Path, result: dict) -> None:
    """Writes the main figures into the manifest; what else is known there stays."""
    manifest = json.loads(path.read_text())
    damage = manifest["models"]["damage"].setdefault("metrics", {})
    for name in (name for name in DAMAGE_SOURCES if name in result):
        entry = result[name]
        damage[name] = {
            "mask_AP50": entry["mask"]["AP50"],
            "mask_AP": entry["mask"]["AP"],
            "any_type_mask_AP50": entry["any_type_mask"]["AP50"],
            **entry["shipped"],
        }
    if "parts" in result:
        parts = result["parts"]["mask"]
        manifest["models"]["parts"].setdefault("metrics", {}).update(mask_AP=parts["AP"], mask_AP50=parts["AP50"])
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(manifest, indent=2) + "\n")
    os.replace(beside, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    parser.add_argument("--detail", choices=["standard", "high"], default="standard")
    parser.add_argument("--limit", type=int, help="judge so many photos of every set only, for a try")
    parser.add_argument("--record", action="store_true", help="write the main figures into model.json")
    parser.add_argument("--card", type=Path, help="model card to write the figures into")
    args = parser.parse_args()
    if (args.card or args.record) and args.limit:
        parser.error("Expected all photos for --card and --record but received --limit")
    sets = validation_sets(args.data, args.limit)
    manifest = json.loads((args.model / "model.json").read_text())
    wanted = {name: sets[name] for name in (*DAMAGE_SOURCES, *ARTICLES) if name in sets}
    everything = predictions(wanted, args.out, args.model, EVERYTHING, args.detail)
    shipped = predictions(sets, args.out, args.model, None, args.detail)
    entry = manifest["models"]["parts"]
    parts = parts_answers(args.model, entry, sets["parts"].photos, args.out) if "parts" in sets else None
    result = figures(sets, everything, shipped, parts, manifest)
    (args.out / "evaluation.json").write_text(json.dumps(result, indent=1) + "\n")
    (args.out / "evaluation.md").write_text(tables.markdown(result))
    drawn = list(draw(result, args.out / "charts"))
    print(tables.markdown(result))
    if args.record:
        record(args.model / "model.json", result)
        print(f"{args.model / 'model.json'}: main figures")
    if args.card:
        write_card(args.card, result, drawn)
        print(f"{args.card}: figures and {len(drawn)} charts")


if __name__ == "__main__":
    plainly(main)
