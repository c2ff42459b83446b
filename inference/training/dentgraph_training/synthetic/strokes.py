"""Wandering lines, the ink of scratches and cracks."""

import cv2
import numpy as np

from .fields import Array


def stroke_path(rng: np.random.Generator, start: Array, angle: float, length: float, wobble: float) -> Array:
    """A wandering line in canvas pixels, [n, 2] float32."""
    steps = max(int(length / 4), 3)
    headings = angle + np.cumsum(rng.normal(0, wobble, steps))
    moves = np.stack([np.cos(headings), np.sin(headings)], 1) * (length / steps)
    return (start + np.vstack([[0, 0], np.cumsum(moves, 0)])).astype(np.float32)


def draw_path(image: Array, path: Array, value: float, width: int) -> None:
    points = np.round(path * 16).astype(np.int32)
    cv2.polylines(image, [points], False, value, width, cv2.LINE_AA, shift=4)


def line_width(pixels: float, grain: float) -> int:
    """Line width in canvas pixels for one in picture pixels."""
    return max(1, round(pixels * grain))
