"""A car's measures, drawn at random, and its outlines from three sides."""

from dataclasses import dataclass

import numpy as np

from .fields import Array, smooth_outline

STYLES = ("sedan", "hatchback", "suv", "estate")


@dataclass(frozen=True)
class CarSpec:
    """Measures of one car in metres; x positions count from the middle of its length."""

    style: str
    length: float
    half_width: float
    height: float
    belt: float  # height of the lower edge of the side windows
    wheel_radius: float
    front_axle: float
    rear_axle: float
    cowl: float  # x where hood meets windscreen
    roof_front: float
    roof_rear: float
    glass_rear: float  # x of the rear window's lower edge
    pillar: float  # x of the B pillar
    hood_edge: float  # height of the hood's front edge
    deck: float  # height of the rear window's lower edge

    @property
    def front(self) -> float:
        return self.length / 2

    @property
    def arch_radius(self) -> float:
        return self.wheel_radius + 0.055

    def plate_top(self, front: Array) -> Array:
        """Height of the number plates' upper edge."""
        return np.where(front, 0.51, 0.8)

    @property
    def axles(self) -> tuple[float, float]:
        return self.front_axle, self.rear_axle


def draw_spec(rng: np.random.Generator) -> CarSpec:
    """A plausible car of a random style."""
    style = str(rng.choice(STYLES, p=[0.32, 0.28, 0.28, 0.12]))
    tall = style == "suv"
    length = {"sedan": 4.6, "hatchback": 4.1, "suv": 4.5, "estate": 4.6}[style] * rng.uniform(0.95, 1.05)
    height = {"sedan": 1.44, "hatchback": 1.5, "suv": 1.68, "estate": 1.48}[style] * rng.uniform(0.97, 1.04)
    belt = height * rng.uniform(0.63, 0.66)
    radius = (0.36 if tall else 0.325) * rng.uniform(0.96, 1.05)
    front = length / 2
    front_axle = front - rng.uniform(0.80, 0.9)
    rear_axle = -front + (rng.uniform(0.85, 1.0) if style in ("sedan", "estate") else rng.uniform(0.68, 0.76))
    cowl = front_axle - rng.uniform(0.28, 0.42)
    roof_front = cowl - rng.uniform(0.62, 0.8) * (0.85 if tall else 1)
    if style == "sedan":
        roof_rear, glass_rear, deck = -front + rng.uniform(1.25, 1.4), -front + rng.uniform(0.55, 0.7), belt + 0.08
    else:
        slope = rng.uniform(0.28, 0.42)
        roof_rear, glass_rear, deck = -front + 0.12 + slope, -front + 0.1, belt + 0.05
    return CarSpec(
        style,
        length,
        rng.uniform(0.87, 0.92) + 0.03 * tall,
        height,
        belt,
        radius,
        front_axle,
        rear_axle,
        cowl,
        roof_front,
        roof_rear,
        glass_rear,
        (cowl + roof_rear) / 2 - rng.uniform(0.0, 0.1),
        belt - rng.uniform(0.17, 0.24),
        deck,
    )


def side_outline(spec: CarSpec) -> Array:
    """The car's outline seen from its left, [n, 2] as (x, z)."""
    f, h, low = spec.front, spec.height, 0.2
    nose = [
        (f - 0.32, low),
        (f - 0.1, low + 0.01),
        (f - 0.02, 0.36),
        (f, 0.5),
        (f - 0.02, spec.hood_edge - 0.1),
        (f - 0.13, spec.hood_edge),
        (f - 0.2, spec.hood_edge + 0.025),
    ]
    hood = [
        ((f + spec.cowl) / 2, (spec.hood_edge + spec.belt) / 2 + 0.055),
        (spec.cowl, spec.belt + 0.02),
        (spec.cowl - 0.02, spec.belt + 0.035),
    ]
    roof = [
        (spec.roof_front + 0.06, h - 0.09),
        (spec.roof_front - 0.12, h - 0.025),
        ((spec.roof_front + spec.roof_rear) / 2, h),
        (spec.roof_rear + 0.12, h - 0.04),
        (spec.roof_rear - 0.02, h - 0.09),
    ]
    if spec.style == "sedan":
        tail = [
            (spec.glass_rear + 0.02, spec.deck),
            (spec.glass_rear - 0.06, spec.deck - 0.005),
            (-f + 0.16, spec.deck - 0.02),
            (-f + 0.07, spec.deck - 0.05),
            (-f + 0.06, 0.62),
        ]
    else:
        tail = [(spec.glass_rear, spec.deck), (spec.glass_rear - 0.03, spec.deck - 0.1), (-f + 0.06, 0.62)]
    stern = [(-f, 0.56), (-f + 0.01, 0.34), (-f + 0.12, low + 0.03), (-f + 0.4, low)]
    return smooth_outline([*nose, *hood, *roof, *tail, *stern], 3)


def plan_outline(spec: CarSpec, rng: np.random.Generator) -> Array:
    """The car's outline from above, [n, 2] as (x, y)."""
    f, w = spec.front, spec.half_width
    bow, tail = rng.uniform(0.1, 0.2), rng.uniform(0.06, 0.12)
    half = [
        (f, 0.0),
        (f - 0.02, 0.3),
        (f - bow * 0.8, w * 0.72),
        (f - bow - 0.14, w * 0.91),
        (f - 0.75, w * 0.985),
        (0.2, w),
        (-f + 0.8, w * 0.99),
        (-f + tail + 0.16, w * 0.93),
        (-f + tail * 0.8, w * 0.78),
        (-f + 0.01, 0.35),
        (-f, 0.0),
    ]
    return smooth_outline(half + [(x, -y) for x, y in half[-2:0:-1]], 3)


def section_outline(spec: CarSpec, rng: np.random.Generator) -> Array:
    """The car's outline from the front at its widest, [n, 2] as (y, z)."""
    w, b, h = spec.half_width, spec.belt, spec.height
    roof = w * rng.uniform(0.64, 0.7)
    half = [
        (0, 0.18),
        (w * 0.86, 0.18),
        (w * 0.955, 0.26),
        (w * 0.99, 0.45),
        (w, 0.62),
        (w * 0.985, b - 0.1),
        (w * 0.955, b),
        (w * 0.93, b + 0.02),
        (roof + 0.1, h - 0.16),
        (roof, h - 0.05),
        (roof - 0.12, h - 0.005),
        (0, h + 0.015),
    ]
    return smooth_outline(half + [(-y, z) for y, z in half[-2:0:-1]], 2)
