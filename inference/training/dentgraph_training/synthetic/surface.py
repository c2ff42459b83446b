"""What each place of a car is: which part it belongs to and what it is made of."""

from dataclasses import dataclass
from enum import IntEnum

from .fields import Array

#: Part classes in the order of the parts data set; left and right are the car's own.
PARTS = (
    "back_bumper",
    "back_glass",
    "back_left_door",
    "back_left_light",
    "back_right_door",
    "back_right_light",
    "front_bumper",
    "front_glass",
    "front_left_door",
    "front_left_light",
    "front_right_door",
    "front_right_light",
    "hood",
    "left_mirror",
    "right_mirror",
    "tailgate",
    "trunk",
    "wheel",
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
