"""Photographed damage cut out of one photo and pasted onto a car in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from .fields import Array
from .painting import spot_on

PASTED = ("scratch", "dent", "paint_loss")
"""Kinds that may be anywhere on paint; lamps and glass would be implausible on a door."""


@dataclass
class Donor:
    """An annotated damage: its photo's pixels around it [h, w, 3] uint8 RGB, and its mask [h, w] bool."""

    kind: str
    pixels: Array
    mask: Array


def cut_out(pixels: Array, kind: str, rings: Sequence[Array], margin: float = 0.15) -> Donor | None:
    """A donor from an annotation's outlines in pixels; None where it is too small to show anything."""
    height, width = pixels.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.fillPoly(mask, [np.round(ring).astype(np.int32) for ring in rings], 1)
    x, y, w, h = cv2.boundingRect(mask)
    if min(w, h) < 12 or mask.sum() < 200:
        return None
    pad = round(margin * max(w, h)) + 4
    cut = np.s_[max(y - pad, 0) : min(y + h + pad, height), max(x - pad, 0) : min(x + w + pad, width)]
    return Donor(kind, pixels[cut].copy(), mask[cut].astype(bool))


def paste(rng: np.random.Generator, picture: Array, part: Array, donor: Donor) -> tuple[Array, Array] | None:
    """The picture (uint8 RGB) with the damage on the part, and its mask; None where it does not fit.

    Poisson blending (Pérez et al., "Poisson image editing", 2003) takes the damage's gradients and
    the car's own colour.
    """
    for _attempt in range(8):
        spot = spot_on(rng, part, 0.25, 0.8)
        if spot is None:
            return None
        scale = float(np.clip(spot.side / max(donor.mask.shape), 0.2, 1.5))
        pixels, mask = (cv2.resize(v, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
                        for v in (donor.pixels, donor.mask.astype(np.float32)))  # fmt: skip
        if rng.random() < 0.5:
            pixels, mask = pixels[:, ::-1].copy(), mask[:, ::-1].copy()
        height, width = mask.shape
        left, top = round(spot.x - width / 2), round(spot.y - height / 2)
        if left < 2 or top < 2 or left + width > part.shape[1] - 2 or top + height > part.shape[0] - 2:
            continue
        place = np.s_[top : top + height, left : left + width]
        whole = np.zeros(part.shape, bool)
        whole[place] = mask > 0.5
        if whole.sum() < 60 or (whole & part).sum() < 0.85 * whole.sum():
            continue
        around = cv2.dilate((mask > 0.5).astype(np.uint8) * 255, np.ones((7, 7), np.uint8))
        around[[0, -1], :] = around[:, [0, -1]] = 0
        ys, xs = np.nonzero(around)
        # seamlessClone centres the bounding box of the mask, not the patch.
        centre = (left + (int(xs.min()) + int(xs.max()) + 1) // 2, top + (int(ys.min()) + int(ys.max()) + 1) // 2)
        blended = cv2.seamlessClone(pixels, picture, around, centre, cv2.NORMAL_CLONE)
        return blended, whole & part
    return None
