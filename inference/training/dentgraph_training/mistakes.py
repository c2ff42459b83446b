"""What keeps average precision down: how often each kind of mistake is made, and what it would be without.

After Bolya et al., "TIDE" (2020), for damage of any type: a mistake is one kind only, and is put
right alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .matching import photos_of, taken_by
from .predictions import Answer

RIGHT, MISPLACED, REPEATED, NOTHING = "right", "misplaced", "repeated", "nothing"
KINDS = (MISPLACED, REPEATED, NOTHING)
FOUND, TOUCHED = 0.5, 0.1
"""IoU from which a prediction finds an annotation, and from which it at least meant it."""


@dataclass
class Judged:
    """A prediction, what it is, and the annotation that it finds, repeats or meant."""

    score: float
    kind: str
    meant: tuple[int, int] | None = None


def mistakes(truth: dict, answers: list[Answer]) -> dict:
    """`kinds`: count among the surest predictions (as many as there are annotations) and AP50 without the kind.

    `missed` are annotations that no prediction means at any confidence.
    """
    every = sorted(judged(truth, answers), key=lambda each: -each.score)
    annotated = sum(1 for row in truth["annotations"] if row.get("segmentation"))
    surest = [each.kind for each in every[:annotated]]
    missed = annotated - len({each.meant for each in every if each.meant is not None})
    return {
        "annotated": annotated,
        "AP50": average_precision(every, annotated),
        "right": surest.count(RIGHT),
        "kinds": {
            kind: {"surest": surest.count(kind), "AP50": average_precision(without(every, kind), annotated)}
            for kind in KINDS
        },
        "missed": {"count": missed, "AP50": average_precision(every, annotated - missed)},
    }


def judged(truth: dict, answers: list[Answer]) -> list[Judged]:
    """Every prediction on a photo of the COCO content."""
    result = []
    for photo, (found, _rows, overlaps) in enumerate(photos_of(truth, answers)):
        for prediction, row, taken in zip(found, overlaps, taken_by(overlaps, FOUND)):
            if taken is not None:
                result.append(Judged(prediction.score, RIGHT, (photo, taken)))
                continue
            most = int(row.argmax()) if row.size else 0
            overlap = row[most] if row.size else 0.0
            kind = REPEATED if overlap >= FOUND else MISPLACED if overlap >= TOUCHED else NOTHING
            result.append(Judged(prediction.score, kind, None if kind == NOTHING else (photo, most)))
    return result


def without(every: list[Judged], kind: str) -> list[Judged]:
    """As if it were not made: the misplaced find what they meant, where nothing else does; the others are not there."""
    found = {each.meant for each in every if each.kind == RIGHT}
    kept = []
    for each in every:
        if each.kind != kind:
            kept.append(each)
        elif kind == MISPLACED and each.meant not in found:
            found.add(each.meant)
            kept.append(Judged(each.score, RIGHT, each.meant))
    return kept


def average_precision(every: list[Judged], annotated: int) -> float:
    """COCO's at one overlap: the mean over recalls 0, 0.01 … 1 of the best precision at that recall or beyond."""
    right = np.array([each.kind == RIGHT for each in every], bool)
    if not right.any() or not annotated:
        return 0.0
    found = np.cumsum(right)
    precision = np.maximum.accumulate((found / np.arange(1, len(right) + 1))[::-1])[::-1]
    at = np.searchsorted(found / annotated, np.linspace(0, 1, 101))
    return round(float(np.where(at < len(precision), precision[np.minimum(at, len(precision) - 1)], 0).mean()), 4)
