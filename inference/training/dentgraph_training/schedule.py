"""How long a run goes on, and how fast it learns when."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from .checkpoints import Progress

FROZEN = ("backbone.Conv2d_1a", "backbone.Conv2d_2a", "backbone.Conv2d_2b", "backbone.Conv2d_3b", "backbone.Conv2d_4a")


@dataclass(frozen=True)
class Budget:
    """Seconds and samples of a run, either of them without bound; it ends with the first that is spent."""

    seconds: float
    samples: float

    def share(self, at: Progress) -> float:
        """What is spent, 0 to 1 and a little beyond."""
        return max(at.seconds / self.seconds, at.samples / self.samples)

    def seconds_left(self, at: Progress, pace: float) -> float:
        """:param pace: samples per second"""
        by_samples = (self.samples - at.samples) / max(pace, 1e-9)
        return max(0.0, min(self.seconds - at.seconds, by_samples))


def budget_of(minutes: float | None, samples: int | None, epochs: float | None, photos: int) -> Budget:
    """An hour, where nothing is said."""
    by_epochs = math.ceil(epochs * photos) if epochs else math.inf
    most = min(samples or math.inf, by_epochs)
    if minutes is None:
        minutes = 60 if most == math.inf else math.inf
    return Budget(minutes * 60, most)


def rate_at(spent: float) -> float:
    """Share of the peak learning rate after the share `spent` of the budget."""
    return min(1.0, spent / 0.02 + 0.05) * 0.5 * (1 + math.cos(math.pi * min(1.0, spent)))


def optimiser_of(model, rate: float) -> torch.optim.Optimizer:
    """AdamW; the first convolutions stay as they are, the rest of the body has a third of the rate of the heads."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(not name.startswith(FROZEN))
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    of_body = [p for name, p in trained if name.startswith("backbone.") and ".fpn." not in name]
    others = [p for name, p in trained if not (name.startswith("backbone.") and ".fpn." not in name)]
    groups = [{"params": of_body, "peak": rate / 3}, {"params": others, "peak": rate}]
    return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.02)


def restore(optimiser: torch.optim.Optimizer, state: dict) -> None:
    """Its memory comes back; the rates asked for now stay."""
    peaks = [group["peak"] for group in optimiser.param_groups]
    optimiser.load_state_dict(state)
    for group, peak in zip(optimiser.param_groups, peaks):
        group["peak"] = peak
