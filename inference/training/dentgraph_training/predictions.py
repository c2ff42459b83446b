"""Predictions to be judged: from an ONNX model directly, or from what `npm run assess -- --json` printed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np
from pycocotools import mask as coco_mask

from .data import Photo, read_rgb
from .prepare import enhance, fit


@dataclass
class Prediction:
    """One found object: class name, confidence, and run-length mask of the whole photo."""

    name: str
    score: float
    rle: dict
    box: tuple[float, float, float, float]  # x, y, w, h


@dataclass
class Answer:
    """All that was found in one photo, whose size is given in pixels."""

    photo: str
    width: int
    height: int
    found: list[Prediction] = field(default_factory=list)
    vehicle: bool | None = None
    damaged: bool | None = None


def from_model(session, classes: list[str], photos: list[Path], side: int, enhanced: bool = False) -> list[Answer]:
    """Runs the model over photos; masks are pasted bilinearly and cut at 0.5, as the paper does."""
    answers = []
    for path in photos:
        pixels = read_rgb(Photo(path))
        height, width = pixels.shape[:2]
        shown = fit(enhance(pixels) if enhanced else pixels, side)
        found = found_in(session, shown, (height, width))
        answers.append(answer_of(path.name, (height, width), classes, found))
    return answers


Found = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]
"""Boxes [n, 4] in pixels of the photo, labels [n], scores [n] and masks [n, 28, 28] over the boxes."""


def found_in(session, shown: np.ndarray, size: tuple[int, int]) -> Found:
    """What the graph finds in a picture of a photo, whose own height and width are given."""
    boxes, labels, scores, masks = session.run(["boxes", "labels", "scores", "masks"], {"image": shown})
    height, width = size
    scale = np.array([width / shown.shape[1], height / shown.shape[0]] * 2, np.float32)
    return boxes * scale, labels, scores, masks


def answer_of(photo: str, size: tuple[int, int], classes: list[str], found: Found) -> Answer:
    """The graph's boxes, labels, scores and masks, in pixels of a photo of the given height and width."""
    height, width = size
    answer = Answer(photo, width, height)
    for box, label, score, mask in zip(*found):
        rle = coco_mask.encode(np.asfortranarray(paste(np.ascontiguousarray(mask), box, height, width)))
        x1, y1, x2, y2 = map(float, box)
        answer.found.append(Prediction(classes[label - 1], float(score), rle, (x1, y1, x2 - x1, y2 - y1)))
    return answer


def paste(mask: np.ndarray, box: np.ndarray, height: int, width: int) -> np.ndarray:
    """[28, 28] probabilities over a box x1, y1, x2, y2 to a [height, width] uint8 mask.

    Samples are centred in their cells, and outside of the box is nothing.
    """
    x1, y1, x2, y2 = (float(v) for v in box)
    side = mask.shape[0]
    matrix = np.array([[side / max(x2 - x1, 1e-3), 0, 0], [0, side / max(y2 - y1, 1e-3), 0]])
    left, top = max(int(np.floor(x1)) - 1, 0), max(int(np.floor(y1)) - 1, 0)
    right, bottom = min(int(np.ceil(x2)) + 1, width), min(int(np.ceil(y2)) + 1, height)
    whole = np.zeros((height, width), np.uint8)
    if right <= left or bottom <= top:
        return whole
    matrix[0, 2] = (left + 0.5 - x1) * matrix[0, 0] - 0.5
    matrix[1, 2] = (top + 0.5 - y1) * matrix[1, 1] - 0.5
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    part = cv2.warpAffine(mask, matrix, (right - left, bottom - top), flags=flags, borderValue=0)
    whole[top:bottom, left:right] = part >= 0.5
    return whole


def from_assessments(lines: Path, kind: str, photos: list[Path] | None = None) -> list[Answer]:
    """Reads JSON lines of the command line; `kind` is "damages" or "parts".

    Photos that failed are named, and count as nothing found where `photos` (those wanted, all by
    default) has them: to leave them out would flatter.
    """
    wanted = None if photos is None else {path.name for path in photos}
    answers = []
    for line in lines.read_text().splitlines():
        entry = json.loads(line)
        name = Path(entry["photo"]).name
        if wanted is not None and name not in wanted:
            continue
        if "error" in entry:
            print(f"failed: {entry['photo']}: {entry['error']}")
            answers.append(Answer(name, 0, 0, vehicle=False, damaged=False))
            continue
        answer = Answer(name, entry["width"], entry["height"], vehicle=entry["vehicle"], damaged=entry["damaged"])
        for row in entry[kind]:
            rings = [[value for point in ring for value in point] for ring in row["polygons"]]
            rle = coco_mask.merge(coco_mask.frPyObjects(rings, entry["height"], entry["width"]))
            answer.found.append(Prediction(row.get("type") or row["name"], row["confidence"], rle, tuple(row["bbox"])))
        answers.append(answer)
    return answers


def write_answers(path: Path, answers: list[Answer]) -> None:
    """Keeps answers as JSON, for `read_answers`."""
    content = [asdict(answer) for answer in answers]
    for answer in content:
        for prediction in answer["found"]:
            prediction["rle"]["counts"] = prediction["rle"]["counts"].decode()
    beside = path.with_suffix(".tmp")
    beside.write_text(json.dumps(content))
    os.replace(beside, path)


def read_answers(path: Path) -> list[Answer]:
    return [
        Answer(
            **{
                **answer,
                "found": [
                    Prediction(
                        p["name"], p["score"], {**p["rle"], "counts": p["rle"]["counts"].encode()}, tuple(p["box"])
                    )
                    for p in answer["found"]
                ],
            }
        )
        for answer in json.loads(path.read_text())
    ]


def renamed(answers: list[Answer], name_of: Callable[[str], str]) -> list[Answer]:
    """The answers with classes renamed; of two outlines of one new name that agree at IoU 0.5, the surer stays."""
    return [
        replace(answer, found=_without_repeats([replace(p, name=name_of(p.name)) for p in answer.found]))
        for answer in answers
    ]


def _without_repeats(found: list[Prediction]) -> list[Prediction]:
    kept: list[Prediction] = []
    for prediction in sorted(found, key=lambda p: -p.score):
        rivals = [p.rle for p in kept if p.name == prediction.name]
        if not rivals or coco_mask.iou([prediction.rle], rivals, [0] * len(rivals)).max() < 0.5:
            kept.append(prediction)
    return kept
