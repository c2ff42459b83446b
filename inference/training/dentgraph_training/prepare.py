"""The served preprocessing in Python, so that training and evaluation see what serving sees.

`python -m dentgraph_training.prepare PHOTO OUT.png` writes the picture that a test of the runtime
compares its own with (test/inference/runtime/prepare.test.ts).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np


def fit(pixels: np.ndarray, side: int) -> np.ndarray:
    """Shrinks [h, w, 3] so that its longer side is at most `side`; never enlarges."""
    scale = min(1.0, side / max(pixels.shape[:2]))
    if scale == 1.0:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def enhance(pixels: np.ndarray, clip_limit: float = 3.0, tiles: int = 6) -> np.ndarray:
    """CLAHE on luma, as serving does it (edge/picture/enhance.ts)."""
    yuv = cv2.cvtColor(pixels, cv2.COLOR_RGB2YUV)
    yuv[..., 0] = cv2.createCLAHE(clip_limit, (tiles, tiles)).apply(yuv[..., 0])
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photo", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    pixels = cv2.cvtColor(cv2.imread(str(args.photo)), cv2.COLOR_BGR2RGB)
    shown = fit(enhance(fit(pixels, 600)), 240)
    cv2.imwrite(str(args.out), cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
