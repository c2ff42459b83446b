"""Drawn pictures: deterministic, labelled validly, and labelled as drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dentgraph_training.formats.coco import read_coco
from dentgraph_training.synthetic.__main__ import draw, main
from dentgraph_training.synthetic.compose import Drawing, Wish, draw_car
from dentgraph_training.synthetic.damage import DAMAGES
from dentgraph_training.synthetic.examples import EXAMPLES
from dentgraph_training.synthetic.outline import polygons, ring_area
from dentgraph_training.synthetic.scenes import draw_scene

SIZE = (240, 180)
FRONT, LEFT, REAR = 0.0, np.pi / 2, np.pi


def car(seed: int, **wishes: object) -> Drawing:
    return draw_car(np.random.default_rng(seed), Wish(*SIZE, close=False, fill=0.9, lookalikes=0, **wishes))


def centre(drawing: Drawing, part: str) -> np.ndarray:
    (found,) = [each for each in drawing.parts if each.name == part]
    return np.array(found.pieces[0]).reshape(-1, 2).mean(0)


def test_a_seed_and_an_index_give_the_same_picture_and_labels() -> None:
    first, again = (draw(5, 3, (SIZE,), 0.2, 0.0) for _ in range(2))
    np.testing.assert_array_equal(first.picture, again.picture)
    assert (first.damages, first.parts) == (again.damages, again.parts)
    assert not np.array_equal(first.picture, draw(6, 3, (SIZE,), 0.2, 0.0).picture)


@pytest.mark.parametrize("seed", range(3))
def test_labels_lie_within_the_picture_and_have_area(seed: int) -> None:
    drawing = car(seed)
    assert drawing.picture.shape == (SIZE[1], SIZE[0], 3)
    assert drawing.picture.std() > 10
    for instance in drawing.damages + drawing.parts:
        for piece in instance.pieces:
            x, y = np.array(piece).reshape(-1, 2).T
            assert 0 <= x.min() < x.max() <= SIZE[0]
            assert 0 <= y.min() < y.max() <= SIZE[1]
            assert ring_area(piece) >= 24


@pytest.mark.parametrize(
    ("kind", "part", "azimuth"),
    [
        ("scratch", "front_left_door", LEFT),
        ("dent", "back_left_door", LEFT),
        ("paint_loss", "hood", FRONT),
        ("broken_part", "front_bumper", FRONT),
        ("glass_shatter", "front_glass", FRONT),
        ("lamp_broken", "back_right_light", REAR),
    ],
)
def test_a_wished_damage_is_labelled_and_visible(kind: str, part: str, azimuth: float) -> None:
    wishes = {"azimuth": azimuth, "surroundings": "workshop", "boldness": 1.5}
    damaged, whole = car(4, damages=((kind, part),), **wishes), car(4, damages=(), **wishes)
    (damage,) = damaged.damages
    assert damage.name == kind
    assert whole.damages == []
    x, y = np.array(damage.pieces[0]).reshape(-1, 2).T
    inside = np.s_[int(y.min()) : int(y.max()) + 1, int(x.min()) : int(x.max()) + 1]
    change = np.abs(damaged.picture.astype(float) - whole.picture).mean(2)
    assert change[inside].mean() > 6
    assert change[inside].mean() > 3 * np.median(change)


def test_left_and_right_are_the_cars_own() -> None:
    front, left, rear = (car(1, damages=(), azimuth=azimuth) for azimuth in (FRONT, LEFT, REAR))
    assert centre(front, "front_left_light")[0] > centre(front, "front_right_light")[0]
    assert centre(rear, "back_left_light")[0] < centre(rear, "back_right_light")[0]
    assert centre(left, "front_left_door")[0] < centre(left, "back_left_door")[0]
    assert not any(part.name.endswith("right_door") for part in left.parts)


def test_a_scene_without_vehicle_is_a_picture() -> None:
    for seed in range(4):
        picture = draw_scene(np.random.default_rng(seed), *SIZE)
        assert picture.shape == (SIZE[1], SIZE[0], 3)
        assert picture.std() > 8


def test_the_command_writes_sets_that_the_importer_takes_whole(tmp_path: Path) -> None:
    arguments = ["--out", str(tmp_path), "--count", "3", "--seed", "2", "--size", "240x180", "--undamaged", "0"]
    assert main([*arguments, "--no-vehicle", "0"]) == 0
    for name in ("damage", "parts"):
        dataset, report = read_coco(tmp_path / f"{name}.json", tmp_path / "images")
        assert len(dataset.photos) == 3
        assert report.dropped == {}
        assert report.changed.keys() <= {"self-crossing piece, kept as drawn"}


def test_outlines_follow_a_mask() -> None:
    mask = np.zeros((60, 80), bool)
    mask[10:30, 20:60] = True
    mask[50:52, 70:72] = True  # too small to be outlined
    (piece,) = polygons(mask, 160, 120)
    assert ring_area(piece) == pytest.approx(20 * 40 * 4, rel=0.03)


def test_the_committed_examples_are_labelled() -> None:
    folder = Path(__file__).resolve().parents[3] / "examples"
    dataset, report = read_coco(folder / "labels.json", folder)
    assert dataset.classes == DAMAGES
    assert report.dropped == {}
    assert [photo.file_name for photo in dataset.photos] == [name for name, _, _ in EXAMPLES]
    for photo, (name, _, wish) in zip(dataset.photos, EXAMPLES, strict=True):
        assert sorted(each.label for each in photo.annotations) == sorted(kind for kind, _ in wish.damages or ())
        assert (folder / name).stat().st_size < 80_000
