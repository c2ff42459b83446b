"""A pinhole camera, where it stands, and the way of its rays to the car."""

from dataclasses import dataclass

import numpy as np

from .body import Body
from .fields import Array
from .spec import CarSpec


@dataclass(frozen=True)
class Camera:
    eye: Array
    right: Array
    up: Array
    forward: Array
    focal: float  # in units of the picture's longer side

    def rays(self, width: int, height: int) -> Array:
        """Unit directions through the pixel centres, [height, width, 3] float32."""
        longer = max(width, height)
        xs = ((np.arange(width, dtype=np.float32) + 0.5) - width / 2) / longer
        ys = ((np.arange(height, dtype=np.float32) + 0.5) - height / 2) / longer
        d = (self.forward * self.focal + xs[None, :, None] * self.right - ys[:, None, None] * self.up).astype(
            np.float32
        )
        return d / np.linalg.norm(d, axis=2, keepdims=True)


def look(eye: Array, target: Array, focal: float, roll: float = 0.0) -> Camera:
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, [0, 0, 1])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    c, s = np.cos(roll), np.sin(roll)
    return Camera(*(v.astype(np.float32) for v in (eye, c * right + s * up, c * up - s * right, forward)), focal)


def around(spec: CarSpec, azimuth: float, rng: np.random.Generator, aspect: float, fill: float) -> Camera:
    """
    A camera that sees the whole car from `azimuth` (radians; 0 before its front, growing to its left).

    `fill` is the share of the picture's width, or of its height if that is tighter, that the car takes.
    """
    focal = rng.uniform(0.9, 1.5)
    half_length = abs(np.sin(azimuth)) * spec.length / 2 + abs(np.cos(azimuth)) * spec.half_width
    half_depth = abs(np.cos(azimuth)) * spec.length / 2 + abs(np.sin(azimuth)) * spec.half_width
    long_width, long_height = min(1.0, aspect), min(1.0, 1 / aspect)
    distance = max(half_length * 2 / long_width, spec.height / long_height) * focal / fill + half_depth * 0.75
    away = np.array([np.cos(azimuth), np.sin(azimuth), 0])
    eye = away * distance + np.array([0, 0, rng.uniform(1.1, 1.9)])
    target = np.array([rng.normal(0, 0.1), rng.normal(0, 0.1), spec.height * rng.uniform(0.4, 0.55)])
    return look(eye, target, focal, rng.normal(0, 0.02))


def close_up(place: Array, normal: Array, rng: np.random.Generator, distance: float) -> Camera:
    """A camera before one place of the car, not quite along its normal."""
    side = np.cross(normal, [0, 0, 1])
    side = side / max(np.linalg.norm(side), 1e-6)
    away = normal + side * rng.uniform(-0.8, 0.8) + np.array([0, 0, rng.uniform(-0.05, 0.45)])
    eye = place + away / np.linalg.norm(away) * distance
    eye[2] = max(eye[2], 0.35)
    return look(eye, place + rng.normal(0, 0.06, 3), rng.uniform(0.8, 1.2), rng.normal(0, 0.06))


def meet(body: Body, eye: Array, rays: Array) -> Array:
    """
    Distance along each ray to the car, [height, width] metres, NaN where it passes by.

    Sphere tracing (Hart 1996) on every fourth ray gives the others a safe start.
    """
    coarse = _trace(body, eye, rays[::4, ::4].reshape(-1, 3), None, 0.03).reshape(rays[::4, ::4].shape[:2])
    near = np.where(np.isnan(coarse), np.inf, coarse)
    padded = np.pad(near, 1, constant_values=np.inf)
    h, w = near.shape
    lowest = np.min([padded[j : j + h, i : i + w] for j in range(3) for i in range(3)], axis=0)
    start = np.repeat(np.repeat(lowest, 4, 0), 4, 1)[: rays.shape[0], : rays.shape[1]]
    out = np.full(rays.shape[:2], np.nan, np.float32)
    chosen = np.isfinite(start)
    # The start leaves room for a surface that leans towards the eye between two coarse rays.
    out[chosen] = _trace(body, eye, rays[chosen], np.maximum(start[chosen] * 0.97 - 0.08, 0.05), 0.0012)
    return out


def _trace(body: Body, eye: Array, rays: Array, start: Array | None, close: float) -> Array:
    spec = body.spec
    low = np.array([-spec.front - 0.05, -spec.half_width - 0.25, 0.0], np.float32)
    high = np.array([spec.front + 0.05, spec.half_width + 0.25, spec.height + 0.1], np.float32)
    safe = np.where(np.abs(rays) < 1e-6, 1e-6, rays)
    a, b = (low - eye) / safe, (high - eye) / safe
    enter = np.maximum(np.minimum(a, b).max(1), 0.05)
    leave = np.maximum(a, b).min(1)
    t = (enter if start is None else np.maximum(enter, start)).astype(np.float32)
    out = np.full(len(rays), np.nan, np.float32)
    active = np.flatnonzero(t < leave)
    t_active = t[active]
    for _ in range(90):
        if not len(active):
            break
        gap = body.distance(eye + rays[active] * t_active[:, None])
        hit = gap < close
        out[active[hit]] = t_active[hit]
        t_active = t_active + np.maximum(gap * 0.95, close * 0.5)
        go = ~hit & (t_active < leave[active])
        active, t_active = active[go], t_active[go]
    out[active] = t_active
    return out
