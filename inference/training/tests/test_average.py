"""Averaging the weights of several files of one network."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install -r requirements.txt")

from dentgraph_training import average  # noqa: E402
from dentgraph_training.complaints import plainly  # noqa: E402
from dentgraph_training.model import create_model  # noqa: E402
from dentgraph_training.weights import open_model  # noqa: E402


def saved(path: Path, value: float, classes: list[str], **options) -> Path:
    model = create_model(len(classes), **options)
    weights = {name: torch.full_like(each, value) for name, each in model.state_dict().items()}
    torch.save({"ema": weights, "classes": classes}, path)
    return path


def run(monkeypatch, *arguments: object) -> None:
    monkeypatch.setattr("sys.argv", ["average", *map(str, arguments)])
    plainly(average.main)


def test_writes_the_mean_without_a_rule_that_was_fitted_to_one(tmp_path: Path, monkeypatch) -> None:
    files = [saved(tmp_path / "a.pt", 1, ["dent"]), saved(tmp_path / "b.pt", 2, ["dent"], context=True)]
    run(monkeypatch, "--weights", *files, "--out", tmp_path / "mean.pt")
    model, classes = open_model(tmp_path / "mean.pt")
    assert classes == ["dent"]
    assert {float(value.unique()) for value in model.state_dict().values()} == {1.5}


@pytest.mark.parametrize(("classes", "said"), [(["lamp"], "the same classes"), (["dent", "lamp"], "the same classes")])
def test_refuses_files_of_other_classes(tmp_path: Path, monkeypatch, classes: list[str], said: str) -> None:
    files = [saved(tmp_path / "a.pt", 1, ["dent"]), saved(tmp_path / "b.pt", 2, classes)]
    with pytest.raises(SystemExit, match=said):
        run(monkeypatch, "--weights", *files, "--out", tmp_path / "mean.pt")
    assert not (tmp_path / "mean.pt").exists()


def test_refuses_files_of_other_networks(tmp_path: Path, monkeypatch) -> None:
    files = [saved(tmp_path / "a.pt", 1, ["dent"]), saved(tmp_path / "b.pt", 2, ["dent"], presence=True)]
    with pytest.raises(SystemExit, match="one network but these differ: presence.linear.bias"):
        run(monkeypatch, "--weights", *files, "--out", tmp_path / "mean.pt")
