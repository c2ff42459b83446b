"""Logistic regression on standardised inputs, the scaling folded into the weights."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def regress(
    linear: nn.Linear, inputs: Tensor, right: Tensor, *, shrinkage: float, least: float, weight: Tensor | None = None
) -> None:
    """Fits a linear layer with one output to `right` [n], 0 or 1, from inputs [n, features].

    :param shrinkage: cost of the sum of squared weights of the standardised inputs
    :param least: added to the spread of each input, so that one that never changes counts for nothing
    :param weight: [n], how much each row counts; all alike by default
    """
    mean, spread = inputs.mean(0), inputs.std(0) + least
    torch.nn.init.zeros_(linear.weight)
    torch.nn.init.zeros_(linear.bias)
    scaled = (inputs - mean) / spread
    optimiser = torch.optim.LBFGS(linear.parameters(), max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = F.binary_cross_entropy_with_logits(linear(scaled)[:, 0], right, weight)
        loss = loss + shrinkage * linear.weight.square().sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    with torch.no_grad():
        linear.weight.div_(spread)
        linear.bias.sub_(linear.weight @ mean)
