"""Ranking detections by their context: the facts, the fit, and the exported graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

torch = pytest.importorskip("torch", reason="torch is not installed: pip install -r requirements.txt")

from dentgraph_training import fit_context  # noqa: E402
from dentgraph_training.context import FACTS, Context, facts  # noqa: E402
from dentgraph_training.data import read_recipe  # noqa: E402
from dentgraph_training.export import export  # noqa: E402
from dentgraph_training.fit_context import fit_rule, photos_of  # noqa: E402
from dentgraph_training.model import create_model  # noqa: E402
from dentgraph_training.sessions import session_of  # noqa: E402
from dentgraph_training.weights import load_into, open_model, read_weights  # noqa: E402

number = st.floats(0, 300, allow_nan=False, width=32)


@st.composite
def detections(draw) -> tuple[torch.Tensor, ...]:
    count = draw(st.integers(0, 6))
    corners = torch.tensor(draw(st.lists(st.tuples(number, number, number, number), min_size=count, max_size=count)))
    boxes = corners.reshape(count, 4)
    boxes = torch.cat([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]], 1)
    labels = torch.tensor(draw(st.lists(st.integers(1, 3), min_size=count, max_size=count)), dtype=torch.int64)
    scores = torch.tensor(draw(st.lists(st.floats(0, 1, width=32), min_size=count, max_size=count)))
    masks = torch.from_numpy(np.random.default_rng(count).random((count, 28, 28), np.float32))
    return boxes, labels, scores, masks


@settings(max_examples=50, deadline=None)
@given(detections(), st.permutations(range(6)))
def test_facts_are_finite_and_go_with_their_detection(found: tuple, order: list[int]) -> None:
    known = facts(*found)
    assert known.shape == (len(found[0]), len(FACTS))
    assert torch.isfinite(known).all()
    shuffled = [index for index in order if index < len(found[0])]
    torch.testing.assert_close(facts(*(value[shuffled] for value in found)), known[shuffled])


def test_facts_do_not_depend_on_the_size_of_the_photo() -> None:
    boxes = torch.tensor([[10.0, 10, 50, 60], [12, 10, 50, 60], [40, 10, 90, 60]])
    rest = torch.tensor([1, 2, 1]), torch.tensor([0.9, 0.4, 0.3]), torch.full((3, 28, 28), 0.7)
    stretched = boxes * torch.tensor([3.0, 0.5, 3.0, 0.5])
    torch.testing.assert_close(facts(stretched, *rest), facts(boxes, *rest))


def test_says_what_lies_beside_a_detection() -> None:
    boxes = torch.tensor([[0.0, 0, 100, 100], [0, 0, 100, 90], [0, 0, 100, 40], [300, 300, 400, 400]])
    masks = torch.full((4, 28, 28), 0.2)
    masks[:, :14] = torch.tensor([0.9, 0.8, 0.7, 0.6])[:, None, None]
    known = facts(boxes, torch.tensor([1, 2, 1, 1]), torch.tensor([0.8, 0.3, 0.2, 0.1]), masks)
    _, other, same, surer, certain = known.T
    torch.testing.assert_close(other.exp() - 1e-3, torch.tensor([0.3, 0.8, 0, 0]))
    torch.testing.assert_close(same.exp() - 1e-3, torch.tensor([0.2, 0, 0.8, 0]))
    torch.testing.assert_close(surer, torch.tensor([0, 0.9, 40 / 90, 0]))
    torch.testing.assert_close(certain, torch.tensor([0.9, 0.8, 0.7, 0.6]))


def test_the_fit_finds_the_facts_that_tell_right_from_wrong() -> None:
    random = np.random.default_rng(5)
    inputs = torch.from_numpy(random.normal(3, 2, (4000, len(FACTS))).astype(np.float32))
    true = torch.tensor([1.0, 0, 0, -2, 0])
    right = (torch.rand(4000, generator=torch.Generator().manual_seed(1)) < torch.sigmoid(inputs @ true + 3)).float()
    rule = fit_rule(inputs, right)
    torch.testing.assert_close(rule.linear.weight[0], true, atol=0.25, rtol=0)
    assert abs(rule.linear.bias.item() - 3) < 0.5


def a_rule() -> Context:
    rule = Context()
    with torch.no_grad():
        rule.linear.weight[:] = torch.tensor([[-1.0, 0.1, 0.1, -1, 3]])  # the surest last, so that the order shows
        rule.linear.bias.zero_()
    return rule


def certain_of_nothing(classes: int) -> torch.nn.Module:
    """A network that finds nothing anywhere."""
    model = create_model(classes).eval()
    with torch.no_grad():
        model.roi_heads.box_predictor.cls_score.bias[0] = 100
    return model


def test_an_exported_graph_that_finds_nothing_answers_nothing(tmp_path: Path) -> None:
    model = certain_of_nothing(2)
    model.context = a_rule()
    export(model, tmp_path / "ranked.onnx")
    answer = session_of(tmp_path / "ranked.onnx", 1).run(None, {"image": np.zeros((40, 30, 3), np.uint8)})
    assert [value.shape for value in answer] == [(0, 4), (0,), (0,), (0, 28, 28)]


def test_an_exported_graph_answers_the_same_detections_ranked_anew(tmp_path: Path) -> None:
    torch.manual_seed(2)
    model = create_model(2).eval()
    for bias in (value for name, value in model.named_parameters() if name.endswith("bias")):
        torch.nn.init.normal_(bias, std=0.01)  # equal ones are exported once, under one name
    # Random heads are sure of nothing: with these something is found.
    torch.nn.init.normal_(model.roi_heads.box_predictor.cls_score.weight, std=0.5)
    picture = np.random.default_rng(1).integers(0, 255, (96, 128, 3), np.uint8)
    export(model, tmp_path / "alone.onnx")
    boxes, labels, scores, masks = session_of(tmp_path / "alone.onnx", 1).run(None, {"image": picture})
    assert len(scores) > 3
    model.context = a_rule()
    export(model, tmp_path / "ranked.onnx")
    session = session_of(tmp_path / "ranked.onnx", 1)
    ranked = session.run(None, {"image": picture})
    with torch.no_grad():
        expected = model.context(*map(torch.from_numpy, (boxes, labels, scores, masks))).numpy()
    order = np.argsort(-expected, kind="stable")
    np.testing.assert_allclose(ranked[2], expected[order], atol=1e-4)
    np.testing.assert_allclose(ranked[0], boxes[order], atol=0.05)

    again, _ = open_model(tmp_path / "ranked.onnx")
    torch.testing.assert_close(again.context.linear.weight, model.context.linear.weight)
    # What is trained further starts without the rule, which was fitted to other weights.
    assert "context.linear.weight" not in create_model(2).state_dict()
    assert load_into(create_model(2), read_weights(tmp_path / "ranked.onnx"), "ranked.onnx") == []


@pytest.fixture
def set_of_squares(tmp_path: Path, photos: Callable) -> Path:
    """A recipe of eight photos with an outlined square, two with a box alone, and five of nothing."""
    photos({f"{index}.jpg": (64, 64) for index in range(10)}, "set/images")
    photos({f"{index}.jpg": (64, 64) for index in range(5)}, "nothing")
    square = [8, 8, 40, 8, 40, 40, 8, 40]
    rows = [
        {"id": index, "image_id": index, "category_id": 1, "bbox": [8, 8, 32, 32], "iscrowd": 0, "area": 1024}
        | ({"segmentation": [square]} if index < 8 else {"segmentation": []})
        for index in range(10)
    ]
    images = [{"id": index, "file_name": f"{index}.jpg", "width": 64, "height": 64} for index in range(10)]
    content = {"images": images, "annotations": rows, "categories": [{"id": 1, "name": "dent"}]}
    (tmp_path / "set/train.json").write_text(json.dumps(content))
    recipe = tmp_path / "recipe.json"
    sources = [
        {"annotations": "set/train.json", "images": "set/images", "share": 0.5},
        {"negatives": "nothing", "share": 0.5},
    ]
    recipe.write_text(json.dumps({"classes": ["dent"], "sources": sources}))
    return recipe


def test_photos_with_boxes_alone_do_not_tell_right_from_wrong(set_of_squares: Path) -> None:
    chosen = photos_of(read_recipe(set_of_squares, [set_of_squares.parent]), 8, seed=1)
    outlined = [photo for photo in chosen if photo.annotations]
    assert (len(outlined), len(chosen)) == (4, 8)
    assert all(photo.annotations[0].polygons for photo in outlined)
    assert {photo.path for photo in chosen} == {
        photo.path for photo in photos_of(read_recipe(set_of_squares, [set_of_squares.parent]), 8, seed=1)
    }


def test_the_command_says_what_it_cannot_fit(set_of_squares: Path, tmp_path: Path, monkeypatch) -> None:
    torch.save({"ema": certain_of_nothing(1).state_dict(), "classes": ["dent"]}, tmp_path / "last.pt")
    arguments = ["fit_context", "--weights", str(tmp_path / "last.pt"), "--recipe", str(set_of_squares)]
    rest = ["--data", str(tmp_path), "--out", str(tmp_path / "out.pt"), "--photos", "4", "--side", "64"]
    monkeypatch.setattr("sys.argv", [*arguments, *rest])
    with pytest.raises(SystemExit, match="one kind only"):
        fit_context.main()
    assert not (tmp_path / "out.pt").exists()
