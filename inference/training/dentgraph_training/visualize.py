"""Draws annotations over photos: `python -m dentgraph_training.visualize --dataset FILE --images DIR --out DIR`."""

from __future__ import annotations

import argparse
import colorsys
import sys
from pathlib import Path

import cv2
import numpy as np

from .complaints import plainly
from .formats.coco import read_coco
from .formats.dataset import Photo
from .formats.errors import DatasetError


def colour_of(index: int) -> tuple[int, int, int]:
    """A colour per class (BGR), far from its neighbours': steps of the golden ratio around the hue circle."""
    r, g, b = colorsys.hsv_to_rgb(index * 0.618034 % 1, 0.85, 1.0)
    return int(b * 255), int(g * 255), int(r * 255)


def draw(picture: np.ndarray, photo: Photo, classes: tuple[str, ...]) -> np.ndarray:
    """
    A copy of a BGR photo [height, width, 3] with every annotation filled translucently, outlined and named.

    Annotations known by their box alone are drawn as that box, unfilled.
    """
    out = picture.copy()
    thick = max(1, round(max(picture.shape[:2]) / 600))
    for annotation in photo.annotations:
        colour = colour_of(classes.index(annotation.label))
        rings = [np.round(ring * 16).astype(np.int32) for ring in annotation.rings]
        if rings:
            veil = out.copy()
            for ring in rings:
                cv2.fillPoly(veil, [ring], colour, cv2.LINE_AA, shift=4)
            out = cv2.addWeighted(veil, 0.35, out, 0.65, 0)
            cv2.polylines(out, rings, True, colour, thick, cv2.LINE_AA, shift=4)
    for annotation in photo.annotations:  # boxes and names above all outlines
        colour = colour_of(classes.index(annotation.label))
        x, y, w, h = annotation.box
        if not annotation.rings:
            cv2.rectangle(out, (round(x), round(y)), (round(x + w), round(y + h)), colour, thick)
        _name(out, annotation.label, round(x), round(y), colour, thick)
    return out


def _name(out: np.ndarray, text: str, x: int, y: int, colour: tuple[int, int, int], thick: int) -> None:
    scale = 0.45 * thick
    (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    x, y = min(max(x, 0), max(out.shape[1] - width, 0)), max(y, height + base)
    cv2.rectangle(out, (x, y - height - base), (x + width, y), (0, 0, 0), -1)
    cv2.putText(out, text, (x, y - base // 2), cv2.FONT_HERSHEY_SIMPLEX, scale, colour, thick, cv2.LINE_AA)


def spread(total: int, count: int | None) -> list[int]:
    """Indices of `count` out of `total`, evenly spaced."""
    if count is None or count >= total:
        return list(range(total))
    return [round(index * (total - 1) / max(count - 1, 1)) for index in range(count)]


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, required=True, help="COCO instances file")
    parser.add_argument("--images", type=Path, required=True, help="folder of its photos")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, help="draw so many, evenly spaced; all by default")
    options = parser.parse_args(argv)
    try:
        dataset, report = read_coco(options.dataset, options.images)
    except DatasetError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    print("\n".join(report.lines()), file=sys.stderr)
    options.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for index in spread(len(dataset.photos), options.count):
        photo = dataset.photos[index]
        picture = cv2.imread(str(options.images / photo.file_name), cv2.IMREAD_COLOR)
        target = (options.out / photo.file_name).with_suffix(".jpg")
        target.parent.mkdir(parents=True, exist_ok=True)
        if picture is None or not cv2.imwrite(str(target), draw(picture, photo, dataset.classes)):
            failed += 1
            print(
                f"{photo.file_name}: Expected a photo that can be decoded and drawn but it could not be",
                file=sys.stderr,
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(plainly(main))
