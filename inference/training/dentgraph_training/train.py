"""Trains one Mask R-CNN: `python -m dentgraph_training.train --recipe recipes/damage.json --data DIR …`.

The schedule is a budget of minutes (or of samples), because a budget is what one has: the learning
rate warms up, then falls to zero along a cosine of the share of the budget that is spent. A run is a
folder (config.json, log.csv, curves.png, tensorboard/, last.pt, report.md); the same command goes on
where a killed run stopped.
"""

from __future__ import annotations

import argparse
import json
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .checkpoints import CheckpointNotWritten, Progress, read_checkpoint, write_checkpoint
from .complaints import plainly
from .curves import draw_curves
from .data import BadDataset, Recipe
from .learning import follow, learn
from .losses import faster_precision
from .model import create_model
from .run_log import RunLog
from .run_report import machine, write_report
from .sampling import Batches
from .schedule import budget_of, optimiser_of, rate_at, restore
from .starting import described, recipe_of, start_from
from .train_arguments import arguments

MOST_NOT_FINITE_IN_A_ROW = 50
SECONDS_BETWEEN_CHECKPOINTS = 180


def main() -> None:
    args = arguments(__doc__)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    train(args)


def train(args: argparse.Namespace) -> None:
    """:raises BadDataset, WrongWeights: nothing to start with, or nothing to go on with"""
    recipe = recipe_of(args)
    for line in [*recipe.account, *described(recipe)]:
        print(line)
    photos = sum(len(source.photos) for source in recipe.sources)
    budget = budget_of(args.minutes, args.samples, args.epochs, photos)
    args.run.mkdir(parents=True, exist_ok=True)
    checkpoint = args.run / "last.pt"
    model = create_model(len(recipe.classes))
    optimiser = optimiser_of(model, args.rate)
    state, origin = start(model, args, recipe, checkpoint)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    at = Progress()
    if state:
        restore(optimiser, state["optimiser"])
        average = state["ema"]
        at = Progress(state["seconds"], state["step"], state.get("samples", state["step"] * args.batch))
        print(f"going on after step {at.step}, {at.seconds / 60:.1f} minutes")

    # Pooling is twice as fast with channels last, a step half as fast again in all.
    model.to(memory_format=torch.channels_last).train()
    random = np.random.default_rng([args.seed, at.step])
    batches = Batches(recipe, args.batch, args.side, random, args.close_ups)
    precision = faster_precision(model, *batches.next()) if args.precision == "auto" else args.precision
    print("training in", precision, flush=True)

    log, stop, source, faults = RunLog(args.run), stop_signal(), batches.ahead(), Faults()
    began, first, saved, kept = at.seconds, at.samples, time.monotonic(), at.step

    def keep() -> int:
        """Writes the checkpoint; the step that is now safe."""
        try_to_draw(args.run)
        try:
            write_checkpoint(checkpoint, model, average, optimiser, at, recipe.classes)
            return at.step
        except CheckpointNotWritten as error:
            print(error, flush=True)
            faults.not_written += 1
            return kept

    while budget.share(at) < 1 and not stop:
        clock = time.monotonic()
        pictures, targets = next(source)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * rate_at(budget.share(at))
        losses = learn(model, optimiser, pictures, targets, precision)
        if losses is None:
            faults.not_finite_at(at.step)
            continue
        faults.in_a_row = 0
        follow(average, model, at.step)
        at.step, at.samples = at.step + 1, at.samples + len(pictures)
        at.seconds += time.monotonic() - clock
        log.add(losses)
        ended = budget.share(at) >= 1 or bool(stop)
        if at.step % 20 == 0 or ended:
            session = (at.samples - first, at.seconds - began)
            left = budget.seconds_left(at, session[0] / session[1])
            log.write(at.step, at.seconds, at.samples, optimiser.param_groups[1]["lr"], left, session)
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS and not ended:
            kept, saved = keep(), time.monotonic()
    if kept < at.step:
        kept = keep()
    log.close()
    spent = budget.share(at) >= 1
    ending = "The budget is spent." if spent else f"Stopped by signal {stop[0]}; the same command goes on."
    content = {
        "ended": ending,
        **{"seconds": round(at.seconds), "samples": at.samples, "steps": at.step},
        **{"precision": precision, "seed": args.seed, "machine": machine()},
        **{"weights": Path(args.weights).name, "anew": origin["anew"], "new_classes": origin["new_classes"]},
        "read": [*recipe.account, *described(recipe)],
        "unreadable": dict(batches.unreadable),
        **{"not_finite": faults.not_finite, "not_written": faults.not_written},
    }
    write_report(args.run, content)
    print(f"{ending} {args.run / 'report.md'}")
    if kept < at.step:
        raise SystemExit("Expected a last checkpoint but it could not be written: make room and run the same command")
    if not spent:
        raise SystemExit(128 + stop[0])  # as a shell says it: what follows in a script waits for the whole run


def start(model, args: argparse.Namespace, recipe: Recipe, checkpoint: Path) -> tuple[dict | None, dict]:
    """Fills the model: with the run's checkpoint (answered) or with the weights asked for; writes config.json.

    :returns: the checkpoint, and where the weights once came from
    :raises WrongWeights: see weights.py
    """
    config = args.run / "config.json"
    before = json.loads(config.read_text()) if config.is_file() else {}
    state = None
    if args.weights == "last" or checkpoint.exists():
        state = read_checkpoint(checkpoint, recipe.classes)
        model.load_state_dict(state["model"])
        origin = before.get("origin", {"anew": [], "new_classes": []})
        args.weights = before.get("weights", args.weights)
    else:
        origin = start_from(model, args.weights, recipe)
        args.weights = origin["path"]
    sources = [{"name": s.name, "photos": len(s.photos), "share": s.share} for s in recipe.sources]
    settings = {**vars(args), "classes": recipe.classes, "sources": sources, "origin": origin}
    config.write_text(json.dumps(settings, default=str, indent=1) + "\n")
    return state, origin


@dataclass
class Faults:
    """What went wrong without ending the run."""

    not_finite: int = 0
    in_a_row: int = 0
    not_written: int = 0

    def not_finite_at(self, step: int) -> None:
        """:raises BadDataset: nothing else comes any more"""
        self.not_finite, self.in_a_row = self.not_finite + 1, self.in_a_row + 1
        print(f"step {step}: the loss is not finite, batch left out", flush=True)
        if self.in_a_row >= MOST_NOT_FINITE_IN_A_ROW:
            raise BadDataset(f"Expected finite losses but {self.in_a_row} in a row were not: lower --rate")


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
    plainly(main)
