"""Trains one Mask R-CNN: `python -m dentgraph_training.train --recipe recipes/damage.json --data DIR …`.

The schedule is a budget of minutes, because a budget is what one has: the learning rate warms up,
then falls to zero along a cosine of the share of the budget that is spent. A run is a folder
(config.json, log.csv, last.pt); the same command goes on where a killed run stopped.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torchvision.models.detection.image_list import ImageList

from .augment import sample
from .data import BadDataset, Recipe, Source, draw, mirrored_labels, read_coco, read_recipe, repeat_factors
from .model import create_model
from .weights import load_into, read_weights

FROZEN = ("backbone.Conv2d_1a", "backbone.Conv2d_2a", "backbone.Conv2d_2b", "backbone.Conv2d_3b", "backbone.Conv2d_4a")
LOSSES = ("loss_objectness", "loss_rpn_box_reg", "loss_classifier", "loss_box_reg", "loss_mask")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument("--recipe", type=Path, help="sources mixed by share, see recipes/")
    data.add_argument("--dataset", type=Path, help="one COCO instances file, its photos in images/ beside it")
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[Path(".")], help="folders that a recipe's paths may start from"
    )
    parser.add_argument("--weights", required=True, help="'last' (of this run), or a .pt, .safetensors or .onnx file")
    parser.add_argument("--run", type=Path, required=True, help="folder of this run")
    parser.add_argument("--minutes", type=float, default=60, help="training time in all")
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--side", type=int, nargs="+", default=[416, 480, 544], help="square roots of canvas areas")
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the heads; the body has a third")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["auto", "bf16", "fp32"], default="auto")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def recipe_of(args: argparse.Namespace) -> Recipe:
    if args.recipe:
        return read_recipe(args.recipe, args.data)
    classes = [category["name"] for category in json.loads(args.dataset.read_text())["categories"]]
    photos = read_coco(args.dataset, args.dataset.parent / "images", classes)
    source = Source(str(args.dataset), photos, 1.0, repeat_factors(photos))
    return Recipe(classes, [source], mirrored_labels(classes))


def canvas(sides: list[int], random: np.random.Generator) -> tuple[int, int]:
    """(height, width), multiples of 32, of about side² pixels and an aspect ratio of 0.7 to 1.5."""
    side, aspect = random.choice(sides), np.exp(random.uniform(np.log(0.7), np.log(1.5)))
    return tuple(int(round(x / 32)) * 32 for x in (side / math.sqrt(aspect), side * math.sqrt(aspect)))


def batch_of(recipe: Recipe, args: argparse.Namespace, random: np.random.Generator):
    size = canvas(args.side, random)
    pairs = [sample(draw(recipe, random), size, recipe.mirrored, random) for _ in range(args.batch)]
    return torch.stack([picture for picture, _ in pairs]), [target for _, target in pairs]


def losses_of(model, pictures: torch.Tensor, targets) -> dict[str, torch.Tensor]:
    """The five losses of a batch [n, 3, h, w] in 0..1; no resizing, unlike torchvision's own forward."""
    normalised = ((pictures - 0.5) / 0.5).contiguous(memory_format=torch.channels_last)
    features = model.backbone(normalised)
    images = ImageList(normalised, [tuple(pictures.shape[-2:])] * len(pictures))
    proposals, rpn = model.rpn(images, features, targets)
    return {**rpn, **model.roi_heads(features, proposals, images.image_sizes, targets)[1]}


def faster_precision(model, recipe, args, random) -> str:
    """Times both on this machine: bfloat16 is twice as fast on some processors, five times slower on others."""
    pictures, targets = batch_of(recipe, args, random)
    seconds = {}
    for precision in ("fp32", "bf16"):
        for attempt in range(3):
            start = time.perf_counter()
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                total = sum(losses_of(model, pictures, targets).values())
            total.backward()
            seconds[precision] = time.perf_counter() - start
    model.zero_grad(set_to_none=True)
    print(f"seconds a step: {seconds['fp32']:.2f} in fp32, {seconds['bf16']:.2f} in bf16", flush=True)
    return min(seconds, key=seconds.get)


def rate_at(spent: float) -> float:
    """Share of the peak learning rate after the share `spent` of the budget."""
    return min(1.0, spent / 0.02 + 0.05) * 0.5 * (1 + math.cos(math.pi * min(1.0, spent)))


def main() -> None:
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    try:
        recipe = recipe_of(args)
    except BadDataset as error:
        raise SystemExit(str(error)) from error
    for source in recipe.sources:
        print(
            f"{source.share:.2f} {len(source.photos)} photos, {sum(len(p.annotations) for p in source.photos)} annotations: {source.name}"
        )

    args.run.mkdir(parents=True, exist_ok=True)
    model = create_model(len(recipe.classes))
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not name.startswith(FROZEN))
    checkpoint = args.run / "last.pt"
    state = None
    if args.weights == "last" or checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(state["model"])
    else:
        print("not in the weights file:", load_into(model, read_weights(Path(args.weights)), args.weights))
    trained = [p for p in model.parameters() if p.requires_grad]
    body = {id(p) for n, p in model.named_parameters() if n.startswith("backbone.") and ".fpn." not in n}
    groups = [
        {"params": [p for p in trained if id(p) in body], "peak": args.rate / 3},
        {"params": [p for p in trained if id(p) not in body], "peak": args.rate},
    ]
    optimiser = torch.optim.AdamW(groups, lr=0.0, weight_decay=0.02)
    average = {name: value.detach().clone() for name, value in model.state_dict().items()}
    spent, step = 0.0, 0
    if state:
        optimiser.load_state_dict(state["optimiser"])
        average, spent, step = state["ema"], state["seconds"], state["step"]
        print(f"going on after step {step}, {spent / 60:.1f} minutes")
    random = np.random.default_rng([args.seed, step])
    (args.run / "config.json").write_text(json.dumps({**vars(args), "classes": recipe.classes}, default=str, indent=1))

    # Pooling is twice as fast with channels last, a step half as fast again in all.
    model.to(memory_format=torch.channels_last).train()
    precision = faster_precision(model, recipe, args, random) if args.precision == "auto" else args.precision
    print("training in", precision, flush=True)
    budget, saved, sums, seen = args.minutes * 60, time.monotonic(), dict.fromkeys(LOSSES, 0.0), 0
    with open(args.run / "log.csv", "a", newline="") as file:
        log = csv.writer(file)
        while spent < budget:
            start = time.monotonic()
            pictures, targets = batch_of(recipe, args, random)
            for group in optimiser.param_groups:
                group["lr"] = group["peak"] * rate_at(spent / budget)
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                losses = losses_of(model, pictures, targets)
            total = sum(losses.values())
            if not torch.isfinite(total):
                print(f"step {step}: loss is {total.item()}, batch left out", flush=True)
                optimiser.zero_grad(set_to_none=True)
                continue
            optimiser.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(trained, 5.0)
            optimiser.step()
            decay = min(0.998, (step + 1) / (step + 10))
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - decay)
            step, seen, spent = step + 1, seen + 1, spent + time.monotonic() - start
            for name in LOSSES:
                sums[name] += losses[name].item()
            if step % 20 == 0:
                means = {name: sums[name] / seen for name in LOSSES}
                log.writerow([step, round(spent), *(round(value, 4) for value in means.values())])
                file.flush()
                parts = " ".join(f"{name.removeprefix('loss_')} {value:.3f}" for name, value in means.items())
                photos = step * args.batch
                print(
                    f"step {step} ({photos} photos) {spent / 60:.1f}/{args.minutes:g} min, "
                    f"{spent / photos:.2f} s a photo, loss {sum(means.values()):.3f}: {parts}",
                    flush=True,
                )
                sums, seen = dict.fromkeys(LOSSES, 0.0), 0
            if time.monotonic() - saved > 180 or spent >= budget:
                save(checkpoint, model, average, optimiser, spent, step, recipe.classes)
                saved = time.monotonic()


def save(path: Path, model, average, optimiser, seconds: float, step: int, classes: list[str]) -> None:
    """Writes beside and renames, so that a kill or a full disk leaves the previous checkpoint whole."""
    beside = path.with_suffix(".tmp")
    torch.save(
        {
            "model": model.state_dict(),
            "ema": average,
            "optimiser": optimiser.state_dict(),
            "seconds": seconds,
            "step": step,
            "classes": classes,
        },
        beside,
    )
    os.replace(beside, path)


if __name__ == "__main__":
    main()
