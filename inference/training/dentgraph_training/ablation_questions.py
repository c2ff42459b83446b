"""Questions that decisions rest on, each answered by measuring both ways; `ablate` asks them and keeps the answers."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import metrics
from .predictions import Answer, from_assessments, from_model
from .served import EVERYTHING, predictions
from .sessions import session_of
from .validation import DAMAGE_SOURCES, Validation
from .views import answers_in_views

TRAINING = {"negatives": "negatives/", "synthetic": "synthetic/"}
ENLARGED = 832
NEAR_SHIPPED = 0.5
"""Score from which a graph's own detection counts as a find, where nothing is calibrated."""


@dataclass
class Setting:
    """One of the answers to a question: what it is called, and its figures."""

    name: str
    figures: dict[str, float | None]


def judge_graph(file: Path, classes: list[str], side: int, sets: dict[str, Validation], enhanced: bool = False) -> dict:
    """Figures of an ONNX file as it is: precision where there are annotations, false alarms where there is nothing."""
    session, found = session_of(file), {}
    for name, validation in sets.items():
        answers = from_model(session, classes, validation.photos, side, enhanced)
        if validation.truth:
            entry = metrics.average_precision(validation.truth, answers)
            found |= {f"{name} AP": entry["AP"], f"{name} AP50": entry["AP50"]}
        else:
            found[f"{name} with a find"] = share_with_finds(answers)  # at NEAR_SHIPPED
    return found


def share_with_finds(answers: list[Answer]) -> float:
    return metrics.false_alarms(answers, lambda prediction: prediction.score >= NEAR_SHIPPED)


def enhanced_or_plain(args: argparse.Namespace, sets: dict[str, Validation]) -> list[Setting]:
    settings = []
    manifest = json.loads((args.model / "model.json").read_text())
    for enhanced in (False, True):
        figures = {}
        for kind, names in (("damage", ("workshop", "undamaged")), ("parts", ("parts",))):
            entry = manifest["models"][kind]
            file = args.model / entry["file"]
            chosen = {name: sets[name] for name in names if name in sets}
            figures |= judge_graph(file, entry["classes"], entry["inputSide"], chosen, enhanced)
        settings.append(Setting("CLAHE-enhanced" if enhanced else "plain", figures))
    return settings


def stored(args: argparse.Namespace, sets: dict[str, Validation]) -> list[Setting]:
    """:raises SystemExit: the export does not agree with torch"""
    manifest = json.loads((args.model / "model.json").read_text())["models"][args.kind]
    names = ("workshop", "undamaged") if args.kind == "damage" else ("parts",)
    settings = []
    for kind in ("fp32", "fp16", "int8"):
        file = args.out / f"{args.kind}-{kind}.onnx"
        run("export", "--weights", str(args.weights), "--store", kind, "--out", str(file), "--threads", "1")
        chosen = {name: sets[name] for name in names if name in sets}
        figures = judge_graph(file, manifest["classes"], manifest["inputSide"], chosen)
        settings.append(Setting(kind, {**figures, "MB": round(file.stat().st_size / 1e6, 1)}))
    return settings


def detail(args: argparse.Namespace, sets: dict[str, Validation]) -> list[Setting]:
    """Through the served system, because tiles exist only there."""
    settings = []
    damaged = {name: sets[name] for name in DAMAGE_SOURCES if name in sets}
    clean = {name: sets[name] for name in ("undamaged",) if name in sets}
    for level in ("standard", "high"):
        everything = predictions(damaged, args.out, args.model, EVERYTHING, level)
        shipped = predictions({**damaged, **clean}, args.out, args.model, None, level)
        figures = {}
        for name, validation in damaged.items():
            answers = from_assessments(everything[name], "damages", validation.photos)
            figures[f"{name} AP50"] = metrics.average_precision(validation.truth, answers)["AP50"]
            served = from_assessments(shipped[name], "damages", validation.photos)
            figures[f"{name} found"] = round(sum(bool(a.found) for a in served) / max(len(served), 1), 4)
        for name, validation in clean.items():
            served = from_assessments(shipped[name], "damages", validation.photos)
            figures[f"{name} with a find"] = metrics.false_alarms(served, lambda _p: True)
        settings.append(Setting(f"detail {level}", figures))
    return settings


def views(args: argparse.Namespace, sets: dict[str, Validation]) -> list[Setting]:
    manifest = json.loads((args.model / "model.json").read_text())["models"]["damage"]
    session, figures = session_of(args.model / manifest["file"]), {}
    for name, validation in ((name, sets[name]) for name in DAMAGE_SOURCES if name in sets):
        seen = answers_in_views(session, manifest["classes"], validation.photos, manifest["inputSide"], ENLARGED)
        for view, answers in seen.items():
            typed = metrics.average_precision(validation.truth, answers)["AP50"]
            merged = metrics.average_precision(validation.truth, answers, typed=False)["AP50"]
            figures.setdefault(view, {}).update({f"{name} AP50": typed, f"{name} any type AP50": merged})
    return [Setting(view, found) for view, found in figures.items()]


def trained(args: argparse.Namespace, sets: dict[str, Validation]) -> list[Setting]:
    """Two short runs, alike but for one kind of source."""
    classes = json.loads(args.recipe.read_text())["classes"]
    settings = []
    for name, without in (("with", []), ("without", [TRAINING[args.question]])):
        kind = f"without-{args.question}" if without else "with-everything"  # which both questions ask for
        folder = args.out / f"{kind}-{args.samples}-{args.seed}"
        common = ["--recipe", args.recipe, "--data", *args.data, "--weights", args.weights or "initial"]
        budget = ["--samples", args.samples, "--side", *args.side, "--seed", args.seed, "--threads", args.threads]
        left_out = ["--without", *without] if without else []
        run("train", *map(str, [*common, "--run", folder, *budget, *left_out]))
        file = folder / "model.onnx"
        run("export", "--weights", str(folder / "last.pt"), "--out", str(file), "--threads", str(args.threads))
        chosen = {each: sets[each] for each in ("workshop", "undamaged", "no_vehicle") if each in sets}
        figures = judge_graph(file, classes, 640, chosen)
        settings.append(Setting(f"{name} {args.question}, {args.samples} samples", figures))
    return settings


def run(command: str, *arguments: str) -> None:
    """Another of the kit's commands, its output passed on. :raises SystemExit: it failed"""
    done = subprocess.run([sys.executable, "-m", f"dentgraph_training.{command}", *arguments])
    if done.returncode:
        raise SystemExit(f"Expected {command} to work but it ended with {done.returncode}")


QUESTIONS = {
    "enhanced": enhanced_or_plain,
    "stored": stored,
    "detail": detail,
    "views": views,
    "negatives": trained,
    "synthetic": trained,
}
