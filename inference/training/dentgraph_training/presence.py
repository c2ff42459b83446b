"""Fits the parts model's presence head: `python -m dentgraph_training.presence --weights … --data DIR --out …`.

Logistic regression on features of a body that stays as it is, so it takes minutes. Photos with a
vehicle come from every source that shows one, close-ups too; photos without come from
negatives/no_vehicle, from drawn scenes without one, and from generated pictures of nothing (blank,
gradients, noise), which photos alone never teach. Only training photos are used; the verdicts on
held-out ones are printed.
"""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .complaints import plainly
from .data import Photo, Recipe, read_negatives, read_recipe, read_rgb
from .logistic import regress
from .model import Presence, create_model
from .plain_pictures import plain_pictures
from .prepare import fit
from .publish import VEHICLE_THRESHOLD
from .weights import classes_of, load_into, read_weights

SHRINKAGE = 0.01
VIEWS_OF_NEGATIVES = 3
PLAIN_PICTURES = 90
LOGIT_OF_THRESHOLD = math.log(VEHICLE_THRESHOLD / (1 - VEHICLE_THRESHOLD))


def photos_of(recipes: list[Recipe], data: Path) -> list[tuple[Path, bool]]:
    """(photo, whether it shows a vehicle): a sample of every source, the photos without one several times.

    A photo without annotations tells nothing, unless its source does: undamaged cars show a vehicle,
    drawn pictures without a single part show none.
    """
    shown, empty = [], [photo.path for photo in read_negatives(data / "negatives/no_vehicle", "train")]
    for recipe in recipes:
        for source in recipe.sources:
            if "no_vehicle" in source.name:
                continue
            drawn_parts = source.name.endswith("synthetic/parts.json")
            empty += [photo.path for photo in source.photos if drawn_parts and not photo.annotations]
            telling = [photo.path for photo in source.photos if photo.annotations or "negatives" in source.name]
            shown += telling[:: max(1, len(telling) // 80)]
    return [(path, True) for path in shown] + [(path, False) for path in empty for _ in range(VIEWS_OF_NEGATIVES)]


def view(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Half to all of each side of a photo, mirrored every other time."""
    height, width = pixels.shape[:2]
    rows, columns = (int(side * random.uniform(0.5, 1)) for side in (height, width))
    top, left = int(random.integers(0, height - rows + 1)), int(random.integers(0, width - columns + 1))
    cut = pixels[top : top + rows, left : left + columns]
    return np.ascontiguousarray(cut[:, ::-1] if random.random() < 0.5 else cut)


def features(model, pixels: np.ndarray, side: int) -> Tensor:
    """[1280]: the strongest answer of each of the coarsest features, as Presence sees them."""
    pictures = torch.from_numpy(fit(pixels, side)).permute(2, 0, 1)[None].float() / 127.5 - 1
    height, width = pictures.shape[-2:]
    padded = F.pad(pictures, (0, -width % 32, 0, -height % 32))
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        return torch.amax(model.backbone.body(padded)[-1], (2, 3))[0].float()


def fit_presence(inputs: Tensor, shown: Tensor) -> Presence:
    """A head for features [n, 1280], both answers weighing the same."""
    head = Presence()
    weight = torch.where(shown > 0, 0.5 / shown.mean(), 0.5 / (1 - shown.mean()))
    regress(head.linear, inputs, shown, shrinkage=SHRINKAGE, least=1e-3, weight=weight)
    return head


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="of the parts model")
    parser.add_argument("--recipes", type=Path, nargs="+", required=True, help="whose photos show vehicles")
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True, help=".pt to write: the weights and the head")
    parser.add_argument("--side", type=int, default=640, help="as the model is served")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    recipes = [read_recipe(path, args.data) for path in args.recipes]
    weights = read_weights(args.weights)
    model = create_model(len(weights["roi_heads.box_predictor.cls_score.bias"]) - 1).eval()
    load_into(model, weights, str(args.weights))
    random = np.random.default_rng(1)
    photos = photos_of(recipes, args.data[0])
    inputs = [features(model, view(read_rgb(Photo(path)), random), args.side) for path, _ in photos]
    inputs += [features(model, pixels, args.side) for pixels in plain_pictures(1, PLAIN_PICTURES)]
    shown = [float(shown) for _, shown in photos] + [0.0] * PLAIN_PICTURES
    head = fit_presence(torch.stack(inputs), torch.tensor(shown))
    fitted = {f"presence.{name}": value for name, value in head.state_dict().items()}
    torch.save({"ema": weights, "presence": fitted, "classes": classes_of(args.weights)}, args.out)
    print(f"{args.out}: fitted to {len(photos)} views of photos and {PLAIN_PICTURES} pictures of nothing")
    for name, pictures in held_out(args.data[0]):
        with torch.inference_mode():
            logits = [head.linear(features(model, pixels, args.side)).item() for pixels in pictures]
        seen = sum(logit >= LOGIT_OF_THRESHOLD for logit in logits)
        print(f"held out, {name}: {seen} of {len(logits)} answered as a vehicle")


def held_out(data: Path) -> Iterator[tuple[str, Iterator[np.ndarray]]]:
    """Pictures that took no part in the fit, by name of the set."""
    for name in ("undamaged", "no_vehicle"):
        yield name, (read_rgb(photo) for photo in read_negatives(data / "negatives" / name, "val"))
    yield "pictures of nothing", plain_pictures(2, PLAIN_PICTURES)


if __name__ == "__main__":
    plainly(main)
