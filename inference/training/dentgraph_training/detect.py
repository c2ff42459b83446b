"""What the network finds in one photo, by torch: `python -m dentgraph_training.detect --weights … PHOTO` prints JSON.

{"classes": […], "boxes": [[x1, y1, x2, y2], …], "labels": [1, …], "scores": […], "masks": [[784 numbers], …]}
in pixels of the photo, best first, uncalibrated; what serving answers must agree with.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from .complaints import plainly
from .data import Photo, read_rgb
from .export import Served
from .prepare import fit
from .weights import open_model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help=".pt, .safetensors or .onnx")
    parser.add_argument("--input-side", type=int, default=640, help="longest side of the picture given to the network")
    parser.add_argument("--least", type=float, default=0.0, help="score from which detections are printed")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, classes = open_model(args.weights)
    pixels = read_rgb(Photo(args.photo))
    shown = fit(pixels, args.input_side)
    with torch.inference_mode():
        boxes, labels, scores, masks = Served(model).eval()(torch.from_numpy(shown))[:4]
    kept = scores >= args.least
    scale = torch.tensor([pixels.shape[1] / shown.shape[1], pixels.shape[0] / shown.shape[0]] * 2)
    answer = {
        "classes": classes,
        "boxes": (boxes * scale)[kept].tolist(),
        "labels": labels[kept].tolist(),
        "scores": scores[kept].tolist(),
        "masks": masks[kept].flatten(1).tolist(),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    plainly(main)
