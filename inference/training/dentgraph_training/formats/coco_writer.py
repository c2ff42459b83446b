"""COCO instances, out."""

from __future__ import annotations

import json
from pathlib import Path

from .dataset import Annotation, Dataset
from .shapes import ring_area


def to_coco(dataset: Dataset) -> dict:
    """The content of a COCO instances file; annotations known by their box only have no segmentation."""
    images, rows = [], []
    for photo in dataset.photos:
        images.append(
            {"id": len(images) + 1, "file_name": photo.file_name, "width": photo.width, "height": photo.height}
        )
        rows.extend(_row(annotation, len(images), dataset.classes) for annotation in photo.annotations)
    for index, row in enumerate(rows):
        row["id"] = index + 1
    categories = [{"id": index + 1, "name": name} for index, name in enumerate(dataset.classes)]
    return {"images": images, "annotations": rows, "categories": categories}


def _row(annotation: Annotation, image_id: int, classes: tuple[str, ...]) -> dict:
    row = {"id": 0, "image_id": image_id, "category_id": classes.index(annotation.label) + 1, "iscrowd": 0}
    x, y, w, h = annotation.box
    if annotation.rings:
        row["segmentation"] = [[round(float(value), 2) for value in ring.ravel()] for ring in annotation.rings]
    row["bbox"] = [round(value, 2) for value in (x, y, w, h)]
    row["area"] = round(sum(ring_area(ring) for ring in annotation.rings) if annotation.rings else w * h, 2)
    return {**annotation.attributes, **row}


def write_coco(dataset: Dataset, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_coco(dataset)) + "\n", encoding="utf-8")
