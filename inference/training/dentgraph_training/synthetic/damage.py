"""Damage of sheet metal and paint: scratches, dents, lost paint."""

import cv2
import numpy as np

from .decals import CANVAS, Decal
from .fields import Array, smooth_step, tileable_noise
from .strokes import draw_path, line_width, stroke_path

#: Damage classes in the order of the damage data set; the last is never drawn.
DAMAGES = ("scratch", "dent", "broken_part", "paint_loss", "lamp_broken", "glass_shatter", "airbag_deployed")

Frame = tuple[Array, Array, Array, Array]
_C = CANVAS
_YS, _XS = np.mgrid[0:_C, 0:_C].astype(np.float32)


def outline_around(ink: Array, grow: int) -> Array:
    """What a person would outline around thin ink: grown, closed and smoothed, 0..1."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grow + 1, 2 * grow + 1))
    grown = cv2.dilate((ink > 0.2).astype(np.uint8), disc)
    closed = cv2.morphologyEx(
        grown, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (4 * grow + 1, 4 * grow + 1))
    )
    return cv2.GaussianBlur(closed.astype(np.float32), (0, 0), 2)


def scratch(rng: np.random.Generator, at: Frame, paint: Array, size: float | None = None, grain: float = 1.0) -> Decal:
    """
    A bundle of thin irregular strokes, brighter than dark paint and darker or primer-coloured on light.

    `grain` is the length of a picture's pixel in canvas pixels: nothing is drawn that would vanish in it.
    """
    size = size or float(rng.uniform(0.25, 0.9))
    decal = Decal("scratch", *at, size)
    angle, spread = rng.normal(0, 0.5) + (np.pi if rng.random() < 0.5 else 0), rng.uniform(4, 26)
    length = _C * rng.uniform(0.45, 0.8)
    across = np.array([-np.sin(angle), np.cos(angle)])
    middle = np.array([_C / 2, _C / 2]) - np.array([np.cos(angle), np.sin(angle)]) * length / 2
    light = paint.mean() > 0.25
    tones = [0.06, 0.12, 0.3] if light else [0.75, 0.55, 0.9]
    wobble = rng.uniform(0.008, 0.03)
    for _ in range(int(rng.integers(2, 12))):
        own = length * rng.uniform(0.25, 1.0)
        start = (
            middle
            + across * rng.normal(0, spread)
            + np.array([np.cos(angle), np.sin(angle)]) * (length - own) * rng.random()
        )
        path = stroke_path(rng, start, angle + rng.normal(0, 0.05), own, wobble)
        ink = np.zeros((_C, _C), np.float32)
        draw_path(ink, path, float(rng.uniform(0.3, 0.7)), line_width(0.8, grain))
        for part in np.array_split(path, max(len(path) // 6, 1)):  # pressure varies along the stroke
            if len(part) > 1:
                draw_path(
                    ink, part, float(rng.uniform(0.35, 1.0)), line_width(rng.choice([0.6, 0.8, 1.2, 2, 2.6]), grain)
                )
        tone = np.full(3, rng.choice(tones)) * rng.uniform(0.9, 1.1, 3)
        share = ink[:, :, None]
        decal.colour = decal.colour * (1 - share) + tone.astype(np.float32) * share
        decal.opacity = np.maximum(decal.opacity, ink)
    if rng.random() < 0.5:  # scuffed paint between the strokes
        haze = cv2.GaussianBlur(outline_around(decal.opacity, 6), (0, 0), 5)
        speckle = cv2.resize(tileable_noise(rng, 128, (32, 128)), (_C, _C))
        dusty = 0.3 * haze * smooth_step(0.35, 0.75, speckle)
        tone = np.float32(tones[1])
        fresh = dusty * (1 - decal.opacity)
        total = np.maximum(decal.opacity + fresh, 1e-6)
        decal.colour = (decal.colour * decal.opacity[:, :, None] + tone * fresh[:, :, None]) / total[:, :, None]
        opaque = decal.opacity.copy()
        decal.opacity = opaque + fresh
        decal.mask = outline_around(opaque, 7)
    else:
        decal.mask = outline_around(decal.opacity, 7)
    decal.colour = np.where(decal.opacity[:, :, None] > 0, decal.colour, np.float32(tones[1])).astype(np.float32)
    return decal


def dent(rng: np.random.Generator, at: Frame, size: float | None = None, depth: float | None = None) -> Decal:
    """Metal pushed in: one deep hollow or two, sometimes with a crease, and a raised rim."""
    size = size or float(rng.uniform(0.35, 0.85))
    decal = Decal("dent", *at, size)
    depth = depth or size * rng.uniform(0.035, 0.075)
    relief = np.zeros((_C, _C), np.float32)
    for k in range(int(rng.integers(1, 4))):
        cx, cy = _C / 2 + rng.normal(0, _C * 0.07 * (k > 0), 2)
        angle, stretch = rng.uniform(0, np.pi), rng.uniform(0.55, 1.0)
        dx, dy = _XS - cx, _YS - cy
        a, b = dx * np.cos(angle) + dy * np.sin(angle), -dx * np.sin(angle) + dy * np.cos(angle)
        r = np.hypot(a, b / stretch) / (_C * rng.uniform(0.24, 0.34) * (1 if k == 0 else 0.7))
        bowl = np.clip(1 - r * r, 0, 1) ** 1.6 * rng.uniform(0.7, 1) - 0.16 * np.exp(-(((r - 1.02) / 0.13) ** 2))
        relief -= bowl * depth * (1 if k == 0 else 0.5)
    if rng.random() < 0.6:
        angle = rng.uniform(0, np.pi)
        d = (_XS - _C / 2) * np.sin(angle) - (_YS - _C / 2) * np.cos(angle)
        fade = np.exp(-(((_XS - _C / 2) ** 2 + (_YS - _C / 2) ** 2) / (_C * 0.17) ** 2))
        relief -= np.exp(-np.abs(d) / (_C * 0.02)) * fade * depth * 0.3
    decal.relief = cv2.GaussianBlur(relief, (0, 0), 2.5)
    deep = cv2.morphologyEx((decal.relief < -0.1 * depth).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((15, 15)))
    decal.mask = cv2.GaussianBlur(deep.astype(np.float32), (0, 0), 4)
    decal.colour[:] = 0.01
    decal.opacity = np.clip(-decal.relief / depth - 0.55, 0, 1) * 0.25
    decal.matte = 0.2
    return decal


def blob(rng: np.random.Generator, radius: float, rough: float) -> Array:
    """An irregular patch around the canvas centre; positive inside, about 1 in the middle."""
    noise = cv2.resize(tileable_noise(rng, 256, (5, 12, 30, 80), 0.65), (_C, _C))
    stretch, angle = rng.uniform(0.5, 1), rng.uniform(0, np.pi)
    dx, dy = _XS - _C / 2, _YS - _C / 2
    a, b = dx * np.cos(angle) + dy * np.sin(angle), -dx * np.sin(angle) + dy * np.cos(angle)
    return 1 - np.hypot(a, b / stretch) / (_C * radius) + rough * (noise - 0.5) * 2


def paint_loss(rng: np.random.Generator, at: Frame, size: float | None = None) -> Decal:
    """A patch down to primer or bare metal with a ragged, bright edge."""
    size = size or float(rng.uniform(0.15, 0.55))
    decal = Decal("paint_loss", *at, size)
    field = blob(rng, rng.uniform(0.3, 0.4), rng.uniform(0.5, 0.9))
    decal.opacity = smooth_step(-0.01, 0.04, field)
    grain = cv2.resize(tileable_noise(rng, 256, (9, 40, 128)), (_C, _C))[:, :, None]
    undercoat = np.array(
        [(0.33, 0.33, 0.34), (0.5, 0.5, 0.49), (0.2, 0.17, 0.15), (0.3, 0.13, 0.05)][
            rng.choice(4, p=[0.4, 0.3, 0.15, 0.15])
        ]
    )
    rim = np.exp(-(((field - 0.06) / 0.05) ** 2))[:, :, None]
    decal.colour = (undercoat * (0.65 + 0.7 * grain) * (1 - 0.6 * rim) + 0.62 * 0.6 * rim).astype(np.float32)
    decal.relief = (-0.002 * smooth_step(-0.05, 0.08, field)).astype(np.float32)
    decal.matte = 0.9
    decal.mask = decal.opacity.copy()
    return decal
