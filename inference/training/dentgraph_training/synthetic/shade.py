"""Colours of the car's samples: paint with a clear coat, glass, lamps, rims, trims."""

from dataclasses import dataclass

import cv2
import numpy as np

from .body import CarSpec
from .fields import Array, lookup, smooth_step
from .surface import PARTS, Stuff, Surface
from .surroundings import Surroundings

_COLOURS = (
    (0.80, 0.80, 0.79), (0.62, 0.63, 0.64), (0.33, 0.34, 0.36), (0.10, 0.105, 0.11), (0.018, 0.018, 0.02),
    (0.42, 0.02, 0.02), (0.02, 0.07, 0.32), (0.03, 0.16, 0.36), (0.025, 0.12, 0.06), (0.55, 0.33, 0.03),
    (0.32, 0.20, 0.10), (0.45, 0.09, 0.02),
)
_SHARES = np.array([0.2, 0.14, 0.12, 0.09, 0.1, 0.1, 0.08, 0.06, 0.03, 0.03, 0.03, 0.02])


@dataclass(frozen=True)
class Finish:
    """Paint and wheels of one car; colours are linear RGB."""

    colour: Array
    metallic: float  # 0..1
    gloss: float  # share of the clear coat's mirror image that is left
    spokes: int
    rim: Array
    crease: float  # strength of the flank's character line
    crease_at: float  # its height in metres
    tint: float  # brightness behind the glass
    plate: Array  # [55, 270] ink of the number plate


def draw_finish(rng: np.random.Generator, spec: CarSpec) -> Finish:
    colour = np.array(_COLOURS[rng.choice(len(_COLOURS), p=_SHARES / _SHARES.sum())], np.float32)
    colour = np.clip(colour * rng.uniform(0.8, 1.2) * rng.uniform(0.93, 1.07, 3), 0.01, 0.86).astype(np.float32)
    plate = np.zeros((55, 270), np.uint8)
    text = ''.join(rng.choice(list('ABCDEFGHKLMNPRSTUVWXYZ'), 2)) + f' {rng.integers(100, 1000)}'
    cv2.putText(plate, text, (30, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.45, 255, 4, cv2.LINE_AA)
    ink = plate.astype(np.float32) / 255
    return Finish(colour, rng.uniform(0, 0.8), rng.uniform(0.6, 1.0), int(rng.choice([5, 6, 7, 9, 10])),
                  np.full(3, rng.choice([0.12, 0.4, 0.55]), np.float32), rng.uniform(0.05, 0.22),
                  spec.belt - rng.uniform(0.1, 0.3), rng.uniform(0.02, 0.09), ink)


def add_creases(surface: Surface, spec: CarSpec, finish: Finish) -> None:
    """Turn the normals along the flank's character line and the sill, and along the hood's two ribs."""
    p, n = surface.place, surface.normal
    flank = (surface.stuff == Stuff.PAINT) * smooth_step(0.7, 0.95, np.abs(n[:, 1]))
    across = (p[:, 2] - finish.crease_at - 0.02 * (p[:, 0] + 2)) / 0.05
    n[:, 2] += flank * finish.crease * across * np.exp(-across * across) * 2
    sill = (p[:, 2] - 0.38) / 0.05
    doors = smooth_step(spec.front_axle - spec.arch_radius, spec.front_axle - spec.arch_radius - 0.3, p[:, 0])
    doors = doors * smooth_step(spec.rear_axle + spec.arch_radius, spec.rear_axle + spec.arch_radius + 0.3, p[:, 0])
    n[:, 2] += flank * doors * 0.3 * np.exp(-sill * sill)
    hood = surface.part == PARTS.index('hood')
    rib = (np.abs(p[:, 1]) - 0.45 + 0.08 * (spec.front - p[:, 0])) / 0.04
    n[:, 1] += hood * np.sign(p[:, 1]) * finish.crease * 0.5 * np.exp(-rib * rib)
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-6)


def shade(surface: Surface, view: Array, spec: CarSpec, finish: Finish, around: Surroundings,
          shadow: Array, coat: tuple[Array, Array, Array]) -> Array:
    """
    Linear RGB of the samples, [n, 3].

    Args:
        view: unit directions from the eye, [n, 3].
        shadow: [n] share of the sun's light that arrives.
        coat: what decals laid over the paint: colour [n, 3], its opacity [n], and how matte it is [n].
    """
    n, p = surface.normal, surface.place
    base = np.broadcast_to(finish.colour, p.shape).copy()
    mirror = np.full(len(p), finish.gloss, np.float32)
    glow = np.zeros_like(base)
    _materials(surface, spec, finish, base, mirror, glow)
    colour, opacity, matte = coat
    seam = smooth_step(0.0065, 0.003, surface.seam) * np.isin(surface.stuff, (Stuff.PAINT, Stuff.BLACK))
    base *= (1 - 0.93 * seam)[:, None]
    base = base * (1 - opacity[:, None]) + colour * opacity[:, None]
    mirror *= (1 - opacity * matte) * (1 - seam)
    glow *= (1 - opacity)[:, None]

    facing = np.clip(-(view * n).sum(1), 0, 1)
    fresnel = 0.045 + 0.955 * (1 - facing) ** 5
    mirrored = view - 2 * (view * n).sum(1, keepdims=True) * n
    seen = around.reflection(mirrored.astype(np.float32), p)
    occlusion = 0.3 + 0.7 * smooth_step(0.05, 0.75, p[:, 2] + 0.25 * n[:, 2])
    up = (0.5 + 0.5 * n[:, 2])[:, None]
    ambient = around.ambient * (0.15 + 0.85 * up**1.3) * occlusion[:, None]
    lambert = np.clip(n @ around.sun, 0, 1) * shadow
    diffuse = base * (ambient + lambert[:, None] * around.sun_colour * 0.9)
    metal = finish.metallic * (surface.stuff == Stuff.PAINT) * (1 - opacity)
    diffuse = diffuse * (1 - 0.45 * metal)[:, None] + base * seen * (0.55 * metal)[:, None]
    chrome = (surface.stuff == Stuff.CHROME)[:, None] * 0.7
    strength = np.maximum(np.minimum(fresnel * mirror * 1.15, 0.8)[:, None], chrome * (1 - opacity[:, None]))
    result = diffuse * (1 - 0.6 * strength) + seen * strength + glow
    cavity = surface.stuff == Stuff.CAVITY
    result[cavity] = 0.008 + 0.01 * np.clip(n[cavity, 2:3], 0, 1)
    return result


def _materials(surface: Surface, spec: CarSpec, finish: Finish, base: Array, mirror: Array, glow: Array) -> None:
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
    bowl = np.minimum(np.hypot((along - 0.68) / 1.1, p[on, 2] - edge + 0.075), np.hypot((along - 0.87) / 1.2, p[on, 2] - edge + 0.055))
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
