"""VGG Image Annotator projects and exports, versions 1 and 2 (https://www.robots.ox.ac.uk/~vgg/software/via/)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .dataset import Annotation, Dataset, Photo, Report, Ring
from .errors import AmbiguousClass, MalformedEntry
from .reading import checked, demand, measured, number, read_json, safe_name
from .shapes import ellipse, rectangle, settle

DEFAULT_CLASS = "damage"


def read_via(
    path: Path,
    images: Path | None = None,
    class_attribute: str | None = None,
    default_class: str = DEFAULT_CLASS,
) -> tuple[Dataset, Report]:
    """
    Photos of a VIA file: a version 2 project, or the JSON annotations that versions 1 and 2 export.

    Photos without regions are skipped and counted, as in the founding articles, and so are points, which have no area.

    :param images: where the photos are, beside the file by default; VIA does not note their sizes
    :param class_attribute: the region attribute that holds the class; found by itself where there is only one
    :param default_class: the class of regions that carry none
    :raises DatasetError: see `errors`
    """
    content = demand(read_json(path), dict, path, "", "an object")
    entries = demand(content.get("_via_img_metadata", content), dict, path, "_via_img_metadata", "an object")
    report = Report(str(path))
    rows = [(key, *_regions(row, path, key)) for key, row in entries.items() if not key.startswith("_via_")]
    attribute = class_attribute or _only_attribute([regions for _, _, regions in rows], path)
    photos: dict[str, Photo] = {}
    for key, name, regions in rows:
        if not regions:
            report.drop("photo without annotations", name)
            continue
        if name in photos:
            raise MalformedEntry(path, key, f"Expected each photo once but received {name!r} twice")
        size = measured((images or path.parent) / name, report, name)
        if size is None:
            report.dropped.setdefault("annotation of a photo left out", []).extend([name] * len(regions))
            continue
        photo = photos[name] = Photo(name, *size)
        for index, region in regions:
            annotation = _annotation(region, photo, path, f"{name} region {index}", report, attribute, default_class)
            if annotation is not None:
                photo.annotations.append(annotation)
    found = sorted({annotation.label for photo in photos.values() for annotation in photo.annotations})
    return checked(Dataset(tuple(found), list(photos.values()), images or path.parent), path, report)


def _regions(row: object, path: Path, key: str) -> tuple[str, list[tuple[str, dict]]]:
    demand(row, dict, path, key, "an object for the photo")
    name = safe_name(row.get("filename"), path, key)
    regions = demand(row.get("regions"), (dict, list), path, key, "regions, as an object (VIA 1) or a list (VIA 2)")
    pairs = regions.items() if isinstance(regions, dict) else enumerate(regions)
    return name, [
        (str(index), demand(region, dict, path, f"{key} region {index}", "an object")) for index, region in pairs
    ]


def _only_attribute(regions: list[list[tuple[str, dict]]], path: Path) -> str | None:
    names = {name for rows in regions for _, region in rows for name in (region.get("region_attributes") or {})}
    if len(names) > 1:
        listed = ", ".join(sorted(names))
        raise AmbiguousClass(
            path, "region_attributes", f"Expected one to be chosen as the class but received several: {listed}"
        )
    return next(iter(names), None)


def _annotation(
    region: dict, photo: Photo, path: Path, entry: str, report: Report, attribute: str | None, default_class: str
) -> Annotation | None:
    attributes = demand(region.get("region_attributes") or {}, dict, path, entry, "an object for region_attributes")
    label = _label(attributes.get(attribute) if attribute else None, path, entry, default_class)
    shape = demand(region.get("shape_attributes"), dict, path, entry, "an object for shape_attributes")
    ring = _ring(shape, path, entry)
    if ring is None:
        report.drop("point", entry)
        return None
    return settle(label, [ring], None, (photo.width, photo.height), report, entry)


def _label(value: object, path: Path, entry: str, default_class: str) -> str:
    if isinstance(value, dict):  # checkboxes: {"scratch": true}
        chosen = [name for name, on in value.items() if on in (True, "true", 1)]
        if len(chosen) > 1:
            raise AmbiguousClass(path, entry, f"Expected one class but received several: {', '.join(chosen)}")
        value = chosen[0] if chosen else None
    if value is None or value == "":
        return default_class
    return demand(value, str, path, entry, "text for the class").strip() or default_class


def _ring(shape: dict, path: Path, entry: str) -> Ring | None:
    def value(name: str) -> float:
        return number(shape.get(name), path, entry, name)

    kind = shape.get("name")
    if kind in ("polygon", "polyline"):  # a polyline is closed, as the founding articles' readers do
        xs = demand(shape.get("all_points_x"), list, path, entry, "a list for all_points_x")
        ys = demand(shape.get("all_points_y"), list, path, entry, "a list for all_points_y")
        if len(xs) != len(ys):
            raise MalformedEntry(path, entry, f"Expected as many y as x but received {len(xs)} x and {len(ys)} y")
        points = [
            (number(x, path, entry, "all_points_x"), number(y, path, entry, "all_points_y")) for x, y in zip(xs, ys)
        ]
        return np.array(points, np.float64).reshape(-1, 2)
    if kind == "rect":
        return rectangle(value("x"), value("y"), value("width"), value("height"))
    if kind == "circle":
        return ellipse(value("cx"), value("cy"), value("r"), value("r"))
    if kind == "ellipse":
        return ellipse(
            value("cx"), value("cy"), value("rx"), value("ry"), number(shape.get("theta", 0), path, entry, "theta")
        )
    if kind == "point":
        return None
    raise MalformedEntry(
        path, entry, f"Expected polygon, polyline, rect, circle, ellipse or point for name but received {kind!r}"
    )
