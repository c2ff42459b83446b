"""One step of training: the weights follow the gradient, and their mean follows them."""

from __future__ import annotations

import torch

from .losses import losses_of


def learn(model, optimiser, pictures: torch.Tensor, targets, precision: str) -> dict[str, float] | None:
    """One step; the losses, or None where they are not finite and nothing was learnt."""
    with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
        losses = losses_of(model, pictures, targets)
    total = sum(losses.values())
    optimiser.zero_grad(set_to_none=True)
    if not torch.isfinite(total):
        return None
    total.backward()
    torch.nn.utils.clip_grad_norm_([p for group in optimiser.param_groups for p in group["params"]], 5.0)
    optimiser.step()
    return {name: value.item() for name, value in losses.items()}


def follow(average: dict[str, torch.Tensor], model, step: int) -> None:
    """The exponential mean of the weights takes a step after them; it is what is exported."""
    decay = min(0.998, (step + 1) / (step + 10))
    with torch.no_grad():
        for name, value in model.state_dict().items():
            average[name].lerp_(value, 1 - decay)
