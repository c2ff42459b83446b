"""From a car, a camera and surroundings to a picture and the labels of every sample."""

from dataclasses import dataclass

import cv2
import numpy as np

from .body import Body
from .camera import Camera, meet
from .decals import Decal, lay
from .describe import describe
from .fields import Array, smooth_step
from .finish import Finish
from .shade import add_creases, shade
from .surface import Surface
from .surroundings import Surroundings


@dataclass
class View:
    """What the camera meets, before anything is painted: rays of the whole picture, samples of the car."""

    camera: Camera
    rays: Array  # [height, width, 3]
    on_car: Array  # [height, width] bool
    depth: Array  # [height, width] metres along the ray, NaN off the car
    surface: Surface  # one row per sample on the car, in row-major order


def see(body: Body, camera: Camera, width: int, height: int) -> View:
    rays = camera.rays(width, height)
    depth = meet(body, camera.eye, rays)
    on_car = np.isfinite(depth)
    place = camera.eye + rays[on_car] * depth[on_car][:, None]
    return View(camera, rays, on_car, depth, describe(body, place.astype(np.float32)))


def paint(
    view: View, body: Body, finish: Finish, around: Surroundings, decals: list[Decal]
) -> tuple[Array, list[Array]]:
    """
    Linear RGB [height, width, 3] and one label mask [height, width] bool per decal.

    Decals turn normals first, so that dents bend the reflections that are computed after them.
    """
    surface = view.surface
    add_creases(surface, body.spec, finish)
    masks, coat = lay(decals, surface)
    shadow = _sunlight(body, surface.place + surface.normal * 0.02, around.sun)
    picture = _ground_and_sky(view, body, around)
    picture[view.on_car] = shade(surface, view.rays[view.on_car], body.spec, finish, around, shadow, coat)
    labels = []
    for mask in masks:
        label = np.zeros(view.on_car.shape, bool)
        label[view.on_car] = mask
        labels.append(label)
    return picture, labels


def _sunlight(body: Body, place: Array, sun: Array) -> Array:
    """Soft shadows by a few steps towards the sun (I. Quilez, "soft shadows in raymarched SDFs")."""
    light = np.ones(len(place), np.float32)
    for t in (0.05, 0.08, 0.11, 0.15, 0.2, 0.26, 0.34, 0.44, 0.57, 0.75, 1.0, 1.35, 1.8):
        gap = body.distance((place + sun * t).astype(np.float32))
        light = np.minimum(light, smooth_step(-0.015 - 0.07 * t, 0.09 * t, gap))
    return light


def _ground_and_sky(view: View, body: Body, around: Surroundings) -> Array:
    height, width = view.on_car.shape
    picture = np.zeros((height, width, 3), np.float32)
    down = view.rays[:, :, 2] < -0.004
    sky = ~down & ~view.on_car
    picture[sky] = around.backdrop(view.rays[sky])
    floor = down & ~view.on_car
    rays = view.rays[floor]
    t = -view.camera.eye[2] / rays[:, 2]
    place = view.camera.eye + rays * t[:, None]
    colour = around.ground_colour(place[:, :2], t)
    spec = body.spec
    # Contact shadow from the footprint, sun shadow from the body itself.
    footprint = body.plan.at(
        np.clip(place[:, 0], -spec.front - 0.55, spec.front + 0.55),
        np.clip(place[:, 1], -spec.half_width - 0.55, spec.half_width + 0.55),
    )
    contact = smooth_step(-0.25, 0.55, footprint)
    near = (np.abs(place[:, 0]) < spec.front + 3) & (np.abs(place[:, 1]) < 4)
    sun = np.ones(len(place), np.float32)
    sun[near] = _sunlight(body, place[near].astype(np.float32), around.sun)
    light = around.ambient * (0.12 + 0.88 * contact)[:, None] + sun[:, None] * around.sun_colour * max(
        around.sun[2], 0.2
    )
    colour = colour * light
    haze = smooth_step(25, 130, t)[:, None]
    level = rays.copy()
    level[:, 2] = 0.012
    picture[floor] = colour * (1 - haze) + around.backdrop(level / np.linalg.norm(level, axis=1, keepdims=True)) * haze
    return picture


def develop(linear: Array, rng: np.random.Generator, width: int, height: int, exposure: float = 1.0) -> Array:
    """An 8-bit RGB picture from linear light: tone curve, slight blur, noise and vignette."""
    small = cv2.resize(linear, (width, height), interpolation=cv2.INTER_AREA)
    x = np.maximum(small * exposure, 0)
    tone = x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14)  # K. Narkowicz's fit of the ACES film curve
    picture = np.clip(tone, 0, 1) ** (1 / 2.2)
    if rng.random() < 0.35:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 0.9))
    ys, xs = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    picture = picture * (1 - rng.uniform(0, 0.12) * (xs * xs + ys * ys))[:, :, None]
    picture = picture * (1 + rng.normal(0, 0.015, 3))
    picture = picture + rng.normal(0, rng.uniform(0.002, 0.014), picture.shape)
    return (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
