"""Every exporter's files, read back, say what was written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from dentgraph_training.formats.coco import read_coco
from dentgraph_training.formats.coco_writer import write_coco
from dentgraph_training.formats.dataset import Annotation, Dataset, Photo
from dentgraph_training.formats.errors import MalformedEntry
from dentgraph_training.formats.shapes import box_of
from dentgraph_training.formats.via import read_via
from dentgraph_training.formats.via_writer import write_via
from dentgraph_training.formats.yolo import read_yolo
from dentgraph_training.formats.yolo_writer import write_yolo

CLASSES = ("dent", "lamp broken", "scratch: deep")


@st.composite
def annotations(draw: st.DrawFn, width: int, height: int) -> Annotation:
    """A star-shaped ring, or a box, well within the photo."""
    label = draw(st.sampled_from(CLASSES))
    cx, cy = draw(st.integers(20, width - 20)), draw(st.integers(20, height - 20))
    if draw(st.booleans()):
        w, h = draw(st.integers(2, 18)), draw(st.integers(2, 18))
        return Annotation(label, (float(cx - w), float(cy - h), 2.0 * w, 2.0 * h))
    radii = np.array(draw(st.lists(st.integers(3, 19), min_size=3, max_size=12)), np.float64)
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.round(np.stack([cx + radii * np.cos(angles), cy + radii * np.sin(angles)], 1), 2)
    return Annotation(label, box_of([ring]), (ring,))


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    photos = []
    for index in range(draw(st.integers(1, 3))):
        width, height = draw(st.integers(64, 90)), draw(st.integers(64, 90))
        found = draw(st.lists(annotations(width, height), min_size=1, max_size=4))
        photos.append(Photo(f"photo {index}.png", width, height, found))
    return Dataset(CLASSES, photos)


def by_coco(dataset: Dataset, folder: Path) -> Dataset:
    write_coco(dataset, folder / "coco.json")
    return read_coco(folder / "coco.json", folder / "images")[0]


def by_via(dataset: Dataset, folder: Path) -> Dataset:
    write_via(dataset, folder / "via.json", folder / "images")
    return read_via(folder / "via.json", folder / "images")[0]


def by_yolo(dataset: Dataset, folder: Path) -> Dataset:
    write_yolo(dataset, folder)
    return read_yolo(folder / "data.yaml", "train")[0]


@pytest.mark.parametrize(("way", "tolerance"), [(by_coco, 0.011), (by_via, 0.011), (by_yolo, 0.011)])
@settings(max_examples=25, deadline=None)
@given(dataset=datasets())
def test_comes_back_as_written(way: Callable, tolerance: float, dataset: Dataset) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "images").mkdir()
        for photo in dataset.photos:
            Image.new("RGB", (photo.width, photo.height)).save(folder / "images" / photo.file_name)
        back = way(dataset, folder)
    assert [photo.file_name for photo in back.photos] == [photo.file_name for photo in dataset.photos]
    for photo, original in zip(back.photos, dataset.photos, strict=True):
        assert (photo.width, photo.height) == (original.width, original.height)
        for found, wanted in zip(photo.annotations, original.annotations, strict=True):
            assert found.label == wanted.label
            np.testing.assert_allclose(found.box, wanted.box, atol=2 * tolerance)
            if wanted.rings:
                np.testing.assert_allclose(found.rings[0], wanted.rings[0], atol=tolerance)


def test_boxes_alone_stay_without_outline_in_coco_and_yolo(photos: Callable) -> None:
    folder = photos({"a.png": (64, 64)}, "set/images").parent
    dataset = Dataset(("dent",), [Photo("a.png", 64, 64, [Annotation("dent", (4.0, 6.0, 20.0, 30.0))])])
    for way in (by_coco, by_yolo):
        (annotation,) = way(dataset, folder).annotations
        assert annotation.rings == ()


def test_yolo_refuses_two_photos_that_would_share_a_label_file(tmp_path: Path) -> None:
    found = [Annotation("dent", (4.0, 6.0, 20.0, 30.0))]
    dataset = Dataset(("dent",), [Photo("a.png", 64, 64, found), Photo("a.jpg", 64, 64, found)])
    with pytest.raises(MalformedEntry, match="two photos"):
        write_yolo(dataset, tmp_path)


def test_yolo_copies_photos_and_writes_one_line_per_piece(photos: Callable, tmp_path: Path) -> None:
    images = photos({"a.png": (100, 50)})
    rings = tuple(np.array([(x, 5), (x + 20, 5), (x + 20, 25)], np.float64) for x in (10, 60))
    write_yolo(
        Dataset(("dent",), [Photo("a.png", 100, 50, [Annotation("dent", box_of(rings), rings)])]), tmp_path, images
    )
    assert (tmp_path / "images" / "a.png").is_file()
    first, second = (tmp_path / "labels" / "a.txt").read_text().splitlines()
    assert first == "0 0.100000 0.100000 0.300000 0.100000 0.300000 0.500000"
    assert second.startswith("0 0.600000 0.100000")
