"""Damage that takes something away: broken lamps, torn bumpers, gaping seams."""

import cv2
import numpy as np

from .damage import Frame, blob
from .decals import CANVAS, Decal
from .fields import Array, smooth_step, tileable_noise
from .strokes import draw_path, stroke_path
from .surface import Stuff

_C = CANVAS
_YS, _XS = np.mgrid[0:_C, 0:_C].astype(np.float32)


def _innards(rng: np.random.Generator) -> Array:
    """What shows behind a missing piece: dark, with a beam, brackets and cables; [C, C, 3] linear."""
    noise = cv2.resize(tileable_noise(rng, 256, (6, 20, 60)), (_C, _C))
    image = np.repeat((0.004 + 0.03 * noise**2)[:, :, None], 3, 2).astype(np.float32)
    for _ in range(int(rng.integers(3, 7))):
        corner, extent = rng.uniform(0, _C, 2), rng.uniform(18, 150, 2)
        tone = float(rng.choice([0.015, 0.05, 0.12, 0.22]))
        box = cv2.boxPoints((corner.tolist(), extent.tolist(), float(rng.normal(0, 14)))).astype(np.int32)
        cv2.fillPoly(image, [box], (tone, tone, tone * 1.03), cv2.LINE_AA)
        cv2.polylines(image, [box], True, (tone * 2.2,) * 3, 2, cv2.LINE_AA)
    for _ in range(int(rng.integers(1, 4))):
        cable = np.zeros((_C, _C), np.float32)
        draw_path(cable, stroke_path(rng, rng.uniform(0, _C, 2), rng.uniform(0, 6), _C * 0.7, 0.09), 1.0, 4)
        tone = np.array([(0.02, 0.02, 0.02), (0.3, 0.03, 0.02), (0.3, 0.25, 0.03)][rng.integers(0, 3)])
        image = image * (1 - cable[:, :, None]) + tone * cable[:, :, None]
    return image.astype(np.float32)


def jagged(rng: np.random.Generator, corners: int, radius: float, spread: float) -> Array:
    """A ragged star-shaped hole around the canvas centre, 0..1 [C, C]."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = _C * radius * rng.uniform(1 - spread, 1 + spread, corners)
    ring = np.stack([_C / 2 + np.cos(angles) * radii, _C / 2 + np.sin(angles) * radii], 1)
    hole = np.zeros((_C, _C), np.float32)
    cv2.fillPoly(hole, [np.round(ring * 16).astype(np.int32)], 1.0, cv2.LINE_AA, shift=4)
    return hole


def lamp_broken(
    rng: np.random.Generator, at: Frame, part: int, stuff: Stuff, size: float = 0.75, grain: float = 1.0
) -> Decal:
    """A hole with sharp corners through the lens, cracks around it; the whole lamp is what is labelled."""
    decal = Decal("lamp_broken", *at, size, stuffs=(stuff,), part=part, whole_part=True, reach=0.6)
    hole = jagged(rng, int(rng.integers(9, 15)), rng.uniform(0.12, 0.2), 0.5)
    inside = _innards(rng) * 0.6
    cracks = np.zeros((_C, _C), np.float32)
    for angle in np.linspace(0, 2 * np.pi, int(rng.integers(8, 15)), endpoint=False) + rng.normal(0, 0.2):
        draw_path(
            cracks,
            stroke_path(rng, np.array([_C / 2, _C / 2]), angle, _C * rng.uniform(0.2, 0.48), 0.1),
            1.0,
            max(2, round(grain)),
        )
    edge = np.clip(cv2.dilate(hole, np.ones((5, 5))) - hole, 0, 1)
    light = np.maximum(cracks * (1 - hole), edge)[:, :, None]
    decal.colour = (inside * (1 - light) + np.array([0.8, 0.82, 0.82]) * light).astype(np.float32)
    decal.opacity = np.clip(np.maximum(hole, np.maximum(cracks * 0.8, edge * 0.9)), 0, 1)
    decal.matte = 0.95
    return decal


def broken_part(rng: np.random.Generator, at: Frame, paint: Array, size: float | None = None) -> Decal:
    """A piece torn out: its ragged rim shows raw plastic, a strip still hangs from it."""
    size = size or float(rng.uniform(0.45, 0.9))
    decal = Decal("broken_part", *at, size, stuffs=(Stuff.PAINT, Stuff.BLACK, Stuff.GRILLE, Stuff.PLATE), reach=0.5)
    field = 0.6 * blob(rng, rng.uniform(0.36, 0.44), 0.35) + 0.6 * (jagged(rng, 16, 0.3, 0.35) - 0.5)
    hole = smooth_step(-0.02, 0.02, field)
    decal.colour = _innards(rng)
    soft = cv2.GaussianBlur(hole, (0, 0), 9)
    rim = np.clip(cv2.dilate(hole, np.ones((9, 9))) - hole, 0, 1)
    raw = np.where(rng.random() < 0.6, 0.02, 0.4)
    decal.colour = np.where(rim[:, :, None] > 0.5, raw, decal.colour).astype(np.float32)
    decal.colour *= (0.5 + 0.5 * smooth_step(0.4, 1.0, soft))[:, :, None] + (rim[:, :, None] > 0.5)
    decal.opacity = np.clip(hole + rim, 0, 1)
    if rng.random() < 0.7:
        _hanging_strip(rng, decal, paint, hole)
    decal.relief = (0.03 * size * cv2.GaussianBlur(hole, (0, 0), 16)).astype(np.float32)
    decal.matte = 0.9
    decal.mask = cv2.GaussianBlur(cv2.dilate(hole, np.ones((11, 11))), (0, 0), 2)
    return decal


def _hanging_strip(rng: np.random.Generator, decal: Decal, paint: Array, hole: Array) -> None:
    path = stroke_path(
        rng, np.array([_C * rng.uniform(0.3, 0.6), _C * 0.18]), np.pi / 2 + rng.normal(0, 0.5), _C * 0.55, 0.06
    )
    strip = np.zeros((_C, _C), np.float32)
    draw_path(strip, path, 1.0, int(rng.integers(16, 34)))
    shade = np.roll(strip, (10, 8), (0, 1)) * 0.7
    tone = np.clip(paint * rng.uniform(0.5, 0.8), 0.01, 1).astype(np.float32)
    bright = 0.7 + 0.5 * cv2.GaussianBlur(strip, (0, 0), 7)
    inner = (strip * (hole > 0.3))[:, :, None]
    decal.colour *= 1 - shade[:, :, None]
    decal.colour = (decal.colour * (1 - inner) + tone * bright[:, :, None] * inner).astype(np.float32)


def gaping_seam(rng: np.random.Generator, at: Frame, size: float | None = None) -> Decal:
    """A bumper or panel that has come away: a dark lens-shaped gap."""
    size = size or float(rng.uniform(0.5, 1.0))
    decal = Decal("broken_part", *at, size, stuffs=(Stuff.PAINT, Stuff.BLACK))
    x = (_XS / _C - 0.5) / 0.42
    width = 0.032 * np.sqrt(np.clip(1 - x * x, 0, 1)) * (1 + 0.25 * np.sin(x * 9 + rng.uniform(0, 6)))
    gap = smooth_step(0.006, -0.006, np.abs(_YS / _C - 0.5 + 0.03 * np.sin(x * 2 + rng.uniform(0, 6))) - width) * (
        np.abs(x) < 1
    )
    decal.colour = _innards(rng) * 0.3
    decal.opacity = gap.astype(np.float32)
    decal.relief = (0.02 * size * cv2.GaussianBlur(decal.opacity, (0, 0), 10)).astype(np.float32)
    decal.matte = 0.95
    decal.mask = cv2.GaussianBlur(cv2.dilate(decal.opacity, np.ones((9, 9))), (0, 0), 2)
    return decal
