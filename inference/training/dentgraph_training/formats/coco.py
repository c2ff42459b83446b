"""COCO instances (https://cocodataset.org/#format-data), in."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .dataset import Dataset, Photo, Report, Ring
from .errors import MalformedEntry
from .reading import checked, demand, measured, number, read_json, safe_name
from .run_lengths import decode_run_lengths
from .shapes import settle

_OWN = {"id", "image_id", "category_id", "segmentation", "bbox", "area", "iscrowd"}


def read_coco(path: Path, images: Path | None = None) -> tuple[Dataset, Report]:
    """
    Photos of a COCO instances file; photos without annotations are kept, as negatives.

    :param images: where the photos are; given, each must be there and of the size the file says
    :raises DatasetError: see `errors`
    """
    content = demand(read_json(path), dict, path, "", "an object with images, annotations and categories")
    report = Report(str(path))
    names = _categories(content, path)
    photos, missing = _photos(content, path, images, report)
    seen: set[int] = set()
    for index, row in enumerate(demand(content.get("annotations"), list, path, "annotations", "a list")):
        entry = f"annotations[{index}]"
        demand(row, dict, path, entry, "an object")
        key = demand(row.get("id"), int, path, entry, "a whole number for id")
        entry = f"annotation {key}"
        if key in seen:
            raise MalformedEntry(path, entry, "Expected each id once but received it twice")
        seen.add(key)
        image_id, category_id = row.get("image_id"), row.get("category_id")
        if image_id in missing:
            report.drop("annotation of a photo left out", entry)
            continue
        if image_id not in photos:
            raise MalformedEntry(path, entry, f"Expected the id of an image for image_id but received {image_id!r}")
        if category_id not in names:
            raise MalformedEntry(
                path, entry, f"Expected the id of a category for category_id but received {category_id!r}"
            )
        if row.get("iscrowd") == 1:
            report.drop("crowd region", entry)
            continue
        photo = photos[image_id]
        rings, box = _shape(row, photo, path, entry, report)
        attributes = {name: value for name, value in row.items() if name not in _OWN}
        annotation = settle(names[category_id], rings, box, (photo.width, photo.height), report, entry, attributes)
        if annotation is not None:
            photo.annotations.append(annotation)
    return checked(Dataset(tuple(names.values()), list(photos.values()), images), path, report)


def _categories(content: dict, path: Path) -> dict[int, str]:
    names: dict[int, str] = {}
    for index, row in enumerate(demand(content.get("categories"), list, path, "categories", "a list")):
        entry = f"categories[{index}]"
        demand(row, dict, path, entry, "an object")
        key = demand(row.get("id"), int, path, entry, "a whole number for id")
        name = demand(row.get("name"), str, path, entry, "text for name")
        if key in names or name in names.values():
            raise MalformedEntry(path, entry, f"Expected each category once but received {key} {name!r} again")
        names[key] = name
    return names


def _photos(content: dict, path: Path, images: Path | None, report: Report) -> tuple[dict[int, Photo], set[int]]:
    photos: dict[int, Photo] = {}
    missing: set[int] = set()
    for index, row in enumerate(demand(content.get("images"), list, path, "images", "a list")):
        entry = f"images[{index}]"
        demand(row, dict, path, entry, "an object")
        key = demand(row.get("id"), int, path, entry, "a whole number for id")
        if key in photos or key in missing:
            raise MalformedEntry(path, entry, f"Expected each id once but received {key} twice")
        name = safe_name(row.get("file_name"), path, entry)
        width, height = (
            demand(row.get(side), int, path, entry, f"a whole number for {side}") for side in ("width", "height")
        )
        if width < 1 or height < 1:
            raise MalformedEntry(path, entry, f"Expected a size of at least 1x1 but received {width}x{height}")
        if images is not None:
            size = measured(images / name, report, name)
            if size is not None and size != (width, height):
                report.drop(f"photo of {size[0]}x{size[1]} where the file says {width}x{height}", name)
                size = None
            if size is None:
                missing.add(key)
                continue
        photos[key] = Photo(name, width, height)
    return photos, missing


def _shape(row: dict, photo: Photo, path: Path, entry: str, report: Report) -> tuple[list[Ring], tuple | None]:
    box = None
    if row.get("bbox") is not None:
        values = demand(row["bbox"], list, path, entry, "a list for bbox")
        if len(values) != 4:
            raise MalformedEntry(path, entry, f"Expected 4 numbers for bbox but received {len(values)}")
        box = tuple(number(value, path, entry, "bbox") for value in values)
    shape = row.get("segmentation")
    if isinstance(shape, dict):
        return decode_run_lengths(shape, photo, path, entry, report), box
    rings = []
    for flat in demand(shape if shape is not None else [], list, path, entry, "a list or run lengths for segmentation"):
        demand(flat, list, path, entry, "lists of numbers in segmentation")
        if len(flat) % 2:
            raise MalformedEntry(path, entry, f"Expected pairs x, y in segmentation but received {len(flat)} numbers")
        rings.append(
            np.array([number(value, path, entry, "segmentation") for value in flat], np.float64).reshape(-1, 2)
        )
    return rings, box
