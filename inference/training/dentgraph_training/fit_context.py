"""Fits the rule that ranks detections by their context: `python -m dentgraph_training.fit_context …`.

Logistic regression of whether a detection outlines something annotated, of whatever type, on the facts
of context.py; the network stays as it is. Only training photos are used, drawn from the recipe's
sources by their shares; those whose annotations are boxes without outlines take no part. Every fifth
is held out, and what the rule brings there is printed.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .complaints import plainly
from .context import FACTS, Context, facts
from .data import HOLDOUT_EVERY, Photo, Recipe, Source, read_rgb
from .export import export
from .logistic import regress
from .matching import overlaps_of, taken_by
from .predictions import answer_of, found_in
from .prepare import fit
from .sessions import session_of
from .starting import recipe_of
from .weights import classes_of, open_model

RIGHT_FROM = 0.5
"""Intersection over union of masks from which a detection outlines an annotation."""
SHRINKAGE = 1e-3


def photos_of(recipe: Recipe, count: int, seed: int) -> list[Photo]:
    """About `count` photos that tell right from wrong: all they show is outlined, or there is nothing to outline."""
    random = np.random.default_rng(seed)
    telling = [(source.share, _telling(source)) for source in recipe.sources]
    telling = [(share, photos) for share, photos in telling if photos]
    whole = sum(share for share, _ in telling)
    chosen: list[Photo] = []
    for share, photos in telling:
        wanted = min(len(photos), round(count * share / whole))
        chosen += [photos[index] for index in random.permutation(len(photos))[:wanted]]
    return [chosen[index] for index in random.permutation(len(chosen))]


def _telling(source: Source) -> list[Photo]:
    return [photo for photo in source.photos if all(annotation.polygons for annotation in photo.annotations)]


def judged(session, photo: Photo, classes: list[str], side: int) -> tuple[Tensor, Tensor]:
    """Facts [n, 5] of a photo's detections, and whether each outlines an annotation that no surer one does [n]."""
    pixels = read_rgb(photo)
    size = pixels.shape[:2]
    found = found_in(session, fit(pixels, side), size)
    rows = [{"segmentation": [ring.ravel().tolist() for ring in each.polygons]} for each in photo.annotations]
    overlaps = overlaps_of(answer_of(photo.path.name, size, classes, found).found, rows, size)
    right = [taken is not None for taken in taken_by(overlaps, RIGHT_FROM)]
    return facts(*map(torch.from_numpy, found)), torch.tensor(right, dtype=torch.float32)


def fit_rule(inputs: Tensor, right: Tensor) -> Context:
    """The rule that tells right detections from wrong ones best, by their facts [n, 5]."""
    rule = Context()
    regress(rule.linear, inputs, right, shrinkage=SHRINKAGE, least=1e-6)
    return rule


def surprise(rule: Context, inputs: Tensor, right: Tensor) -> float:
    """Cross-entropy of the rule's answers, in nats a detection."""
    with torch.no_grad():
        return float(F.binary_cross_entropy_with_logits(rule.linear(inputs)[:, 0], right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help=".pt, .safetensors or .onnx")
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument("--recipe", type=Path, help="what the network was trained on")
    data.add_argument("--dataset", type=Path, help="the same, where it was trained with --dataset")
    parser.add_argument("--data", type=Path, nargs="+", default=[Path(".")])
    parser.add_argument("--without", nargs="+", default=[], metavar="TEXT", help="leave out sources by their path")
    parser.add_argument("--out", type=Path, required=True, help=".pt to write: the weights and the rule")
    parser.add_argument("--photos", type=int, default=600)
    parser.add_argument("--side", type=int, default=640, help="as the model is served")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()
    recipe = recipe_of(args)
    model, classes = open_model(args.weights, classes_of(args.weights) or recipe.classes)
    if classes != recipe.classes:
        raise SystemExit(f"Expected photos with the classes {classes} of {args.weights} but received {recipe.classes}")
    model.context = None  # the rule is fitted to the network's own scores
    photos = photos_of(recipe, args.photos, args.seed)
    seen: list[tuple[Tensor, Tensor]] = []
    with TemporaryDirectory() as folder:
        export(model, Path(folder) / "alone.onnx")
        session = session_of(Path(folder) / "alone.onnx", args.threads)
        for index, photo in enumerate(photos):
            seen.append(judged(session, photo, recipe.classes, args.side))
            if index % 50 == 49:
                print(f"{index + 1} of {len(photos)} photos", flush=True)
    kept = [pair for index, pair in enumerate(seen) if index % HOLDOUT_EVERY]
    inputs, right = (torch.cat(values) for values in zip(*kept))
    if not 0 < right.sum() < len(right):
        raise SystemExit(f"Expected right and wrong detections in {len(kept)} photos but received one kind only")
    rule = fit_rule(inputs, right)
    print(f"{len(kept)} photos, {len(right)} detections, of which {int(right.sum())} outline what is annotated")
    print("rule:", {name: round(value, 3) for name, value in zip(FACTS, rule.linear.weight[0].tolist())})
    _print_held_out(rule, inputs, right, seen[::HOLDOUT_EVERY])
    weights = {**model.state_dict(), **{f"context.{name}": value for name, value in rule.state_dict().items()}}
    torch.save({"ema": weights, "classes": classes}, args.out)
    print(f"{args.out}: the network as it was, and the rule")


def _print_held_out(rule: Context, inputs: Tensor, right: Tensor, held: list[tuple[Tensor, Tensor]]) -> None:
    unseen, truth = (torch.cat(values) for values in zip(*held))
    only_score = torch.tensor([1.0, *[0.0] * (len(FACTS) - 1)])
    alone = fit_rule(inputs * only_score, right)
    before, after = surprise(alone, unseen * only_score, truth), surprise(rule, unseen, truth)
    print(f"{len(held)} held-out photos: {before:.4f} nats a detection by the score alone, {after:.4f} with context")


if __name__ == "__main__":
    plainly(main)
