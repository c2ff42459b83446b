"""Scenes without any vehicle: rooms with furniture, houses, trees. Nothing in them is labelled."""

import cv2
import numpy as np

from .camera import look
from .fields import Array
from .render import develop
from .surroundings import draw_surroundings


def draw_scene(rng: np.random.Generator, width: int, height: int) -> Array:
    """An 8-bit RGB picture [height, width, 3] of a street, a park or a room."""
    if rng.random() < 0.5:
        return _outdoors(rng, width, height)
    return _room(rng, width, height)


def _outdoors(rng: np.random.Generator, width: int, height: int) -> Array:
    scene = draw_surroundings(rng, str(rng.choice(["street", "park", "overcast"])))
    angle = rng.uniform(0, 2 * np.pi)
    eye = np.array([0.0, 0.0, rng.uniform(1.4, 3)])
    camera = look(
        eye, eye + np.array([np.cos(angle), np.sin(angle), rng.uniform(-0.1, 0.15)]), rng.uniform(0.7, 1.1), 0.0
    )
    rays = camera.rays(width, height)
    flat = rays.reshape(-1, 3)
    picture = scene.backdrop(flat).copy()
    floor = flat[:, 2] < -0.004
    t = -eye[2] / flat[floor, 2]
    ground = scene.ground_colour((eye + flat[floor] * t[:, None])[:, :2].astype(np.float32), t)
    picture[floor] = ground * (scene.ambient + scene.sun_colour * max(float(scene.sun[2]), 0.2))
    return develop(picture.reshape(height, width, 3), rng, width, height, 1.2)


def _room(rng: np.random.Generator, width: int, height: int) -> Array:
    """A kitchen or living room seen face on: wall, floor, cupboards, a table, things on it."""
    image = np.zeros((height, width, 3), np.float32)
    wall, floor = rng.uniform(0.3, 0.8) * rng.uniform(0.85, 1, 3), rng.uniform(0.08, 0.4) * rng.uniform(0.7, 1, 3)
    horizon = int(height * rng.uniform(0.6, 0.75))
    light = np.linspace(1.1, 0.8, width, dtype=np.float32)[None, :, None]
    image[:horizon], image[horizon:] = wall, floor
    image *= light
    for x in np.linspace(-width, 2 * width, 14):
        cv2.line(
            image,
            (int(width / 2 + (x - width / 2) * 0.4), horizon),
            (int(x), height),
            (floor * 0.8).tolist(),
            2,
            cv2.LINE_AA,
        )
    if rng.random() < 0.6:
        _window(rng, image, horizon)
    wood = rng.uniform(0.1, 0.7) * np.sort(rng.uniform(0.5, 1, 3))[::-1]
    _cupboards(rng, image, wood, int(horizon * 0.62), horizon + int(height * 0.06))
    if rng.random() < 0.6:
        _cupboards(rng, image, wood * 0.95, int(height * 0.03), int(height * 0.2))
    for _ in range(int(rng.integers(3, 9))):
        _thing(rng, image, int(horizon * 0.62))
    image = cv2.GaussianBlur(image, (0, 0), 0.6)
    return develop(image, rng, width, height, float(rng.uniform(0.8, 1.3)))


def _cupboards(rng: np.random.Generator, image: Array, wood: Array, top: int, bottom: int) -> None:
    width = image.shape[1]
    x, end = int(width * rng.uniform(-0.05, 0.3)), int(width * rng.uniform(0.6, 1.05))
    door = int(width * rng.uniform(0.09, 0.18))
    while x < end:
        cv2.rectangle(image, (x, top), (x + door, bottom), wood.tolist(), -1)
        cv2.rectangle(image, (x + 4, top + 6), (x + door - 4, bottom - 6), (wood * 1.12).tolist(), 2, cv2.LINE_AA)
        cv2.line(image, (x, top), (x, bottom), (wood * 0.5).tolist(), 2)
        cv2.rectangle(image, (x + door - 14, top + 14), (x + door - 10, top + 40), (0.5, 0.5, 0.52), -1)
        x += door
    cv2.rectangle(image, (0, top - 8), (end, top), (wood * 0.35 + 0.2).tolist(), -1)


def _window(rng: np.random.Generator, image: Array, horizon: int) -> None:
    height, width = image.shape[:2]
    x, y = int(width * rng.uniform(0.1, 0.6)), int(height * rng.uniform(0.08, 0.2))
    w, h = int(width * rng.uniform(0.18, 0.32)), int((horizon - y) * rng.uniform(0.4, 0.6))
    cv2.rectangle(image, (x, y), (x + w, y + h), (0.8, 0.95, 1.15), -1)
    cv2.circle(image, (x + w // 3, y + h), h // 3, (0.15, 0.35, 0.12), -1, cv2.LINE_AA)
    cv2.rectangle(image, (x, y), (x + w, y + h), (0.75, 0.75, 0.75), 6)
    cv2.line(image, (x + w // 2, y), (x + w // 2, y + h), (0.75, 0.75, 0.75), 5)


def _thing(rng: np.random.Generator, image: Array, shelf: int) -> None:
    """A pot, bottle, bowl or plant standing on the worktop."""
    width = image.shape[1]
    x, size = int(rng.uniform(0.05, 0.95) * width), int(width * rng.uniform(0.02, 0.06))
    colour = rng.uniform(0.03, 0.8, 3)
    kind = rng.integers(0, 3)
    if kind == 0:
        cv2.rectangle(image, (x - size, shelf - 2 * size - 8), (x + size, shelf - 8), colour.tolist(), -1)
        cv2.ellipse(
            image, (x, shelf - 2 * size - 8), (size, size // 4), 0, 0, 360, (colour * 1.3).tolist(), -1, cv2.LINE_AA
        )
        cv2.rectangle(
            image, (x - size // 2, shelf - 2 * size), (x - size // 3, shelf - 14), (colour * 1.5 + 0.1).tolist(), -1
        )
    elif kind == 1:
        cv2.rectangle(image, (x - size // 2, shelf - 3 * size), (x + size // 2, shelf - 8), colour.tolist(), -1)
        cv2.rectangle(
            image, (x - size // 5, shelf - 4 * size), (x + size // 5, shelf - 3 * size), (colour * 0.8).tolist(), -1
        )
    else:
        cv2.ellipse(image, (x, shelf - 8 - size), (size, size), 0, 0, 180, colour.tolist(), -1, cv2.LINE_AA)
        for _ in range(8):
            dx, dy = rng.normal(0, size * 0.6, 2)
            cv2.circle(image, (int(x + dx), int(shelf - 2 * size + dy)), size // 3, (0.08, 0.3, 0.07), -1, cv2.LINE_AA)
