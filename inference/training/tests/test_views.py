"""Second looks in another view."""

import numpy as np

from dentgraph_training.views import intersection_over_union, looked_at, together


class BrightestColumn:
    """Stands in for a graph: finds the bright column of a photo, in the left half of its box."""

    def run(self, _names, inputs):
        at = float(inputs["image"].sum(axis=(0, 2)).argmax())
        mask = np.zeros((1, 28, 28), np.float32)
        mask[:, :, :14] = 1
        return np.array([[at, 0, at + 2, 10]], np.float32), np.array([1]), np.array([0.8], np.float32), mask


def found(boxes, labels, scores):
    masks = np.ones((len(boxes), 28, 28), np.float32)
    return np.array(boxes, np.float32).reshape(-1, 4), np.array(labels), np.array(scores, np.float32), masks


def test_a_mirrored_view_is_told_in_pixels_of_the_photo():
    photo = np.zeros((20, 40, 3), np.uint8)
    photo[:, 5] = 255
    boxes, _labels, _scores, masks = looked_at(BrightestColumn(), photo, 640, mirrored=True)
    assert boxes.tolist() == [[4, 0, 6, 10]]  # column 34 of the mirror image, and two on
    assert masks[0, 0, 0] == 0 and masks[0, 0, -1] == 1


def test_an_enlarged_view_is_told_in_pixels_of_the_photo():
    photo = np.zeros((20, 40, 3), np.uint8)
    photo[:, 5] = 255
    boxes = looked_at(BrightestColumn(), photo, 80, enlarged=True)[0]
    assert abs(boxes[0, 0] - 5) <= 0.5 and boxes[0, 3] == 5


def test_what_both_looks_see_is_averaged_and_what_one_sees_counts_half():
    one = found([[0, 0, 10, 10], [50, 50, 60, 60]], [1, 2], [0.9, 0.4])
    other = found([[0, 0, 10, 12], [50, 50, 60, 60]], [1, 1], [0.3, 0.2])
    boxes, labels, scores, _masks = together(one, other)
    assert labels.tolist() == [1, 2, 1]
    np.testing.assert_allclose(scores, [0.6, 0.2, 0.1], rtol=1e-6)
    np.testing.assert_allclose(boxes[0], [0, 0, 10, 10.5], rtol=1e-6)


def test_two_looks_at_nothing_find_nothing():
    nothing = found([], [], [])
    assert len(together(nothing, nothing)[0]) == 0


def test_boxes_side_by_side_share_nothing():
    a, b = np.array([0.0, 0, 10, 10]), np.array([10.0, 0, 20, 10])
    assert intersection_over_union(a, b) == 0 and intersection_over_union(a, a) == 1
