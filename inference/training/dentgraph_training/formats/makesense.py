"""Boxes as make-sense (https://www.makesense.ai) writes them to CSV: label, x, y, w, h, image, width, height."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from .dataset import Dataset, Photo, Report
from .errors import MalformedEntry
from .reading import checked, demand, number, read_text, safe_name
from .shapes import settle

_HEADER = ("label_name", "bbox_x", "bbox_y", "bbox_width", "bbox_height", "image_name", "image_width", "image_height")


def read_makesense(path: Path) -> tuple[Dataset, Report]:
    """
    Photos of a make-sense CSV file, with or without its header row; annotations have boxes only.

    :raises DatasetError: see `errors`
    """
    report = Report(str(path))
    photos: dict[str, Photo] = {}
    for index, row in enumerate(csv.reader(io.StringIO(read_text(path)))):
        entry = f"row {index + 1}"
        if not row or (index == 0 and tuple(field.strip() for field in row) == _HEADER):
            continue
        if len(row) != len(_HEADER):
            raise MalformedEntry(path, entry, f"Expected {len(_HEADER)} fields but received {len(row)}")
        label = demand(row[0].strip() or None, str, path, entry, "a label")
        x, y, w, h = (number(value, path, entry, name) for value, name in zip(row[1:5], _HEADER[1:5]))
        name = safe_name(row[5].strip(), path, entry)
        width, height = (number(value, path, entry, field) for value, field in zip(row[6:8], _HEADER[6:8]))
        if width < 1 or height < 1 or not (width.is_integer() and height.is_integer()):
            raise MalformedEntry(path, entry, f"Expected a size in whole pixels but received {row[6]}x{row[7]}")
        photo = photos.setdefault(name, Photo(name, int(width), int(height)))
        if (photo.width, photo.height) != (width, height):
            raise MalformedEntry(
                path,
                entry,
                f"Expected {photo.width}x{photo.height} for {name} as before but received {row[6]}x{row[7]}",
            )
        annotation = settle(label, [], (x, y, w, h), (photo.width, photo.height), report, f"{entry} ({name})")
        if annotation is not None:
            photo.annotations.append(annotation)
    found = sorted({annotation.label for photo in photos.values() for annotation in photo.annotations})
    return checked(Dataset(tuple(found), list(photos.values())), path, report)
