"""Diffuse colour, gloss and own light of glass, lamps, rims and trims."""

import numpy as np

from .fields import Array, lookup, smooth_step
from .finish import Finish
from .spec import CarSpec
from .surface import Stuff, Surface


def dress(surface: Surface, spec: CarSpec, finish: Finish, base: Array, mirror: Array, glow: Array) -> None:
    """
    Fill in, sample by sample, what the car is made of.

    Args:
        base: diffuse colour [n, 3], written; mirror: strength of the mirror image [n], written;
        glow: light of its own [n, 3], written.
    """
    stuff, p, inner = surface.stuff, surface.place, surface.inner

    def paint(kind: Stuff, colour, gloss: float) -> Array:
        on = np.flatnonzero(stuff == kind)
        base[on], mirror[on] = colour, gloss
        return on

    on = paint(Stuff.GLASS, finish.tint, 1.7)
    seat = smooth_step(0.1, 0.06, np.abs(np.mod(p[on, 0] * 0.9 + 0.3, 1) - 0.5) - 0.08)
    base[on] *= (1 - 0.5 * seat * (p[on, 2] < spec.belt + 0.22))[:, None]
    paint(Stuff.BLACK, 0.016, 0.35)
    on = paint(Stuff.GRILLE, 0.012, 0.4)
    bars = smooth_step(0.35, 0.15, np.abs(np.mod(p[on, 2] / 0.036, 1) - 0.5))
    base[on] = base[on] * (1 - bars[:, None]) + 0.1 * bars[:, None]
    base[on[inner[on] < 0.012]] = 0.45
    on = paint(Stuff.PLATE, 0.62, 0.3)
    side = np.where(p[on, 0] > 0, 1, -1)  # read from outside, at either end of the car
    column, row = (0.5 + p[on, 1] * side / 0.54) * 269, (spec.plate_top(p[on, 0] > 0) - p[on, 2]) / 0.11 * 54
    base[on] *= (1 - 0.93 * lookup(finish.plate, column.astype(np.float32), row.astype(np.float32)))[:, None]
    paint(Stuff.CHROME, 0.5, 1.0)
    _headlamps(paint(Stuff.HEADLAMP, 0.5, 1.6), p, spec, inner, base, glow)
    _taillamps(paint(Stuff.TAILLAMP, (0.4, 0.012, 0.012), 1.3), p, inner, base, glow)
    _wheels(paint(Stuff.TYRE, 0.02, 0.12), p, spec, finish, base, mirror)


def _headlamps(on: Array, p: Array, spec: CarSpec, inner: Array, base: Array, glow: Array) -> None:
    along = np.abs(p[on, 1]) + np.maximum(spec.front - p[on, 0], 0)
    edge = spec.hood_edge
    bowl = np.minimum(
        np.hypot((along - 0.68) / 1.1, p[on, 2] - edge + 0.075), np.hypot((along - 0.87) / 1.2, p[on, 2] - edge + 0.055)
    )
    chrome = 0.25 + 0.4 * np.abs(np.sin(p[on, 2] * 55 + along * 9))
    tone = np.where(bowl < 0.045, 0.2 + 12 * np.clip(0.045 - bowl, 0, 1), np.where(bowl < 0.052, 0.03, chrome * 0.55))
    tone = np.where(inner[on] < 0.008, 0.03, tone)
    base[on] = tone[:, None] * np.array([0.97, 0.99, 1.03])
    glow[on] = (smooth_step(0.035, 0.0, bowl) * 0.25)[:, None]


def _taillamps(on: Array, p: Array, inner: Array, base: Array, glow: Array) -> None:
    cells = 0.7 + 0.3 * np.sign(np.sin(p[on, 1] * 160) * np.sin(p[on, 2] * 160))
    base[on] *= cells[:, None]
    white = np.abs(np.mod(p[on, 2] * 6.5, 1) - 0.5) < 0.13
    base[on[white]] = np.array([0.55, 0.5, 0.48]) * 0.8
    base[on[inner[on] < 0.009]] = 0.03
    glow[on] = np.array([0.06, 0.0, 0.0])


def _wheels(on: Array, p: Array, spec: CarSpec, finish: Finish, base: Array, mirror: Array) -> None:
    axle = np.where(p[on, 0] > 0, spec.front_axle, spec.rear_axle)
    dx, dz = p[on, 0] - axle, p[on, 2] - spec.wheel_radius
    r = np.hypot(dx, dz) / spec.wheel_radius
    angle = np.arctan2(dz, dx) * finish.spokes / (2 * np.pi)
    off = np.abs(np.mod(angle, 1) - 0.5)
    spoke = smooth_step(0.30, 0.24, off * (0.55 + 0.75 * r)) * (r < 0.66)
    solid = np.maximum(spoke, np.maximum((r < 0.16), (np.abs(r - 0.665) < 0.03)))
    face = np.abs(p[on, 1]) > spec.half_width - 0.06
    rim = face & (r < 0.7)
    shine = 0.75 + 0.35 * np.clip(dz / spec.wheel_radius + 0.5 - off, 0, 1)
    colour = finish.rim * (solid * shine)[:, None] + 0.012 * (1 - solid)[:, None]
    base[on[rim]] = colour[rim]
    mirror[on[rim]] = 0.5 * solid[rim]
    base[on[face & (r < 0.05)]] = 0.05
    tread = 0.8 + 0.4 * (np.mod(r * 40, 1) > 0.5)
    base[on[~rim]] *= tread[~rim][:, None]
