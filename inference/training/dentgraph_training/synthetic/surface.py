"""What each place of a car is: which part it belongs to and what it is made of."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from .body import Body, numeric_normal
from .fields import Array

#: Part classes in the order of the parts data set; left and right are the car's own.
PARTS = (
    'back_bumper', 'back_glass', 'back_left_door', 'back_left_light', 'back_right_door', 'back_right_light',
    'front_bumper', 'front_glass', 'front_left_door', 'front_left_light', 'front_right_door', 'front_right_light',
    'hood', 'left_mirror', 'right_mirror', 'tailgate', 'trunk', 'wheel',
)


class Stuff(IntEnum):
    PAINT = 0
    GLASS = 1
    HEADLAMP = 2
    TAILLAMP = 3
    BLACK = 4
    GRILLE = 5
    PLATE = 6
    TYRE = 7
    CAVITY = 8
    CHROME = 9


@dataclass
class Surface:
    """The car's samples, one row each: where, facing where, which part, of what."""

    place: Array  # [n, 3] metres
    normal: Array  # [n, 3]
    part: Array  # [n] index into PARTS, -1 for none
    stuff: Array  # [n] Stuff
    seam: Array  # [n] metres to the nearest gap between panels
    inner: Array  # [n] metres inside the region's border, for lamps, glass and grille


def describe(body: Body, place: Array) -> Surface:
    """Classify places [n, 3] on the car's surface."""
    shell, wheel, mirror = body.shell(place), body.wheels(place), body.mirrors(place)
    thing = np.argmin([shell, wheel, mirror], axis=0)
    n = len(place)
    surface = Surface(place, np.zeros_like(place), np.full(n, -1, np.int16), np.zeros(n, np.uint8),
                      np.full(n, 1.0, np.float32), np.zeros(n, np.float32))
    left = place[:, 1] > 0

    on = thing == 2
    surface.normal[on] = numeric_normal(body.mirrors, place[on])
    surface.part[on] = np.where(left[on], PARTS.index('left_mirror'), PARTS.index('right_mirror'))
    surface.stuff[on] = np.where(surface.normal[on, 0] < -0.8, Stuff.CHROME, Stuff.PAINT)

    on = thing == 1
    surface.normal[on] = numeric_normal(body.wheels, place[on])
    surface.part[on] = PARTS.index('wheel')
    surface.stuff[on] = Stuff.TYRE

    on = np.flatnonzero(thing == 0)
    _describe_shell(body, surface, on)
    return surface


def _describe_shell(body: Body, surface: Surface, on: Array) -> None:
    p = surface.place[on]
    spec = body.spec
    x, y, z = p[:, 0], np.abs(p[:, 1]), p[:, 2]
    d_side, d_plan, d_section = body.insets(p)
    normal = body.shell_normal(p)
    surface.normal[on] = normal
    part = np.full(len(on), -1, np.int16)
    stuff = np.full(len(on), Stuff.PAINT, np.uint8)
    seam = np.full(len(on), 1.0, np.float32)
    inner = np.zeros(len(on), np.float32)
    left = p[:, 1] > 0
    reach = spec.arch_radius
    from_front = np.hypot(x - spec.front_axle, z - spec.wheel_radius)
    from_rear = np.hypot(x - spec.rear_axle, z - spec.wheel_radius)
    flank = (d_side < -0.028) & (np.abs(normal[:, 1]) > 0.45)
    top = d_section < -0.05

    def region(outside: Array, where: Array, names: tuple[str, str] | None, material: Stuff | None, line: bool) -> None:
        """Claim the places with outside < 0; names are (left, right)."""
        chosen = where & (outside < 0)
        if names is not None:
            part[chosen] = np.where(left[chosen], PARTS.index(names[0]), PARTS.index(names[1]))
        if material is not None:
            stuff[chosen] = material
            inner[chosen] = -outside[chosen]
        if line:
            seam[where] = np.minimum(seam[where], np.abs(outside[where]))

    def most(*distances: Array) -> Array:
        return np.max(np.broadcast_arrays(*distances), axis=0)

    # Flanks: doors reach over their windows, as in the parts data set.
    sill = 0.3
    door_front = most(spec.pillar - x, x - (spec.front_axle - reach - 0.09), d_side + 0.03, sill - z)
    door_rear = most(x - spec.pillar, (spec.rear_axle + 0.02) - x, reach + 0.06 - from_rear, d_side + 0.03, sill - z)
    region(door_front, flank, ('front_left_door', 'front_right_door'), None, True)
    region(door_rear, flank, ('back_left_door', 'back_right_door'), None, True)
    glass_end = spec.glass_rear + 0.12 if spec.style in ('estate', 'suv') else spec.rear_axle - 0.12
    band = most(d_side + 0.055, spec.belt + 0.01 - z, glass_end - x)
    region(band, flank, None, Stuff.BLACK, False)
    pillars = np.minimum(np.abs(x - spec.pillar), np.abs(x - spec.rear_axle - 0.0))
    region(most(d_side + 0.075, spec.belt + 0.03 - z, glass_end + 0.02 - x, 0.03 - pillars), flank, None, Stuff.GLASS, False)

    for hinge in (spec.pillar, spec.rear_axle + 0.16):
        handle = most(np.abs(x - hinge - 0.14) - 0.075, np.abs(z - spec.belt + 0.1) - 0.014)
        region(handle, flank & (part >= 0), None, Stuff.BLACK if spec.style == 'suv' else Stuff.CHROME, False)

    # Windscreen, hood and rear window lie on the extruded side outline.
    screen = most(d_section + 0.06, x - spec.cowl + 0.02, spec.roof_front + 0.05 - x)
    region(screen, top, ('front_glass', 'front_glass'), Stuff.GLASS, False)
    stuff[top & (screen < 0) & (screen > -0.025)] = Stuff.BLACK
    hood = most(d_section + 0.05, d_plan + 0.1, spec.cowl + 0.02 - x)
    region(hood, top & (normal[:, 2] > 0.2), ('hood', 'hood'), None, True)
    rear_low = spec.deck + (0.03 if spec.style == 'sedan' else 0.02)
    window = most(d_section + 0.08, z - spec.height + 0.12, rear_low - z, x - spec.roof_rear - 0.06)
    region(window, top, ('back_glass', 'back_glass'), Stuff.GLASS, False)
    stuff[top & (window < 0) & (window > -0.022)] = Stuff.BLACK

    _describe_front(spec, region, most, x, y, z, from_front, part)
    _describe_rear(spec, region, most, x, y, z, from_rear, top, d_section, part)

    cavity = body.skin(p) < -0.008
    stuff[cavity] = Stuff.CAVITY
    part[cavity] = -1
    stuff[z < 0.215] = Stuff.BLACK
    low = (z < 0.29) & (stuff == Stuff.PAINT)
    if spec.style == 'suv':
        rim = np.minimum(from_front, from_rear) < reach + 0.06
        low |= (rim | (z < 0.36)) & (stuff == Stuff.PAINT)
    stuff[low] = Stuff.BLACK
    surface.part[on], surface.stuff[on], surface.seam[on], surface.inner[on] = part, stuff, seam, inner


def _describe_front(spec, region, most, x, y, z, from_front, part) -> None:
    front = x > spec.front_axle
    along = y + np.maximum(spec.front - x, 0)  # way from the middle of the nose around its corner
    edge = spec.hood_edge
    wedge = (along - 0.5) * 0.09
    lamp = most(0.5 - along, along - 1.2, z - edge + 0.02 - wedge, edge - 0.15 + 1.1 * wedge - z)
    lid = np.where(along < 0.55, edge + 0.1, edge - 0.08)
    bumper = most(z - lid, (spec.front_axle + spec.arch_radius * 0.72) - x, spec.arch_radius + 0.012 - from_front)
    fits = front & (part != PARTS.index('hood'))
    region(bumper, fits, ('front_bumper', 'front_bumper'), None, True)
    grille = most(along - 0.46, z - edge + 0.05, edge - 0.2 - z)
    region(grille, fits, None, Stuff.GRILLE, False)
    region(most(along - 0.55, z - 0.37, 0.26 - z), fits, None, Stuff.GRILLE, False)
    region(np.hypot((along - 0.78) / 1.3, z - 0.34) - 0.05, fits, None, Stuff.BLACK, False)
    region(most(along - 0.27, z - 0.51, 0.4 - z), fits, None, Stuff.PLATE, False)
    region(lamp, fits, ('front_left_light', 'front_right_light'), Stuff.HEADLAMP, True)


def _describe_rear(spec, region, most, x, y, z, from_rear, top, d_section, part) -> None:
    rear = x < spec.rear_axle
    along = y + np.maximum(x + spec.front, 0)
    lid_name = 'tailgate' if spec.style == 'sedan' else 'trunk'
    face = rear & (part == -1)
    bottom = 0.58
    bumper = most(z - bottom - 0.09 * (along > 0.75), x - (spec.rear_axle - spec.arch_radius * 0.72), spec.arch_radius + 0.012 - from_rear)
    region(bumper, face, ('back_bumper', 'back_bumper'), None, True)
    half = 0.66 if spec.style == 'sedan' else 0.72
    lid = most(along - half - 0.1, bottom - z, z - spec.deck - 0.01)
    region(lid, face & (z > bottom), (lid_name, lid_name), None, True)
    if spec.style == 'sedan':
        deck = most(d_section + 0.05, x - spec.glass_rear + 0.03)
        region(deck, face & top & (z > spec.deck - 0.12), (lid_name, lid_name), None, True)
    tall = spec.style in ('suv', 'estate')
    low, high = (0.66, spec.belt - 0.02) if tall else (spec.deck - 0.26, spec.deck - 0.08)
    start, end = (0.68, 1.0) if tall else (0.5, 1.15)
    slant = (along - start) * 0.08
    lamp = most(start - along, along - end, z - high - slant, low + slant - z)
    region(lamp, rear & (part != PARTS.index('back_glass')), ('back_left_light', 'back_right_light'), Stuff.TAILLAMP, True)
    region(most(y - 0.26, z - 0.8, 0.69 - z), face & (z > bottom) & (along < half), None, Stuff.PLATE, False)
