"""Second looks at a photo, in another view, and what both looks make of it together. Asked by ablate.py, not served.

After Solovyev et al., "Weighted boxes fusion" (2021): what both looks see is averaged by confidence,
what only one sees keeps half of its own.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from pycocotools import mask as coco_mask

from .data import Photo, read_rgb
from .predictions import Answer, Found, answer_of, found_in
from .prepare import fit

SAME = 0.5
"""Intersection over union of two boxes from which they are of one thing."""
ALONE = 0.5
"""What a look's word counts that the other does not share."""


def looked_at(session, pixels: np.ndarray, side: int, mirrored: bool = False, enlarged: bool = False) -> Found:
    """What the graph finds in one view of a photo, in pixels of the photo as it is."""
    height, width = pixels.shape[:2]
    shown = fit(pixels, side)
    if enlarged and max(height, width) < side:
        scale = side / max(height, width)
        shown = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    view = np.ascontiguousarray(shown[:, ::-1]) if mirrored else shown
    boxes, labels, scores, masks = found_in(session, view, (height, width))
    if mirrored:
        boxes = np.stack([width - boxes[:, 2], boxes[:, 1], width - boxes[:, 0], boxes[:, 3]], 1)
        masks = masks[:, :, ::-1]
    return boxes, labels, scores, masks


def together(one: Found, other: Found) -> Found:
    """Both looks' finds: those of one type whose boxes agree averaged, the others with half their confidence."""
    merged, left = [], set(range(len(other[0])))
    for box, label, score, mask in zip(*one):
        overlap = {at: intersection_over_union(box, other[0][at]) for at in left if other[1][at] == label}
        best = max(overlap, key=overlap.get, default=None)
        if best is None or overlap[best] < SAME:
            merged.append((box, label, score * ALONE, mask))
            continue
        left.remove(best)
        share = score / max(score + other[2][best], 1e-9)
        mean_box, mean_mask = (share * a + (1 - share) * b for a, b in ((box, other[0][best]), (mask, other[3][best])))
        merged.append((mean_box, label, (score + other[2][best]) / 2, mean_mask))
    merged += [(other[0][at], other[1][at], other[2][at] * ALONE, other[3][at]) for at in left]
    if not merged:
        return one
    boxes, labels, scores, masks = (np.stack(values).astype(like.dtype) for values, like in zip(zip(*merged), one))
    return boxes, labels, scores, masks


def intersection_over_union(a: np.ndarray, b: np.ndarray) -> float:
    """Of two boxes x1, y1, x2, y2."""
    corner_and_size = [np.concatenate([box[:2], box[2:] - box[:2]])[None].astype(float) for box in (a, b)]
    return float(coco_mask.iou(*corner_and_size, [0])[0, 0])


def answers_in_views(
    session, classes: list[str], photos: list[Path], side: int, enlarged: int
) -> dict[str, list[Answer]]:
    """The same photos as they are, with their mirror images too, and enlarged."""
    answers: dict[str, list[Answer]] = {"as it is": [], "and mirrored": [], f"enlarged to {enlarged}": []}
    for path in photos:
        pixels = read_rgb(Photo(path))
        plain = looked_at(session, pixels, side)
        views = (
            plain,
            together(plain, looked_at(session, pixels, side, mirrored=True)),
            looked_at(session, pixels, enlarged, enlarged=True),
        )
        for kept, found in zip(answers.values(), views):
            kept.append(answer_of(path.name, pixels.shape[:2], classes, found))
    return answers
