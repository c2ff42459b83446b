"""Paint, wheels and number plate of one car."""

from dataclasses import dataclass

import cv2
import numpy as np

from .fields import Array
from .spec import CarSpec

_COLOURS = (
    (0.80, 0.80, 0.79),
    (0.62, 0.63, 0.64),
    (0.33, 0.34, 0.36),
    (0.10, 0.105, 0.11),
    (0.018, 0.018, 0.02),
    (0.42, 0.02, 0.02),
    (0.02, 0.07, 0.32),
    (0.03, 0.16, 0.36),
    (0.025, 0.12, 0.06),
    (0.55, 0.33, 0.03),
    (0.32, 0.20, 0.10),
    (0.45, 0.09, 0.02),
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
    text = "".join(rng.choice(list("ABCDEFGHKLMNPRSTUVWXYZ"), 2)) + f" {rng.integers(100, 1000)}"
    cv2.putText(plate, text, (30, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.45, 255, 4, cv2.LINE_AA)
    ink = plate.astype(np.float32) / 255
    return Finish(
        colour,
        rng.uniform(0, 0.8),
        rng.uniform(0.6, 1.0),
        int(rng.choice([5, 6, 7, 9, 10])),
        np.full(3, rng.choice([0.12, 0.4, 0.55]), np.float32),
        rng.uniform(0.05, 0.22),
        spec.belt - rng.uniform(0.1, 0.3),
        rng.uniform(0.02, 0.09),
        ink,
    )
