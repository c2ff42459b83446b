"""Trains one Mask R-CNN: `python -m dentgraph_training.train --recipe recipes/damage.json --data DIR …`.

The schedule is a budget of minutes (or of samples), because a budget is what one has: the learning
rate warms up, then falls to zero along a cosine of the share of the budget that is spent. A run is a
folder (config.json, log.csv, curves.png, tensorboard/, last.pt, report.md); the same command goes on
where a killed run stopped.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch

from .checkpoints import CheckpointNotWritten, Progress, read_checkpoint, write_checkpoint
from .curves import draw_curves
from .data import BadDataset
from .losses import faster_precision, losses_of
from .model import create_model
from .run_log import RunLog
from .run_report import machine, write_report
from .sampling import Batches
from .starting import initial_weights, recipe_of, start_from
from .weights import WrongWeights

FROZEN = ("backbone.Conv2d_1a", "backbone.Conv2d_2a", "backbone.Conv2d_2b", "backbone.Conv2d_3b", "backbone.Conv2d_4a")
MOST_NOT_FINITE_IN_A_ROW = 50
SECONDS_BETWEEN_CHECKPOINTS = 180


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument("--recipe", type=Path, help="sources mixed by share, see recipes/")
    data.add_argument(
        "--dataset", type=Path, help="a COCO instances file with its photos in images/ beside it, or a folder of both"
    )
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[Path(".")], help="folders that a recipe's paths may start from"
    )
    parser.add_argument("--without", nargs="+", default=[], metavar="TEXT", help="leave out sources by their path")
    parser.add_argument(
        "--weights",
        default="initial",
        help="'initial' (what the recipe names, else the shipped model), 'last' (of this run), or a .pt, .safetensors "
        "or .onnx file; a run that has a checkpoint always goes on from it",
    )
    parser.add_argument("--run", type=Path, required=True, help="folder of this run")
    parser.add_argument("--minutes", type=float, help="training time in all; 60 where nothing else is said")
    parser.add_argument("--samples", type=int, help="end after so many samples")
    parser.add_argument("--epochs", type=float, help="end after so many times the number of photos")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--side", type=int, nargs="+", default=[416, 480, 544], help="square roots of canvas areas")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the heads; the body has a third")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["auto", "bf16", "fp32"], default="auto")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def rate_at(spent: float) -> float:
    """Share of the peak learning rate after the share `spent` of the budget."""
    return min(1.0, spent / 0.02 + 0.05) * 0.5 * (1 + math.cos(math.pi * min(1.0, spent)))


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    try:
        train(args)
    except (BadDataset, WrongWeights) as error:
        raise SystemExit(str(error)) from error


def train(args: argparse.Namespace) -> None:
    """:raises BadDataset, WrongWeights: nothing to start with, or nothing to go on with"""
    recipe = recipe_of(args)
    for line in recipe.account:
        print(line)
    for source in recipe.sources:
        annotations = sum(len(photo.annotations) for photo in source.photos)
        print(f"{source.share:.2f} {len(source.photos)} photos, {annotations} annotations: {source.name}")
    if args.epochs:
        args.samples = math.ceil(args.epochs * sum(len(source.photos) for source in recipe.sources))
    if args.minutes is None:
        args.minutes = math.inf if args.samples else 60

    args.run.mkdir(parents=True, exist_ok=True)
    model = create_model(len(recipe.classes))
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not name.startswith(FROZEN))
    checkpoint, config = args.run / "last.pt", args.run / "config.json"
    state, taken = None, {}
    if args.weights == "last" or checkpoint.exists():
        state = read_checkpoint(checkpoint, recipe.classes)
        model.load_state_dict(state["model"])
        taken = json.loads(config.read_text()).get("taken", {}) if config.is_file() else {}
        if config.is_file():
            args.weights = json.loads(config.read_text())["weights"]
    else:
        taken = start_from(model, args, recipe)
        args.weights = str(initial_weights(recipe)) if args.weights == "initial" else args.weights
    trained = [p for p in model.parameters() if p.requires_grad]
    body = {id(p) for n, p in model.named_parameters() if n.startswith("backbone.") and ".fpn." not in n}
    groups = [
        {"params": [p for p in trained if id(p) in body], "peak": args.rate / 3},
        {"params": [p for p in trained if id(p) not in body], "peak": args.rate},
    ]
    optimiser = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.02)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    at = Progress()
    if state:
        optimiser.load_state_dict(state["optimiser"])
        for group, wanted in zip(optimiser.param_groups, groups):
            group["peak"] = wanted["peak"]
        average = state["ema"]
        at = Progress(state["seconds"], state["step"], state.get("samples", state["step"] * args.batch))
        print(f"going on after step {at.step}, {at.seconds / 60:.1f} minutes")
    random = np.random.default_rng([args.seed, at.step])
    sources = [{"name": s.name, "photos": len(s.photos), "share": s.share} for s in recipe.sources]
    settings = {**vars(args), "classes": recipe.classes, "sources": sources, "taken": taken}
    config.write_text(json.dumps(settings, default=str, indent=1) + "\n")

    # Pooling is twice as fast with channels last, a step half as fast again in all.
    model.to(memory_format=torch.channels_last).train()
    batches = Batches(recipe, args.batch, args.side, random)
    precision = faster_precision(model, *batches.next()) if args.precision == "auto" else args.precision
    print("training in", precision, flush=True)

    def share() -> float:
        return max(at.seconds / (args.minutes * 60), at.samples / args.samples if args.samples else 0.0)

    def time_left(pace: float) -> float:
        by_samples = (args.samples - at.samples) / max(pace, 1e-9) if args.samples else math.inf
        return max(0.0, min(args.minutes * 60 - at.seconds, by_samples))

    log, stop, source = RunLog(args.run), stop_signal(), batches.ahead()
    began, first, not_finite, in_a_row, not_written = at.seconds, at.samples, 0, 0, 0
    saved, unwritten = time.monotonic(), True
    while share() < 1 and not stop:
        start = time.monotonic()
        pictures, targets = next(source)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate_at(share())
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            losses = losses_of(model, pictures, targets)
        total = sum(losses.values())
        optimiser.zero_grad(set_to_none=True)
        if not torch.isfinite(total):
            not_finite, in_a_row = not_finite + 1, in_a_row + 1
            print(f"step {at.step}: loss is {total.item()}, batch left out", flush=True)
            if in_a_row >= MOST_NOT_FINITE_IN_A_ROW:
                raise BadDataset(f"Expected finite losses but {in_a_row} in a row were not: lower --rate")
            continue
        in_a_row = 0
        total.backward()
        torch.nn.utils.clip_grad_norm_(trained, 5.0)
        optimiser.step()
        decay = min(0.998, (at.step + 1) / (at.step + 10))
        with torch.no_grad():
            for name, value in model.state_dict().items():
                average[name].lerp_(value, 1 - decay)
        at.step, at.samples = at.step + 1, at.samples + len(pictures)
        at.seconds += time.monotonic() - start
        log.add({name: value.item() for name, value in losses.items()})
        ended = share() >= 1 or bool(stop)
        if at.step % 20 == 0 or ended:
            session = (at.samples - first, at.seconds - began)
            rate = optimiser.param_groups[1]["lr"]
            log.write(at.step, at.seconds, at.samples, rate, time_left(session[0] / session[1]), session)
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or ended:
            try:
                write_checkpoint(checkpoint, model, average, optimiser, at, recipe.classes)
                unwritten = False
            except CheckpointNotWritten as error:
                print(error, flush=True)
                not_written, unwritten = not_written + 1, True
            try_to_draw(args.run)
            saved = time.monotonic()
    log.close()
    ended = "The budget is spent." if share() >= 1 else f"Stopped by signal {stop[0]}; the same command goes on."
    write_report(
        args.run,
        {
            "ended": ended,
            "seconds": round(at.seconds),
            "samples": at.samples,
            "steps": at.step,
            "precision": precision,
            "seed": args.seed,
            "weights": Path(args.weights).name,
            "machine": machine(),
            "read": [
                *recipe.account,
                *(f"{s.name}: {len(s.photos)} photos, share {s.share:g}" for s in recipe.sources),
            ],
            "unreadable": dict(batches.unreadable),
            "anew": taken.get("anew", []),
            "new_classes": taken.get("new_classes", []),
            "not_finite": not_finite,
            "not_written": not_written,
        },
    )
    print(f"{ended} {args.run / 'report.md'}")
    if unwritten and at.samples > first:
        raise SystemExit("Expected a last checkpoint but it could not be written: make room and run the same command")


def try_to_draw(run: Path) -> None:
    """Curves are no reason to lose a run."""
    try:
        draw_curves(run)
    except (ImportError, OSError) as error:
        print(f"no curves.png: {error}", flush=True)


def stop_signal() -> list[int]:
    """Empty until SIGTERM or SIGINT asks to stop; the step under way is then finished and saved."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: asked.append(number))
    return asked


if __name__ == "__main__":
    main()
