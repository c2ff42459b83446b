"""Writes goldens/: small drawn pictures, and what OpenCV makes of them.

Run with a Python that has opencv-python-headless and numpy: python make-clahe-goldens.py
"""

import json
from pathlib import Path

import cv2
import numpy as np

FOLDER = Path(__file__).parent / "goldens"


def shaded_panel(width, height):
    """Smooth shading with an edge and a thin scratch, as on a car door."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    shade = 120 + 50 * np.sin(x / width * 3) * np.cos(y / height * 2)
    shade[y > height * 0.7] *= 0.5
    shade[np.abs(x - y - 4) < 1] += 25
    return np.stack([shade * 1.2, shade * 0.5, shade * 0.6], -1)


def vivid(width, height):
    """Saturated stripes: their chroma leaves the 8-bit range of V, and RGB clips on the way back."""
    y, x = np.mgrid[0:height, 0:width]
    return np.stack([(x // 3 % 2) * 255, (y // 4 % 2) * 255, ((x + y) // 5 % 2) * 255], -1)


def noise(width, height):
    return np.random.default_rng(7).integers(0, 256, (height, width, 3))


def dark(width, height):
    return shaded_panel(width, height) * 0.12 + np.random.default_rng(8).normal(4, 2, (height, width, 3))


# Divisible by the tiles in both directions, in one, in none; smaller than the tiles; a single row.
CASES = [
    ("panel-both-divisible", shaded_panel, 60, 48, 3.0, 6, 6),
    ("panel-width-divisible", shaded_panel, 60, 47, 3.0, 6, 6),
    ("panel-height-divisible", shaded_panel, 61, 48, 3.0, 6, 6),
    ("panel-not-divisible", shaded_panel, 67, 45, 3.0, 6, 6),
    ("vivid", vivid, 50, 41, 3.0, 6, 6),
    ("noise", noise, 37, 29, 3.0, 6, 6),
    ("dark", dark, 59, 44, 3.0, 6, 6),
    ("smaller-than-the-tiles", noise, 5, 4, 3.0, 6, 6),
    ("single-row", noise, 23, 1, 3.0, 6, 6),
    ("single-pixel", noise, 1, 1, 3.0, 6, 6),
    ("single-tile", shaded_panel, 33, 21, 2.0, 1, 1),
    ("many-tiles", shaded_panel, 41, 37, 4.7, 9, 4),
    ("lowest-clip", dark, 40, 30, 0.01, 3, 2),
    ("not-clipped", shaded_panel, 40, 31, 0.0, 3, 2),
]

FOLDER.mkdir(exist_ok=True)
cases = []
for name, draw, width, height, clip_limit, tiles_x, tiles_y in CASES:
    rgb = np.clip(draw(width, height), 0, 255).astype(np.uint8)
    yuv = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV)
    luma = yuv[..., 0].copy()
    equalized = cv2.createCLAHE(clip_limit, (tiles_x, tiles_y)).apply(luma)
    yuv[..., 0] = equalized
    enhanced = cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB)
    for suffix, picture in (("in", rgb[..., ::-1]), ("luma", luma), ("clahe", equalized), ("out", enhanced[..., ::-1])):
        cv2.imwrite(str(FOLDER / f"{name}.{suffix}.png"), picture, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    cases.append({"name": name, "settings": {"clipLimit": clip_limit, "tilesX": tiles_x, "tilesY": tiles_y}})
cases = {"opencv": cv2.__version__, "cases": cases}
(FOLDER / "cases.golden.json").write_text(json.dumps(cases, indent=2) + "\n")
