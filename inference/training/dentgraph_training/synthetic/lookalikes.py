"""
What is on a car and is no damage: dirt, drops, stickers, leaves, droppings. None of it is labelled.

`pixel` is the length of the picture's pixel there, in metres.
"""

import cv2
import numpy as np

from .damage import Frame, blob
from .decals import CANVAS, Decal
from .fields import smooth_step, tileable_noise
from .surface import Stuff

_C = CANVAS
_BODY = (Stuff.PAINT, Stuff.BLACK, Stuff.GLASS, Stuff.PLATE)


def mud(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    """Splashes, denser towards the ground."""
    decal = Decal(None, *at, float(np.clip(pixel * 450, 0.5, 1.6)), stuffs=_BODY, matte=0.9)
    noise = cv2.resize(tileable_noise(rng, 256, (6, 20, 64, 256), 0.8), (_C, _C), interpolation=cv2.INTER_CUBIC)
    fade = np.clip(np.linspace(0.0, 1.1, _C), 0, 1)[:, None] * blob(rng, 0.48, 0.2).clip(0, 1)
    decal.opacity = (smooth_step(0.62, 0.8, noise + 0.28 * fade) * smooth_step(0.02, 0.3, fade) * 0.75).astype(
        np.float32
    )
    decal.colour[:] = np.array([0.2, 0.15, 0.1]) * rng.uniform(0.5, 1.3)
    return decal


def dust(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    """A thin even film."""
    decal = Decal(None, *at, float(rng.uniform(1.0, 2.0)), stuffs=_BODY, matte=0.9)
    film = smooth_step(0.0, 0.6, blob(rng, 0.47, 0.4))
    noise = cv2.resize(tileable_noise(rng, 128, (16, 64)), (_C, _C))
    decal.opacity = (film * (0.08 + 0.14 * noise)).astype(np.float32)
    decal.colour[:] = (0.42, 0.38, 0.32)
    return decal


def drops(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    """Rain: small lenses that turn the mirror image upside down."""
    decal = Decal(None, *at, float(np.clip(pixel * 500, 0.25, 1.3)), stuffs=_BODY, matte=0.0)
    relief = np.zeros((_C, _C), np.float32)
    for _ in range(int(rng.integers(120, 360))):
        x, y = rng.uniform(4, _C - 4, 2)
        radius = int(rng.choice([1, 2, 2, 3, 4]))
        cv2.circle(relief, (int(x), int(y)), radius, radius / 2.5, -1, cv2.LINE_AA)
    decal.relief = cv2.GaussianBlur(relief, (0, 0), 0.8) * decal.size / _C * 0.7
    decal.opacity = np.clip(relief * 0.05, 0, 0.12)
    decal.colour[:] = 0.3
    return decal


def sticker(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    """A flat label with a clean edge."""
    decal = Decal(None, *at, float(rng.uniform(0.12, 0.3)), stuffs=_BODY, matte=0.5)
    box = cv2.boxPoints(
        ((_C / 2, _C / 2), (_C * rng.uniform(0.5, 0.9), _C * rng.uniform(0.2, 0.5)), float(rng.normal(0, 4)))
    )
    cv2.fillPoly(decal.opacity, [box.astype(np.int32)], 1.0, cv2.LINE_AA)
    decal.colour[:] = rng.uniform(0.05, 0.8, 3)
    for row in range(int(_C * 0.4), int(_C * 0.6), 24):
        cv2.line(decal.colour, (int(_C * 0.3), row), (int(_C * rng.uniform(0.5, 0.7)), row), (0.03, 0.03, 0.03), 8)
    return decal


def droppings(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    """A pale splash with a few spots around it."""
    decal = Decal(None, *at, float(rng.uniform(0.08, 0.2)), stuffs=_BODY, matte=0.9)
    decal.opacity = smooth_step(0.0, 0.12, blob(rng, 0.2, 0.5))
    for _ in range(int(rng.integers(2, 7))):
        x, y = _C / 2 + rng.normal(0, _C * 0.17, 2)
        cv2.circle(decal.opacity, (int(x), int(y)), int(rng.uniform(3, 12)), 0.9, -1, cv2.LINE_AA)
    decal.colour[:] = (0.72, 0.71, 0.64)
    return decal


def leaf(rng: np.random.Generator, at: Frame, pixel: float) -> Decal:
    decal = Decal(None, *at, float(rng.uniform(0.08, 0.16)), stuffs=_BODY, matte=0.9)
    angle = float(rng.uniform(0, 360))
    cv2.ellipse(decal.opacity, (_C // 2, _C // 2), (_C // 3, _C // 8), angle, 0, 360, 1.0, -1, cv2.LINE_AA)
    decal.colour[:] = np.array([(0.25, 0.12, 0.02), (0.3, 0.22, 0.02), (0.08, 0.16, 0.03)][rng.integers(0, 3)])
    return decal


LOOKALIKES = (mud, dust, drops, sticker, droppings, leaf)
SHARES = (0.3, 0.2, 0.22, 0.1, 0.1, 0.08)
