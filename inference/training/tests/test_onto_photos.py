"""Damage put onto photos: where it is labelled, nowhere else, and the same for the same seed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dentgraph_training.assess import ROOT
from dentgraph_training.synthetic.laying import to_linear, to_pixels
from dentgraph_training.synthetic.onto_photos import compose, main, outside_of_the_repository, paintable
from dentgraph_training.synthetic.painting import PAINTED, paint_damage, paint_lookalike, reflection
from dentgraph_training.synthetic.pasting import cut_out, paste

HEIGHT, WIDTH = 180, 240


@pytest.fixture
def panel() -> np.ndarray:
    """[h, w] bool: a door in the middle."""
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[30:150, 50:200] = True
    return mask


@pytest.fixture
def picture() -> np.ndarray:
    """A street in grey, its light falling off to the right."""
    slope = np.linspace(170, 90, WIDTH, dtype=np.float32)
    noise = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH, 1))
    return np.clip(np.repeat(slope[None, :, None], HEIGHT, 0) + noise, 0, 255).astype(np.uint8).repeat(3, 2)


def change(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return np.abs(before.astype(float) - after).mean(2)


@pytest.mark.parametrize("kind", list(PAINTED))
@pytest.mark.parametrize("seed", range(3))
def test_drawn_damage_shows_on_the_part_only(kind: str, seed: int, picture: np.ndarray, panel: np.ndarray) -> None:
    painted, mask = paint_damage(np.random.default_rng(seed), to_linear(picture), panel, kind)
    seen = change(picture, to_pixels(painted))
    assert mask.sum() >= 20
    assert not (mask & ~panel).any()
    assert seen[mask].mean() > 4
    assert seen[:22].max() == seen[:, 215:].max() == 0  # off the part
    again, _ = paint_damage(np.random.default_rng(seed), to_linear(picture), panel, kind)
    np.testing.assert_array_equal(painted, again)


def test_an_unknown_kind_is_refused(picture: np.ndarray, panel: np.ndarray) -> None:
    with pytest.raises(ValueError, match="rust"):
        paint_damage(np.random.default_rng(1), to_linear(picture), panel, "rust")


def test_dirt_and_reflections_change_the_part_and_nothing_else(picture: np.ndarray, panel: np.ndarray) -> None:
    most = 0.0
    for seed in range(6):
        for draw in (paint_lookalike, reflection):
            seen = change(picture, to_pixels(draw(np.random.default_rng(seed), to_linear(picture), panel)))
            assert seen[:22].max() == 0
            most = max(most, float(seen[panel].mean()))
    assert most > 2


def test_a_part_too_small_for_damage_is_left_alone(picture: np.ndarray) -> None:
    speck = np.zeros((HEIGHT, WIDTH), bool)
    speck[5:12, 5:12] = True
    assert paint_damage(np.random.default_rng(1), to_linear(picture), speck, "dent") is None
    assert not paintable(type("Answer", (), {"found": []})(), HEIGHT, WIDTH)


def test_photographed_damage_takes_the_cars_colour(picture: np.ndarray, panel: np.ndarray) -> None:
    other = np.full((200, 200, 3), (150, 30, 30), np.uint8)
    cv2.line(other, (60, 100), (140, 110), (230, 220, 220), 5)
    ring = np.array([[50, 90], [150, 95], [150, 120], [50, 115]], float)
    donor = cut_out(other, "scratch", [ring])
    pasted, mask = paste(np.random.default_rng(2), picture, panel, donor)
    assert mask.sum() >= 60
    assert not (mask & ~panel).any()
    assert change(picture, pasted)[mask].max() > 20
    reds = pasted[mask].astype(float)
    assert abs(reds[:, 0].mean() - reds[:, 2].mean()) < 25  # grey, as the car, not red
    assert cut_out(other, "scratch", [ring / 20]) is None


def test_labels_are_the_damages_alone(picture: np.ndarray, panel: np.ndarray) -> None:
    counts = []
    for seed in range(24):
        drawing = compose(np.random.default_rng(seed), picture, [panel], [])
        assert drawing.parts == []
        for damage in drawing.damages:
            assert damage.name in PAINTED
            x, y = np.array(damage.pieces[0]).reshape(-1, 2).T
            assert 48 <= x.min() < x.max() <= 202
            assert 28 <= y.min() < y.max() <= 152
        counts.append(len(drawing.damages))
    assert 0 in counts
    assert max(counts) >= 2


def test_it_writes_outside_of_the_repository_only(tmp_path, capsys) -> None:
    assert outside_of_the_repository(tmp_path)
    assert outside_of_the_repository(ROOT / "runs" / "onto")
    assert not outside_of_the_repository(ROOT / "examples" / "onto")
    with pytest.raises(SystemExit) as caught:
        main(["--photos", str(tmp_path), "--out", str(ROOT / "examples" / "onto")])
    assert caught.value.code == 2
    assert "outside the repository" in capsys.readouterr().err


def test_a_folder_without_photos_is_refused(tmp_path, capsys) -> None:
    pytest.importorskip("onnxruntime")
    assert main(["--photos", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "Expected photos in" in capsys.readouterr().err
