"""Sky, skyline and walls around the car, painted on a strip: 360 degrees by -5..85."""

import cv2
import numpy as np

from .fields import Array, smooth_step, tileable_noise

WIDTH, HEIGHT = 4096, 1024
LOW, HIGH = -5.0, 85.0
"""Elevations of the strip's lower and upper edge, in degrees."""


def paint_panorama(rng: np.random.Generator, kind: str) -> Array:
    """[HEIGHT, WIDTH, 3] uint8 sRGB."""
    image = _sky(rng, kind)
    if kind == "workshop":
        _hall(rng, image)
    else:
        _skyline(rng, image, kind)
    return image


def row_of(elevation: float) -> int:
    """Row of the panorama at an elevation in degrees."""
    return int((HIGH - elevation) / (HIGH - LOW) * (HEIGHT - 1))


def _sky(rng: np.random.Generator, kind: str) -> Array:
    zenith = np.array(
        {"street": (70, 120, 195), "park": (85, 140, 205), "workshop": (95, 95, 100), "overcast": (165, 172, 182)}[kind]
    )
    horizon = np.array(
        {"street": (205, 218, 230), "park": (210, 222, 228), "workshop": (190, 190, 188), "overcast": (222, 225, 228)}[
            kind
        ]
    )
    t = np.clip(np.linspace(1, -0.06, HEIGHT // 4), 0, 1)[:, None] ** 0.6
    colour = zenith * t + horizon * (1 - t)
    image = np.repeat(colour[:, None, :], WIDTH // 4, 1)
    if kind in ("street", "park", "overcast"):
        cloud = cv2.resize(
            tileable_noise(rng, 512, (3, 7, 15, 40)), (WIDTH // 4, HEIGHT // 4), interpolation=cv2.INTER_LINEAR
        )
        share = smooth_step(0.48, 0.72, cloud)[:, :, None] * 0.8
        image = image * (1 - share) + np.array([250, 250, 250]) * share
    image = np.clip(image + rng.uniform(-12, 12), 0, 255).astype(np.uint8)
    return cv2.resize(image, (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)


def _skyline(rng: np.random.Generator, image: Array, kind: str) -> None:
    ground = row_of(0)
    if kind in ("park", "overcast"):
        for tone in (0.75, 0.55):
            ridge = tileable_noise(rng, 512, (8, 21, 60, 200))[0]
            heights = np.interp(np.linspace(0, 512, WIDTH), np.arange(513), np.append(ridge, ridge[0]))
            tops = ground - ((heights * 1.5 - 0.25) * row_scale(13 if tone > 0.6 else 8)).astype(int)
            green = np.array([rng.uniform(70, 110), rng.uniform(95, 130), rng.uniform(55, 80)]) * tone
            points = np.stack([np.arange(WIDTH), tops], 1)
            ring = np.vstack([points, [[WIDTH, ground + 80], [0, ground + 80]]])
            cv2.fillPoly(image, [ring.astype(np.int32)], green.tolist(), cv2.LINE_AA)
    x = 0
    while x < WIDTH and kind in ("street", "overcast"):
        width = int(rng.uniform(120, 420))
        if rng.random() < 0.8:
            _building(rng, image, x, width, ground)
        else:
            _tree(rng, image, x + width // 2, ground, row_scale(rng.uniform(6, 12)))
        x += int(width * rng.uniform(0.95, 1.25))
    for _ in range(int(rng.integers(4, 14))):
        _tree(rng, image, int(rng.integers(0, WIDTH)), ground, row_scale(rng.uniform(4, 14)))


def row_scale(degrees: float) -> float:
    return degrees / (HIGH - LOW) * HEIGHT


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
    cv2.rectangle(image, (0, row_of(28)), (WIDTH, HEIGHT), wall.tolist(), -1)
    cv2.rectangle(image, (0, row_of(5)), (WIDTH, HEIGHT), (wall * rng.uniform(0.5, 0.85)).tolist(), -1)
    for x in range(int(rng.integers(0, 300)), WIDTH, int(rng.integers(420, 800))):
        width = int(rng.uniform(150, 300))
        tone = (np.array([1, 1, 1.02]) * rng.uniform(70, 235)).tolist()
        cv2.rectangle(image, (x, row_of(20)), (x + width, row_of(-1)), tone, -1)
        for row in range(row_of(20), row_of(-1), 22):
            cv2.line(image, (x, row), (x + width, row), (np.array(tone) * 0.85).tolist(), 2)
    for x in range(0, WIDTH, int(rng.integers(260, 520))):
        cv2.rectangle(image, (x, row_of(56)), (x + int(rng.uniform(90, 220)), row_of(51)), (255, 255, 255), -1)
        cv2.rectangle(
            image, (x + 40, row_of(40)), (x + 40 + int(rng.uniform(60, 160)), row_of(37)), (255, 255, 255), -1
        )
