"""Photos and their annotations as training reads them: sources, mixed by share, rare classes more often."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from .complaints import Complaint
from .formats.coco import read_coco as read_instances
from .formats.errors import DatasetError

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
RECIPE_KEYS = {"classes", "sources", "initial"}
SOURCE_KEYS = {"annotations", "images", "negatives", "share", "optional"}
HOLDOUT_EVERY = 5
"""Negatives come without a split: in name order, every fifth is kept for validation."""


class BadDataset(Complaint):
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
    account: list[str] = field(default_factory=list)  # what was read and what was left out, in words
    initial: Path | None = None  # weights that `--weights initial` starts from


def read_rgb(photo: Photo) -> np.ndarray:
    """[h, w, 3] uint8, upright.

    :raises BadDataset: not a readable picture
    """
    pixels = cv2.imread(str(photo.path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise BadDataset(f"Expected a picture in {photo.path} but could not decode it")
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)


def read_coco(path: Path, images: Path, classes: list[str], account: list[str] | None = None) -> list[Photo]:
    """Photos of a COCO instances file whose categories are all in `classes`.

    What cannot be used (a missing photo, an outline outside of it) is left out and counted in
    `account`; a file that is not of the format, or from which nothing is left, is refused.

    :raises BadDataset: not COCO instances, unknown category, nothing left
    """
    try:
        dataset, report = read_instances(path, images)
    except DatasetError as error:
        raise BadDataset(f"{error}{_hint(images)}") from error
    unknown = sorted(set(dataset.classes) - set(classes))
    if unknown:
        raise BadDataset(f"Expected classes {classes} in {path} but received {unknown}")
    if account is not None:
        account += report.lines()
    return [
        Photo(images / photo.file_name, [_annotation(each, classes) for each in photo.annotations])
        for photo in dataset.photos
    ]


def _annotation(each, classes: list[str]) -> Annotation:
    x, y, w, h = each.box
    outlines = [np.asarray(ring, np.float32) for ring in each.rings]
    return Annotation(classes.index(each.label) + 1, outlines, (x, y, x + w, y + h))


def _hint(images: Path) -> str:
    return "" if images.is_dir() else f" (the photos are looked for in {images}, which is no folder)"


def read_negatives(folder: Path, split: str) -> list[Photo]:
    """The photos of a folder that shows nothing to find; `split` is "train", "val" or "all"."""
    if not folder.is_dir():
        raise BadDataset(f"Expected a folder of photos at {folder} but found none")
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


def read_recipe(path: Path, roots: list[Path], without: Sequence[str] = ()) -> Recipe:
    """Reads a recipe (see recipes/): classes and sources, with paths relative to the first of `roots` that has them.

    A source is {"annotations", "images", "share"} or {"negatives", "share"}; one that is marked
    "optional" and absent, or whose path contains one of `without`, is left out, and the others
    share what it would have had.

    :raises BadDataset: not a recipe, or a source that cannot be read
    """
    try:
        content = json.loads(path.read_text())
        classes, entries = content["classes"], content["sources"]
        paths = [entry.get("annotations", entry.get("negatives")) for entry in entries]
        shares = [float(entry["share"]) for entry in entries]
        if None in paths or any("annotations" in entry and "images" not in entry for entry in entries):
            raise KeyError("annotations and images, or negatives, in every source")
        unknown = sorted({*content} - RECIPE_KEYS | {key for entry in entries for key in entry} - SOURCE_KEYS)
        if unknown:
            raise KeyError(f"unknown: {', '.join(unknown)}")
    except FileNotFoundError as error:
        raise BadDataset(f"Expected a recipe at {path} but found none") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDataset(f"Expected a recipe with classes and sources in {path} but received {error!r}") from error
    recipe = Recipe(classes, [], mirrored_labels(classes))
    for entry, relative, share in zip(entries, paths, shares):
        root = next((root for root in roots if (root / relative).exists()), roots[0])
        named = root / relative
        if any(text in relative for text in without):
            recipe.account.append(f"left out, as asked: {named}")
            continue
        if entry.get("optional") and not named.exists():
            recipe.account.append(f"left out, not there: {named}")
            continue
        if "negatives" in entry:
            photos = read_negatives(named, "train")
        else:
            photos = read_coco(named, root / entry["images"], classes, recipe.account)
        recipe.sources.append(Source(str(named), photos, share, repeat_factors(photos)))
    if not recipe.sources:
        raise BadDataset(f"Expected at least one source in {path} but none is left")
    initial = content.get("initial")
    recipe.initial = (path.parent / initial).resolve() if initial else None
    return recipe


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
