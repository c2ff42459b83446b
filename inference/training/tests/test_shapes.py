"""Shapes: clipping, areas, crossings, curves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dentgraph_training.formats.dataset import Report
from dentgraph_training.formats.shapes import box_of, clip_ring, crosses_itself, ellipse, rectangle, ring_area, settle

coordinate = st.integers(-60, 160)
rings = st.lists(st.tuples(coordinate, coordinate), min_size=3, max_size=9).map(lambda p: np.array(p, np.float64))


@given(rings)
def test_a_clipped_ring_lies_within_the_photo_and_is_no_larger(ring: np.ndarray) -> None:
    clipped = clip_ring(ring, 100, 80)
    if len(clipped):
        assert clipped.min() >= 0
        assert clipped[:, 0].max() <= 100
        assert clipped[:, 1].max() <= 80


@given(st.floats(-50, 99), st.floats(-50, 79), st.floats(1, 90), st.floats(1, 90))
def test_a_clipped_rectangle_has_the_area_of_the_overlap(x: float, y: float, w: float, h: float) -> None:
    overlap = max(min(x + w, 100) - max(x, 0), 0) * max(min(y + h, 80) - max(y, 0), 0)
    assert ring_area(clip_ring(rectangle(x, y, w, h), 100, 80)) == pytest.approx(overlap, abs=1e-6)


@given(rings)
def test_a_ring_within_the_photo_is_left_as_it_is(ring: np.ndarray) -> None:
    assert clip_ring(ring + 60, 220, 220) is not None
    inside = clip_ring(ring + 60, 220, 220)
    assert ring_area(inside) == pytest.approx(ring_area(ring))


def test_a_concave_ring_keeps_its_area_when_it_falls_apart() -> None:
    comb = np.array([(0, 0), (10, 0), (10, 30), (8, 30), (8, 5), (2, 5), (2, 30), (0, 30)], np.float64)
    assert ring_area(clip_ring(comb + [0, -10], 100, 100)) == pytest.approx(2 * 2 * 20)


def test_an_ellipse_has_its_area_and_turns_by_theta() -> None:
    turned = ellipse(50, 40, 20, 10, np.pi / 2)
    assert ring_area(turned) == pytest.approx(np.pi * 200, rel=0.005)
    np.testing.assert_allclose(box_of([turned]), (40, 20, 20, 40), atol=0.2)


@pytest.mark.parametrize(
    ("points", "crosses"),
    [
        ([(0, 0), (10, 10), (10, 0), (0, 10)], True),
        ([(0, 0), (10, 0), (10, 10), (0, 10)], False),
        ([(0, 0), (10, 0), (5, 5), (10, 10), (0, 10)], False),
        ([(0, 0), (10, 0), (0, 10)], False),
    ],
)
def test_finds_rings_that_cross_themselves(points: list, crosses: bool) -> None:
    assert crosses_itself(np.array(points, np.float64)) is crosses


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([(1, 1), (5, 5)], "piece of fewer than 3 points"),
        ([(1, 1), (5, 5), (5, 5), (1, 1)], "piece of fewer than 3 points"),
        ([(1, 1), (5, 5), (9, 9)], "piece without area"),
        ([(200, 1), (250, 1), (250, 50)], "piece outside the photo"),
    ],
)
def test_counts_each_piece_it_leaves_out(ring: list, reason: str) -> None:
    report = Report("file")
    assert settle("dent", [np.array(ring, np.float64)], None, (100, 100), report, "here") is None
    assert report.dropped == {reason: ["here"], "annotation without a usable piece": ["here"]}


def test_keeps_the_good_pieces_of_an_annotation_and_counts_what_it_changed() -> None:
    report = Report("file")
    rings = [rectangle(90, 10, 30, 30), np.array([(0, 0), (50, 50), (50, 0), (0, 40)], np.float64), np.zeros((2, 2))]
    annotation = settle("dent", rings, None, (100, 100), report, "here")
    assert annotation is not None
    assert len(annotation.rings) == 2
    assert annotation.box == (0, 0, 100, 50)
    assert set(report.changed) == {"piece clipped to the photo", "self-crossing piece, kept as drawn"}
    assert set(report.dropped) == {"piece of fewer than 3 points"}
