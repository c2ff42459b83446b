"""The shell's samples while its panels are laid out on them."""

import numpy as np

from .body import Body
from .fields import Array
from .spec import CarSpec
from .surface import PARTS, Stuff


def most(*distances: Array) -> Array:
    """The largest of signed distances: the intersection of their regions."""
    return np.max(np.broadcast_arrays(*distances), axis=0)


class Skin:
    """
    Samples [n] on the shell; regions claim them, later ones over earlier ones.

    `y` counts from the middle, the same on both sides. `side`, `plan` and `section` are the insets
    from the three outlines: the one near 0 is the face that a sample lies on.
    """

    def __init__(self, body: Body, place: Array, normal: Array) -> None:
        self.spec: CarSpec = body.spec
        self.normal = normal
        self.left = place[:, 1] > 0
        self.x, self.y, self.z = place[:, 0], np.abs(place[:, 1]), place[:, 2]
        self.side, self.plan, self.section = body.insets(place)
        self.in_arch = body.skin(place) < -0.008
        self.from_front, self.from_rear = (
            np.hypot(self.x - axle, self.z - body.spec.wheel_radius) for axle in body.spec.axles
        )
        self.flank = (self.side < -0.028) & (np.abs(normal[:, 1]) > 0.45)
        self.top = self.section < -0.05
        self.part = np.full(len(place), -1, np.int16)
        self.stuff = np.full(len(place), Stuff.PAINT, np.uint8)
        self.seam = np.full(len(place), 1.0, np.float32)
        self.inner = np.zeros(len(place), np.float32)

    def claim(self, outside: Array, where: Array, part: str | None = None, stuff: Stuff | None = None) -> None:
        """
        Give the samples with outside < 0 to a part, make them of a stuff, or both.

        Args:
            outside: signed distance to the region's border in metres, negative inside.
            where: samples that can be claimed at all.
            part: a name of PARTS; "{}" in it becomes left or right. A panel ends in a seam.
        """
        chosen = where & (outside < 0)
        if part is not None:
            left, right = (PARTS.index(part.format(name)) for name in ("left", "right"))
            self.part[chosen] = np.where(self.left[chosen], left, right)
        if stuff is not None:
            self.stuff[chosen] = stuff
            self.inner[chosen] = -outside[chosen]
        if part is not None and stuff is not Stuff.GLASS:
            self.seam[where] = np.minimum(self.seam[where], np.abs(outside[where]))

    def is_part(self, name: str) -> Array:
        return self.part == PARTS.index(name)
