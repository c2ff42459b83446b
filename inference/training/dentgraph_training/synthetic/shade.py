"""Light on the car: creases of the sheet metal, clear coat, shadow."""

import numpy as np

from .fields import Array, smooth_step
from .finish import Finish
from .materials import dress
from .spec import CarSpec
from .surface import PARTS, Stuff, Surface
from .surroundings import Surroundings


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
    hood = surface.part == PARTS.index("hood")
    rib = (np.abs(p[:, 1]) - 0.45 + 0.08 * (spec.front - p[:, 0])) / 0.04
    n[:, 1] += hood * np.sign(p[:, 1]) * finish.crease * 0.5 * np.exp(-rib * rib)
    n /= np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-6)


def shade(
    surface: Surface,
    view: Array,
    spec: CarSpec,
    finish: Finish,
    around: Surroundings,
    shadow: Array,
    coat: tuple[Array, Array, Array],
) -> Array:
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
    dress(surface, spec, finish, base, mirror, glow)
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
