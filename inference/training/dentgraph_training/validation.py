"""The photos that models are judged on, by set; none of them took part in training."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .data import BadDataset, read_negatives
from .formats.coco_writer import to_coco
from .formats.errors import DatasetError
from .formats.reading import received
from .formats.via import read_via

DAMAGE_SOURCES = ("workshop", "severity")
NEGATIVES = ("undamaged", "no_vehicle")
ARTICLES = ("via_insurance", "via_damage66")
"""The founding articles' sets, one class, in VIA 1.x; judged where they are there."""


@dataclass
class Validation:
    """A set of photos to be judged on: their paths, and the COCO annotations where there are some."""

    photos: list[Path]
    truth: dict | None = None


def validation_sets(data: Path, limit: int | None = None) -> dict[str, Validation]:
    """Damaged cars and parts with annotations; undamaged cars and scenes held out of training; the articles' sets.

    Damaged cars must be there; the others are named where they are not. Images that do not say their
    source count as workshop photos.

    :param limit: of every set only so many photos, evenly spread
    :raises BadDataset: a set that cannot be read
    """
    damage = _read(data / "damage/val.json")
    sets, absent = {}, []
    for source in DAMAGE_SOURCES:
        truth = subset(damage, lambda image, wanted=source: image.get("source", DAMAGE_SOURCES[0]) == wanted)
        if truth["annotations"]:
            sets[source] = Validation([data / "damage/images" / i["file_name"] for i in truth["images"]], truth)
    if (data / "parts/val.json").is_file():
        parts = _read(data / "parts/val.json")
        sets["parts"] = Validation([data / "parts/images" / i["file_name"] for i in parts["images"]], parts)
    else:
        absent.append("parts/val.json")
    for name in NEGATIVES:
        if (data / "negatives" / name).is_dir():
            sets[name] = Validation([photo.path for photo in read_negatives(data / "negatives" / name, "val")])
        else:
            absent.append(f"negatives/{name}")
    for name in ARTICLES:
        if (data / name / "val/via_region_data.json").is_file():
            sets[name] = _read_via(data / name / "val/via_region_data.json")
        else:
            absent.append(f"{name}/val")
    for name in absent:
        print(f"not judged, not there: {data / name}")
    return {name: limited(validation, limit) for name, validation in sets.items()}


def limited(validation: Validation, limit: int | None) -> Validation:
    """The set with only so many of its photos, evenly spread; the same ones every time."""
    count = len(validation.photos)
    if limit is None or limit >= count:
        return validation
    photos = [validation.photos[index * count // limit] for index in range(limit)]
    names = {path.name for path in photos}
    truth = validation.truth and subset(validation.truth, lambda image: image["file_name"] in names)
    return Validation(photos, truth)


def subset(truth: dict, wanted) -> dict:
    """The COCO content with only the images for which `wanted(image)` is true."""
    images = [image for image in truth["images"] if wanted(image)]
    ids = {image["id"] for image in images}
    return {**truth, "images": images, "annotations": [a for a in truth["annotations"] if a["image_id"] in ids]}


def sideless(name: str) -> str:
    """A part without its side: "front_left_door" is "front_door"."""
    return "_".join(word for word in name.split("_") if word not in ("left", "right"))


def merged_truth(truth: dict, name_of) -> dict:
    """COCO content with classes renamed; those of one new name become one."""
    names = sorted({name_of(category["name"]) for category in truth["categories"]})
    numbers = {category["id"]: names.index(name_of(category["name"])) + 1 for category in truth["categories"]}
    return {
        **truth,
        "categories": [{"id": index + 1, "name": name} for index, name in enumerate(names)],
        "annotations": [{**row, "category_id": numbers[row["category_id"]]} for row in truth["annotations"]],
    }


def _read(path: Path) -> dict:
    try:
        content = json.loads(path.read_text())
        if not content["images"] or not content["annotations"]:
            raise ValueError("no images or no annotations")
        return content
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataset(f"Expected COCO instances in {path} but received {received(error)}") from error


def _read_via(path: Path) -> Validation:
    try:
        dataset, report = read_via(path)
    except DatasetError as error:
        raise BadDataset(str(error)) from error
    for line in report.lines()[1:]:
        print(f"{path}:{line}")
    return Validation([path.parent / photo.file_name for photo in dataset.photos], to_coco(dataset))
