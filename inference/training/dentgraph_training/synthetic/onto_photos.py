"""Damage put onto photos of undamaged cars: `python -m dentgraph_training.synthetic.onto_photos --photos … --out …`.

Drawn damage and, with --donors, photographed damage of annotated photos is placed on parts that the
shipped parts model finds; dirt, water and reflections are put on without a label. Writes
OUT/images and OUT/damage.json, a set like any other: name it in a recipe as a source. OUT must lie
outside the repository (runs/ is fine): pictures made of others' photos are no part of the project.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from pycocotools import mask as coco_mask

from ..assess import ROOT
from ..complaints import plainly
from ..data import BadDataset, Photo, read_coco, read_negatives, read_rgb
from .compose import Drawing, Labelled
from .damage import DAMAGES
from .fields import Array
from .labels import damage_writer, write_jpeg
from .laying import to_linear, to_pixels
from .outline import polygons
from .painting import PAINTED, paint_damage, paint_lookalike
from .pasting import PASTED, Donor, cut_out, paste

PAINTABLE = ("bumper", "door", "hood", "trunk", "tailgate")
SURE, LEAST_SHARE = 0.6, 0.01


def compose(rng: np.random.Generator, picture: Array, parts: list[Array], donors: list[Donor]) -> Drawing:
    """The picture with no to three damages on its parts, and things that are none; labels are the damages alone."""
    labelled: list[tuple[str, Array]] = []
    for _ in range(int(rng.choice([0, 1, 2]))):
        picture = to_pixels(paint_lookalike(rng, to_linear(picture), parts[rng.integers(len(parts))]))
    for _ in range(int(rng.choice([0, 1, 2, 3], p=[0.2, 0.4, 0.25, 0.15]))):
        part = parts[rng.integers(len(parts))]
        if donors and rng.random() < 0.5:
            donor = donors[rng.integers(len(donors))]
            done = paste(rng, picture, part, donor)
            kind = donor.kind
        else:
            kind = str(rng.choice(list(PAINTED), p=list(PAINTED.values())))
            painted = paint_damage(rng, to_linear(picture), part, kind)
            done = painted and (to_pixels(painted[0]), painted[1])
        overlaps = done and any((done[1] & mask).any() for _, mask in labelled)
        if done and not overlaps and done[1].sum() >= 40:
            picture = done[0]
            labelled.append((kind, done[1]))
    height, width = picture.shape[:2]
    found = [(kind, polygons(mask, width, height)) for kind, mask in labelled]
    return Drawing(picture, [Labelled(kind, pieces) for kind, pieces in found if pieces])


def paintable(answer, height: int, width: int) -> list[Array]:
    """Masks of the parts that are surely there, large enough and of sheet metal or plastic."""
    sure = [p for p in answer.found if p.score >= SURE and any(word in p.name for word in PAINTABLE)]
    masks = [_sheet_metal(p.name, coco_mask.decode(p.rle).astype(bool)) for p in sure]
    return [mask for mask in masks if mask.sum() >= LEAST_SHARE * height * width]


def _sheet_metal(name: str, mask: Array) -> Array:
    """The part without its window: a door's lower half, more or less."""
    rows = np.flatnonzero(mask.any(1))
    if "door" in name and len(rows):
        mask = mask.copy()
        mask[: rows[0] + round(0.45 * len(rows))] = False
    return mask


def read_donors(path: Path, images: Path, most: int, rng: np.random.Generator) -> list[Donor]:
    """Up to `most` damages cut out of annotated photos. :raises BadDataset:"""
    photos = [photo for photo in read_coco(path, images, list(DAMAGES)) if photo.annotations]
    donors: list[Donor] = []
    for index in rng.permutation(len(photos)):
        if len(donors) >= most:
            break
        wanted = [a for a in photos[index].annotations if a.polygons and DAMAGES[a.label - 1] in PASTED]
        if wanted:
            pixels = read_rgb(photos[index])
            cut = (cut_out(pixels, DAMAGES[a.label - 1], a.polygons) for a in wanted)
            donors += [donor for donor in cut if donor is not None]
    return donors[:most]


def outside_of_the_repository(path: Path) -> bool:
    whole = path.resolve()
    return ROOT not in (whole, *whole.parents) or ROOT / "runs" in whole.parents


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True, help="folder of photos of undamaged cars")
    parser.add_argument(
        "--split", choices=["train", "all"], default="train", help="train leaves out what evaluate uses"
    )
    parser.add_argument("--donors", type=Path, help="COCO file of damaged photos to cut damage out of")
    parser.add_argument("--donor-images", type=Path, help="their photos; images/ beside the file by default")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--model", type=Path, default=ROOT / "inference/model", help="folder with the parts model")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args(argv)
    if not outside_of_the_repository(args.out):
        parser.error(f"Expected a folder outside the repository (or in runs/) for --out but received {args.out}")
    try:
        return make(args)
    except BadDataset as error:
        print(error, file=sys.stderr)
        return 1


def make(args: argparse.Namespace) -> int:
    """:raises BadDataset: no photos, no donors, or no photo with a part to put damage on"""
    import json

    from ..predictions import from_model
    from ..sessions import session_of

    rng = np.random.default_rng(args.seed)
    photos = read_negatives(args.photos, args.split)
    images = args.donor_images or (args.donors.parent / "images" if args.donors else None)
    donors = read_donors(args.donors, images, 400, rng) if args.donors else []
    entry = json.loads((args.model / "model.json").read_text())["models"]["parts"]
    session = session_of(args.model / entry["file"], args.threads)
    (args.out / "images").mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(args.threads)
    writer, made, without_parts, unreadable, began = damage_writer(), 0, 0, 0, time.monotonic()
    known: dict[Path, list[Array]] = {}
    order = list(rng.permutation(len(photos)))
    for turn in range(4 * args.count):
        if made == args.count:
            break
        photo: Photo = photos[order[turn % len(photos)]]
        own = np.random.default_rng([args.seed, turn])
        try:
            picture = read_rgb(photo)
        except BadDataset as error:
            print(f"\nleft out: {error}", file=sys.stderr)
            unreadable += 1
            continue
        if photo.path not in known:
            (answer,) = from_model(session, entry["classes"], [photo.path], entry["inputSide"])
            known[photo.path] = paintable(answer, *picture.shape[:2])
        if not known[photo.path]:
            without_parts += 1
            continue
        drawing = compose(own, picture, known[photo.path], donors)
        name = f"onto_{made:05d}.jpg"
        write_jpeg(args.out / "images" / name, drawing, 90)
        writer.add(name, picture.shape[1], picture.shape[0], drawing.damages)
        made += 1
        rate = made / (time.monotonic() - began)
        print(f"\r{made}/{args.count}  {rate:.1f}/s  {(args.count - made) / rate:.0f} s left ", end="", file=sys.stderr)
    if not made:
        raise BadDataset(f"Expected cars with parts to put damage on in {args.photos} but found none")
    writer.write(args.out / "damage.json")
    print(
        f"\n{made} pictures, {len(donors)} donors; left out: {without_parts} times a photo without a large sure part, "
        f"{unreadable} times one that could not be read",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
