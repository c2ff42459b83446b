"""From places on a car to what is there."""

import numpy as np

from .body import Body, numeric_normal
from .fields import Array
from .panels import panel_shell
from .surface import PARTS, Stuff, Surface


def describe(body: Body, place: Array) -> Surface:
    """Classify places [n, 3] on the car's surface."""
    shell, wheel, mirror = body.shell(place), body.wheels(place), body.mirrors(place)
    thing = np.argmin([shell, wheel, mirror], axis=0)
    n = len(place)
    surface = Surface(
        place,
        np.zeros_like(place),
        np.full(n, -1, np.int16),
        np.zeros(n, np.uint8),
        np.full(n, 1.0, np.float32),
        np.zeros(n, np.float32),
    )
    left = place[:, 1] > 0

    on = thing == 2
    surface.normal[on] = numeric_normal(body.mirrors, place[on])
    surface.part[on] = np.where(left[on], PARTS.index("left_mirror"), PARTS.index("right_mirror"))
    surface.stuff[on] = np.where(surface.normal[on, 0] < -0.8, Stuff.CHROME, Stuff.PAINT)

    on = thing == 1
    surface.normal[on] = numeric_normal(body.wheels, place[on])
    surface.part[on] = PARTS.index("wheel")
    surface.stuff[on] = Stuff.TYRE

    panel_shell(body, surface, np.flatnonzero(thing == 0))
    return surface
