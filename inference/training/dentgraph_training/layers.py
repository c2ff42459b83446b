"""Statistics of a network's weights and gradients, layer by layer: a table, and histograms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import nn

BINS = 61


@dataclass
class Statistics:
    """Of one parameter's values."""

    name: str
    count: int
    mean: float
    spread: float
    least: float
    most: float
    zeros: float  # share of values that are exactly 0
    not_finite: int


def statistics(name: str, values: torch.Tensor) -> Statistics:
    flat = values.detach().float().flatten()
    finite = flat[torch.isfinite(flat)]
    if not len(finite):
        return Statistics(name, len(flat), float("nan"), float("nan"), float("nan"), float("nan"), 0.0, len(flat))
    return Statistics(
        name,
        len(flat),
        float(finite.mean()),
        float(finite.std(unbiased=False)),
        float(finite.min()),
        float(finite.max()),
        float((finite == 0).float().mean()),
        len(flat) - len(finite),
    )


def weights_of(model: nn.Module) -> dict[str, torch.Tensor]:
    return dict(model.named_parameters())


def gradients_of(model: nn.Module) -> dict[str, torch.Tensor]:
    """Of parameters that the losses reach; training leaves the first five convolutions as they are all the same."""
    return {name: value.grad for name, value in model.named_parameters() if value.grad is not None}


def table(rows: Iterable[Statistics]) -> str:
    """Markdown, with a mark at what is seldom meant."""
    lines = ["| layer | values | mean | spread | least | most | zeros | |", "|---|---|---|---|---|---|---|---|"]
    for row in rows:
        numbers = [f"{value:.3g}" for value in (row.mean, row.spread, row.least, row.most)]
        lines.append(f"| {row.name} | {row.count} | {' | '.join(numbers)} | {100 * row.zeros:.1f} % | {remark(row)} |")
    return "\n".join(lines) + "\n"


def remark(row: Statistics) -> str:
    if row.not_finite:
        return f"{row.not_finite} not finite"
    if row.spread == 0 and row.count > 1:
        return "all alike"
    return "mostly zero" if row.zeros > 0.5 else ""


def rows_as_json(rows: Iterable[Statistics]) -> list[dict]:
    return [asdict(row) for row in rows]


def draw_histograms(values: dict[str, torch.Tensor], title: str):
    """A figure with one small histogram per weight tensor (biases are in the table), counts on a log scale."""
    from matplotlib.figure import Figure

    shown = {name: value.detach().float().flatten().numpy() for name, value in values.items() if value.dim() > 1}
    columns = 8
    rows = max(1, -(-len(shown) // columns))
    figure = Figure(figsize=(columns * 2.1, rows * 1.5 + 0.6), layout="constrained")
    axes = np.atleast_1d(figure.subplots(rows, columns)).ravel()
    for axis in axes[len(shown) :]:
        axis.set_axis_off()
    for axis, (name, flat) in zip(axes, shown.items()):
        finite = flat[np.isfinite(flat)]
        reach = float(np.abs(finite).max(initial=0)) or 1.0
        axis.hist(finite, bins=BINS, range=(-reach, reach), color="#4477aa", log=True)
        axis.set_title(short(name), fontsize=6, pad=2)
        axis.tick_params(labelsize=5, length=2, pad=1)
        axis.set_yticks([])
        axis.set_xticks([-reach, 0, reach], [f"{-reach:.2g}", "0", f"{reach:.2g}"])
        axis.minorticks_off()
    figure.suptitle(title, fontsize=10)
    return figure


def short(name: str) -> str:
    """ "backbone.Mixed_6e.branch7x7_1.conv.weight" as "Mixed_6e.branch7x7_1"."""
    name = name.removesuffix(".weight").removesuffix(".conv")
    for prefix in ("backbone.", "roi_heads."):
        name = name.removeprefix(prefix)
    return name if len(name) <= 30 else f"…{name[-29:]}"
