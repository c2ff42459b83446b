"""What is taken for what: types of damage, and verdicts on whole photos."""

from __future__ import annotations

from pycocotools import mask as coco_mask

from .predictions import Answer

NOTHING = "nothing"


def type_confusion(truth: dict, answers: list[Answer], classes: list[str], iou: float = 0.5) -> dict:
    """Counts of annotated type against found type, whatever the types: rows annotated, columns found.

    Predictions, the surest first, each take the free annotation that they overlap most, from an IoU
    on; the last row is what was found where nothing is annotated, the last column what was missed.
    """
    names = {category["id"]: category["name"] for category in truth["categories"]}
    images = {image["file_name"]: image for image in truth["images"]}
    labels = [*classes, NOTHING]
    counts = {row: dict.fromkeys(labels, 0) for row in labels}
    for answer in answers:
        image = images.get(answer.photo)
        if image is None:
            continue
        rows = [a for a in truth["annotations"] if a["image_id"] == image["id"] and a.get("segmentation")]
        size = (image["height"], image["width"])
        codes = [coco_mask.merge(coco_mask.frPyObjects(a["segmentation"], *size)) for a in rows]
        found = sorted(answer.found, key=lambda p: -p.score)
        overlaps = coco_mask.iou([p.rle for p in found], codes, [0] * len(codes)) if found and codes else None
        free = set(range(len(codes)))
        for index, prediction in enumerate(found):
            best = max(free, key=lambda j: overlaps[index, j], default=None) if overlaps is not None else None
            if best is not None and overlaps[index, best] >= iou:
                free.remove(best)
                counts[names[rows[best]["category_id"]]][prediction.name] += 1
            else:
                counts[NOTHING][prediction.name] += 1
        for missed in free:
            counts[names[rows[missed]["category_id"]]][NOTHING] += 1
    return {"labels": labels, "counts": [[counts[row][column] for column in labels] for row in labels]}


def verdict(answers: list[Answer]) -> dict:
    """Counts of photos with any damage listed, answered `damaged: true`, and answered `vehicle: true`."""
    return {
        "photos": len(answers),
        "listed": sum(bool(a.found) for a in answers),
        "damaged": sum(bool(a.damaged) for a in answers),
        "vehicle": sum(bool(a.vehicle) for a in answers),
    }


def verdict_confusion(verdicts: dict[str, dict], key: str, positive: list[str], negative: list[str]) -> dict:
    """Whole photos, rows what is so, columns what was answered: [[found, missed], [false alarm, rightly quiet]]."""

    def row(names: list[str]) -> list[int]:
        entries = [verdicts[name] for name in names if name in verdicts]
        said = sum(entry[key] for entry in entries)
        return [said, sum(entry["photos"] for entry in entries) - said]

    there = {key: [name for name in names if name in verdicts] for key, names in (("yes", positive), ("no", negative))}
    counts = [row(there["yes"]), row(there["no"])]
    return {"question": key, "positive": there["yes"], "negative": there["no"], "counts": counts}
