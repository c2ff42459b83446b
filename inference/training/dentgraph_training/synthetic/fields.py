"""Distance fields of outlines on a regular grid, and lookups in pictures at fractional places."""

from dataclasses import dataclass

import cv2
import numpy as np

Array = np.ndarray
_ROW = 4096  # cv2.remap takes at most 32766 columns, so flat lists of places are folded into rows


def lookup(image: Array, column: Array, row: Array, *, wrap: bool = False, nearest: bool = False) -> Array:
    """
    Values of a picture at fractional places.

    Args:
        image: [height, width] or [height, width, c], float32 or uint8.
        column, row: places in pixels (pixel centres are whole numbers), any one shape.
        wrap: continue the picture periodically; otherwise its edge is repeated.

    Returns:
        Array of the places' shape (with a trailing c for coloured pictures).
    """
    shape = column.shape
    count = column.size
    rows = max(1, -(-count // _ROW))
    columns = _ROW if rows > 1 else max(count, 1)
    maps = []
    for values, size in ((column, image.shape[1]), (row, image.shape[0])):
        flat = np.zeros(rows * columns, np.float32)
        flat[:count] = np.mod(values.ravel(), size) if wrap else values.ravel()
        maps.append(flat.reshape(rows, columns))
    border = cv2.BORDER_WRAP if wrap else cv2.BORDER_REPLICATE
    how = cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR
    out = cv2.remap(image, maps[0], maps[1], how, borderMode=border)
    out = out.reshape(rows * columns, -1)[:count]
    return out.reshape(shape) if image.ndim == 2 else out.reshape(*shape, image.shape[2])


def smooth_outline(points: list[tuple[float, float]], rounds: int = 3) -> Array:
    """Closed outline through Chaikin's corner cutting (SIGGRAPH 1974 course notes): [n, 2] in and out."""
    ring = np.asarray(points, np.float64)
    for _ in range(rounds):
        following = np.roll(ring, -1, axis=0)
        ring = np.stack([0.75 * ring + 0.25 * following, 0.25 * ring + 0.75 * following], 1).reshape(-1, 2)
    return ring


def signed_distance(ring: Array, places: Array) -> Array:
    """
    Exact distance of places to a closed ring, negative inside.

    Args:
        ring: [n, 2]; places: [m, 2], one unit of length.

    Returns:
        [m] float32 in that unit.
    """
    best = np.full(len(places), np.inf, np.float32)
    inside = np.zeros(len(places), bool)
    x, y = places[:, 0].astype(np.float32), places[:, 1].astype(np.float32)
    for (ax, ay), (bx, by) in zip(ring.astype(np.float32), np.roll(ring, -1, axis=0).astype(np.float32)):
        ex, ey = bx - ax, by - ay
        length2 = ex * ex + ey * ey
        if length2 == 0:
            continue
        along = np.clip(((x - ax) * ex + (y - ay) * ey) / length2, 0, 1)
        dx, dy = x - ax - along * ex, y - ay - along * ey
        np.minimum(best, dx * dx + dy * dy, out=best)
        if ey != 0:
            inside ^= ((ay > y) != (by > y)) & (x < ex * (y - ay) / ey + ax)
    distance = np.sqrt(best)
    return np.where(inside, -distance, distance)


@dataclass(frozen=True)
class Field:
    """A distance field and its gradient on a grid; `u` runs along columns, `v` along rows."""

    origin: tuple[float, float]
    step: float
    distance: Array
    gradient: Array

    @classmethod
    def of(cls, ring: Array, low: tuple[float, float], high: tuple[float, float], step: float = 0.0125) -> "Field":
        us = np.arange(low[0], high[0] + step, step, dtype=np.float32)
        vs = np.arange(low[1], high[1] + step, step, dtype=np.float32)
        grid_u, grid_v = np.meshgrid(us, vs)
        distance = signed_distance(ring, np.stack([grid_u.ravel(), grid_v.ravel()], 1)).reshape(grid_u.shape)
        # A little blur takes the kinks off the medial axis and the ring's corners.
        soft = cv2.GaussianBlur(distance, (0, 0), 1.5)
        dv, du = np.gradient(soft, step)
        return cls(low, step, soft, np.stack([du, dv], 2).astype(np.float32))

    def at(self, u: Array, v: Array) -> Array:
        return lookup(self.distance, (u - self.origin[0]) / self.step, (v - self.origin[1]) / self.step)

    def gradient_at(self, u: Array, v: Array) -> Array:
        return lookup(self.gradient, (u - self.origin[0]) / self.step, (v - self.origin[1]) / self.step)


def smooth_step(low: float, high: float, value: Array) -> Array:
    """0 below `low`, 1 above `high`, a cubic between; a smaller `high` turns it round."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def tileable_noise(rng: np.random.Generator, size: int, octaves: tuple[int, ...], falloff: float = 0.6) -> Array:
    """Periodic value noise, [size, size] float32 in 0..1; `octaves` are cells per side, coarse first."""
    total = np.zeros((size, size), np.float32)
    weight, weights = 1.0, 0.0
    axis = np.arange(size, dtype=np.float32)
    for cells in octaves:
        lattice = rng.random((cells, cells), dtype=np.float32)
        place = (axis + 0.5) * cells / size - 0.5
        low = np.floor(place).astype(int)
        blend = place - low
        blend = blend * blend * (3 - 2 * blend)
        a, b = low % cells, (low + 1) % cells
        rows = lattice[a] * (1 - blend)[:, None] + lattice[b] * blend[:, None]
        total += weight * (rows[:, a] * (1 - blend) + rows[:, b] * blend)
        weights += weight
        weight *= falloff
    return total / weights
