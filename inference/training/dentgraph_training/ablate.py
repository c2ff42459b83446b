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
from pathlib import Path

from . import tables
from .ablation_questions import QUESTIONS, TRAINING
from .assess import ROOT
from .card import replace_sections
from .complaints import plainly
from .served import fingerprint
from .validation import validation_sets


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
