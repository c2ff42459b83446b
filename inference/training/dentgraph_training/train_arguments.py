"""What a training is asked for on the command line."""

from __future__ import annotations

import argparse
import math
import os
from pathlib import Path

from .augment import CLOSE_UPS


def arguments(description: str | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
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
    parser.add_argument(
        "--close-ups", type=share, default=CLOSE_UPS, help="share of samples that show a part of the photo, enlarged"
    )
    parser.add_argument("--rate", type=float, default=3e-4, help="learning rate of the heads; the body has a third")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--precision", choices=["auto", "bf16", "fp32"], default="auto")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def share(text: str) -> float:
    """:raises argparse.ArgumentTypeError: not between 0 and 1"""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"Expected a share between 0 and 1 but received '{text}'")
    return value
