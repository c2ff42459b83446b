"""Which annotation each prediction finds, by the overlap of their outlines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pycocotools import mask as coco_mask

from .predictions import Answer, Prediction


def photos_of(truth: dict, answers: list[Answer]) -> Iterator[tuple[list[Prediction], list[dict], np.ndarray]]:
    """Per photo of the COCO content: predictions, the surest first, its outlined annotations, and their IoU [n, m]."""
    images = {image["file_name"]: image for image in truth["images"]}
    annotations: dict[int, list[dict]] = {image["id"]: [] for image in truth["images"]}
    for row in truth["annotations"]:
        if row.get("segmentation"):
            annotations[row["image_id"]].append(row)
    for answer in answers:
        if image := images.get(answer.photo):
            found, rows = sorted(answer.found, key=lambda p: -p.score), annotations[image["id"]]
            yield found, rows, overlaps_of(found, rows, (image["height"], image["width"]))


def overlaps_of(found: list[Prediction], rows: list[dict], size: tuple[int, int]) -> np.ndarray:
    """IoU [n, m] of predictions and annotations of a photo whose height and width are given."""
    if not found or not rows:
        return np.zeros((len(found), len(rows)))
    codes = [coco_mask.merge(coco_mask.frPyObjects(row["segmentation"], *size)) for row in rows]
    return coco_mask.iou([p.rle for p in found], codes, [0] * len(codes))


def taken_by(overlaps: np.ndarray, iou: float) -> list[int | None]:
    """Of each prediction, in the order of rows, the annotation that it takes: the free one that it overlaps most.

    :param iou: the least overlap
    """
    free, taken = set(range(overlaps.shape[1])), []
    for row in overlaps:
        best = max(free, key=lambda column: row[column], default=None)
        taken.append(best if best is not None and row[best] >= iou else None)
        free.discard(taken[-1])
    return taken
