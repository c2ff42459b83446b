"""Shattered glass."""

import cv2
import numpy as np

from .damage import Frame, blob
from .decals import CANVAS, Decal
from .fields import smooth_step
from .strokes import draw_path, line_width, stroke_path
from .surface import Stuff

_C = CANVAS
_YS, _XS = np.mgrid[0:_C, 0:_C].astype(np.float32)


def glass_shatter(rng: np.random.Generator, at: Frame, size: float | None = None, grain: float = 1.0) -> Decal:
    """Cracks that run out from one blow, rings across them, and splinters that mirror each its own way."""
    size = size or float(rng.uniform(0.7, 1.5))
    decal = Decal("glass_shatter", *at, size, stuffs=(Stuff.GLASS,), matte=0.7)
    centre = np.array([_C / 2, _C / 2])
    count = int(rng.integers(14, 28))
    angles = np.sort(np.linspace(0, 2 * np.pi, count, endpoint=False) + rng.normal(0, 0.12, count))
    ends = _C * rng.uniform(0.3, 0.48, count)
    ink = np.zeros((_C, _C), np.float32)
    for angle, end in zip(angles, ends):
        draw_path(
            ink,
            stroke_path(rng, centre, angle, end, 0.05),
            float(rng.uniform(0.6, 1)),
            line_width(rng.choice([0.8, 1, 1.6]), grain),
        )
    rings = np.cumsum(rng.uniform(0.025, 0.06, 9)) * _C
    for ring in rings:
        for a, b in zip(angles, np.roll(angles, -1)):
            b = b + (2 * np.pi if b < a else 0)
            if rng.random() < 0.68 - 0.5 * ring / (_C * 0.5):
                ra, rb = ring * rng.uniform(0.92, 1.08, 2)
                points = centre + np.array([[np.cos(a) * ra, np.sin(a) * ra], [np.cos(b) * rb, np.sin(b) * rb]])
                draw_path(ink, points.astype(np.float32), float(rng.uniform(0.45, 0.95)), line_width(0.8, grain))
    r, theta = np.hypot(_XS - _C / 2, _YS - _C / 2), np.arctan2(_YS - _C / 2, _XS - _C / 2) % (2 * np.pi)
    sector, ring_id = np.searchsorted(angles, theta), np.searchsorted(rings, r)
    tilt = rng.normal(0, 1, (count + 1, len(rings) + 1, 2)).astype(np.float32)[sector, ring_id]
    strength = np.clip(1.1 - r / (_C * 0.42), 0, 1)
    crazed = np.clip(1 - r / (_C * rng.uniform(0.07, 0.14)), 0, 1)
    speck = cv2.resize(rng.random((128, 128), dtype=np.float32), (_C, _C), interpolation=cv2.INTER_NEAREST)
    white = np.clip(ink * 0.9 + crazed * (0.45 + 0.5 * speck) + 0.16 * strength * (0.5 + 0.5 * tilt[:, :, 0]), 0, 1)
    decal.colour[:] = (0.72, 0.78, 0.78)
    decal.opacity = white.astype(np.float32)
    decal.relief = (
        (tilt[:, :, 0] * (_XS - _C / 2) + tilt[:, :, 1] * (_YS - _C / 2)) * 0.035 * strength * size / _C
    ).astype(np.float32)
    if rng.random() < 0.35:  # knocked out in the middle
        hole = smooth_step(-0.02, 0.02, blob(rng, rng.uniform(0.08, 0.16), 0.7))
        decal.colour = (decal.colour * (1 - hole[:, :, None]) + 0.006 * hole[:, :, None]).astype(np.float32)
        decal.opacity = np.maximum(decal.opacity, hole)
    tips = np.stack([_C / 2 + np.cos(angles) * ends, _C / 2 + np.sin(angles) * ends], 1)
    cv2.fillPoly(decal.mask, [cv2.convexHull(tips.astype(np.float32)).astype(np.int32)], 1.0)
    return decal
