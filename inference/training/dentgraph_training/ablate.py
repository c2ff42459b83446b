"""One question, both answers measured, written down: `python -m dentgraph_training.ablate QUESTION … --out DIR`.

    enhanced   CLAHE-enhanced against plain input, on the shipped files
    stored     int8 and fp16 against fp32 weights, exported from --weights (a checkpoint)
    detail     `--detail high` against standard, through the served system
    views      the photo alone against its mirror image too, and against the photo enlarged to 832
    negatives  training with and without photos of nothing to find, from the same start
    synthetic  training with and without drawn pictures

The last two train twice for --samples (a short run: it says which way a source pulls, not how far),
from the same weights with the same seed. All but `detail` judge the graph alone: average precision,
and the share of photos of nothing with a find of score 0.5 or more. Every answer is added to
DIR/ablations.json; `--card FILE` writes all of them into the model card. What was measured before is
not measured again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import metrics, tables
from .assess import ROOT
from .card import replace_sections
from .complaints import plainly
from .predictions import Answer, from_assessments, from_model
from .served import EVERYTHING, fingerprint, predictions
from .sessions import session_of
from .validation import DAMAGE_SOURCES, Validation, validation_sets
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


def key_of(args: argparse.Namespace) -> str:
    """What an answer depends on, so that it is not measured twice and never mixed up."""
    parts = [args.question, fingerprint(args.model, None, "standard"), args.limit or "all"]
    if args.question in TRAINING:
        parts += [args.samples, *args.side, args.seed, args.recipe.name, args.weights or "initial"]
    if args.question == "stored":
        parts += [args.kind, args.weights]
    return " ".join(map(str, parts))


def table(entry: dict) -> str:
    """One question's answers; the command stands below, as a figure needs it."""
    heads = list(dict.fromkeys(key for setting in entry["settings"] for key in setting["figures"]))
    rows = [[setting["name"], *(setting["figures"].get(key) for key in heads)] for setting in entry["settings"]]
    return f"{tables.table([entry['question'], *heads], rows)}\n\n    {entry['command']}"


def section(content: dict) -> str:
    """The latest answer to each question, for the card."""
    latest = {(entry["question"], entry.get("kind")): entry for entry in content.values()}
    return "\n\n".join(table(entry) for entry in latest.values())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", choices=list(QUESTIONS))
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="the first has the validation sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model")
    parser.add_argument("--weights", help="stored: the checkpoint; training: what to start from, 'initial' by default")
    parser.add_argument("--kind", choices=["damage", "parts"], default="damage", help="stored: of which model")
    parser.add_argument("--recipe", type=Path, default=Path(__file__).parents[1] / "recipes/damage.json")
    parser.add_argument("--samples", type=int, default=800, help="training: length of each of the two runs")
    parser.add_argument("--side", type=int, nargs="+", default=[416], help="training: as in train")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--limit", type=int, help="judge so many photos of every set only, evenly spread")
    parser.add_argument("--card", type=Path, help="model card to write all answers into")
    args = parser.parse_args()
    if args.question == "stored" and not args.weights:
        parser.error(
            "Expected --weights CHECKPOINT for stored but received none: shipped files have lost what fp32 has"
        )
    return args


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    path = args.out / "ablations.json"
    content = json.loads(path.read_text()) if path.is_file() else {}
    key = key_of(args)
    if key not in content:
        sets = validation_sets(args.data[0], args.limit)
        settings = QUESTIONS[args.question](args, sets)
        content[key] = {
            "question": args.question,
            "kind": args.kind if args.question == "stored" else None,
            "command": command_of(args),
            "settings": [{"name": each.name, "figures": each.figures} for each in settings],
        }
        beside = path.with_suffix(".tmp")
        beside.write_text(json.dumps(content, indent=1) + "\n")
        os.replace(beside, path)
    print(table(content[key]))
    if args.card:
        replace_sections(args.card, {"ablations": section(content)})
        print(f"{args.card}: {len(content)} ablations")


def command_of(args: argparse.Namespace) -> str:
    """As a reader would type it, without this machine's folders."""
    words = ["python -m dentgraph_training.ablate", args.question, "--data DATA --out ../../runs/ablations"]
    if args.question in TRAINING:
        if args.weights:
            path = Path(args.weights).resolve()
            words += [f"--weights {os.path.relpath(path) if path.is_relative_to(ROOT) else path.name}"]
        words += [f"--samples {args.samples} --side {' '.join(map(str, args.side))} --seed {args.seed}"]
    if args.question == "stored":
        words += [f"--kind {args.kind} --weights ../../runs/{args.kind}/{Path(args.weights).name}"]
    if args.limit:
        words += [f"--limit {args.limit}"]
    return " ".join(words)


if __name__ == "__main__":
    plainly(main)
