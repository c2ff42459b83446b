"""The five pictures of `examples/`, so that a fresh machine has something to assess."""

from pathlib import Path

import numpy as np

from .compose import Wish, draw_car
from .labels import damage_writer, write_jpeg

_DEGREE = np.pi / 180

#: File name, seed, and what to draw.
EXAMPLES: tuple[tuple[str, int, Wish], ...] = (
    (
        "scratched_door.jpg",
        21,
        Wish(900, 600, (("scratch", "front_left_door"),), 70 * _DEGREE, False, 1.1, 0, "street", 1.6),
    ),
    (
        "dented_and_scratched.jpg",
        31,
        Wish(
            900,
            600,
            (("dent", "back_right_door"), ("scratch", "front_right_door")),
            -75 * _DEGREE,
            False,
            1.0,
            0,
            "park",
            1.8,
        ),
    ),
    (
        "shattered_glass.jpg",
        41,
        Wish(900, 600, (("glass_shatter", "front_glass"),), 32 * _DEGREE, False, 0.95, 0, "street", 1.6),
    ),
    (
        "broken_lamp.jpg",
        24,
        Wish(900, 600, (("lamp_broken", "front_left_light"),), 35 * _DEGREE, False, 1.2, 0, "workshop"),
    ),
    ("undamaged.jpg", 34, Wish(900, 600, (), -40 * _DEGREE, False, 1.0, 0, "overcast")),
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
