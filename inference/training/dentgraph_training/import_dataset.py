"""Reads annotations of any format and writes COCO instances (or VIA 2, or YOLO), with an account of what was left out.

python -m dentgraph_training.import_dataset --format via via_region_data.json --out coco.json
python -m dentgraph_training.import_dataset --format yolo cars/data.yaml --split train --out coco.json
python -m dentgraph_training.import_dataset --format coco coco.json --to via --out via.json
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from .complaints import plainly
from .formats.classes import order, rename
from .formats.coco import read_coco
from .formats.coco_writer import write_coco
from .formats.dataset import Dataset, Report
from .formats.errors import DatasetError
from .formats.makesense import read_makesense
from .formats.via import DEFAULT_CLASS, read_via
from .formats.via_writer import write_via
from .formats.yolo import read_yolo
from .formats.yolo_writer import write_yolo


def read(options: argparse.Namespace) -> tuple[Dataset, Report]:
    match options.format:
        case "via":
            return read_via(options.input, options.images, options.class_attribute, options.default_class)
        case "coco":
            return read_coco(options.input, options.images)
        case "yolo":
            return read_yolo(options.input, options.split)
        case _:
            dataset, report = read_makesense(options.input)
            return Dataset(dataset.classes, dataset.photos, options.images), report


def write(dataset: Dataset, options: argparse.Namespace) -> None:
    if options.copy_photos:
        for photo in dataset.photos:
            target = options.out.parent / "images" / photo.file_name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(dataset.folder / photo.file_name, target)
    match options.to:
        case "coco":
            write_coco(dataset, options.out)
        case "via":
            write_via(dataset, options.out, dataset.folder)
        case _:
            write_yolo(dataset, options.out, dataset.folder, segments=options.to == "yolo")


def arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", type=Path, help="annotation file, or the folder of a YOLO data set")
    parser.add_argument("--format", required=True, choices=["via", "coco", "yolo", "makesense"])
    parser.add_argument("--out", type=Path, required=True, help="file to write, or the folder for YOLO")
    parser.add_argument("--to", choices=["coco", "via", "yolo", "yolo-boxes"], default="coco")
    parser.add_argument("--images", type=Path, help="folder of the photos; VIA looks beside its file by default")
    parser.add_argument("--split", help="YOLO: train, val or test; all by default")
    parser.add_argument("--class-attribute", help="VIA: the region attribute that holds the class")
    parser.add_argument("--default-class", default=DEFAULT_CLASS, help="VIA: class of regions without one")
    parser.add_argument(
        "--rename", action="append", default=[], metavar="OLD=NEW", help="rename a class; may be given several times"
    )
    parser.add_argument("--classes", help="the classes to accept, in this order, with commas between")
    parser.add_argument(
        "--copy-photos", action="store_true", help="copy the photos into images/ beside the file, where training looks"
    )
    options = parser.parse_args(argv)
    if options.copy_photos and options.format in ("coco", "makesense") and options.images is None:
        parser.error("Expected --images with --copy-photos but received none")
    for pair in options.rename:
        if "=" not in pair:
            parser.error(f"Expected OLD=NEW for --rename but received {pair!r}")
    return options


def main(argv: list[str] | None = None) -> int:
    options = arguments(argv)
    try:
        dataset, report = read(options)
        dataset = rename(dataset, dict(pair.split("=", 1) for pair in options.rename), options.input)
        if options.classes:
            dataset = order(dataset, tuple(name.strip() for name in options.classes.split(",")), options.input)
        write(dataset, options)
    except DatasetError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"WRITE_FAILED: {options.out}: {error.strerror or error}", file=sys.stderr)
        return 1
    print("\n".join(report.lines()), file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
