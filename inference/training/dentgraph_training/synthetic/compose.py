"""One drawn picture with its labels, from a seed."""

from dataclasses import dataclass, field

import numpy as np

from .body import Body
from .camera import Camera, around, close_up
from .decals import Decal
from .fields import Array
from .finish import draw_finish
from .outline import polygons
from .place import KIND_SHARES, Placer, apart
from .render import View, develop, paint, see
from .spec import CarSpec, draw_spec
from .surface import PARTS
from .surroundings import draw_surroundings

#: Samples per pixel and side.
OVERSAMPLING = 1.5


@dataclass
class Labelled:
    """One instance: a class name and its pieces, flat [x0, y0, …] in pixels."""

    name: str
    pieces: list[list[float]]


@dataclass
class Drawing:
    """An 8-bit RGB picture [height, width, 3] and what is on it."""

    picture: Array
    damages: list[Labelled] = field(default_factory=list)
    parts: list[Labelled] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """What to draw; None leaves it to chance."""

    width: int = 640
    height: int = 480
    damages: tuple[tuple[str, str | None], ...] | None = None  # (kind, part)
    azimuth: float | None = None  # radians, 0 before the car's front, growing to its left
    close: bool | None = None
    fill: float | None = None
    lookalikes: int | None = None
    surroundings: str | None = None
    boldness: float = 1.0


def draw_car(rng: np.random.Generator, wish: Wish) -> Drawing:
    """A car in its surroundings, damaged as wished; the same car and place whatever the damage."""
    car, place, stand, harm, film = rng.spawn(5)
    spec = draw_spec(car)
    body, finish = Body.build(spec, car), draw_finish(car, spec)
    scene = draw_surroundings(place, wish.surroundings)
    camera = _stand(stand, spec, body, wish)
    view = see(body, camera, round(wish.width * OVERSAMPLING), round(wish.height * OVERSAMPLING))
    decals = _wreck(harm, view, finish, wish)
    linear, masks = paint(view, body, finish, scene, decals)
    drawing = Drawing(develop(linear, film, wish.width, wish.height, _exposure(linear, film)))
    for decal, mask in zip(decals, masks):
        pieces = polygons(mask, wish.width, wish.height)
        if decal.kind is not None and pieces:
            drawing.damages.append(Labelled(decal.kind, pieces))
    drawing.parts = _parts(view, body, wish)
    return drawing


def _stand(rng: np.random.Generator, spec: CarSpec, body: Body, wish: Wish) -> Camera:
    azimuth = rng.uniform(0, 2 * np.pi) if wish.azimuth is None else wish.azimuth
    near = rng.random() < 0.35 if wish.close is None else wish.close
    aspect = wish.width / wish.height
    if not near:
        return around(spec, azimuth, rng, aspect, wish.fill or rng.uniform(0.7, 1.15))
    # Look at the car roughly, take a place on it, and go near.
    rough = see(body, around(spec, azimuth, rng, 4 / 3, 0.9), 160, 120)
    index = int(rng.integers(len(rough.surface.place)))
    place, normal = rough.surface.place[index].astype(np.float64), rough.surface.normal[index].astype(np.float64)
    place[2] = max(place[2], 0.4)
    return close_up(place, normal, rng, float(rng.uniform(0.9, 2.4)))


def _wreck(rng: np.random.Generator, view: View, finish, wish: Wish) -> list[Decal]:
    """Look-alikes first, so that damage lies over them; then dents, so that scratches run through them."""
    surface = view.surface
    pixel = view.depth[view.on_car] * OVERSAMPLING / (view.camera.focal * max(view.rays.shape[:2]))
    placer = Placer(view, finish, pixel, 90 * OVERSAMPLING**2, wish.boldness)
    count = rng.choice([0, 0, 1, 2, 3]) if wish.lookalikes is None else wish.lookalikes
    under = [decal for _ in range(int(count)) if (decal := placer.lookalike(rng)) is not None]
    wanted = wish.damages
    if wanted is None:
        kinds, shares = list(KIND_SHARES), np.array(list(KIND_SHARES.values()))
        chosen = rng.choice(kinds, size=int(rng.choice([1, 1, 2, 2, 3, 4])), p=shares / shares.sum())
        wanted = tuple((str(kind), None) for kind in chosen)
    damages: list[Decal] = []
    for kind, part in wanted:
        for _ in range(6):
            decal = placer.damage(rng, kind, part) if len(surface.place) else None
            if decal is not None and (wish.damages is not None or apart(decal, damages)):
                damages.append(decal)
                break
    order = ("dent", "paint_loss", "scratch", "glass_shatter", "lamp_broken", "broken_part")
    return under + sorted(damages, key=lambda decal: order.index(decal.kind or "dent"))


def _parts(view: View, body: Body, wish: Wish) -> list[Labelled]:
    surface, found = view.surface, []
    for index, name in enumerate(PARTS):
        own = surface.part == index
        groups = [own]
        if name == "wheel":
            front, left = surface.place[:, 0] > 0, surface.place[:, 1] > 0
            groups = [own & (front == a) & (left == b) for a in (True, False) for b in (True, False)]
        for group in groups:
            mask = np.zeros(view.on_car.shape, bool)
            mask[view.on_car] = group
            pieces = polygons(mask, wish.width, wish.height, 60.0) if group.any() else []
            if pieces:
                found.append(Labelled(name, pieces))
    return found


def _exposure(linear: Array, rng: np.random.Generator) -> float:
    """Brings the picture's mean near a photographer's grey, not always quite."""
    grey = float(np.exp(np.log(linear.mean(2)[::8, ::8] + 0.01).mean()))
    return float(np.clip(0.2 / grey, 0.4, 2.5) ** 0.8 * np.exp(rng.normal(0, 0.15)))
