"""Averages the weights of files of one network: `python -m dentgraph_training.average --weights A B --out …`.

Runs that start from one another end near the same place, each good at what it saw last; between them
lies a network that is better than either, and costs no more. After Wortsman et al., "Model soups"
(2022). A rule of context, which was fitted to one of them, is left out.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from .complaints import plainly
from .weights import WrongWeights, classes_of, read_weights


def average(files: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of every parameter. :raises WrongWeights: not of one network"""
    kept = [{name: value for name, value in each.items() if not name.startswith("context.")} for each in files]
    shapes = [{name: value.shape for name, value in each.items()} for each in kept]
    differing = sorted({name for each in shapes for name, _ in each.items() ^ shapes[0].items()})
    if differing:
        raise WrongWeights(f"Expected weights of one network but these differ: {', '.join(differing[:5])}")
    return {name: sum(each[name].float() for each in kept) / len(kept) for name in kept[0]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True, help=".pt, .safetensors or .onnx")
    parser.add_argument("--out", type=Path, required=True, help=".pt to write")
    args = parser.parse_args()
    known = [classes for classes in map(classes_of, args.weights) if classes]
    if any(classes != known[0] for classes in known):
        raise SystemExit(f"Expected files of the same classes but received {known}")
    weights = average([read_weights(path) for path in args.weights])
    torch.save({"ema": weights, "classes": known[0] if known else None}, args.out)
    print(f"{args.out}: the mean of {len(args.weights)} files")


if __name__ == "__main__":
    plainly(main)
