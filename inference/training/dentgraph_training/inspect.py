"""Looks inside a network: `python -m dentgraph_training.inspect --weights … --out DIR [--photo …] [--dataset …]`.

Writes weights.md, weights.json and weights.png (statistics and histograms, layer by layer); with
--dataset or --recipe the same of the gradients of one batch (gradients.*); with --photo a picture of
every stage for it: proposals, refined boxes, masks, the answer (stages-NAME.png).
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .complaints import plainly
from .data import Photo, read_rgb
from .layers import draw_histograms, gradients_of, rows_as_json, statistics, table, weights_of
from .losses import losses_of
from .prepare import fit
from .sampling import Batches
from .stages import draw_stages, run_stages
from .starting import recipe_of
from .weights import open_model


def write_layers(values: dict[str, torch.Tensor], out: Path, name: str, title: str) -> None:
    rows = [statistics(each, value) for each, value in values.items()]
    (out / f"{name}.md").write_text(f"# {title}\n\n{table(rows)}")
    (out / f"{name}.json").write_text(json.dumps(rows_as_json(rows), indent=1) + "\n")
    draw_histograms(values, title).savefig(out / f"{name}.png", dpi=90)
    odd = sum(row.not_finite > 0 for row in rows)
    print(
        f"{out / name}.md, .json, .png: {len(rows)} layers{f', {odd} with values that are not finite' if odd else ''}"
    )


def gradients(model, args: argparse.Namespace) -> dict[str, torch.Tensor]:
    """Of the sum of the losses of one batch. :raises BadDataset:"""
    recipe = recipe_of(args)
    batches = Batches(recipe, args.batch, [args.side], np.random.default_rng(args.seed))
    for _attempt in range(20):  # a batch of pictures with nothing on them says little of the later heads
        pictures, targets = batches.next()
        if any(len(target["labels"]) for target in targets):
            break
    model.train()
    model.zero_grad(set_to_none=True)
    losses = losses_of(model, pictures, targets)
    sum(losses.values()).backward()
    print("losses of the batch:", ", ".join(f"{name} {value.item():.3f}" for name, value in losses.items()))
    return gradients_of(model)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help=".pt, .safetensors or .onnx")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--photo", type=Path, nargs="*", default=[])
    parser.add_argument("--classes", help="names in order, with commas between, where the file does not say")
    parser.add_argument("--dataset", type=Path, help="COCO file or folder to take a batch for gradients from")
    parser.add_argument("--recipe", type=Path, help="or a recipe")
    parser.add_argument("--data", type=Path, nargs="+", default=[Path(".")])
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--side", type=int, default=416, help="of the batch's canvas")
    parser.add_argument("--input-side", type=int, default=640, help="longest side of the photo given to the network")
    parser.add_argument("--least", type=float, default=0.3, help="score from which boxes are drawn")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    args.without = []
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    model, classes = open_model(args.weights, args.classes and args.classes.split(","))
    write_layers(weights_of(model), args.out, "weights", f"Weights of {args.weights.name}")
    model.eval()
    for photo in args.photo:
        picture = fit(read_rgb(Photo(photo)), args.input_side)
        path = args.out / f"stages-{photo.stem}.png"
        draw_stages(run_stages(model, picture, args.least), classes, args.least).savefig(path, dpi=90)
        print(path)
    if args.dataset or args.recipe:
        title = f"Gradients of {args.weights.name}, one batch of {args.batch}"
        write_layers(gradients(model, args), args.out, "gradients", title)
    else:
        print("no gradients: they need --dataset or --recipe for a batch")


if __name__ == "__main__":
    plainly(main)
