"""Importers on the real files that people drew; needs the data sets beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from dentgraph_training.formats.coco import read_coco
from dentgraph_training.formats.via import read_via
from dentgraph_training.synthetic.damage import DAMAGES
from dentgraph_training.synthetic.surface import PARTS


@pytest.mark.parametrize(
    ("folder", "photos", "annotations"),
    [
        ("via_insurance/train", 641, 659),
        ("via_insurance/val", 275, 288),
        ("via_damage66/train", 49, 78),
        ("via_damage66/val", 15, 19),
    ],
)
def test_reads_the_founding_articles_via_files(real_data: Path, folder: str, photos: int, annotations: int) -> None:
    dataset, report = read_via(real_data / folder / "via_region_data.json")
    assert (report.photos, report.annotations, report.dropped) == (photos, annotations, {})
    assert dataset.classes == ("damage",)


@pytest.mark.parametrize(
    ("name", "annotations"),
    [("damage/val", 738), ("parts/val", 401), ("scratch_boxes/val", 134), ("scratch_boxes/train", 1547)],
)
def test_reads_the_coco_files_whole(real_data: Path, name: str, annotations: int) -> None:
    path = real_data / f"{name}.json"
    dataset, report = read_coco(path, path.parent / "images")
    assert (report.annotations, report.dropped) == (annotations, {})
    assert all(bool(annotation.rings) != name.startswith("scratch_boxes") for annotation in dataset.annotations)


def test_the_drawn_pictures_classes_are_those_of_the_data(real_data: Path) -> None:
    assert read_coco(real_data / "damage" / "val.json")[0].classes == DAMAGES
    assert read_coco(real_data / "parts" / "val.json")[0].classes == PARTS
