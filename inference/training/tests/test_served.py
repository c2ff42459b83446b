"""The served system's own answers, kept: asked for once, and never of another model. Needs Node and `npm ci`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dentgraph_training.assess import ROOT
from dentgraph_training.served import fingerprint, predictions
from dentgraph_training.validation import Validation

MODEL = ROOT / "inference" / "model"


def test_answers_are_asked_for_once_and_half_ones_again(tmp_path: Path, capsys) -> None:
    if not (shutil.which("node") and (ROOT / "node_modules" / "tsx").is_dir()):
        pytest.skip("no Node, or no `npm ci` in the repository's root")
    photos = [ROOT / "examples" / name for name in ("scratched_door.jpg", "undamaged.jpg")]
    (path,) = predictions({"set": Validation(photos[:1])}, tmp_path, MODEL, None, "standard").values()
    first = path.read_text()
    assert json.loads(first)["width"] == 900
    path.write_text(first + '{"photo":"undamaged.jpg","wid')  # as a kill leaves it
    predictions({"set": Validation(photos)}, tmp_path, MODEL, None, "standard")
    lines = path.read_text().splitlines(keepends=True)
    assert lines[0] == first
    assert [Path(json.loads(line)["photo"]).name for line in lines] == [photo.name for photo in photos]
    assert "assessing 1 of 2 photos" in capsys.readouterr().out
    predictions({"set": Validation(photos)}, tmp_path, MODEL, None, "standard")
    assert capsys.readouterr().out == ""


def test_another_model_threshold_or_detail_is_another_answer(tmp_path: Path) -> None:
    manifest = json.loads((MODEL / "model.json").read_text())

    def key(content: dict, floor: float | None = None, detail: str = "standard") -> str:
        (tmp_path / "model.json").write_text(json.dumps(content))
        return fingerprint(tmp_path, floor, detail)

    same = json.loads(json.dumps(manifest))
    same["models"]["damage"]["metrics"] = {"any": "thing"}
    assert key(manifest) == key(same)
    stricter = json.loads(json.dumps(manifest))
    stricter["models"]["damage"]["thresholds"]["dent"] = 0.7
    other = json.loads(json.dumps(manifest))
    other["models"]["parts"]["sha256"] = "0" * 64
    keys = [key(manifest), key(stricter), key(other), key(manifest, 0.1), key(manifest, None, "high")]
    assert len(set(keys)) == len(keys)
    # A least confidence that is asked for replaces the thresholds.
    assert key(manifest, 0.1) == key(stricter, 0.1)
