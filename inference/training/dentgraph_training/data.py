"""Photos and their annotations as training reads them: sources, mixed by share, rare classes more often."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
HOLDOUT_EVERY = 5
"""Negatives come without a split: in name order, every fifth is kept for validation."""


class BadDataset(ValueError):
    """The data cannot be trained on; the message names the file, the entry and the reason."""


@dataclass
class Annotation:
    """One object: its class (1-based), its outlines and its box x1, y1, x2, y2, in photo pixels."""

    label: int
    polygons: list[np.ndarray]  # each [points, 2]; empty where only the box is known
    box: tuple[float, float, float, float]


@dataclass
class Photo:
    path: Path
    annotations: list[Annotation] = field(default_factory=list)


@dataclass
class Source:
    """Photos of one origin, the share of training samples they make up, and each one's weight."""

    name: str
    photos: list[Photo]
    share: float
    weights: np.ndarray  # sums to 1


@dataclass
class Recipe:
    """Everything a model is trained on."""

    classes: list[str]
    sources: list[Source]
    mirrored: np.ndarray  # label -> label in the mirrored photo, index 0 is background


def read_coco(path: Path, images: Path, classes: list[str]) -> list[Photo]:
    """Photos of a COCO instances file whose categories are all in `classes`.

    :raises BadDataset: unreadable file, unknown category, missing photo
    """
    try:
        content = json.loads(path.read_text())
        names = {category["id"]: category["name"] for category in content["categories"]}
        photos = {image["id"]: Photo(images / image["file_name"]) for image in content["images"]}
        rows = content["annotations"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataset(f"Expected COCO instances in {path} but received {error!r}") from error
    unknown = sorted(set(names.values()) - set(classes))
    if unknown:
        raise BadDataset(f"Expected classes {classes} in {path} but received {unknown}")
    for photo in photos.values():
        if not photo.path.is_file():
            raise BadDataset(f"Expected the photo {photo.path} that {path} names but found none")
    for row in rows:
        x, y, w, h = row["bbox"]
        polygons = row.get("segmentation") or []
        outlines = [np.asarray(polygon, np.float32).reshape(-1, 2) for polygon in polygons if len(polygon) >= 6]
        label = classes.index(names[row["category_id"]]) + 1
        photos[row["image_id"]].annotations.append(Annotation(label, outlines, (x, y, x + w, y + h)))
    return list(photos.values())


def read_negatives(folder: Path, split: str) -> list[Photo]:
    """The photos of a folder that shows nothing to find; `split` is "train", "val" or "all"."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in PHOTO_SUFFIXES)
    if not paths:
        raise BadDataset(f"Expected photos in {folder} but found none")
    held_out = [index % HOLDOUT_EVERY == 0 for index in range(len(paths))]
    wanted = {"train": (False,), "val": (True,), "all": (False, True)}[split]
    return [Photo(path) for path, held in zip(paths, held_out) if held in wanted]


def repeat_factors(photos: list[Photo], threshold: float = 0.15) -> np.ndarray:
    """How often each photo is drawn, relative to the others.

    max over its classes of max(1, √(t / f)), f the share of photos that show the class: Gupta et
    al., "LVIS" (2019), section "repeat factor sampling".
    """
    counts = Counter(label for photo in photos for label in {a.label for a in photo.annotations})
    factor = {label: max(1.0, math.sqrt(threshold * len(photos) / count)) for label, count in counts.items()}
    weights = np.array([max([factor[a.label] for a in photo.annotations] or [1.0]) for photo in photos])
    return weights / weights.sum()


def read_recipe(path: Path, roots: list[Path]) -> Recipe:
    """Reads a recipe (see recipes/): classes and sources, with paths relative to the first of `roots` that has them.

    A source is {"annotations", "images", "share"} or {"negatives", "share"}; one that is marked
    "optional" and absent is left out, and the others share what it would have had.
    """
    content = json.loads(path.read_text())
    classes = content["classes"]
    sources = []
    for entry in content["sources"]:
        relative = entry.get("annotations", entry.get("negatives"))
        root = next((root for root in roots if (root / relative).exists()), roots[0])
        named = root / relative
        if entry.get("optional") and not named.exists():
            print(f"left out, not there: {named}")
            continue
        if "negatives" in entry:
            photos = read_negatives(named, "train")
        else:
            photos = read_coco(named, root / entry["images"], classes)
        sources.append(Source(str(named), photos, entry["share"], repeat_factors(photos)))
    return Recipe(classes, sources, mirrored_labels(classes))


def mirrored_labels(classes: list[str]) -> np.ndarray:
    """What each label becomes when the photo is mirrored: left and right change places."""
    swap = {"left": "right", "right": "left"}
    mirrored = ["_".join(swap.get(word, word) for word in name.split("_")) for name in classes]
    return np.array(
        [0, *(classes.index(name) + 1 if name in classes else index + 1 for index, name in enumerate(mirrored))]
    )


def draw(recipe: Recipe, random: np.random.Generator) -> Photo:
    """One photo, its source drawn by share and the photo within it by weight."""
    shares = np.array([source.share for source in recipe.sources])
    source = recipe.sources[random.choice(len(shares), p=shares / shares.sum())]
    return source.photos[random.choice(len(source.photos), p=source.weights)]
