"""Decals laid on a photo: coloured, and bent where they have relief."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .decals import CANVAS, Decal
from .fields import Array

_GAMMA = 2.2
_LIGHT = np.array([0.25, -0.85])  # from above and a little from the left, in picture coordinates
_SHADING = 1.6
_MIRRORING = 0.3  # how far, in sides of the decal, a slope of 1 moves what is mirrored


@dataclass(frozen=True)
class Spot:
    """Where a decal lies: its centre and side in pixels, turned by radians and narrowed by perspective."""

    x: float
    y: float
    side: float
    angle: float
    squeeze: float = 1.0  # width over height

    def matrix(self) -> Array:
        """[2, 3], from canvas to photo pixels."""
        turn = np.array([[np.cos(self.angle), -np.sin(self.angle)], [np.sin(self.angle), np.cos(self.angle)]])
        linear = turn @ np.diag([self.squeeze, 1.0]) * (self.side / CANVAS)
        return np.column_stack([linear, np.array([self.x, self.y]) - linear @ np.array([CANVAS / 2, CANVAS / 2])])


def to_linear(pixels: Array) -> Array:
    """uint8 sRGB to float32 in 0..1, proportional to light (gamma 2.2)."""
    return ((pixels.astype(np.float32) / 255) ** _GAMMA).astype(np.float32)


def to_pixels(linear: Array) -> Array:
    return np.round(255 * np.clip(linear, 0, 1) ** (1 / _GAMMA)).astype(np.uint8)


def lay_on(linear: Array, decal: Decal, spot: Spot, within: Array) -> tuple[Array, Array]:
    """A copy of a linear photo [h, w, 3] with a decal on it, and the decal's mask [h, w] bool.

    :param within: [h, w] in 0..1, where the decal may show (a part of the car)
    """
    size = (linear.shape[1], linear.shape[0])
    matrix = spot.matrix()

    def placed(field: Array) -> Array:
        smaller = spot.side < CANVAS / 2  # warpAffine does not average: blur first, so that thin lines do not alias
        soft = cv2.GaussianBlur(field, (0, 0), CANVAS / spot.side / 3) if smaller else field
        return cv2.warpAffine(soft, matrix, size, flags=cv2.INTER_LINEAR)

    out = linear
    if decal.relief is not None:
        out = _bent(out, placed(decal.relief) * (spot.side / decal.size), within, _MIRRORING * spot.side)
    share = (np.clip(placed(decal.opacity), 0, 1) * within)[..., None]
    colour = placed(decal.colour * decal.opacity[..., None]) / np.maximum(placed(decal.opacity), 1e-3)[..., None]
    return out * (1 - share) + colour * share, (placed(decal.mask) > 0.5) & (within > 0.5)


def _bent(linear: Array, relief: Array, within: Array, reach: float) -> Array:
    """Sheet metal pushed in (relief in pixels): what it mirrors moves, and slopes towards the light are brighter."""
    down, across = np.gradient(cv2.GaussianBlur(relief, (0, 0), 1.0))
    y, x = np.mgrid[0 : relief.shape[0], 0 : relief.shape[1]].astype(np.float32)
    moved = cv2.remap(
        linear,
        (x + reach * across * within).astype(np.float32),
        (y + reach * down * within).astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    shade = np.clip(1 - _SHADING * (across * _LIGHT[0] + down * _LIGHT[1]), 0.35, 1.9)
    return moved * (1 + (shade - 1) * within)[..., None]
