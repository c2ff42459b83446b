"""Times eager torchvision on the shipped weights, the peer of bench/versus-torch.ts.

For every line `go` on standard input it assesses the photo once, from its bytes to whole-photo
masks of both models, and prints one JSON line {"ms": …, "detections": …}.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import torch

from .data import Photo, read_rgb
from .model import create_model
from .prepare import fit
from .weights import load_into, read_weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True, help="folder with model.json")
    parser.add_argument("--photo", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    manifest = json.loads((args.model / "model.json").read_text())
    networks = []
    for entry in manifest["models"].values():
        network = create_model(len(entry["classes"]), entry["inputSide"], entry["inputSide"]).eval()
        path = args.model / entry["file"]
        load_into(network, read_weights(path), str(path))
        networks.append((network, entry["inputSide"]))
    for _line in sys.stdin:
        start = time.perf_counter()
        pixels = read_rgb(Photo(args.photo))
        found = 0
        with torch.inference_mode():
            for network, side in networks:
                shown = torch.from_numpy(fit(pixels, side)).permute(2, 0, 1).float() / 255
                found += len(network([shown])[0]["masks"])
        print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "detections": found}), flush=True)


if __name__ == "__main__":
    main()
