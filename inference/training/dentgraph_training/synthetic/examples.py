"""The five pictures of `examples/`, so that a fresh machine has something to assess."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from .compose import Wish, draw_car
from .labels import damage_writer, write_jpeg

_WHOLE_CAR = Wish(width=900, height=600, close=False, fill=1.0, lookalikes=0, boldness=1.6)
_DEGREE = np.pi / 180


def _wish(degrees: float, surroundings: str, *damages: tuple[str, str]) -> Wish:
    """The car seen from so many degrees to the left of its front, with damages of a kind on a part."""
    return replace(_WHOLE_CAR, azimuth=degrees * _DEGREE, surroundings=surroundings, damages=damages)


#: File name, seed, and what to draw.
EXAMPLES: tuple[tuple[str, int, Wish], ...] = (
    ("scratched_door.jpg", 3, _wish(70, "street", ("scratch", "front_left_door"))),
    (
        "dented_and_scratched.jpg",
        6,
        _wish(-75, "park", ("dent", "back_right_door"), ("scratch", "front_right_door")),
    ),
    ("shattered_glass.jpg", 1, _wish(32, "street", ("glass_shatter", "front_glass"))),
    ("broken_lamp.jpg", 5, _wish(35, "workshop", ("lamp_broken", "front_left_light"))),
    ("undamaged.jpg", 4, _wish(-40, "overcast")),
)


def write_examples(folder: Path) -> None:
    """Draw all five and their COCO labels (`labels.json`) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = damage_writer()
    for name, seed, wish in EXAMPLES:
        drawing = draw_car(np.random.default_rng(seed), wish)
        write_jpeg(folder / name, drawing, 85)
        labels.add(name, wish.width, wish.height, drawing.damages)
    labels.write(folder / "labels.json")
