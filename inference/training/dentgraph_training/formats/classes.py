"""Renaming, merging and ordering the classes of a data set."""

from __future__ import annotations

from pathlib import Path

from .dataset import Dataset
from .errors import UnknownClass


def rename(dataset: Dataset, pairs: dict[str, str], file: Path) -> Dataset:
    """
    The data set with classes renamed, its annotations included; two of the same new name become one.

    :raises UnknownClass: a class to rename that the data set does not have
    """
    for old in pairs:
        if old not in dataset.classes:
            raise UnknownClass(file, f"renaming {old}", old, dataset.classes)
    for annotation in dataset.annotations:
        annotation.label = pairs.get(annotation.label, annotation.label)
    names = tuple(dict.fromkeys(pairs.get(name, name) for name in dataset.classes))
    return Dataset(names, dataset.photos, dataset.folder)


def order(dataset: Dataset, classes: tuple[str, ...], file: Path) -> Dataset:
    """
    The data set with its classes numbered as asked.

    :raises UnknownClass: an annotation of a class that was not asked for
    """
    for photo in dataset.photos:
        for annotation in photo.annotations:
            if annotation.label not in classes:
                raise UnknownClass(file, photo.file_name, annotation.label, classes)
    return Dataset(classes, dataset.photos, dataset.folder)
