"""A car as a signed distance field."""

from dataclasses import dataclass, field

import numpy as np

from .fields import Array, Field
from .spec import CarSpec, plan_outline, section_outline, side_outline


@dataclass
class Body:
    """The shell without its wheel arches, as a smooth intersection of three prisms, and what stands on it."""

    spec: CarSpec
    side: Field
    plan: Field
    section: Field
    mirror: tuple[Array, Array] = field(default_factory=lambda: (np.zeros(3), np.ones(3)))

    @classmethod
    def build(cls, spec: CarSpec, rng: np.random.Generator) -> "Body":
        f, w, h = spec.front + 0.6, spec.half_width + 0.6, spec.height + 0.5
        mirror = np.array([spec.cowl - 0.32, spec.half_width + 0.06, spec.belt + 0.085], np.float32)
        radii = np.array([rng.uniform(0.07, 0.1), 0.105, rng.uniform(0.07, 0.085)], np.float32)
        return cls(
            spec,
            Field.of(side_outline(spec), (-f, -0.4), (f, h)),
            Field.of(plan_outline(spec, rng), (-f, -w), (f, w)),
            Field.of(section_outline(spec, rng), (-w, -0.4), (w, h)),
            (mirror, radii),
        )

    def insets(self, p: Array) -> tuple[Array, Array, Array]:
        """Distances (side, plan, section) of places [n, 3]; the one near 0 is the face a place lies on."""
        return self.side.at(p[:, 0], p[:, 2]), self.plan.at(p[:, 0], p[:, 1]), self.section.at(p[:, 1], p[:, 2])

    def shell(self, p: Array) -> Array:
        """Distance to the shell with its arches cut out, [n]."""
        return np.maximum(self.skin(p), -self.arches(p))

    def skin(self, p: Array) -> Array:
        """Distance to the shell before the arches are cut, [n]."""
        side, plan, section = self.insets(p)
        return smooth_max(smooth_max(side, section, 0.09)[0], plan, 0.12)[0]

    def arches(self, p: Array) -> Array:
        radius, depth = self.spec.arch_radius, self.spec.half_width - 0.32
        inward = depth - np.abs(p[:, 1])
        best = np.full(len(p), np.inf, np.float32)
        for axle in self.spec.axles:
            around = np.hypot(p[:, 0] - axle, p[:, 2] - self.spec.wheel_radius) - radius
            np.minimum(best, np.maximum(around, inward), out=best)
        return best

    def wheels(self, p: Array) -> Array:
        radius, rounding = self.spec.wheel_radius, 0.035
        across = np.abs(np.abs(p[:, 1]) - (self.spec.half_width - 0.145)) - 0.11 + rounding
        best = np.full(len(p), np.inf, np.float32)
        for axle in self.spec.axles:
            around = np.hypot(p[:, 0] - axle, p[:, 2] - radius) - radius + rounding
            outside = np.hypot(np.maximum(around, 0), np.maximum(across, 0))
            np.minimum(best, outside + np.minimum(np.maximum(around, across), 0) - rounding, out=best)
        return best

    def mirrors(self, p: Array) -> Array:
        centre, radii = self.mirror
        q = np.stack([p[:, 0], np.abs(p[:, 1]), p[:, 2]], 1) - centre
        scaled = np.linalg.norm(q / radii, axis=1)
        shell = (scaled - 1) * radii.min()
        stalk = q - np.array([0.02, -0.1, -0.06], np.float32)
        arm = np.linalg.norm(np.maximum(np.abs(stalk) - np.array([0.035, 0.09, 0.02], np.float32), 0), axis=1) - 0.01
        return np.minimum(shell, arm)

    def distance(self, p: Array) -> Array:
        """Lower bound of the distance to the whole car, [n] metres."""
        return np.minimum(np.minimum(self.shell(p), self.wheels(p)), self.mirrors(p))

    def shell_normal(self, p: Array) -> Array:
        """Outward unit normals of the shell at places [n, 3] on it."""
        side, plan, section = self.insets(p)
        gs, gp, gc = (
            self.side.gradient_at(p[:, 0], p[:, 2]),
            self.plan.gradient_at(p[:, 0], p[:, 1]),
            self.section.gradient_at(p[:, 1], p[:, 2]),
        )
        both, a = smooth_max(side, section, 0.09)
        _, b = smooth_max(both, plan, 0.12)
        zero = np.zeros(len(p), np.float32)
        n_side = np.stack([gs[:, 0], zero, gs[:, 1]], 1)
        n_section = np.stack([zero, gc[:, 0], gc[:, 1]], 1)
        n_plan = np.stack([gp[:, 0], gp[:, 1], zero], 1)
        n = (n_side * a[:, None] + n_section * (1 - a)[:, None]) * b[:, None] + n_plan * (1 - b)[:, None]
        return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-6)


def smooth_max(a: Array, b: Array, k: float) -> tuple[Array, Array]:
    """Quadratic smooth maximum (I. Quilez, "smooth minimum") over a band of width k, and the share of `a`."""
    gap = np.maximum(k - np.abs(a - b), 0) / k
    return np.maximum(a, b) + gap * gap * (k / 4), np.clip(0.5 + (a - b) / (2 * k), 0, 1)


def numeric_normal(distance, p: Array, step: float = 0.004) -> Array:
    """Unit gradient of a distance function by central differences, [n, 3]."""
    n = np.empty_like(p)
    for axis in range(3):
        shift = np.zeros(3, np.float32)
        shift[axis] = step
        n[:, axis] = distance(p + shift) - distance(p - shift)
    return n / np.maximum(np.linalg.norm(n, axis=1, keepdims=True), 1e-6)
