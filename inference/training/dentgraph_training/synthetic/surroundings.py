"""Sky, skyline and ground around the car, and the light they give; also what the paint mirrors."""

from dataclasses import dataclass

import cv2
import numpy as np

from .fields import Array, lookup, smooth_step, tileable_noise
from .panorama import HEIGHT, HIGH, LOW, WIDTH, paint_panorama

KINDS = ("street", "park", "workshop", "overcast")
_LINEAR = ((np.arange(256) / 255) ** 2.2).astype(np.float32)
"""Linear light of each 8-bit value."""


@dataclass
class Surroundings:
    """Panorama and ground of one scene; colours are linear RGB."""

    kind: str
    panorama: Array  # [1024, 4096, 3] uint8, sRGB
    mirrored: Array  # [256, 1024, 3] float32: the same, coarser and linear, for reflections
    noise: Array  # [512, 512] tileable
    ground: Array  # [3]
    pattern: str
    sun: Array  # unit vector towards the light
    sun_colour: Array
    ambient: Array

    def backdrop(self, d: Array, sharp: bool = True) -> Array:
        """Colour seen along directions [n, 3] at or above the horizon."""
        image = self.panorama if sharp else self.mirrored
        scale = image.shape[1] / WIDTH
        column = (np.arctan2(d[:, 1], d[:, 0]) / (2 * np.pi) + 0.5) * WIDTH * scale
        elevation = np.degrees(np.arcsin(np.clip(d[:, 2], -1, 1)))
        row = np.clip((HIGH - elevation) / (HIGH - LOW), 0, 1) * (HEIGHT - 1) * scale
        seen = lookup(image, np.clip(column, 0, image.shape[1] - 1).astype(np.float32), row.astype(np.float32))
        return _LINEAR[seen] if sharp else seen

    def reflection(self, r: Array, place: Array) -> Array:
        """Colour that arrives at places on the car along mirrored directions [n, 3]."""
        above = self.backdrop(np.column_stack([r[:, :2], np.maximum(r[:, 2], 0)]), sharp=False)
        # A ray that goes down meets the ground near the car, darker the nearer it is (the car's own shadow).
        reach = place[:, 2] / np.maximum(-r[:, 2], 1e-3)
        below = self.ground * (self.ambient * 0.9) * (0.25 + 0.75 * smooth_step(0.3, 2.5, reach))[:, None]
        share = smooth_step(-0.02, 0.03, r[:, 2])[:, None]
        glint = np.clip((r @ self.sun - 0.9985) / 0.0012, 0, 1)[:, None] * self.sun_colour * 6
        return above * share + below * (1 - share) + glint

    def ground_colour(self, xy: Array, distance: Array) -> Array:
        """Albedo of the ground at places [n, 2] in metres; detail fades with distance."""
        fine = lookup(self.noise, xy[:, 0] * 160, xy[:, 1] * 160, wrap=True) - 0.5
        broad = lookup(self.noise, xy[:, 0] * 23 + 9, xy[:, 1] * 23, wrap=True) - 0.5
        fade = np.clip(6 / np.maximum(distance, 1), 0, 1)
        colour = self.ground * (1 + 0.5 * fine * fade + 0.45 * broad)[:, None]
        if self.pattern in ("slabs", "tiles"):
            size = 1.2 if self.pattern == "slabs" else 0.4
            cell = np.abs(np.mod(xy / size, 1) - 0.5)
            joint = smooth_step(0.5 - 0.012 / size, 0.5, cell.max(1)) * fade
            tone = lookup(
                self.noise, np.floor(xy[:, 0] / size) * 37.3, np.floor(xy[:, 1] / size) * 91.7, wrap=True, nearest=True
            )
            colour = colour * (0.9 + 0.25 * tone * fade)[:, None] * (1 - 0.45 * joint)[:, None]
        if self.pattern == "bay":
            line = np.minimum(np.abs(np.abs(xy[:, 1]) - 1.5), 9)
            paint = smooth_step(0.06, 0.045, line) * (np.abs(xy[:, 0]) < 3.4)
            colour = colour * (1 - paint[:, None]) + 0.7 * paint[:, None]
        return colour


def draw_surroundings(rng: np.random.Generator, kind: str | None = None) -> Surroundings:
    kind = kind or str(rng.choice(KINDS, p=[0.3, 0.25, 0.25, 0.2]))
    panorama = paint_panorama(rng, kind)
    coarse = cv2.resize(panorama, (WIDTH // 4, HEIGHT // 4), interpolation=cv2.INTER_AREA)
    mirrored = cv2.GaussianBlur(_LINEAR[coarse], (0, 0), 1.2)
    if kind == "workshop":
        mirrored = mirrored * 1.1 + (mirrored > 0.85) * 1.6
    azimuth, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.2)
    sun = np.array([np.cos(azimuth) * np.cos(height), np.sin(azimuth) * np.cos(height), np.sin(height)], np.float32)
    bright = {"street": 1.0, "park": 1.0, "workshop": 0.45, "overcast": 0.25}[kind]
    warm = np.array([1.0, rng.uniform(0.88, 0.97), rng.uniform(0.75, 0.92)], np.float32)
    ambient = np.array([0.5, 0.53, 0.58], np.float32) * rng.uniform(0.9, 1.25) * (1.35 if kind == "overcast" else 1)
    ground = np.array([0.2, 0.2, 0.205], np.float32) * rng.uniform(0.5, 1.9) * rng.uniform(0.92, 1.08, 3)
    pattern = str(rng.choice(["asphalt", "slabs", "tiles", "bay"]))
    noise = tileable_noise(rng, 512, (4, 16, 64, 256))
    return Surroundings(
        kind,
        panorama,
        mirrored.astype(np.float32),
        noise,
        ground.astype(np.float32),
        pattern,
        sun,
        warm * bright,
        ambient.astype(np.float32),
    )
