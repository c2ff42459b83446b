"""Layout of the model card's charts."""

from __future__ import annotations

import pytest

matplotlib = pytest.importorskip("matplotlib", reason="the charts are drawn by matplotlib")

from dentgraph_training import charts  # noqa: E402


def test_the_legend_of_the_curves_covers_none_of_them() -> None:
    # Perfect to the very end, useless from the start, and between them: curves end in all corners of the plot.
    curves = {"airbag_deployed": [1.0] * 101, "scratch": [0.0] * 101, "any": [1 - r / 100 for r in range(101)]}
    figure = charts.precision_recall(curves, "Damage")
    figure.draw_without_rendering()
    (axis,) = figure.axes
    (legend,) = [*figure.legends, *filter(None, [axis.get_legend()])]
    assert not legend.get_window_extent().overlaps(axis.get_window_extent())
    assert figure.bbox.containsx(legend.get_window_extent().x1)
    assert [text.get_text() for text in legend.get_texts()] == ["airbag_deployed 1.00", "any 0.50", "scratch 0.00"]
