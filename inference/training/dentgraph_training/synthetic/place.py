"""Choosing where on the visible car something is painted, and how large."""

from dataclasses import dataclass

import numpy as np

from . import damage, glass, wreckage
from .decals import CANVAS, Decal, frame, lay
from .fields import Array
from .finish import Finish
from .lookalikes import LOOKALIKES, SHARES
from .render import View
from .surface import PARTS, Stuff, Surface

#: How often each kind is drawn, roughly as in workshop photos.
KIND_SHARES = {
    "scratch": 0.36,
    "dent": 0.24,
    "broken_part": 0.12,
    "paint_loss": 0.1,
    "lamp_broken": 0.08,
    "glass_shatter": 0.1,
}

_LAMPS = {
    Stuff.HEADLAMP: ("front_left_light", "front_right_light"),
    Stuff.TAILLAMP: ("back_left_light", "back_right_light"),
}
_SMALL = [PARTS.index(name) for name in ("left_mirror", "right_mirror", "wheel")]


@dataclass(frozen=True)
class Placer:
    """Paints on one view; `pixel` [n] is what a picture's pixel covers at each sample, in metres."""

    view: View
    finish: Finish
    pixel: Array
    least: float  # samples that a labelled damage must show
    boldness: float = 1.0  # scales sizes

    def damage(self, rng: np.random.Generator, kind: str, part: str | None = None) -> Decal | None:
        """A damage of a kind where it can be seen well; None where this view has no place for it."""
        surface = self.view.surface
        candidates = self._candidates(kind, part)
        if len(candidates) < self.least:
            return None
        for _ in range(4):
            index = int(rng.choice(candidates))
            if kind == "lamp_broken":
                index = self._middle_of(surface.part[index])
            decal = self._draw(rng, kind, index)
            mask = lay([decal], _copy(surface))[0][0]
            if mask.sum() >= self.least:
                return decal
        return None

    def lookalike(self, rng: np.random.Generator) -> Decal | None:
        surface = self.view.surface
        candidates = np.flatnonzero(np.isin(surface.stuff, (Stuff.PAINT, Stuff.GLASS)) & ~np.isin(surface.part, _SMALL))
        if not len(candidates):
            return None
        make = LOOKALIKES[rng.choice(len(LOOKALIKES), p=SHARES)]
        if make.__name__ == "mud":
            low = candidates[surface.place[candidates, 2] < 0.6]
            candidates = low if len(low) else candidates
        index = int(rng.choice(candidates))
        return make(rng, frame(surface, index), float(self.pixel[index]))

    def _candidates(self, kind: str, part: str | None) -> Array:
        surface = self.view.surface
        facing = -(self.view.rays[self.view.on_car] * surface.normal).sum(1)
        good = facing > 0.35
        if kind == "glass_shatter":
            good &= surface.stuff == Stuff.GLASS
        elif kind == "lamp_broken":
            good &= np.isin(surface.stuff, list(_LAMPS))
            for name in (name for names in _LAMPS.values() for name in names):
                seen = surface.part == PARTS.index(name)
                if seen.sum() < self.least:
                    good &= ~seen
        else:
            good &= (surface.stuff == Stuff.PAINT) & ~np.isin(surface.part, _SMALL)
        if kind == "broken_part":
            bumpers = [PARTS.index("front_bumper"), PARTS.index("back_bumper")]
            good &= np.isin(surface.part, bumpers)
        if part is not None:
            good &= surface.part == PARTS.index(part)
        return np.flatnonzero(good)

    def _middle_of(self, part: int) -> int:
        own = np.flatnonzero(self.view.surface.part == part)
        places = self.view.surface.place[own]
        return int(own[np.argmin(np.linalg.norm(places - places.mean(0), axis=1))])

    def _draw(self, rng: np.random.Generator, kind: str, index: int) -> Decal:
        surface = self.view.surface
        at, pixel = frame(surface, index), float(self.pixel[index])
        # Large enough to be seen from here, small enough to fit the car and, in close-ups, the picture.
        low, high = {
            "scratch": (70, 300),
            "dent": (70, 260),
            "broken_part": (110, 330),
            "paint_loss": (45, 220),
            "lamp_broken": (60, 400),
            "glass_shatter": (130, 420),
        }[kind]
        size = float(np.clip(pixel * self.boldness * np.exp(rng.uniform(np.log(low), np.log(high))), 0.1, 1.6))
        grain = pixel * CANVAS / size
        paint = self.finish.colour
        if kind == "scratch":
            return damage.scratch(rng, at, paint, size, grain)
        if kind == "dent":
            return damage.dent(rng, at, size)
        if kind == "paint_loss":
            return damage.paint_loss(rng, at, size)
        if kind == "glass_shatter":
            decal = glass.glass_shatter(rng, at, size, grain)
            decal.part = int(surface.part[index])  # one pane, not the next one behind the pillar
            return decal
        if kind == "lamp_broken":
            return wreckage.lamp_broken(
                rng, at, int(surface.part[index]), Stuff(surface.stuff[index]), 0.75, pixel * CANVAS / 0.75
            )
        if surface.seam[index] < 0.04 and rng.random() < 0.7:
            return wreckage.gaping_seam(rng, at, size)
        return wreckage.broken_part(rng, at, paint, size)


def _copy(surface: Surface) -> Surface:
    return Surface(surface.place, surface.normal.copy(), surface.part, surface.stuff, surface.seam, surface.inner)


def apart(decal: Decal, others: list[Decal], share: float = 0.45) -> bool:
    """Whether a decal keeps its distance from others."""
    return all(
        np.linalg.norm(decal.anchor - other.anchor) > share * (decal.size + other.size) / 2 * 1.2 for other in others
    )
