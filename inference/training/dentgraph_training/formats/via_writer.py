"""VGG Image Annotator annotations, version 2, out."""

from __future__ import annotations

import json
from pathlib import Path

from .dataset import Dataset, Ring


def to_via(dataset: Dataset, sizes: dict[str, int] | None = None) -> dict:
    """
    The content of a VIA 2 annotations file, one region per piece, its class in the attribute "class".

    :param sizes: bytes of each photo's file by name, which VIA makes part of its keys; -1 where unknown
    """
    out = {}
    for photo in dataset.photos:
        size = (sizes or {}).get(photo.file_name, -1)
        regions = []
        for annotation in photo.annotations:
            attributes = {"class": annotation.label}
            x, y, w, h = annotation.box
            shapes = [_polygon(ring) for ring in annotation.rings]
            shapes = shapes or [{"name": "rect", "x": x, "y": y, "width": w, "height": h}]
            regions += [{"shape_attributes": shape, "region_attributes": attributes} for shape in shapes]
        row = {"filename": photo.file_name, "size": size, "regions": regions, "file_attributes": {}}
        out[f"{photo.file_name}{size}"] = row
    return out


def _polygon(ring: Ring) -> dict:
    xs, ys = ([round(float(value), 2) for value in column] for column in ring.T)
    return {"name": "polygon", "all_points_x": xs, "all_points_y": ys}


def write_via(dataset: Dataset, path: Path, images: Path | None = None) -> None:
    names = [photo.file_name for photo in dataset.photos]
    sizes = {name: (images / name).stat().st_size for name in names if (images / name).is_file()} if images else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_via(dataset, sizes)) + "\n", encoding="utf-8")
