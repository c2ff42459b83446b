"""YOLO detection and segmentation folders (https://docs.ultralytics.com/datasets/), in."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from .dataset import Annotation, Dataset, Photo, Report
from .errors import MalformedEntry
from .reading import PHOTO_SUFFIXES, checked, measured, number, read_text
from .shapes import settle
from .yolo_layout import find_layout

_OVERHANG = 0.5
"""How far beyond 0..1 a coordinate may lie before it is no overhang but another unit."""


def read_yolo(path: Path, split: str | None = None) -> tuple[Dataset, Report]:
    """
    Photos of a YOLO data set; photos without a label file, or with an empty one, are kept as negatives.

    :param path: its data.yaml, or a folder with data.yaml or classes.txt, photos and labels
    :param split: train, val or test; all that data.yaml names by default
    :returns: photos named from the folder that holds all of theirs
    :raises DatasetError: see `errors`
    """
    file, names, folders = find_layout(path, split)
    base = Path(os.path.commonpath(folders))
    report = Report(str(path))
    photos: list[Photo] = []
    used: set[Path] = set()
    for folder in folders:
        found = sorted(each for each in folder.rglob("*") if each.suffix.lower() in PHOTO_SUFFIXES and each.is_file())
        for picture in found:
            labels = _labels_of(picture, folder)
            used.add(labels)
            name = picture.relative_to(base).as_posix()
            size = measured(picture, report, name)
            if size is None:
                continue
            photo = Photo(name, *size)
            photo.annotations = _read_labels(labels, photo, names, report) if labels.is_file() else []
            photos.append(photo)
        for labels in sorted(_labels_folder(folder).rglob("*.txt")):
            if labels not in used and labels.name not in ("classes.txt", "train.txt", "val.txt", "test.txt"):
                report.drop("label file without a photo", labels.name)
    return checked(Dataset(names, photos, base), file, report)


def _labels_folder(images: Path) -> Path:
    """Where labels of a photo folder are: its path with the last "images" replaced by "labels", else itself."""
    parts = list(images.parts)
    for index in reversed(range(len(parts))):
        if parts[index] == "images":
            replaced = Path(*parts[:index], "labels", *parts[index + 1 :])
            return replaced if replaced.is_dir() else images
    return images


def _labels_of(picture: Path, folder: Path) -> Path:
    return (_labels_folder(folder) / picture.relative_to(folder)).with_suffix(".txt")


def _read_labels(file: Path, photo: Photo, names: tuple[str, ...], report: Report) -> list[Annotation]:
    annotations = []
    for index, line in enumerate(read_text(file).splitlines()):
        fields = line.split()
        if not fields:
            continue
        entry = f"line {index + 1}"
        values = [number(value, file, entry, "a field") for value in fields]
        if not (values[0].is_integer() and 0 <= values[0] < len(names)):
            raise MalformedEntry(file, entry, f"Expected a class from 0 to {len(names) - 1} but received {fields[0]}")
        if len(values) != 5 and (len(values) < 7 or len(values) % 2 == 0):
            raise MalformedEntry(
                file, entry, f"Expected a class and 4 numbers, or 3 or more pairs, but received {len(values)} fields"
            )
        label, named = names[int(values[0])], f"{photo.file_name} {entry}"
        size = np.array([photo.width, photo.height], np.float64)
        points = np.array(values[1:], np.float64).reshape(-1, 2)
        if len(values) == 5:
            corner, extent = (points[0] - points[1] / 2) * size, points[1] * size
            rings, box = [], (*map(float, corner), *map(float, extent))
            points = np.array([points[0] - points[1] / 2, points[0] + points[1] / 2])
        else:
            rings, box = [points * size], None
        if points.min() < -_OVERHANG or points.max() > 1 + _OVERHANG:
            worst = points.ravel()[np.abs(points - 0.5).argmax()]
            raise MalformedEntry(file, entry, f"Expected shares of the photo from 0 to 1 but received {worst:g}")
        annotation = settle(label, rings, box, (photo.width, photo.height), report, named)
        if annotation is not None:
            annotations.append(annotation)
    return annotations
