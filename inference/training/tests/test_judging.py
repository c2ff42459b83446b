"""Figures of the model card, on squares whose overlaps are known by hand; no torch, no model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from dentgraph_training import metrics, tables
from dentgraph_training.calibrate import choose_thresholds, reported
from dentgraph_training.card import CardWithoutSections, fill, replace_sections
from dentgraph_training.confidence import (
    calibrated,
    cross_validated,
    expected_calibration_error,
    platt,
    reliability,
    uncalibrated,
)
from dentgraph_training.confusion import type_confusion, verdict, verdict_confusion
from dentgraph_training.mistakes import judged, mistakes
from dentgraph_training.predictions import Answer, Prediction, from_assessments, read_answers, renamed, write_answers
from dentgraph_training.validation import Validation, limited, merged_truth, sideless

SIDE = 100
CLASSES = ["scratch", "dent"]
Square = tuple[float, float, float]  # x, y, side


def ring(square: Square) -> list[float]:
    x, y, s = square
    return [x, y, x + s, y, x + s, y + s, x, y + s]


def truth_of(*photos: list[tuple[str, Square]]) -> dict:
    """COCO content of photos p0.jpg, p1.jpg, … with squares of classes."""
    rows = [(index, name, square) for index, photo in enumerate(photos) for name, square in photo]
    return {
        "images": [
            {"id": i, "file_name": f"p{i}.jpg", "width": SIDE, "height": SIDE} for i in range(len(photos))
        ],
        "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)],
        "annotations": [
            {
                "id": key + 1,
                "image_id": index,
                "category_id": CLASSES.index(name) + 1,
                "iscrowd": 0,
                "segmentation": [ring(square)],
                "bbox": [square[0], square[1], square[2], square[2]],
                "area": square[2] ** 2,
            }
            for key, (index, name, square) in enumerate(rows)
        ],
    }  # fmt: skip


def answer(photo: int, *found: tuple[str, float, Square], vehicle: bool = True) -> Answer:
    predictions = []
    for name, score, square in found:
        rle = coco_mask.merge(coco_mask.frPyObjects([ring(square)], SIDE, SIDE))
        predictions.append(Prediction(name, score, rle, (square[0], square[1], square[2], square[2])))
    return Answer(f"p{photo}.jpg", SIDE, SIDE, predictions, vehicle, bool(found))


class TestAveragePrecision:
    def test_is_by_class_by_size_and_of_any_type(self) -> None:
        truth = truth_of([("scratch", (10, 10, 20))], [("dent", (0, 0, 50))])
        answers = [answer(0, ("scratch", 0.9, (10, 10, 20))), answer(1, ("scratch", 0.8, (0, 0, 50)))]
        typed = metrics.average_precision(truth, answers, curves=True)
        assert typed["classes"] == {"scratch": {"AP": 1.0, "AP50": 1.0}, "dent": {"AP": 0.0, "AP50": 0.0}}
        assert typed["sizes"]["small"]["AP50"] == 1.0  # 20² < 32²
        assert typed["sizes"]["large"]["AP50"] is None
        assert len(typed["curves"]["scratch"]) == 101
        merged = metrics.average_precision(truth, answers, typed=False, curves=True)
        assert merged["AP50"] == 1.0
        assert set(merged["curves"]) == {"any"}

    def test_of_no_predictions_is_zero(self) -> None:
        assert metrics.average_precision(truth_of([("dent", (0, 0, 50))]), [answer(0)])["AP50"] == 0.0

    def test_precision_and_recall_count_from_a_score_on(self) -> None:
        pairs = [(0.95, True), (0.6, False), (0.3, True)]
        assert metrics.precision_and_recall(pairs, 4, 0.5) == {"precision": 0.5, "recall": 0.25}
        assert metrics.precision_and_recall([], 0, 0.5) == {"precision": None, "recall": None}


class TestConfusion:
    def test_counts_mistaken_missed_and_imagined_damage(self) -> None:
        truth = truth_of([("scratch", (0, 0, 20)), ("dent", (50, 50, 30))], [("dent", (10, 10, 30))])
        answers = [
            answer(0, ("dent", 0.9, (0, 0, 20)), ("scratch", 0.5, (70, 5, 10))),
            answer(1, ("dent", 0.9, (10, 10, 30)), ("dent", 0.4, (11, 10, 30))),
        ]
        result = type_confusion(truth, answers, CLASSES)
        assert result["labels"] == ["scratch", "dent", "nothing"]
        assert result["counts"] == [[0, 1, 0], [0, 1, 1], [1, 1, 0]]

    def test_verdicts_count_photos(self) -> None:
        dent = ("dent", 0.9, (0, 0, 9))
        verdicts = {
            "workshop": verdict([answer(0, dent), answer(1)]),
            "undamaged": verdict([answer(0), answer(1), answer(2, dent, vehicle=False)]),
        }
        assert verdicts["undamaged"] == {"photos": 3, "listed": 1, "damaged": 1, "vehicle": 2}
        found = verdict_confusion(verdicts, "damaged", ["workshop"], ["undamaged", "absent"])
        assert found["counts"] == [[1, 1], [1, 2]]


class TestMistakes:
    TRUTH = truth_of([("scratch", (0, 0, 20)), ("dent", (60, 60, 20))], [("dent", (40, 40, 10))])
    ANSWERS = [
        answer(0, ("dent", 0.9, (0, 0, 20)), ("scratch", 0.8, (0, 0, 20)), ("dent", 0.7, (68, 60, 20))),
        answer(1, ("scratch", 0.6, (0, 0, 10))),
    ]

    def test_are_told_apart_whatever_the_type(self) -> None:
        kinds = [(each.kind, each.meant) for each in judged(self.TRUTH, self.ANSWERS)]
        assert kinds == [("right", (0, 0)), ("repeated", (0, 0)), ("misplaced", (0, 1)), ("nothing", None)]

    def test_cost_what_putting_them_right_alone_brings(self) -> None:
        result = mistakes(self.TRUTH, self.ANSWERS)
        assert result["AP50"] == pytest.approx(34 / 101, abs=1e-4)  # one of three found, first: recalls 0 to 0.33
        # Found third, after one that repeats: from recall 0.34 to 0.66 two of three are right.
        assert result["kinds"]["misplaced"] == {"surest": 1, "AP50": pytest.approx((34 + 33 * 2 / 3) / 101, abs=1e-4)}
        assert result["kinds"]["repeated"]["AP50"] == result["kinds"]["nothing"]["AP50"] == result["AP50"]
        assert result["missed"] == {"count": 1, "AP50": pytest.approx(51 / 101, abs=1e-4)}
        assert (result["annotated"], result["right"]) == (3, 1)

    def test_leave_the_average_precision_that_coco_computes(self) -> None:
        random = np.random.default_rng(3)

        def squares(n: int) -> list[Square]:
            return [tuple(map(float, (*random.integers(0, 70, 2), random.integers(8, 30)))) for _ in range(n)]

        photos = [squares(4) for _ in range(12)]
        truth = truth_of(*([("dent", square) for square in photo] for photo in photos))
        answers = []
        for index, photo in enumerate(photos):
            moved = [(x + float(random.integers(0, 8)), y, s) for x, y, s in photo]
            answers.append(answer(index, *(("dent", float(random.random()), square) for square in moved + squares(3))))
        expected = metrics.average_precision(truth, answers, typed=False)["AP50"]
        assert 0.2 < expected < 0.9
        assert mistakes(truth, answers)["AP50"] == pytest.approx(expected, abs=1e-4)

    def test_of_nothing_found_and_nothing_annotated(self) -> None:
        assert mistakes(self.TRUTH, [answer(0)])["missed"] == {"count": 3, "AP50": 0.0}
        assert mistakes(truth_of([]), [answer(0, ("dent", 0.9, (0, 0, 20)))])["AP50"] == 0.0


class TestConfidence:
    def test_calibration_is_undone_exactly(self) -> None:
        for score in (0.01, 0.3, 0.97):
            assert uncalibrated(calibrated(score, 1.4, -0.7), 1.4, -0.7) == pytest.approx(score)

    def test_platt_finds_the_curve_behind_the_scores(self) -> None:
        random = np.random.default_rng(1)
        scores = random.uniform(0.02, 0.98, 4000)
        pairs = [(s, random.random() < calibrated(s, 0.6, -1.0)) for s in scores]
        a, b = platt(pairs)
        assert a == pytest.approx(0.6, abs=0.08)
        assert b == pytest.approx(-1.0, abs=0.1)

    def test_the_expected_error_is_the_mean_distance(self) -> None:
        rows = reliability([(0.95, True)] * 3 + [(0.95, False)] + [(0.15, False)] * 4)
        assert expected_calibration_error(rows) == pytest.approx(0.5 * 0.2 + 0.5 * 0.15, abs=1e-4)
        assert expected_calibration_error([]) is None

    def test_it_is_judged_on_photos_that_the_fit_did_not_see(self) -> None:
        """Every photo of the first fold is wrong, all others are right: a fit that saw it would know."""
        truth = truth_of(*[[("dent", (0, 0, 40))] for _ in range(50)])
        answers = [answer(i, ("dent", 0.9, (0, 0, 40) if i % 5 else (55, 55, 40))) for i in range(50)]
        result = cross_validated(truth, answers, None)
        assert result["all"]["count"] == 50
        first_fold = [row for row in result["all"]["bins"] if row["right"] < 0.5]
        assert sum(row["count"] for row in first_fold) == 10
        assert first_fold[0]["confidence"] > 0.9


class TestMerging:
    def test_of_two_outlines_of_one_new_name_the_surer_stays(self) -> None:
        (merged,) = renamed([answer(0, ("scratch", 0.4, (0, 0, 30)), ("dent", 0.6, (0, 0, 31)))], lambda _name: "any")
        assert [(p.name, p.score) for p in merged.found] == [("any", 0.6)]

    def test_parts_lose_their_side(self) -> None:
        assert sideless("front_left_door") == sideless("front_right_door") == "front_door"
        assert sideless("left_mirror") == "mirror"
        truth = truth_of([("scratch", (0, 0, 20)), ("dent", (50, 50, 30))])
        merged = merged_truth(truth, lambda _name: "any")
        assert merged["categories"] == [{"id": 1, "name": "any"}]
        assert {row["category_id"] for row in merged["annotations"]} == {1}


class TestAnswers:
    FOUND = {"type": "dent", "confidence": 0.5, "polygons": [[[0, 0], [10, 0], [10, 10]]], "bbox": [0, 0, 10, 10]}
    LINE = {
        **{"photo": "some/p0.jpg", "width": SIDE, "height": SIDE},
        **{"vehicle": True, "damaged": True, "damages": [FOUND]},
    }

    def test_photos_that_failed_count_as_nothing_found(self, tmp_path: Path, capsys) -> None:
        path = tmp_path / "lines.jsonl"
        failed = {"photo": "some/p1.jpg", "error": {"code": "X", "message": "broken"}}
        path.write_text(f"{json.dumps(self.LINE)}\n{json.dumps(failed)}\n")
        answers = from_assessments(path, "damages")
        assert [(a.photo, len(a.found), a.vehicle) for a in answers] == [("p0.jpg", 1, True), ("p1.jpg", 0, False)]
        assert "failed: some/p1.jpg" in capsys.readouterr().out
        truth = truth_of([("dent", (0, 0, 20))], [("dent", (0, 0, 20))])
        agreement = metrics.union_agreement(metrics.truth_union(truth), answers, lambda p: True)
        assert (agreement["photos"], agreement["found"]) == (2, 0.5)
        assert [a.photo for a in from_assessments(path, "damages", [Path("p1.jpg")])] == ["p1.jpg"]

    def test_come_back_as_kept(self, tmp_path: Path) -> None:
        kept = [answer(0, ("dent", 0.5, (3, 4, 20)))]
        write_answers(tmp_path / "a.json", kept)
        assert read_answers(tmp_path / "a.json") == kept

    def test_a_limit_takes_photos_evenly_and_their_annotations(self) -> None:
        truth = truth_of(*[[("dent", (0, 0, 20))] for _ in range(10)])
        some = limited(Validation([Path(f"x/p{i}.jpg") for i in range(10)], truth), 3)
        assert [path.name for path in some.photos] == ["p0.jpg", "p3.jpg", "p6.jpg"]
        assert len(some.truth["annotations"]) == 3


class TestCard:
    CARD = "# Card\n<!-- figures: bars -->\nold\n<!-- end -->\ntext\n<!-- figures: other -->\nkept\n<!-- end -->\n"

    def test_sections_are_replaced_and_the_rest_stays(self, tmp_path: Path) -> None:
        once = fill(self.CARD, {"bars": "new"})
        assert once == self.CARD.replace("\nold\n", "\n\nnew\n\n")
        assert fill(once, {"bars": "new"}) == once
        (tmp_path / "card.md").write_text(self.CARD)
        replace_sections(tmp_path / "card.md", {"bars": "new"})
        assert (tmp_path / "card.md").read_text() == once

    def test_a_card_without_markers_is_refused(self) -> None:
        with pytest.raises(CardWithoutSections, match="figures: bars"):
            fill("# Card", {"bars": "new"})

    def test_bars_say_what_is_reached(self) -> None:
        verdicts = {
            "workshop": {"photos": 10, "listed": 10, "damaged": 9, "vehicle": 10},
            "undamaged": {"photos": 10, "listed": 2, "damaged": 1, "vehicle": 10},
            "no_vehicle": {"photos": 10, "listed": 0, "damaged": 0, "vehicle": 0},
        }
        workshop = {
            "mask": {"AP50": 0.36},
            "any_type_mask": {"AP50": 0.44},
            "shipped": {"iou": 0.7, "area_error": 2.5},
        }
        lines = tables.bars(
            {"workshop": workshop, "parts": {"mask": {"AP": 0.46, "AP50": 0.9}}, "verdicts": verdicts}
        ).splitlines()
        assert "| damage, typed mask AP50, workshop photos | 0.35 | 0.55 | 0.36 | must |" in lines
        assert any("any type" in line and "**not reached**" in line for line in lines)
        assert any("false alarm" in line and "| 20 | **not reached** |" in line for line in lines)
        assert any("area error" in line and "| aim |" in line for line in lines)
        assert any("vehicle: false" in line and "| 100 | aim |" in line for line in lines)


class TestThresholds:
    SURE = ("dent", 0.9, (0, 0, 50))
    FAINT = ("dent", 0.17, (60, 60, 20))
    JUST = ("scratch", 0.2, (60, 0, 20))

    def listed(self, found: list[tuple[str, float, Square]], **thresholds: float) -> list[float]:
        return [p.score for p in reported(answer(0, *found), {"dent": 0.1, "scratch": 0.1, **thresholds}).found]

    def test_what_is_faint_beside_the_surest_is_not_listed(self) -> None:
        assert self.listed([self.SURE, self.FAINT, self.JUST]) == [0.9, 0.2]
        assert self.listed([self.FAINT, self.JUST]) == [0.17, 0.2]
        # What stays under its own threshold is no measure for others.
        assert self.listed([self.SURE, self.FAINT, self.JUST], dent=0.95) == [0.2]

    def test_are_chosen_to_list_what_is_there_without_false_alarms(self) -> None:
        truth = truth_of([("dent", (0, 0, 50))], [("scratch", (60, 0, 20))])
        damaged = [
            answer(0, ("dent", 0.6, (0, 0, 50)), ("scratch", 0.15, (60, 60, 30))),
            answer(1, ("scratch", 0.25, (60, 0, 20))),
        ]
        clean = [answer(2, ("scratch", 0.15, (0, 0, 90)))]
        thresholds = choose_thresholds(CLASSES, truth, damaged, clean)
        assert [p.name for each in damaged for p in reported(each, thresholds).found] == ["dent", "scratch"]
        assert reported(clean[0], thresholds).found == []


class TestAblations:
    ENTRY = {
        "question": "enhanced",
        "command": "python -m dentgraph_training.ablate enhanced",
        "settings": [{"name": "plain", "figures": {"AP50": 0.34}}, {"name": "CLAHE", "figures": {"AP50": 0.33}}],
    }

    def test_stand_beside_their_command_and_the_latest_counts(self) -> None:
        from dentgraph_training.ablate import section

        older = {**self.ENTRY, "settings": [{"name": "plain", "figures": {"AP50": 0.1}}]}
        text = section({"a": older, "b": self.ENTRY, "c": {**self.ENTRY, "question": "detail"}})
        assert text.count("| plain | 0.34 |") == 2
        assert "0.1" not in text
        assert text.count("    python -m dentgraph_training.ablate enhanced") == 2
