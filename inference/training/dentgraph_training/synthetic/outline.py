"""From a sample mask to the polygons of an annotation."""

import cv2
import numpy as np

from .fields import Array


def polygons(mask: Array, width: int, height: int, min_area: float = 24.0) -> list[list[float]]:
    """
    Outer outlines of a mask in the pixels of a picture of another size.

    Args:
        mask: [rows, columns] bool.
        width, height: size of the picture that the outlines are for.
        min_area: pieces below so many square pixels of that picture are left out.

    Returns:
        One flat [x0, y0, x1, y1, …] per piece, largest first, within the picture.
    """
    rows, columns = mask.shape
    # Tripled, so that an outline through the border samples' centres lies a sixth of a sample inside, not half.
    fine = cv2.resize(mask.astype(np.uint8), (columns * 3, rows * 3), interpolation=cv2.INTER_NEAREST)
    fine = cv2.morphologyEx(fine, cv2.MORPH_OPEN, np.ones((4, 4), np.uint8))
    found, _ = cv2.findContours(fine, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    scale = np.array([width / (columns * 3), height / (rows * 3)])
    pieces = []
    for contour in found:
        ring = (cv2.approxPolyDP(contour, 2.2, True)[:, 0, :] + 0.5) * scale
        ring = np.clip(np.round(ring, 1), 0, [width, height])
        flat = [float(value) for value in ring.ravel()]
        area = ring_area(flat)
        if len(ring) >= 3 and area >= min_area:
            pieces.append((area, flat))
    return [flat for _, flat in sorted(pieces, key=lambda piece: -piece[0])]


def ring_area(flat: list[float]) -> float:
    """Shoelace area of [x0, y0, …] in its unit squared."""
    x, y = np.asarray(flat[::2]), np.asarray(flat[1::2])
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)
