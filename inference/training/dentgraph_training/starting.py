"""What a run starts with: its photos, and its weights."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from .assess import ROOT
from .data import BadDataset, Recipe, Source, mirrored_labels, read_coco, read_recipe, repeat_factors
from .formats.reading import received
from .weights import WrongWeights, classes_of, load_into, match_classes, read_weights


def recipe_of(args: argparse.Namespace) -> Recipe:
    """:raises BadDataset: see data.py"""
    if args.recipe:
        return read_recipe(args.recipe, args.data, args.without)
    path = next((args.dataset / name for name in ("train.json", "coco.json", "damage.json")
                 if (args.dataset / name).is_file()), args.dataset)  # fmt: skip
    if path.is_dir():
        raise BadDataset(f"Expected train.json, coco.json or damage.json in {path} but found none")
    try:
        classes = [category["name"] for category in json.loads(path.read_text())["categories"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadDataset(f"Expected COCO instances in {path} but received {received(error)}") from error
    recipe = Recipe(classes, [], mirrored_labels(classes))
    photos = read_coco(path, path.parent / "images", classes, recipe.account)
    recipe.sources.append(Source(str(path), photos, 1.0, repeat_factors(photos)))
    return recipe


def initial_weights(recipe: Recipe, models: Path = ROOT / "inference/model") -> Path:
    """What `--weights initial` means: the recipe's own choice, else the shipped model of these classes, else damage.

    :raises WrongWeights: none of them is there
    """
    if recipe.initial:
        return recipe.initial
    manifest = models / "model.json"
    if not manifest.is_file():
        raise WrongWeights(f"Expected shipped models in {models} for --weights initial but found none")
    entries = json.loads(manifest.read_text())["models"]
    same = [entry for entry in entries.values() if set(entry["classes"]) == set(recipe.classes)]
    return models / (same[0] if same else entries["damage"])["file"]


def start_from(model, weights: str, recipe: Recipe) -> dict:
    """Fills the model with "initial" or a file's weights; answers the path and what starts anew.

    :raises WrongWeights: see weights.py
    """
    path = initial_weights(recipe) if weights == "initial" else Path(weights)
    values, before, new = read_weights(path), classes_of(path), []
    if before:
        values, new = match_classes(model, values, before, recipe.classes)
    anew = load_into(model, values, str(path))
    print(f"starting from {path}")
    if new:
        print(f"classes it does not know, which start anew: {', '.join(new)}")
    if anew:
        print(f"not in the weights file, started anew: {', '.join(anew)}")
    return {"path": str(path), "anew": anew, "new_classes": new}


def described(recipe: Recipe) -> list[str]:
    """A line for each source."""
    return [
        f"share {source.share:g}: {len(source.photos)} photos, "
        f"{sum(len(photo.annotations) for photo in source.photos)} annotations: {source.name}"
        for source in recipe.sources
    ]
