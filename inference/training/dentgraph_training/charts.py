"""The model card's charts, as SVG (to keep) and PNG (to look at)."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.figure import Figure

COLOURS = ("#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#bb7733")
RECALLS = np.linspace(0, 1, 101)
matplotlib.rcParams["svg.hashsalt"] = "dentgraph"  # the same figures give the same file


def save(figure: Figure, folder: Path, name: str) -> Path:
    """Writes NAME.svg and NAME.png; answers the SVG."""
    folder.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.fonttype": "none", "font.family": "sans-serif"}):
        figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    figure.savefig(folder / f"{name}.png", dpi=90)
    return folder / f"{name}.svg"


def precision_recall(curves: dict[str, list[float]], title: str) -> Figure:
    """One curve per class at IoU 0.5; a class's AP50 is the area under its curve."""
    figure = Figure(figsize=(7.6, 4.4), layout="constrained")
    axis = figure.subplots()
    colours = cycle(COLOURS)
    for name, values in sorted(curves.items(), key=lambda each: -sum(each[1])):
        style = {"color": "#222222", "linestyle": "--"} if name == "any" else {"color": next(colours)}
        axis.plot(RECALLS, values, label=f"{name} {np.mean(values):.2f}", linewidth=1.6, **style)
    axis.set(
        xlabel="recall: share of the annotated that is found", ylabel="precision: share of the found that is right"
    )
    axis.set(xlim=(0, 1), ylim=(0, 1.02), title=title)
    axis.grid(alpha=0.3)
    # Beside the plot: curves end in every one of its corners.
    figure.legend(title="AP50", fontsize=8, loc="outside right upper", alignment="left")
    return figure


def confusion(labels: list[str], counts: list[list[int]], title: str) -> Figure:
    """Rows annotated, columns found; shaded by the share of the row."""
    figure = Figure(figsize=(7.2, 5.6), layout="constrained")
    axis = figure.subplots()
    values = np.array(counts, float)
    shares = values / np.maximum(values.sum(1, keepdims=True), 1)
    axis.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), value in np.ndenumerate(values):
        if value:
            colour = "white" if shares[row, column] > 0.55 else "#222222"
            axis.text(column, row, f"{int(value)}", ha="center", va="center", fontsize=9, color=colour)
    shown = [label.replace("_", " ") for label in labels]
    axis.set_xticks(range(len(labels)), [*shown[:-1], "missed"], rotation=35, ha="right")
    axis.set_yticks(range(len(labels)), [*shown[:-1], "nothing there"])
    axis.set(xlabel="found", ylabel="annotated", title=title)
    return figure


def reliability(sets: dict[str, dict], title: str) -> Figure:
    """Share that was right against confidence, the number of predictions below."""
    figure = Figure(figsize=(6.4, 5.2), layout="constrained")
    above, below = figure.subplots(2, 1, height_ratios=[3, 1], sharex=True)
    above.plot([0, 1], [0, 1], color="#999999", linestyle="--", linewidth=1)
    for index, (name, entry) in enumerate(sets.items()):
        bins = entry["all"]["bins"]
        label = f"{name}: expected error {entry['shown']['error']} from confidence 0.1 on"
        confidences = [row["confidence"] for row in bins]
        above.plot(confidences, [row["right"] for row in bins], "o-", color=COLOURS[index], label=label, markersize=4)
        below.bar(
            np.array(confidences) + (index - 0.5) * 0.025,
            [row["count"] for row in bins],
            width=0.025,
            color=COLOURS[index],
        )
    above.set(ylabel="share that was right", ylim=(0, 1), title=title)
    above.grid(alpha=0.3)
    above.legend(fontsize=8, loc="upper left")
    below.set(xlabel="confidence", ylabel="predictions", yscale="log", xlim=(0, 1))
    below.grid(alpha=0.3)
    return figure
