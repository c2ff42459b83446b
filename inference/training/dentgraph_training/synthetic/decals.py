"""Patches in metres laid on the car's surface: damage that is labelled, and what only looks like it."""

from dataclasses import dataclass, field

import numpy as np

from .fields import Array, lookup
from .surface import Stuff, Surface

CANVAS = 384  # pixels per side of a decal


@dataclass
class Decal:
    """
    A square patch around an anchor, [CANVAS, CANVAS] each, rows from top to bottom.

    `kind` is the damage class, or None for dirt, water and the like. `relief` is in metres along the
    normal. `mask` is what a person would outline.
    """

    kind: str | None
    anchor: Array
    right: Array
    up: Array
    normal: Array
    size: float  # metres per side
    colour: Array = field(default_factory=lambda: np.zeros((CANVAS, CANVAS, 3), np.float32))
    opacity: Array = field(default_factory=lambda: np.zeros((CANVAS, CANVAS), np.float32))
    matte: float = 0.8
    relief: Array | None = None
    mask: Array = field(default_factory=lambda: np.zeros((CANVAS, CANVAS), np.float32))
    stuffs: tuple[Stuff, ...] = (Stuff.PAINT,)
    part: int | None = None  # only on this part
    whole_part: bool = False  # label all that is seen of the part (lamps), not the mask
    reach: float | None = None  # metres off the anchor's plane


def frame(surface: Surface, index: int) -> tuple[Array, Array, Array, Array]:
    """Anchor, right, up and normal at one sample; right is level, seen from outside."""
    normal = surface.normal[index].astype(np.float64)
    reference = np.array([0.0, 0.0, 1.0]) if abs(normal[2]) < 0.9 else np.array([-1.0, 0.0, 0.0])
    right = np.cross(reference, normal)
    right /= np.linalg.norm(right)
    return surface.place[index].astype(np.float64), right, np.cross(normal, right), normal


def lay(decals: list[Decal], surface: Surface) -> tuple[list[Array], tuple[Array, Array, Array]]:
    """
    Lay decals in order; turns the surface's normals where a decal has relief.

    Returns:
        One mask [n] bool per decal, and the coat (colour [n, 3], opacity [n], matte [n]).
    """
    n = len(surface.place)
    colour, opacity, matte = np.zeros((n, 3), np.float32), np.zeros(n, np.float32), np.zeros(n, np.float32)
    masks = []
    for decal in decals:
        offset = surface.place - decal.anchor.astype(np.float32)
        a, b, c = (offset @ axis.astype(np.float32) for axis in (decal.right, decal.up, decal.normal))
        half = decal.size / 2
        reach = decal.reach if decal.reach is not None else 0.06 + 0.2 * decal.size
        on = (np.abs(a) < half) & (np.abs(b) < half) & (np.abs(c) < reach)
        on &= np.isin(surface.stuff, decal.stuffs) & (surface.normal @ decal.normal.astype(np.float32) > 0.15)
        if decal.part is not None:
            on &= surface.part == decal.part
        on = np.flatnonzero(on)
        scale = CANVAS / decal.size
        column, row = (a[on] + half) * scale - 0.5, (half - b[on]) * scale - 0.5
        if decal.relief is not None:
            _turn(surface, on, decal, column, row, scale)
        share = np.clip(lookup(decal.opacity, column, row), 0, 1)
        over = lookup(decal.colour, column, row)
        left = opacity[on] * (1 - share)
        total = np.maximum(share + left, 1e-6)
        colour[on] = (over * share[:, None] + colour[on] * left[:, None]) / total[:, None]
        matte[on] = (decal.matte * share + matte[on] * left) / total
        opacity[on] = share + left
        mask = np.zeros(n, bool)
        if decal.whole_part:
            mask = (surface.part == decal.part) & np.isin(surface.stuff, decal.stuffs)
        else:
            mask[on] = lookup(decal.mask, column, row) > 0.5
        masks.append(mask)
    return masks, (colour, opacity, matte)


def _turn(surface: Surface, on: Array, decal: Decal, column: Array, row: Array, scale: float) -> None:
    down, across = np.gradient(decal.relief, 1 / scale)
    slope_a = lookup(across.astype(np.float32), column, row)
    slope_b = -lookup(down.astype(np.float32), column, row)
    turned = surface.normal[on] - slope_a[:, None] * decal.right - slope_b[:, None] * decal.up
    surface.normal[on] = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-6)
