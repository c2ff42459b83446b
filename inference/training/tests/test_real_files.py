"""Importers on the real files that people drew; needs the data sets beside the repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from dentgraph_training.data import read_coco as read_training
from dentgraph_training.formats.coco import read_coco
from dentgraph_training.formats.coco_writer import write_coco
from dentgraph_training.formats.errors import MalformedEntry
from dentgraph_training.formats.makesense import read_makesense
from dentgraph_training.formats.shapes import ring_area
from dentgraph_training.formats.via import read_via
from dentgraph_training.formats.via_writer import write_via
from dentgraph_training.formats.yolo import read_yolo
from dentgraph_training.formats.yolo_writer import write_yolo
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


def test_yolo_cannot_hold_two_photos_of_one_stem(real_data: Path, tmp_path: Path) -> None:
    path = real_data / "via_damage66/val/via_region_data.json"  # has image75.jpg and image75.jpeg
    with pytest.raises(MalformedEntry, match="image75.*two photos"):
        write_yolo(read_via(path)[0], tmp_path / "yolo", path.parent)


def test_an_articles_set_survives_every_format(real_data: Path, tmp_path: Path) -> None:
    """VIA 1 to VIA 2, COCO, YOLO outlines and YOLO boxes and back: as many photos and annotations, of the same area."""
    path = real_data / "via_damage66/train/via_region_data.json"
    first, _ = read_via(path)
    images = path.parent
    write_via(first, tmp_path / "via2.json", images)
    write_coco(first, tmp_path / "coco.json")
    write_yolo(first, tmp_path / "outlines", images, segments=True)
    write_yolo(first, tmp_path / "boxes", images, segments=False)
    back = {
        "VIA 2": read_via(tmp_path / "via2.json", images),
        "COCO": read_coco(tmp_path / "coco.json", images),
        "YOLO outlines": read_yolo(tmp_path / "outlines", "train"),
        "YOLO boxes": read_yolo(tmp_path / "boxes", "train"),
    }
    areas = sum(ring_area(ring) for each in first.annotations for ring in each.rings)
    for name, (dataset, report) in back.items():
        pieces = sum(len(each.rings) for each in first.annotations)
        assert report.dropped == {}, name
        assert report.photos == len(first.photos), name
        assert report.annotations == (pieces if name == "YOLO outlines" else len(list(first.annotations))), name
        if name != "YOLO boxes":
            again = sum(ring_area(ring) for each in dataset.annotations for ring in each.rings)
            assert again == pytest.approx(areas, rel=1e-3), name


def test_the_articles_boxes_as_make_sense_writes_them(real_data: Path, tmp_path: Path) -> None:
    first, _ = read_via(real_data / "via_damage66/val/via_region_data.json")
    rows = [
        f"{each.label},{','.join(str(round(v)) for v in each.box)},{photo.file_name},{photo.width},{photo.height}"
        for photo in first.photos
        for each in photo.annotations
    ]
    (tmp_path / "boxes.csv").write_text("\n".join(rows) + "\n")
    dataset, report = read_makesense(tmp_path / "boxes.csv")
    assert (report.photos, report.annotations, report.dropped) == (15, 19, {})
    assert all(each.rings == () for each in dataset.annotations)


def test_training_reads_the_real_sets_whole(real_data: Path) -> None:
    account: list[str] = []
    photos = read_training(real_data / "parts/val.json", real_data / "parts/images", list(PARTS), account)
    assert (len(photos), sum(len(photo.annotations) for photo in photos)) == (50, 401)
    assert not any("left out" in line for line in account)
