"""What is taken for what: types of damage, and verdicts on whole photos."""

from __future__ import annotations

from .matching import photos_of, taken_by
from .predictions import Answer

NOTHING = "nothing"


def type_confusion(truth: dict, answers: list[Answer], classes: list[str], iou: float = 0.5) -> dict:
    """Counts of annotated type against found type, whatever the types: rows annotated, columns found.

    Predictions, the surest first, each take the free annotation that they overlap most, from an IoU
    on; the last row is what was found where nothing is annotated, the last column what was missed.
    """
    names = {category["id"]: category["name"] for category in truth["categories"]}
    labels = [*classes, NOTHING]
    counts = {row: dict.fromkeys(labels, 0) for row in labels}
    for found, rows, overlaps in photos_of(truth, answers):
        annotated = [names[row["category_id"]] for row in rows]
        taken = taken_by(overlaps, iou)
        for prediction, best in zip(found, taken):
            counts[NOTHING if best is None else annotated[best]][prediction.name] += 1
        for missed in set(range(len(rows))) - set(taken):
            counts[annotated[missed]][NOTHING] += 1
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
