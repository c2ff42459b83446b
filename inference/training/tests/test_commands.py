"""The import and visualize commands, as users run them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dentgraph_training import import_dataset, visualize
from dentgraph_training.formats.coco import read_coco


@pytest.fixture
def boxes(tmp_path: Path, photos: Callable) -> tuple[Path, Path]:
    folder = photos({"a.jpg": (100, 80), "b.jpg": (64, 64)}, "originals")
    path = tmp_path / "boxes.csv"
    path.write_text("scratch,10,20,30,40,a.jpg,100,80\nbump,10,20,30,40,b.jpg,64,64\nbump,200,20,30,40,b.jpg,64,64\n")
    return path, folder


def test_import_renames_orders_copies_and_reports(boxes: tuple[Path, Path], tmp_path: Path, capsys) -> None:
    path, folder = boxes
    out = tmp_path / "out" / "coco.json"
    arguments = ["--format", "makesense", str(path), "--out", str(out), "--images", str(folder), "--copy-photos"]
    assert import_dataset.main([*arguments, "--rename", "bump=dent", "--classes", "scratch,dent,airbag"]) == 0
    dataset, _ = read_coco(out, out.parent / "images")
    assert dataset.classes == ("scratch", "dent", "airbag")
    assert [annotation.label for annotation in dataset.annotations] == ["scratch", "dent"]
    stderr = capsys.readouterr().err
    assert "2 photos, 2 annotations" in stderr
    assert "left out 1: box outside the photo (row 3 (b.jpg))" in stderr


@pytest.mark.parametrize("extra", [["--classes", "scratch"], ["--rename", "bmp=dent"]])
def test_import_answers_unknown_classes_with_1_and_writes_nothing(
    boxes: tuple, tmp_path: Path, extra: list, capsys
) -> None:
    out = tmp_path / "coco.json"
    assert import_dataset.main(["--format", "makesense", str(boxes[0]), "--out", str(out), *extra]) == 1
    assert capsys.readouterr().err.startswith("UNKNOWN_CLASS: ")
    assert not out.exists()


def test_import_converts_to_yolo_and_via(boxes: tuple[Path, Path], tmp_path: Path) -> None:
    path, folder = boxes
    common = ["--format", "makesense", str(path), "--images", str(folder)]
    assert import_dataset.main([*common, "--to", "yolo", "--out", str(tmp_path / "yolo")]) == 0
    assert (tmp_path / "yolo" / "labels" / "a.txt").read_text() == "1 0.250000 0.500000 0.300000 0.500000\n"
    assert (tmp_path / "yolo" / "images" / "a.jpg").is_file()
    assert import_dataset.main([*common, "--to", "via", "--out", str(tmp_path / "via.json")]) == 0
    names = {entry["filename"] for entry in json.loads((tmp_path / "via.json").read_text()).values()}
    assert names == {"a.jpg", "b.jpg"}


def test_wrong_usage_exits_with_2(boxes: tuple[Path, Path], tmp_path: Path) -> None:
    for wrong in (["--rename", "x"], ["--copy-photos"], ["--to", "png"]):
        with pytest.raises(SystemExit) as caught:
            import_dataset.main(["--format", "makesense", str(boxes[0]), "--out", str(tmp_path / "x.json"), *wrong])
        assert caught.value.code == 2


def test_visualize_draws_over_photos(boxes: tuple[Path, Path], tmp_path: Path) -> None:
    path, folder = boxes
    coco, out = tmp_path / "coco.json", tmp_path / "drawn"
    import_dataset.main(["--format", "makesense", str(path), "--out", str(coco)])
    assert visualize.main(["--dataset", str(coco), "--images", str(folder), "--out", str(out), "--count", "1"]) == 0
    (drawn,) = out.iterdir()
    assert drawn.read_bytes() != (folder / drawn.name).read_bytes()
    assert visualize.main(["--dataset", str(folder / "a.jpg"), "--images", str(folder), "--out", str(out)]) == 1


def test_every_command_is_listed_and_there(capsys, monkeypatch) -> None:
    from importlib.util import find_spec

    from dentgraph_training.__main__ import COMMANDS, main

    monkeypatch.setattr("sys.argv", ["dentgraph_training"])
    assert main() == 0
    listed = capsys.readouterr().out
    for name, (module, _) in COMMANDS.items():
        assert f"\n  {name} " in listed
        assert find_spec(f"dentgraph_training.{module}")
    monkeypatch.setattr("sys.argv", ["dentgraph_training", "fly"])
    assert main() == 2
    assert "received 'fly'" in capsys.readouterr().err


def test_a_command_runs_under_the_one_name(boxes: tuple[Path, Path], tmp_path: Path, monkeypatch) -> None:
    from dentgraph_training.__main__ import main

    out = tmp_path / "coco.json"
    wanted = ["import", "--format", "makesense", str(boxes[0]), "--out", str(out)]
    monkeypatch.setattr("sys.argv", ["dentgraph_training", *wanted])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 0
    assert out.is_file()
