"""What somebody did wrong is told in one sentence, with status 1 and without a traceback."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from dentgraph_training.complaints import Complaint, plainly

TORCH = pytest.mark.skipif(find_spec("torch") is None, reason="the command needs torch")


def complaint_of(*arguments: object) -> str:
    command = [sys.executable, "-m", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[1], check=False)
    assert ended.returncode == 1, ended.stderr
    assert "Traceback" not in ended.stderr
    return ended.stderr.strip().splitlines()[-1]


def test_complaints_and_files_end_a_command_with_a_sentence(tmp_path: Path) -> None:
    def complain() -> None:
        raise Complaint("Expected tea but received coffee")

    with pytest.raises(SystemExit, match="^Expected tea but received coffee$"):
        plainly(complain)
    with pytest.raises(SystemExit, match="gone.txt to be there and usable but received: No such file or directory$"):
        plainly((tmp_path / "gone.txt").read_text)

    def fill_the_disk() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(SystemExit, match="^Expected files that can be .* but received: No space left on device$"):
        plainly(fill_the_disk)
    assert plainly(lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        plainly(lambda: 1 // 0)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    told = complaint_of("dentgraph_training.synthetic", "--out", file / "out", "--count", 1)
    assert told.startswith("Expected ") and told.endswith("Not a directory")


@TORCH
def test_training_tells_of_a_run_folder_that_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way")
    synthetic = ["dentgraph_training.synthetic", "--out", tmp_path / "drawn", "--count", "2", "--seed", "1"]
    subprocess.run([sys.executable, "-m", *map(str, synthetic)], check=True, cwd=Path(__file__).parents[1])
    told = complaint_of(
        "dentgraph_training.train", "--dataset", tmp_path / "drawn/damage.json", "--run", file / "run", "--samples", 1
    )
    assert told == f"Expected {file / 'run'} to be there and usable but received: Not a directory"


@TORCH
@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        (None, "Expected a recipe at {path} but found none"),
        ({"classes": ["dent"], "sources": [{"negatives": "none", "share": 1, "optinal": True}]}, "unknown: optinal"),
        ({"classes": ["dent"], "sources": [], "inital": "last.pt"}, "unknown: inital"),
    ],
)
def test_recipes_with_a_slip_of_the_pen_are_refused(tmp_path: Path, recipe: dict | None, expected: str) -> None:
    from dentgraph_training.data import BadDataset, read_recipe

    path = tmp_path / "recipe.json"
    if recipe:
        path.write_text(json.dumps(recipe))
    with pytest.raises(BadDataset) as caught:
        read_recipe(path, [tmp_path])
    assert expected.format(path=path) in str(caught.value)


@TORCH
@pytest.mark.parametrize("content", [None, "hello"])
def test_files_that_are_no_weights_are_told(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "weights.pt"
    if content:
        path.write_text(content)
    told = complaint_of("dentgraph_training.average", "--weights", path, path, "--out", tmp_path / "mean.pt")
    expected = (
        f"Expected weights in {path} but could not read it: " if content else f"Expected a weights file at {path}"
    )
    assert told.startswith(expected)
    assert not (tmp_path / "mean.pt").exists()


@pytest.mark.skipif(find_spec("onnxruntime") is None, reason="the command needs ONNX Runtime")
def test_files_that_are_no_graph_or_no_instances_are_told(tmp_path: Path) -> None:
    graph, annotations = tmp_path / "graph.onnx", tmp_path / "val.json"
    graph.write_text("hello")
    compare = ["dentgraph_training.compare", "--file", graph, "--annotations", annotations]
    assert complaint_of(*compare).startswith(f"Expected {annotations} to be there and usable")
    annotations.write_text('{"images": [')
    assert complaint_of(*compare).startswith(f"Expected COCO instances in {annotations} but received: ")
    annotations.write_text(json.dumps({"images": [], "annotations": [], "categories": []}))
    assert complaint_of(*compare).startswith(f"Expected an ONNX file at {graph} but received: ")
