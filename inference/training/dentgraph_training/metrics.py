"""Figures that the model card reports. All masks are whole-photo run-length codes (pycocotools)."""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Callable

import numpy as np
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from .matching import photos_of, taken_by
from .predictions import Answer, Prediction

Keep = Callable[[Prediction], bool]


def average_precision(
    truth: dict, answers: list[Answer], kind: str = "segm", typed: bool = True, curves: bool = False
) -> dict:
    """COCO AP (IoU 0.50 to 0.95) and AP50, of all classes, each, and by size; `typed` false merges the classes.

    Lin et al., "Microsoft COCO" (2014); at most 100 detections a photo. Sizes are COCO's: small is
    below 32², medium below 96² square pixels of the photo as it is in the set. What has not a single
    annotation has no figure. With `curves`, also precision at IoU 0.5 over the recalls 0, 0.01 … 1.
    """
    judged, names = _judged(truth, answers, kind, typed)
    if judged is None:
        return {"AP": 0.0, "AP50": 0.0, "classes": {}, "sizes": {}}
    precision = judged.eval["precision"][..., 2]  # [IoU thresholds, recalls, classes, sizes], 100 detections
    result = {"AP": _mean(precision[..., 0]), "AP50": _mean(precision[0, ..., 0]), "classes": {}}
    result["sizes"] = {
        size: {"AP": _mean(precision[..., index]), "AP50": _mean(precision[0, ..., index])}
        for index, size in enumerate(("small", "medium", "large"), start=1)
    }
    for index, name in enumerate(names):
        own = precision[:, :, index, 0]
        result["classes"][name] = {"AP": _mean(own), "AP50": _mean(own[0])}
    if curves:
        shown = names or ["any"]
        result["curves"] = {
            name: [round(float(v), 4) for v in precision[0, :, index, 0]]
            for index, name in enumerate(shown)
            if precision[0, 0, index, 0] > -1
        }
    return result


def _judged(truth: dict, answers: list[Answer], kind: str, typed: bool) -> tuple[COCOeval | None, list[str]]:
    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO()
        coco.dataset = copy.deepcopy(truth)  # it turns polygons into run-length codes in place
        coco.createIndex()
        ids = {image["file_name"]: image["id"] for image in truth["images"]}
        categories = {category["name"]: category["id"] for category in truth["categories"]}
        rows = [
            {
                "image_id": ids[answer.photo],
                "category_id": categories[p.name],
                "segmentation": p.rle,
                "bbox": list(p.box),
                "score": p.score,
            }
            for answer in answers
            if answer.photo in ids
            for p in answer.found
        ]
        if not rows:
            return None, []
        judged = COCOeval(coco, coco.loadRes(rows), kind)
        judged.params.useCats = int(typed)
        judged.evaluate()
        judged.accumulate()
    return judged, [coco.cats[key]["name"] for key in judged.params.catIds] if typed else []


def _mean(values: np.ndarray) -> float | None:
    return round(float(values[values > -1].mean()), 4) if (values > -1).any() else None


def truth_union(truth: dict) -> dict[str, dict]:
    """The union of all annotations of each photo, by file name."""
    unions = {}
    for image in truth["images"]:
        rows = [a for a in truth["annotations"] if a["image_id"] == image["id"] and a.get("segmentation")]
        codes = [
            code for a in rows for code in coco_mask.frPyObjects(a["segmentation"], image["height"], image["width"])
        ]
        unions[image["file_name"]] = coco_mask.merge(codes) if codes else None
    return unions


def union_agreement(unions: dict[str, dict], answers: list[Answer], keep: Keep) -> dict:
    """Found against annotated area, photo by photo.

    `iou`: of the unions of masks, mean over photos. `area_error`, `area_bias`: of areaPct, in points
    of the photo. `found`: share of photos with anything found.
    """
    overlaps, errors, found = [], [], 0
    for answer in answers:
        truth = unions.get(answer.photo)
        if truth is None:
            continue
        codes = [p.rle for p in answer.found if keep(p)]
        found += bool(codes)
        height, width = truth["size"]
        pixels = width * height
        truth_pct = 100 * float(coco_mask.area(truth)) / pixels
        if not codes:
            overlaps.append(0.0)
            errors.append(-truth_pct)
            continue
        union = coco_mask.merge(codes)
        overlaps.append(float(coco_mask.iou([union], [truth], [0])[0, 0]))
        errors.append(100 * float(coco_mask.area(union)) / pixels - truth_pct)
    count = max(len(overlaps), 1)
    return {
        "photos": len(overlaps),
        "iou": round(float(np.mean(overlaps)), 4) if overlaps else None,
        "area_error": round(float(np.abs(errors).mean()), 2) if errors else None,
        "area_bias": round(float(np.mean(errors)), 2) if errors else None,
        "found": round(found / count, 4),
    }


def false_alarms(answers: list[Answer], keep: Keep) -> float:
    """Share of photos with anything found, where nothing is to be found."""
    return round(sum(any(keep(p) for p in answer.found) for answer in answers) / max(len(answers), 1), 4)


def matches(truth: dict, answers: list[Answer], iou: float = 0.5) -> dict[str, list[tuple[float, bool]]]:
    """(score, right) of every prediction, by class: right if it takes a free annotation of its class at that IoU."""
    names = {category["id"]: category["name"] for category in truth["categories"]}
    pairs: dict[str, list[tuple[float, bool]]] = {name: [] for name in names.values()}
    for found, rows, overlaps in photos_of(truth, answers):
        for name, own in pairs.items():
            predictions = [index for index, p in enumerate(found) if p.name == name]
            annotations = [index for index, row in enumerate(rows) if names[row["category_id"]] == name]
            taken = taken_by(overlaps[np.ix_(predictions, annotations)], iou)
            own += [(found[index].score, best is not None) for index, best in zip(predictions, taken)]
    return pairs


def precision_and_recall(pairs: list[tuple[float, bool]], annotated: int, least: float) -> dict[str, float | None]:
    """Of the predictions from a score on, the share that is right; of the annotations, the share that was found."""
    kept = [right for score, right in pairs if score >= least]
    return {
        "precision": round(sum(kept) / len(kept), 4) if kept else None,
        "recall": round(sum(kept) / annotated, 4) if annotated else None,
    }
