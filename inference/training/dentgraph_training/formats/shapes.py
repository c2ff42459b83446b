"""Shapes people draw, as rings; and making rings fit for use: clipped to the photo, not empty."""

from __future__ import annotations

import numpy as np

from .dataset import Annotation, Report, Ring

CURVE_POINTS = 48
LEAST_AREA = 1.0
"""Square pixels; smaller shapes are slips of the mouse."""
MOST_CHECKED = 1500
"""Rings of more vertices are not searched for crossings: the search compares all pairs of edges."""

Box = tuple[float, float, float, float]


def rectangle(x: float, y: float, width: float, height: float) -> Ring:
    return np.array([(x, y), (x + width, y), (x + width, y + height), (x, y + height)], np.float64)


def ellipse(cx: float, cy: float, rx: float, ry: float, theta: float = 0.0) -> Ring:
    """A ring of CURVE_POINTS vertices; `theta` turns the x radius by so many radians towards +y."""
    t = np.linspace(0, 2 * np.pi, CURVE_POINTS, endpoint=False)
    a, b = rx * np.cos(t), ry * np.sin(t)
    c, s = np.cos(theta), np.sin(theta)
    return np.stack([cx + a * c - b * s, cy + a * s + b * c], 1)


def ring_area(ring: Ring) -> float:
    """Shoelace area in the ring's unit squared, independent of winding."""
    if len(ring) < 3:
        return 0.0
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def box_of(rings: tuple[Ring, ...] | list[Ring]) -> Box:
    """Smallest box x, y, width, height around rings."""
    points = np.vstack(rings)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float(x0), float(y0), float(x1 - x0), float(y1 - y0)


def without_repeats(ring: Ring) -> Ring:
    """The ring without vertices equal to the one before, the closing one included."""
    if len(ring) < 2:
        return ring
    keep = np.any(ring != np.roll(ring, 1, axis=0), axis=1)
    return ring[keep] if keep.any() else ring[:1]


def clip_ring(ring: Ring, width: float, height: float) -> Ring:
    """
    The part of a ring within 0..width, 0..height (Sutherland and Hodgman, CACM 1974).

    A concave ring that falls apart keeps its pieces joined along the border, with the area unchanged.
    """
    for axis, limit, keep_low in ((0, 0.0, False), (0, width, True), (1, 0.0, False), (1, height, True)):
        if not len(ring):
            return ring
        value = ring[:, axis]
        inside = value <= limit if keep_low else value >= limit
        if inside.all():
            continue
        out: list[np.ndarray] = []
        for i in range(len(ring)):
            a, b = ring[i - 1], ring[i]
            if inside[i] != inside[i - 1]:
                cut = a + (b - a) * ((limit - a[axis]) / (b[axis] - a[axis]))
                cut[axis] = limit
                out.append(cut)
            if inside[i]:
                out.append(b)
        ring = np.array(out, np.float64).reshape(-1, 2)
    return without_repeats(ring)


def crosses_itself(ring: Ring) -> bool:
    """Whether two edges that are not neighbours properly cross."""
    n = len(ring)
    if n < 4 or n > MOST_CHECKED:
        return False
    a, b = ring, np.roll(ring, -1, axis=0)
    edge = b - a

    def side(p: np.ndarray) -> np.ndarray:
        """Sign of each point p[j] against each edge i, [n, n]."""
        d = p[None, :, :] - a[:, None, :]
        return np.sign(edge[:, None, 0] * d[:, :, 1] - edge[:, None, 1] * d[:, :, 0])

    apart = side(a) * side(b) < 0
    return bool((apart & apart.T).any())


def settle(
    label: str,
    rings: list[Ring],
    box: Box | None,
    size: tuple[int, int],
    report: Report,
    entry: str,
    attributes: dict | None = None,
) -> Annotation | None:
    """
    An annotation from raw shapes, or None where nothing usable is left; both are noted in the report.

    :param rings: outlines in pixels; empty where only `box` is known
    :param size: the photo's width and height, to which shapes are clipped
    :param entry: how the report names the annotation
    """
    width, height = size
    kept: list[Ring] = []
    for ring in rings:
        ring = without_repeats(np.asarray(ring, np.float64).reshape(-1, 2))
        if len(ring) < 3:
            report.drop("piece of fewer than 3 points", entry)
            continue
        clipped = clip_ring(ring, width, height)
        if len(clipped) < 3 or ring_area(clipped) < LEAST_AREA:
            outside = ring_area(ring) >= LEAST_AREA
            report.drop("piece outside the photo" if outside else "piece without area", entry)
            continue
        if clipped is not ring and (len(clipped) != len(ring) or not np.array_equal(clipped, ring)):
            report.change("piece clipped to the photo", entry)
        if crosses_itself(clipped):
            report.change("self-crossing piece, kept as drawn", entry)
        kept.append(clipped)
    if rings:
        if not kept:
            report.drop("annotation without a usable piece", entry)
            return None
        return Annotation(label, box_of(kept), tuple(kept), attributes or {})
    if box is None:
        report.drop("annotation without outline and box", entry)
        return None
    x, y, w, h = box
    x0, y0, x1, y1 = max(x, 0.0), max(y, 0.0), min(x + w, float(width)), min(y + h, float(height))
    if x1 - x0 < 1 or y1 - y0 < 1:
        report.drop("box outside the photo" if w >= 1 and h >= 1 else "box without area", entry)
        return None
    # What is left of a coordinate's rounding is no clipping.
    if max(x0 - x, y0 - y, x + w - x1, y + h - y1) > 0.01:
        report.change("box clipped to the photo", entry)
    return Annotation(label, (x0, y0, x1 - x0, y1 - y0), (), attributes or {})
