"""Sky, skyline and ground around the car, and the light they give; also what the paint mirrors."""

from dataclasses import dataclass

import cv2
import numpy as np

from .fields import Array, lookup, smooth_step, tileable_noise

_WIDTH, _HEIGHT = 4096, 1024  # panorama: 360 degrees by -5..85
_LOW, _HIGH = -5.0, 85.0

KINDS = ('street', 'park', 'workshop', 'overcast')


@dataclass
class Surroundings:
    """Panorama and ground of one scene; colours are linear RGB."""

    kind: str
    panorama: Array  # [1024, 4096, 3] float32
    mirrored: Array  # the same, coarser, for reflections
    noise: Array  # [512, 512] tileable
    ground: Array  # [3]
    pattern: str
    sun: Array  # unit vector towards the light
    sun_colour: Array
    ambient: Array

    def backdrop(self, d: Array, sharp: bool = True) -> Array:
        """Colour seen along directions [n, 3] at or above the horizon."""
        image = self.panorama if sharp else self.mirrored
        scale = image.shape[1] / _WIDTH
        column = (np.arctan2(d[:, 1], d[:, 0]) / (2 * np.pi) + 0.5) * _WIDTH * scale
        elevation = np.degrees(np.arcsin(np.clip(d[:, 2], -1, 1)))
        row = np.clip((_HIGH - elevation) / (_HIGH - _LOW), 0, 1) * (_HEIGHT - 1) * scale
        return lookup(image, np.clip(column, 0, image.shape[1] - 1).astype(np.float32), row.astype(np.float32))

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
        if self.pattern in ('slabs', 'tiles'):
            size = 1.2 if self.pattern == 'slabs' else 0.4
            cell = np.abs(np.mod(xy / size, 1) - 0.5)
            joint = smooth_step(0.5 - 0.012 / size, 0.5, cell.max(1)) * fade
            tone = lookup(self.noise, np.floor(xy[:, 0] / size) * 37.3, np.floor(xy[:, 1] / size) * 91.7, wrap=True, nearest=True)
            colour = colour * (0.9 + 0.25 * tone * fade)[:, None] * (1 - 0.45 * joint)[:, None]
        if self.pattern == 'bay':
            line = np.minimum(np.abs(np.abs(xy[:, 1]) - 1.5), 9)
            paint = smooth_step(0.06, 0.045, line) * (np.abs(xy[:, 0]) < 3.4)
            colour = colour * (1 - paint[:, None]) + 0.7 * paint[:, None]
        return colour


def draw_surroundings(rng: np.random.Generator, kind: str | None = None) -> Surroundings:
    kind = kind or str(rng.choice(KINDS, p=[0.3, 0.25, 0.25, 0.2]))
    sky = _sky(rng, kind)
    if kind == 'workshop':
        _hall(rng, sky)
    else:
        _skyline(rng, sky, kind)
    linear = (sky.astype(np.float32) / 255) ** 2.2
    mirrored = cv2.GaussianBlur(cv2.resize(linear, (1024, 256), interpolation=cv2.INTER_AREA), (0, 0), 1.2)
    if kind == 'workshop':
        mirrored = mirrored * 1.1 + (mirrored > 0.85) * 1.6
    azimuth, height = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 1.2)
    sun = np.array([np.cos(azimuth) * np.cos(height), np.sin(azimuth) * np.cos(height), np.sin(height)], np.float32)
    bright = {'street': 1.0, 'park': 1.0, 'workshop': 0.45, 'overcast': 0.25}[kind]
    warm = np.array([1.0, rng.uniform(0.88, 0.97), rng.uniform(0.75, 0.92)], np.float32)
    ambient = np.array([0.5, 0.53, 0.58], np.float32) * rng.uniform(0.9, 1.25) * (1.35 if kind == 'overcast' else 1)
    ground = np.array([0.2, 0.2, 0.205], np.float32) * rng.uniform(0.5, 1.9) * rng.uniform(0.92, 1.08, 3)
    pattern = str(rng.choice(['asphalt', 'slabs', 'tiles', 'bay']))
    noise = tileable_noise(rng, 512, (4, 16, 64, 256))
    return Surroundings(kind, linear, mirrored.astype(np.float32), noise, ground.astype(np.float32), pattern, sun,
                        warm * bright, ambient.astype(np.float32))


def row_of(elevation: float) -> int:
    """Row of the panorama at an elevation in degrees."""
    return int((_HIGH - elevation) / (_HIGH - _LOW) * (_HEIGHT - 1))


def _sky(rng: np.random.Generator, kind: str) -> Array:
    zenith = np.array({'street': (70, 120, 195), 'park': (85, 140, 205), 'workshop': (95, 95, 100), 'overcast': (165, 172, 182)}[kind])
    horizon = np.array({'street': (205, 218, 230), 'park': (210, 222, 228), 'workshop': (190, 190, 188), 'overcast': (222, 225, 228)}[kind])
    t = np.clip(np.linspace(1, -0.06, _HEIGHT), 0, 1)[:, None] ** 0.6
    colour = zenith * t + horizon * (1 - t)
    image = np.repeat(colour[:, None, :], _WIDTH, 1)
    if kind in ('street', 'park', 'overcast'):
        cloud = cv2.resize(tileable_noise(rng, 512, (3, 7, 15, 40)), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC)
        share = smooth_step(0.48, 0.72, cloud)[:, :, None] * 0.8
        image = image * (1 - share) + np.array([250, 250, 250]) * share
    return np.clip(image + rng.uniform(-12, 12), 0, 255).astype(np.uint8)


def _skyline(rng: np.random.Generator, image: Array, kind: str) -> None:
    ground = row_of(0)
    if kind in ('park', 'overcast'):
        for tone in (0.75, 0.55):
            ridge = tileable_noise(rng, 512, (8, 21, 60, 200))[0]
            heights = np.interp(np.linspace(0, 512, _WIDTH), np.arange(513), np.append(ridge, ridge[0]))
            tops = ground - ((heights * 1.5 - 0.25) * row_scale(13 if tone > 0.6 else 8)).astype(int)
            green = np.array([rng.uniform(70, 110), rng.uniform(95, 130), rng.uniform(55, 80)]) * tone
            points = np.stack([np.arange(_WIDTH), tops], 1)
            ring = np.vstack([points, [[_WIDTH, ground + 80], [0, ground + 80]]])
            cv2.fillPoly(image, [ring.astype(np.int32)], green.tolist(), cv2.LINE_AA)
    x = 0
    while x < _WIDTH and kind in ('street', 'overcast'):
        width = int(rng.uniform(120, 420))
        if rng.random() < 0.8:
            _building(rng, image, x, width, ground)
        else:
            _tree(rng, image, x + width // 2, ground, row_scale(rng.uniform(6, 12)))
        x += int(width * rng.uniform(0.95, 1.25))
    for _ in range(int(rng.integers(4, 14))):
        _tree(rng, image, int(rng.integers(0, _WIDTH)), ground, row_scale(rng.uniform(4, 14)))


def row_scale(degrees: float) -> float:
    return degrees / (_HIGH - _LOW) * _HEIGHT


def _building(rng: np.random.Generator, image: Array, x: int, width: int, ground: int) -> None:
    high = int(row_scale(rng.uniform(8, 26)))
    wall = np.array([1, rng.uniform(0.9, 1), rng.uniform(0.8, 1)]) * rng.uniform(110, 215)
    cv2.rectangle(image, (x, ground - high), (x + width, ground + 80), wall.tolist(), -1)
    cv2.rectangle(image, (x, ground - high), (x + width, ground - high + 8), (wall * 0.7).tolist(), -1)
    step, pane = int(rng.uniform(34, 60)), rng.uniform(0.45, 0.7)
    glass = (np.array([70, 85, 100]) * rng.uniform(0.7, 1.5)).tolist()
    for row in range(ground - high + 24, ground - 20, step):
        for column in range(x + 14, x + width - int(step * pane), step):
            cv2.rectangle(image, (column, row), (column + int(step * pane), row + int(step * 0.62)), glass, -1)


def _tree(rng: np.random.Generator, image: Array, x: int, ground: int, size: float) -> None:
    trunk = int(size * 0.06) + 2
    cv2.rectangle(image, (x - trunk, int(ground - size * 0.5)), (x + trunk, ground + 60), (70, 58, 48), -1)
    green = np.array([rng.uniform(55, 95), rng.uniform(95, 135), rng.uniform(45, 70)])
    for _ in range(26):
        dx, dy = rng.normal(0, size * 0.22, 2)
        shade = 0.75 + 0.35 * np.clip(-dy / size + 0.5 * rng.random(), 0, 1)
        centre = (int(x + dx), int(ground - size * 0.85 + dy))
        cv2.circle(image, centre, int(size * rng.uniform(0.1, 0.24)), (green * shade).tolist(), -1, cv2.LINE_AA)


def _hall(rng: np.random.Generator, image: Array) -> None:
    """Walls, gates and rows of lamp tubes."""
    wall = np.array([1, 1, rng.uniform(0.94, 1)]) * rng.uniform(140, 215)
    cv2.rectangle(image, (0, row_of(28)), (_WIDTH, _HEIGHT), wall.tolist(), -1)
    cv2.rectangle(image, (0, row_of(5)), (_WIDTH, _HEIGHT), (wall * rng.uniform(0.5, 0.85)).tolist(), -1)
    for x in range(int(rng.integers(0, 300)), _WIDTH, int(rng.integers(420, 800))):
        width = int(rng.uniform(150, 300))
        tone = (np.array([1, 1, 1.02]) * rng.uniform(70, 235)).tolist()
        cv2.rectangle(image, (x, row_of(20)), (x + width, row_of(-1)), tone, -1)
        for row in range(row_of(20), row_of(-1), 22):
            cv2.line(image, (x, row), (x + width, row), (np.array(tone) * 0.85).tolist(), 2)
    for x in range(0, _WIDTH, int(rng.integers(260, 520))):
        cv2.rectangle(image, (x, row_of(56)), (x + int(rng.uniform(90, 220)), row_of(51)), (255, 255, 255), -1)
        cv2.rectangle(image, (x + 40, row_of(40)), (x + 40 + int(rng.uniform(60, 160)), row_of(37)), (255, 255, 255), -1)
