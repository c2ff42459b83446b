"""Importers: what each format means, and what is refused or counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dentgraph_training.formats.coco import read_coco
from dentgraph_training.formats.errors import (
    AmbiguousClass,
    DatasetError,
    EmptyDataset,
    MalformedEntry,
    UnreadableFile,
)
from dentgraph_training.formats.makesense import read_makesense
from dentgraph_training.formats.shapes import ring_area
from dentgraph_training.formats.via import read_via
from dentgraph_training.formats.yolo import read_yolo

TRIANGLE = [10, 10, 40, 10, 40, 50]


def coco(tmp_path: Path, **changes: object) -> Path:
    content = {
        "images": [{"id": 7, "file_name": "a.png", "width": 100, "height": 80}],
        "annotations": [
            {"id": 1, "image_id": 7, "category_id": 3, "segmentation": [TRIANGLE], "bbox": [10, 10, 30, 40]}
        ],
        "categories": [{"id": 3, "name": "dent"}],
    }
    path = tmp_path / "coco.json"
    path.write_text(json.dumps({**content, **changes}))
    return path


def row(**changes: object) -> list[dict]:
    return [{"id": 1, "image_id": 7, "category_id": 3, "segmentation": [TRIANGLE], "bbox": [10, 10, 30, 40], **changes}]


def via(folder: Path, regions: object, name: str = "a.png") -> Path:
    path = folder / "via.json"
    path.write_text(
        json.dumps({f"{name}99": {"filename": name, "size": 99, "regions": regions, "file_attributes": {}}})
    )
    return path


def region(shape: dict, **attributes: object) -> dict:
    return {"shape_attributes": shape, "region_attributes": attributes}


class TestCoco:
    def test_keeps_photos_without_annotations_as_negatives(self, tmp_path: Path) -> None:
        images = [{"id": i, "file_name": f"{i}.png", "width": 100, "height": 80} for i in (7, 8)]
        dataset, report = read_coco(coco(tmp_path, images=images))
        assert [len(photo.annotations) for photo in dataset.photos] == [1, 0]
        assert (report.photos, report.annotations, report.dropped) == (2, 1, {})

    def test_keeps_what_else_an_annotation_says(self, tmp_path: Path) -> None:
        (annotation,) = read_coco(coco(tmp_path, annotations=row(severity="minor")))[0].annotations
        assert annotation.attributes == {"severity": "minor"}

    def test_takes_boxes_without_masks(self, tmp_path: Path) -> None:
        (annotation,) = read_coco(coco(tmp_path, annotations=row(segmentation=None)))[0].annotations
        assert (annotation.box, annotation.rings) == ((10, 10, 30, 40), ())

    @pytest.mark.parametrize("packed", [False, True])
    def test_decodes_run_lengths(self, tmp_path: Path, packed: bool) -> None:
        coco_mask = pytest.importorskip("pycocotools.mask")
        bitmap = np.zeros((80, 100), np.uint8)
        bitmap[20:50, 30:70] = 1
        shape = coco_mask.encode(np.asfortranarray(bitmap))
        shape = {"size": [80, 100], "counts": shape["counts"].decode()} if packed else plain_run_lengths(bitmap)
        (annotation,) = read_coco(coco(tmp_path, annotations=row(segmentation=shape)))[0].annotations
        np.testing.assert_allclose(annotation.box, (30, 20, 40, 30), atol=0.6)
        assert ring_area(annotation.rings[0]) == pytest.approx(1200, rel=0.04)

    def test_counts_crowds(self, tmp_path: Path) -> None:
        rows = row() + [{**row()[0], "id": 2, "iscrowd": 1}]
        assert read_coco(coco(tmp_path, annotations=rows))[1].dropped == {"crowd region": ["annotation 2"]}

    @pytest.mark.parametrize(
        ("changes", "entry", "reason"),
        [
            ({"images": None}, "images", "Expected a list but received nothing"),
            ({"annotations": row(image_id=1)}, "annotation 1", "id of an image"),
            ({"annotations": row(category_id=1)}, "annotation 1", "id of a category"),
            ({"annotations": row() * 2}, "annotation 1", "twice"),
            ({"annotations": row(segmentation=[[1, 2, 3]])}, "annotation 1", "pairs x, y"),
            ({"annotations": row(segmentation=[[1, 2, 3, "x"]])}, "annotation 1", "finite number"),
            ({"annotations": row(segmentation=[[1, 2, 3, float("nan")]])}, "annotation 1", "finite number"),
            ({"annotations": row(segmentation={"size": [1, 1], "counts": [1]})}, "annotation 1", "run lengths of size"),
            ({"annotations": row(segmentation={"size": [80, 100], "counts": [1]})}, "annotation 1", "add up to 8000"),
            ({"annotations": row(bbox=[1, 2])}, "annotation 1", "4 numbers"),
            ({"annotations": [[]]}, "annotations[0]", "an object"),
            (
                {"images": [{"id": 7, "file_name": "../a.png", "width": 1, "height": 1}]},
                "images[0]",
                "below the photos",
            ),
            ({"images": [{"id": 7, "file_name": "a.png", "width": 0, "height": 1}]}, "images[0]", "at least 1x1"),
            ({"categories": [{"id": 3, "name": "a"}, {"id": 3, "name": "b"}]}, "categories[1]", "once"),
        ],
    )
    def test_refuses_by_file_entry_and_reason(self, tmp_path: Path, changes: dict, entry: str, reason: str) -> None:
        path = coco(tmp_path, **changes)
        with pytest.raises(MalformedEntry) as caught:
            read_coco(path)
        assert (caught.value.file, caught.value.entry) == (str(path), entry)
        assert reason in caught.value.reason

    def test_leaves_out_photos_that_are_missing_or_of_another_size(self, tmp_path: Path, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80), "small.png": (50, 40)})
        (folder / "text.png").write_text("no photo")
        names = ("a.png", "small.png", "gone.png", "text.png")
        images = [{"id": 7 + i, "file_name": name, "width": 100, "height": 80} for i, name in enumerate(names)]
        rows = [{**row()[0], "id": i, "image_id": 7 + i} for i in range(4)]
        dataset, report = read_coco(coco(tmp_path, images=images, annotations=rows), folder)
        assert [photo.file_name for photo in dataset.photos] == ["a.png"]
        assert report.dropped == {
            "photo of 50x40 where the file says 100x80": ["small.png"],
            "photo missing": ["gone.png"],
            "photo unreadable": ["text.png"],
            "annotation of a photo left out": ["annotation 1", "annotation 2", "annotation 3"],
        }


class TestVia:
    def test_reads_every_shape_of_version_2_and_counts_points(self, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80)})
        xs, ys = TRIANGLE[::2], TRIANGLE[1::2]
        shapes = [
            {"name": "polygon", "all_points_x": xs, "all_points_y": ys},
            {"name": "polyline", "all_points_x": [*xs, xs[0]], "all_points_y": [*ys, ys[0]]},
            {"name": "rect", "x": 5, "y": 6, "width": 20, "height": 10},
            {"name": "circle", "cx": 50, "cy": 40, "r": 10},
            {"name": "ellipse", "cx": 50, "cy": 40, "rx": 20, "ry": 10, "theta": 0.3},
            {"name": "point", "cx": 3, "cy": 4},
        ]
        dataset, report = read_via(via(folder, [region(shape, type="dent") for shape in shapes]))
        areas = [ring_area(annotation.rings[0]) for annotation in dataset.annotations]
        assert areas == pytest.approx([600, 600, 200, np.pi * 100, np.pi * 200], rel=0.01)
        assert report.dropped == {"point": ["a.png region 5"]}
        assert dataset.classes == ("dent",)

    def test_reads_version_1_regions_and_projects(self, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80)})
        shape = {"name": "rect", "x": 5, "y": 6, "width": 20, "height": 10}
        path = via(folder, {"0": region(shape)})
        assert read_via(path)[0].classes == ("damage",)
        path.write_text(json.dumps({"_via_settings": {}, "_via_img_metadata": json.loads(path.read_text())}))
        assert read_via(path, default_class="dent")[0].classes == ("dent",)

    def test_skips_and_counts_photos_without_annotations(self, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80), "b.png": (100, 80)})
        shape = {"name": "rect", "x": 5, "y": 6, "width": 20, "height": 10}
        rows = {
            "a": {"filename": "a.png", "regions": [region(shape)]},
            "b": {"filename": "b.png", "regions": []},
            "c": {"filename": "gone.png", "regions": [region(shape)]},
        }
        (folder / "via.json").write_text(json.dumps(rows))
        dataset, report = read_via(folder / "via.json")
        assert [photo.file_name for photo in dataset.photos] == ["a.png"]
        assert report.dropped == {
            "photo without annotations": ["b.png"],
            "photo missing": ["gone.png"],
            "annotation of a photo left out": ["gone.png"],
        }

    def test_reads_checkboxes_and_asks_which_attribute_is_the_class(self, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80)})
        shape = {"name": "rect", "x": 5, "y": 6, "width": 20, "height": 10}
        path = via(folder, [region(shape, kind={"dent": True, "scratch": False}, note="x")])
        with pytest.raises(AmbiguousClass, match="kind, note"):
            read_via(path)
        assert read_via(path, class_attribute="kind")[0].classes == ("dent",)

    @pytest.mark.parametrize(
        ("shape", "reason"),
        [
            ({"name": "polygon", "all_points_x": [1, 2, 3], "all_points_y": [1, 2]}, "3 x and 2 y"),
            ({"name": "circle", "cx": 1, "cy": 2}, "finite number for r"),
            ({"name": "heart"}, "'heart'"),
            (None, "shape_attributes"),
        ],
    )
    def test_refuses_by_entry_and_reason(self, photos: Callable, shape: dict, reason: str) -> None:
        path = via(photos({"a.png": (100, 80)}), [region(shape)])
        with pytest.raises(MalformedEntry, match="a.png region 0") as caught:
            read_via(path)
        assert reason in caught.value.reason

    def test_measures_photos_upright(self, tmp_path: Path) -> None:
        from PIL import Image

        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (100, 40)).save(tmp_path / "a.jpg", exif=exif)
        shape = {"name": "rect", "x": 5, "y": 60, "width": 20, "height": 30}
        dataset, report = read_via(via(tmp_path, [region(shape)], "a.jpg"))
        assert (dataset.photos[0].width, dataset.photos[0].height) == (40, 100)
        assert report.changed == {}


class TestYolo:
    def layout(self, photos: Callable, lines: str, yaml: str = "train: images\nnames: [scratch, dent]\n") -> Path:
        folder = photos({"a.png": (100, 80), "b.png": (100, 80)}, "set/images").parent
        (folder / "labels").mkdir()
        (folder / "labels" / "a.txt").write_text(lines)
        (folder / "data.yaml").write_text(yaml)
        return folder

    def test_reads_boxes_and_segments_and_keeps_unlabelled_photos(self, photos: Callable) -> None:
        dataset, _ = read_yolo(self.layout(photos, "1 0.5 0.5 0.2 0.5\n0 0.1 0.1 0.4 0.1 0.4 0.6\n"))
        box, segment = dataset.photos[0].annotations
        assert (box.label, box.rings) == ("dent", ())
        assert box.box == pytest.approx((40, 20, 20, 40))
        assert (segment.label, ring_area(segment.rings[0])) == ("scratch", pytest.approx(600))
        assert dataset.photos[1].annotations == []

    def test_reads_a_folder_with_classes_txt_and_labels_beside_the_photos(self, photos: Callable) -> None:
        folder = photos({"a.png": (100, 80)})
        (folder / "a.txt").write_text("0 0.5 0.5 0.2 0.5")
        (folder / "classes.txt").write_text("dent\n")
        assert [annotation.label for annotation in read_yolo(folder)[0].annotations] == ["dent"]

    def test_reads_splits_as_exports_name_them(self, photos: Callable, tmp_path: Path) -> None:
        for split in ("train", "valid"):
            photos({f"{split}.png": (100, 80)}, f"set/{split}/images")
            (tmp_path / "set" / split / "labels").mkdir()
            (tmp_path / "set" / split / "labels" / f"{split}.txt").write_text("0 0.5 0.5 0.2 0.5")
        yaml = "train: ../train/images\nval: ../valid/images\nnames:\n  0: dent\n"
        (tmp_path / "set" / "data.yaml").write_text(yaml)
        both, one = read_yolo(tmp_path / "set")[0], read_yolo(tmp_path / "set", "val")[0]
        assert [photo.file_name for photo in both.photos] == ["train/images/train.png", "valid/images/valid.png"]
        assert [photo.file_name for photo in one.photos] == ["valid.png"]

    def test_counts_label_files_without_a_photo(self, photos: Callable) -> None:
        folder = self.layout(photos, "1 0.5 0.5 0.2 0.5\n")
        (folder / "labels" / "gone.txt").write_text("1 0.5 0.5 0.2 0.5\n")
        assert read_yolo(folder)[1].dropped == {"label file without a photo": ["gone.txt"]}

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("2 0.5 0.5 0.2 0.5", "from 0 to 1 but received 2"),
            ("dent 0.5 0.5 0.2 0.5", "finite number"),
            ("1 0.5 0.5 0.2", "received 4 fields"),
            ("1 0.5 0.5 0.2 0.5 0.9", "received 6 fields"),
            ("1 50 40 20 40", "shares of the photo"),
        ],
    )
    def test_refuses_by_file_line_and_reason(self, photos: Callable, line: str, reason: str) -> None:
        folder = self.layout(photos, f"1 0.5 0.5 0.2 0.5\n{line}\n")
        with pytest.raises(MalformedEntry) as caught:
            read_yolo(folder)
        assert caught.value.file == str((folder / "labels" / "a.txt").resolve())
        assert caught.value.entry == "line 2"
        assert reason in caught.value.reason

    @pytest.mark.parametrize(
        "yaml",
        ["names: [a]\n", "train: images\n", "train: nowhere\nnames: [a]\n", "train: images\nnames: {1: a}\n", "a: [\n"],
    )
    def test_refuses_a_wrong_data_yaml(self, photos: Callable, yaml: str) -> None:
        with pytest.raises(DatasetError, match="data.yaml"):
            read_yolo(self.layout(photos, "1 0.5 0.5 0.2 0.5\n", yaml))


class TestMakeSense:
    def test_reads_boxes_with_and_without_a_header(self, tmp_path: Path) -> None:
        path = tmp_path / "boxes.csv"
        rows = "scratch,10,20,30,40,a.jpg,100,80\nscratch,90,70,30,40,a.jpg,100,80\n"
        path.write_text(rows)
        dataset, report = read_makesense(path)
        assert [annotation.box for annotation in dataset.annotations] == [(10, 20, 30, 40), (90, 70, 10, 10)]
        assert report.changed == {"box clipped to the photo": ["row 2 (a.jpg)"]}
        header = "label_name,bbox_x,bbox_y,bbox_width,bbox_height,image_name,image_width,image_height\n"
        path.write_text(header + rows)
        assert read_makesense(path)[1].annotations == 2

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("scratch,10,20,30,40,a.jpg,100", "8 fields but received 7"),
            (",10,20,30,40,a.jpg,100,80", "a label"),
            ("scratch,ten,20,30,40,a.jpg,100,80", "bbox_x"),
            ("scratch,10,20,30,40,a.jpg,0,80", "whole pixels"),
            ("scratch,10,20,30,40,b.jpg,200,80", "as before"),
            ("scratch,10,20,30,40,/a.jpg,100,80", "below the photos"),
        ],
    )
    def test_refuses_by_row_and_reason(self, tmp_path: Path, line: str, reason: str) -> None:
        path = tmp_path / "boxes.csv"
        path.write_text(f"scratch,10,20,30,40,b.jpg,100,80\n{line}\n")
        with pytest.raises(MalformedEntry, match="row 2") as caught:
            read_makesense(path)
        assert reason in caught.value.reason


READERS = [read_coco, read_via, read_yolo, read_makesense]


@pytest.mark.parametrize("reader", READERS)
def test_a_missing_file_is_unreadable(reader: Callable, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="nowhere"):
        reader(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    "make, said",
    [
        (lambda path: None, "received a path that does not exist"),
        (lambda path: path.mkdir(), "received a folder"),
    ],
)
def test_what_is_no_file_is_named_in_words(make: Callable, said: str, tmp_path: Path) -> None:
    make(tmp_path / "file.json")
    with pytest.raises(UnreadableFile, match=said):
        read_coco(tmp_path / "file.json")


@pytest.mark.parametrize("reader", [read_coco, read_via])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000])
def test_what_is_not_json_is_unreadable(reader: Callable, content: bytes, tmp_path: Path) -> None:
    (tmp_path / "file.json").write_bytes(content)
    with pytest.raises(UnreadableFile, match="file.json"):
        reader(tmp_path / "file.json")


def test_an_empty_set_is_an_error_that_says_why(tmp_path: Path) -> None:
    with pytest.raises(EmptyDataset, match="it has none"):
        read_coco(coco(tmp_path, annotations=[]))
    with pytest.raises(EmptyDataset, match="left out 1: piece outside the photo"):
        read_coco(coco(tmp_path, annotations=row(segmentation=[[200, 0, 300, 0, 300, 50]])))


def plain_run_lengths(bitmap: np.ndarray) -> dict:
    flat = bitmap.ravel(order="F")
    changes = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff([0, *changes, len(flat)]).tolist()
    return {"size": list(bitmap.shape), "counts": counts if flat[0] == 0 else [0, *counts]}
