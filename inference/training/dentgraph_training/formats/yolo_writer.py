"""YOLO detection and segmentation folders, out."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np

from .dataset import Dataset, Photo
from .errors import MalformedEntry


def yolo_lines(photo: Photo, classes: tuple[str, ...], segments: bool) -> list[str]:
    """Label lines of one photo: one per annotation (boxes), or one per piece (segments)."""
    lines = []
    for annotation in photo.annotations:
        label = classes.index(annotation.label)
        if segments and annotation.rings:
            shapes = [ring / [photo.width, photo.height] for ring in annotation.rings]
        else:
            x, y, w, h = annotation.box
            centre = ((x + w / 2) / photo.width, (y + h / 2) / photo.height)
            shapes = [np.array([centre, (w / photo.width, h / photo.height)])]
        lines += [" ".join([str(label), *(f"{value:.6f}" for value in shape.ravel())]) for shape in shapes]
    return lines


def write_yolo(dataset: Dataset, folder: Path, images: Path | None = None, segments: bool = True) -> None:
    """
    A YOLO folder: data.yaml, classes.txt, labels/, and images/ copied from `images` where given.

    :param segments: outlines where known; boxes otherwise
    :raises MalformedEntry: two photos whose labels would share a file
    """
    stems = [str(Path(photo.file_name).with_suffix("")) for photo in dataset.photos]
    twice = next((stem for stem in stems if stems.count(stem) > 1), None) if len(set(stems)) < len(stems) else None
    if twice is not None:
        raise MalformedEntry(folder, twice, "Expected names that differ without their ending but received two photos")
    for photo in dataset.photos:
        labels = (folder / "labels" / photo.file_name).with_suffix(".txt")
        labels.parent.mkdir(parents=True, exist_ok=True)
        labels.write_text(
            "".join(f"{line}\n" for line in yolo_lines(photo, dataset.classes, segments)), encoding="utf-8"
        )
        if images is not None:
            target = folder / "images" / photo.file_name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(images / photo.file_name, target)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "classes.txt").write_text("".join(f"{name}\n" for name in dataset.classes), encoding="utf-8")
    names = "".join(f"  {index}: {_quoted(name)}\n" for index, name in enumerate(dataset.classes))
    (folder / "data.yaml").write_text(f"path: .\ntrain: images\nval: images\nnames:\n{names}", encoding="utf-8")


def _quoted(text: str) -> str:
    """A YAML single-quoted scalar."""
    return "'" + text.replace("'", "''") + "'"
