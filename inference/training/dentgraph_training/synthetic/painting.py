"""Drawn damage, dirt and reflections on a part of a photographed car."""

from __future__ import annotations

import cv2
import numpy as np

from . import damage, lookalikes
from .decals import CANVAS
from .fields import Array
from .laying import Spot, lay_on

PAINTED = {"scratch": 0.45, "dent": 0.35, "paint_loss": 0.2}
"""Kinds that are drawn on photos, and their shares; glass and lamps would need their outlines."""
_NOWHERE = (np.zeros(3), np.array([1.0, 0, 0]), np.array([0, 0, 1.0]), np.array([0, 1.0, 0]))


def spot_on(rng: np.random.Generator, part: Array, low: float, high: float) -> Spot | None:
    """Somewhere on a part's mask [h, w], of `low` to `high` of its extent; None where it is too small."""
    ys, xs = np.nonzero(cv2.erode(part.astype(np.uint8), np.ones((9, 9), np.uint8)))
    extent = np.sqrt(part.sum())
    side = extent * float(np.exp(rng.uniform(np.log(low), np.log(high))))
    if not len(xs) or side < 16:
        return None
    index = int(rng.integers(len(xs)))
    return Spot(float(xs[index]), float(ys[index]), side, float(rng.normal(0, 0.25)), float(rng.uniform(0.7, 1.0)))


def paint_damage(rng: np.random.Generator, linear: Array, part: Array, kind: str) -> tuple[Array, Array] | None:
    """The photo with one damage of a kind on the part, and the damage's mask; None where there is no room."""
    spot = spot_on(rng, part, 0.3, 1.1 if kind == "scratch" else 0.8)
    if spot is None:
        return None
    paint = np.median(linear[part], axis=0)
    grain = CANVAS / spot.side  # canvas pixels to a photo pixel
    if kind == "scratch":
        decal = damage.scratch(rng, _NOWHERE, paint, size=0.5, grain=grain)
    elif kind == "dent":
        decal = damage.dent(rng, _NOWHERE, size=0.5)
    elif kind == "paint_loss":
        decal = damage.paint_loss(rng, _NOWHERE, size=0.4)
    else:
        raise ValueError(f"Expected one of {list(PAINTED)} but received {kind!r}")
    # Tones are those of noon; the photo has its own light.
    lit = float(np.clip(np.quantile(linear[part].mean(1), 0.8) / max(float(paint.mean()), 0.02), 0.6, 1.6))
    decal.colour = (decal.colour * lit * 0.8).astype(np.float32)
    return lay_on(linear, decal, spot, _soft(part))


def paint_lookalike(rng: np.random.Generator, linear: Array, part: Array) -> Array:
    """The photo with dirt, water or a reflection on the part: what is no damage and gets no label."""
    if rng.random() < 0.4:
        return reflection(rng, linear, part)
    spot = spot_on(rng, part, 0.5, 1.5)
    if spot is None:
        return linear
    draw = lookalikes.LOOKALIKES[rng.choice(len(lookalikes.LOOKALIKES), p=lookalikes.SHARES)]
    decal = draw(rng, _NOWHERE, 0.004)
    decal.relief = None  # drops bend light by far less than dents
    return lay_on(linear, decal, spot, _soft(part))[0]


def reflection(rng: np.random.Generator, linear: Array, part: Array) -> Array:
    """A lamp, a kerb or a branch mirrored in the paint: smooth, long, brighter or darker than around it."""
    ys, xs = np.nonzero(part)
    if not len(xs):
        return linear
    extent, glow = np.sqrt(part.sum()), np.zeros(part.shape, np.float32)
    for _ in range(int(rng.integers(1, 4))):
        index = int(rng.integers(len(xs)))
        angle, length = rng.normal(0, 0.5), extent * rng.uniform(0.4, 1.4)
        along = np.linspace(-0.5, 0.5, 24)
        bow = rng.uniform(-0.15, 0.15) * length * (along**2 - 0.08)
        points = np.stack(
            [
                xs[index] + along * length * np.cos(angle) - bow * np.sin(angle),
                ys[index] + along * length * np.sin(angle) + bow * np.cos(angle),
            ],
            1,
        )
        width = max(1, round(extent * rng.uniform(0.01, 0.05)))
        ends = np.round(points * 16).astype(np.int32)
        cv2.polylines(glow, [ends], False, float(rng.uniform(0.3, 1)), width, cv2.LINE_AA, shift=4)
    glow = cv2.GaussianBlur(glow, (0, 0), max(1.0, extent * float(rng.uniform(0.006, 0.03)))) * _soft(part)
    if rng.random() < 0.3:
        return linear * (1 - 0.6 * glow)[..., None]
    return linear + glow[..., None] * np.float32(rng.uniform(0.25, 0.8)) * rng.uniform(0.85, 1, 3).astype(np.float32)


def _soft(part: Array) -> Array:
    return cv2.GaussianBlur(part.astype(np.float32), (0, 0), 1.5)
