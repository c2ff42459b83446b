"""Pictures of nothing: what a covered lens, a screenshot's background or a broken sensor gives."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

KINDS = ("blank", "slope", "vignette", "noise", "clouds", "stripes")


def plain_picture(random: np.random.Generator, kind: str, width: int = 480, height: int = 360) -> np.ndarray:
    """[height, width, 3] uint8 RGB of one of KINDS."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) / max(width, height)
    first, second = random.uniform(0, 255, 3), random.uniform(0, 255, 3)
    if random.random() < 0.4:  # black, white or grey, as such pictures often are
        first, second = np.repeat(random.choice([0, 20, 128, 235, 255]), 3), np.repeat(random.uniform(0, 255), 3)
    if kind == "blank":
        share = np.zeros((height, width), np.float32)
    elif kind == "slope":
        angle = random.uniform(0, 2 * np.pi)
        share = x * np.cos(angle) + y * np.sin(angle)
    elif kind == "vignette":
        share = np.hypot(x - random.uniform(0.2, 0.8), y - random.uniform(0.2, 0.6))
    elif kind == "stripes":
        angle, count = random.uniform(0, np.pi), random.uniform(3, 60)
        share = np.sin((x * np.cos(angle) + y * np.sin(angle)) * count * 2 * np.pi)
    elif kind in ("noise", "clouds"):
        share = random.normal(0, 1, (height, width)).astype(np.float32)
        if kind == "clouds":
            share = cv2.GaussianBlur(share, (0, 0), random.uniform(4, 60))
    else:
        raise ValueError(f"Expected one of {KINDS} but received {kind!r}")
    span = float(share.max() - share.min())
    share = (share - share.min()) / span if span else share
    pixels = first + share[..., None] * (second - first)
    grain = random.normal(0, random.choice([0.0, 1.0, 4.0]), pixels.shape)  # a sensor's own noise
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def plain_pictures(seed: int, count: int) -> Iterator[np.ndarray]:
    """`count` of them, every kind in turn; the same for the same seed."""
    for index in range(count):
        yield plain_picture(np.random.default_rng([seed, index]), KINDS[index % len(KINDS)])
