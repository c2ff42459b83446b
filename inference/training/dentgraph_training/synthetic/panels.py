"""Where the panels, windows, lamps and trims of a car are, in metres on its shell."""

import numpy as np

from .body import Body
from .fields import Array
from .skin import Skin, most
from .surface import Stuff, Surface


def panel_shell(body: Body, surface: Surface, on: Array) -> None:
    """Fill in the rows `on` of a surface, which lie on the shell."""
    place = surface.place[on]
    surface.normal[on] = body.shell_normal(place)
    skin = Skin(body, place, surface.normal[on])
    _flanks(skin)
    _tops(skin)
    _front(skin)
    _rear(skin)
    _trims(skin)
    surface.part[on], surface.stuff[on], surface.seam[on], surface.inner[on] = (
        skin.part,
        skin.stuff,
        skin.seam,
        skin.inner,
    )


def _flanks(skin: Skin) -> None:
    """Doors reach over their windows, as in the parts data set."""
    spec, x, z, side = skin.spec, skin.x, skin.z, skin.side
    sill, reach = 0.3, spec.arch_radius
    front = most(spec.pillar - x, x - (spec.front_axle - reach - 0.09), side + 0.03, sill - z)
    rear = most(x - spec.pillar, (spec.rear_axle + 0.02) - x, reach + 0.06 - skin.from_rear, side + 0.03, sill - z)
    skin.claim(front, skin.flank, "front_{}_door")
    skin.claim(rear, skin.flank, "back_{}_door")
    end = spec.glass_rear + 0.12 if spec.style in ("estate", "suv") else spec.rear_axle - 0.12
    skin.claim(most(side + 0.055, spec.belt + 0.01 - z, end - x), skin.flank, stuff=Stuff.BLACK)
    pillars = np.minimum(np.abs(x - spec.pillar), np.abs(x - spec.rear_axle))
    panes = most(side + 0.075, spec.belt + 0.03 - z, end + 0.02 - x, 0.03 - pillars)
    skin.claim(panes, skin.flank, stuff=Stuff.GLASS)
    for hinge in (spec.pillar, spec.rear_axle + 0.16):
        handle = most(np.abs(x - hinge - 0.14) - 0.075, np.abs(z - spec.belt + 0.1) - 0.014)
        skin.claim(handle, skin.flank & (skin.part >= 0), stuff=Stuff.BLACK if spec.style == "suv" else Stuff.CHROME)


def _tops(skin: Skin) -> None:
    """Windscreen, hood and rear window lie on the extruded side outline."""
    spec, x, z = skin.spec, skin.x, skin.z
    screen = most(skin.section + 0.06, x - spec.cowl + 0.02, spec.roof_front + 0.05 - x)
    skin.claim(screen, skin.top, "front_glass", Stuff.GLASS)
    skin.stuff[skin.top & (screen < 0) & (screen > -0.025)] = Stuff.BLACK
    hood = most(skin.section + 0.05, skin.plan + 0.1, spec.cowl + 0.02 - x)
    skin.claim(hood, skin.top & (skin.normal[:, 2] > 0.2), "hood")
    low = spec.deck + (0.03 if spec.style == "sedan" else 0.02)
    window = most(skin.section + 0.08, z - spec.height + 0.12, low - z, x - spec.roof_rear - 0.06)
    skin.claim(window, skin.top, "back_glass", Stuff.GLASS)
    skin.stuff[skin.top & (window < 0) & (window > -0.022)] = Stuff.BLACK


def _front(skin: Skin) -> None:
    spec, z, edge = skin.spec, skin.z, skin.spec.hood_edge
    along = skin.y + np.maximum(spec.front - skin.x, 0)  # way from the middle of the nose around its corner
    free = (skin.x > spec.front_axle) & ~skin.is_part("hood")
    lid = np.where(along < 0.55, edge + 0.1, edge - 0.08)
    behind = (spec.front_axle + spec.arch_radius * 0.72) - skin.x
    skin.claim(most(z - lid, behind, spec.arch_radius + 0.012 - skin.from_front), free, "front_bumper")
    skin.claim(most(along - 0.46, z - edge + 0.05, edge - 0.2 - z), free, stuff=Stuff.GRILLE)
    skin.claim(most(along - 0.55, z - 0.37, 0.26 - z), free, stuff=Stuff.GRILLE)
    skin.claim(np.hypot((along - 0.78) / 1.3, z - 0.34) - 0.05, free, stuff=Stuff.BLACK)
    skin.claim(most(along - 0.27, z - 0.51, 0.4 - z), free, stuff=Stuff.PLATE)
    wedge = (along - 0.5) * 0.09
    lamp = most(0.5 - along, along - 1.2, z - edge + 0.02 - wedge, edge - 0.15 + 1.1 * wedge - z)
    skin.claim(lamp, free, "front_{}_light", Stuff.HEADLAMP)


def _rear(skin: Skin) -> None:
    """A boot lid is a tailgate and the door of a hatchback a trunk, as in the parts data set."""
    spec, x, z = skin.spec, skin.x, skin.z
    along = skin.y + np.maximum(x + spec.front, 0)
    rear = x < spec.rear_axle
    free = rear & (skin.part == -1)
    sedan, bottom = spec.style == "sedan", 0.58
    lid_name, half = ("tailgate", 0.66) if sedan else ("trunk", 0.72)
    ahead = x - (spec.rear_axle - spec.arch_radius * 0.72)
    bumper = most(z - bottom - 0.09 * (along > 0.75), ahead, spec.arch_radius + 0.012 - skin.from_rear)
    skin.claim(bumper, free, "back_bumper")
    skin.claim(most(along - half - 0.1, bottom - z, z - spec.deck - 0.01), free & (z > bottom), lid_name)
    if sedan:
        deck = most(skin.section + 0.05, x - spec.glass_rear + 0.03)
        skin.claim(deck, free & skin.top & (z > spec.deck - 0.12), lid_name)
    tall = spec.style in ("suv", "estate")
    low, high = (0.66, spec.belt - 0.02) if tall else (spec.deck - 0.26, spec.deck - 0.08)
    start, end = (0.68, 1.0) if tall else (0.5, 1.15)
    slant = (along - start) * 0.08
    lamp = most(start - along, along - end, z - high - slant, low + slant - z)
    skin.claim(lamp, rear & ~skin.is_part("back_glass"), "back_{}_light", Stuff.TAILLAMP)
    plate = most(skin.y - 0.26, z - 0.8, 0.69 - z)
    skin.claim(plate, free & (z > bottom) & (along < half), stuff=Stuff.PLATE)


def _trims(skin: Skin) -> None:
    """Wheel arches inside, the underside, sills, and the plastic around a tall car's arches."""
    skin.stuff[skin.in_arch] = Stuff.CAVITY
    skin.part[skin.in_arch] = -1
    skin.stuff[skin.z < 0.215] = Stuff.BLACK
    low = skin.z < 0.29
    if skin.spec.style == "suv":
        rim = np.minimum(skin.from_front, skin.from_rear) < skin.spec.arch_radius + 0.06
        low |= rim | (skin.z < 0.36)
    skin.stuff[low & (skin.stuff == Stuff.PAINT)] = Stuff.BLACK
