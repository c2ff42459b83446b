"""The parts of training that need torch, without training: starting weights, checkpoints, samples, logs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install -r requirements.txt")

from dentgraph_training.assess import ROOT  # noqa: E402
from dentgraph_training.augment import placement  # noqa: E402
from dentgraph_training.checkpoints import (  # noqa: E402
    CheckpointNotWritten,
    Progress,
    read_checkpoint,
    write_checkpoint,
)
from dentgraph_training.curves import draw_curves  # noqa: E402
from dentgraph_training.data import BadDataset, read_coco, read_recipe, read_rgb  # noqa: E402
from dentgraph_training.losses import LOSSES  # noqa: E402
from dentgraph_training.model import create_model  # noqa: E402
from dentgraph_training.run_log import RunLog, read_log  # noqa: E402
from dentgraph_training.sampling import Batches  # noqa: E402
from dentgraph_training.starting import initial_weights  # noqa: E402
from dentgraph_training.weights import (  # noqa: E402
    WrongWeights,
    classes_of,
    load_into,
    match_classes,
    read_weights,
)

torch.set_num_threads(1)
SQUARE = [10, 10, 90, 10, 90, 70, 10, 70]


@pytest.fixture
def coco(tmp_path: Path, photos: Callable) -> Path:
    """Two photos, one scratch each; c.jpg is named but not there."""
    photos({"a.jpg": (100, 80), "b.jpg": (100, 80)}, "set/images")
    names = ("a.jpg", "b.jpg", "c.jpg")
    content = {
        "images": [{"id": i, "file_name": name, "width": 100, "height": 80} for i, name in enumerate(names)],
        "annotations": [
            {"id": i, "image_id": i, "category_id": 1, "bbox": [10, 10, 80, 60], "segmentation": [SQUARE]}
            for i in range(3)
        ],
        "categories": [{"id": 1, "name": "scratch"}],
    }
    path = tmp_path / "set" / "train.json"
    path.write_text(json.dumps(content))
    return path


@pytest.fixture
def recipe(coco: Path) -> Path:
    path = coco.parent / "recipe.json"
    sources = [{"annotations": "train.json", "images": "images", "share": 1}]
    path.write_text(json.dumps({"classes": ["scratch"], "sources": sources}))
    return path


class TestReading:
    def test_counts_a_missing_photo_and_goes_on(self, coco: Path) -> None:
        account: list[str] = []
        found = read_coco(coco, coco.parent / "images", ["dent", "scratch"], account)
        assert [photo.path.name for photo in found] == ["a.jpg", "b.jpg"]
        assert [annotation.label for photo in found for annotation in photo.annotations] == [2, 2]
        assert any("left out 1: photo missing (c.jpg)" in line for line in account)

    def test_refuses_a_set_of_which_nothing_is_left(self, coco: Path) -> None:
        with pytest.raises(BadDataset, match="photo missing.*looked for in .*nowhere"):
            read_coco(coco, coco.parent / "nowhere", ["scratch"])

    def test_refuses_unknown_classes_by_name(self, coco: Path) -> None:
        with pytest.raises(BadDataset, match=r"Expected classes \['dent'\].*received \['scratch'\]"):
            read_coco(coco, coco.parent / "images", ["dent"])

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"classes": ["a"], "sources": [{"share": 1}]}'])
    def test_refuses_what_is_no_recipe(self, content: str, tmp_path: Path) -> None:
        (tmp_path / "recipe.json").write_text(content)
        with pytest.raises(BadDataset, match="recipe.json"):
            read_recipe(tmp_path / "recipe.json", [tmp_path])

    def test_leaves_sources_out_as_asked(self, recipe: Path) -> None:
        with pytest.raises(BadDataset, match="none is left"):
            read_recipe(recipe, [recipe.parent], without=["train"])


class TestBatches:
    def test_place_outlines_on_the_canvas(self, recipe: Path) -> None:
        batches = Batches(read_recipe(recipe, [recipe.parent]), 4, [128], np.random.default_rng(1))
        pictures, targets = batches.next()
        assert pictures.shape[:2] == (4, 3)
        assert sum(len(target["labels"]) for target in targets) >= 3
        for target in targets:
            assert target["masks"].shape[1:] == pictures.shape[2:]

    @pytest.mark.parametrize(("close_ups", "enlarged"), [(0.0, False), (1.0, True)])
    def test_show_as_many_close_ups_as_asked(self, recipe: Path, close_ups: float, enlarged: bool) -> None:
        """Enlarged by a quarter at least, give or take the canvas's aspect ratio and the photo's own stretch."""
        loaded = read_recipe(recipe, [recipe.parent])
        photo, random = loaded.sources[0].photos[0], np.random.default_rng(1)
        height, width = read_rgb(photo).shape[:2]
        for _ in range(50):
            matrix, _flipped = placement((height, width), (height, width), [], random, close_ups)
            assert (abs(np.linalg.det(matrix[:, :2])) > 1.25**2 - 0.01) == enlarged

    def test_pass_over_a_photo_that_cannot_be_read(self, recipe: Path, capsys) -> None:
        loaded = read_recipe(recipe, [recipe.parent])
        broken = recipe.parent / "images" / "a.jpg"
        broken.write_bytes(b"\xff\xd8 not much of a photo")
        batches = Batches(loaded, 8, [64], np.random.default_rng(1))
        assert len(batches.next()[1]) == 8
        assert batches.unreadable[str(broken)] >= 1
        assert capsys.readouterr().out.count("left out") == 1

    def test_end_when_hardly_any_photo_can_be_read(self, recipe: Path) -> None:
        loaded = read_recipe(recipe, [recipe.parent])
        for photo in (recipe.parent / "images").iterdir():
            photo.unlink()
        with pytest.raises(BadDataset, match="in a row"):
            Batches(loaded, 2, [64], np.random.default_rng(1)).next()


class TestCheckpoints:
    CLASSES = ["scratch"]

    def write(self, path: Path, step: int) -> None:
        model = torch.nn.Linear(2, 2)
        optimiser = torch.optim.AdamW(model.parameters())
        write_checkpoint(path, model, model.state_dict(), optimiser, Progress(1.0, step, step * 4), self.CLASSES)

    def test_come_back_as_written(self, tmp_path: Path) -> None:
        self.write(tmp_path / "last.pt", 7)
        state = read_checkpoint(tmp_path / "last.pt", self.CLASSES)
        assert (state["step"], state["samples"]) == (7, 28)

    def test_a_full_disk_keeps_the_previous_one_and_says_so(self, tmp_path: Path) -> None:
        self.write(tmp_path / "last.pt", 7)
        (tmp_path / "last.tmp").symlink_to("/dev/full")
        with pytest.raises(CheckpointNotWritten, match="No space left.*previous one is kept"):
            self.write(tmp_path / "last.pt", 8)
        assert read_checkpoint(tmp_path / "last.pt", self.CLASSES)["step"] == 7
        self.write(tmp_path / "last.pt", 9)
        assert read_checkpoint(tmp_path / "last.pt", self.CLASSES)["step"] == 9

    def test_of_other_classes_are_refused(self, tmp_path: Path) -> None:
        self.write(tmp_path / "last.pt", 7)
        with pytest.raises(WrongWeights, match="dent.*received.*scratch"):
            read_checkpoint(tmp_path / "last.pt", ["dent"])

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half a file"])
    def test_that_are_damaged_are_refused(self, content: bytes, tmp_path: Path) -> None:
        (tmp_path / "last.pt").write_bytes(content)
        with pytest.raises(WrongWeights, match="last.pt"):
            read_checkpoint(tmp_path / "last.pt", self.CLASSES)


class TestWeights:
    @pytest.mark.parametrize("name", ["none.pt", "text.pt", "text.onnx", "text.safetensors", "text.txt"])
    def test_wrong_files_are_refused_by_name(self, name: str, tmp_path: Path) -> None:
        if name.startswith("text"):
            (tmp_path / name).write_text("not weights")
        with pytest.raises(WrongWeights, match=name):
            read_weights(tmp_path / name)

    @pytest.mark.parametrize("now", [["crack", "dent"], ["dent"], ["dent", "crack", *"abcde"]])
    def test_heads_follow_the_names_of_classes(self, now: list[str]) -> None:
        model, path = create_model(len(now)), ROOT / "inference/model/damage.onnx"
        shipped, before = read_weights(path), classes_of(path)
        matched, new = match_classes(model, shipped, before, now)
        assert new == [name for name in now if name != "dent"]
        score, mask = "roi_heads.box_predictor.cls_score.weight", "roi_heads.mask_predictor.mask_fcn_logits.weight"
        was, is_now = before.index("dent") + 1, now.index("dent") + 1
        for name in (score, mask):
            for old, row in ((0, 0), (was, is_now)):
                torch.testing.assert_close(matched[name][row], shipped[name][old])
        torch.testing.assert_close(
            matched["roi_heads.box_predictor.bbox_pred.bias"][4 * is_now : 4 * is_now + 4],
            shipped["roi_heads.box_predictor.bbox_pred.bias"][4 * was : 4 * was + 4],
        )
        for row in (row for row, name in enumerate(now, 1) if name in new):
            torch.testing.assert_close(matched[score][row], model.state_dict()[score][row])
        # What finds proposals knows no classes, however many rows it has.
        assert all(matched[name] is value for name, value in shipped.items() if not name.startswith("roi_heads."))
        assert load_into(model, matched, str(path)) == []

    def test_initial_is_the_shipped_model_of_these_classes(self, tmp_path: Path, recipe: Path) -> None:
        models = {
            "damage": {"file": "damage.onnx", "classes": ["dent"]},
            "parts": {"file": "parts.onnx", "classes": ["hood"]},
        }
        (tmp_path / "model.json").write_text(json.dumps({"models": models}))
        loaded = read_recipe(recipe, [recipe.parent])
        assert initial_weights(loaded, tmp_path).name == "damage.onnx"
        loaded.classes = ["hood"]
        assert initial_weights(loaded, tmp_path).name == "parts.onnx"
        content = json.loads(recipe.read_text())
        recipe.write_text(json.dumps({**content, "initial": "weights/mine.pt"}))
        assert initial_weights(read_recipe(recipe, [recipe.parent]), tmp_path) == recipe.parent / "weights" / "mine.pt"


class TestLogs:
    def test_a_run_is_logged_and_drawn(self, tmp_path: Path, capsys) -> None:
        log = RunLog(tmp_path)
        for step in range(1, 4):
            log.add(dict.fromkeys(LOSSES, 1.0 / step))
            log.write(step, step * 60.0, step * 4, 1e-4, 120.0, (step * 4, step * 60.0))
        log.close()
        rows = read_log(tmp_path / "log.csv")
        assert [row["samples"] for row in rows] == [4, 8, 12]
        assert rows[1]["loss_mask"] == 0.5
        assert "2 min left" in capsys.readouterr().out
        assert draw_curves(tmp_path).read_bytes().startswith(b"\x89PNG")

    def test_events_are_tensorboards(self, tmp_path: Path) -> None:
        pytest.importorskip("tensorboardX")
        from tensorboardX.proto.event_pb2 import Event

        log = RunLog(tmp_path)
        log.add(dict.fromkeys(LOSSES, 0.5))
        log.write(20, 60.0, 80, 1e-4, 0.0, (80, 60.0))
        log.close()
        (path,) = (tmp_path / "tensorboard").iterdir()
        content, values = path.read_bytes(), {}
        while content:  # records: length (8 bytes), its checksum (4), the event, its checksum (4)
            length = int.from_bytes(content[:8], "little")
            for value in Event.FromString(content[12 : 12 + length]).summary.value:
                values[value.tag] = value.simple_value
            content = content[16 + length :]
        assert values["loss/total"] == pytest.approx(2.5)
        assert values["samples"] == 80

    def test_a_log_that_cannot_be_written_is_said_once_and_training_goes_on(self, tmp_path: Path, capsys) -> None:
        (tmp_path / "log.csv").symlink_to("/dev/full")
        log = RunLog(tmp_path)
        for step in (1, 2):
            log.add(dict.fromkeys(LOSSES, 1.0))
            log.write(step, 1.0, 4, 1e-4, 0.0, (4, 1.0))
        assert capsys.readouterr().out.count("Expected to write log.csv") == 1

    def test_logs_of_earlier_versions_and_half_lines_are_read(self, tmp_path: Path) -> None:
        (tmp_path / "log.csv").write_text("20,12,0.1,0.2,0.3,0.4,0.5\n40,24,0.1,0.2\n60,30,0.1,0.1,0.1,0.1,0.1\n")
        assert [row["step"] for row in read_log(tmp_path / "log.csv")] == [20, 60]
        assert draw_curves(tmp_path).is_file()


class TestPresence:
    def test_a_photo_counts_only_where_its_source_tells(self, recipe: Path, photos: Callable) -> None:
        from dentgraph_training.data import Photo, Source
        from dentgraph_training.presence import VIEWS_OF_NEGATIVES, photos_of

        photos({f"{i}.jpg": (40, 30) for i in range(6)}, "set/negatives/no_vehicle")
        loaded = read_recipe(recipe, [recipe.parent])
        drawn = [Photo(Path("drawn_0.jpg"), loaded.sources[0].photos[0].annotations), Photo(Path("drawn_1.jpg"))]
        for name in ("synthetic/parts.json", "synthetic/damage.json"):
            loaded.sources.append(Source(name, drawn, 1, np.ones(2) / 2))
        answers: dict[str, list[bool]] = {}
        for path, shown in photos_of([loaded], recipe.parent):
            answers.setdefault(path.name, []).append(shown)
        assert answers["a.jpg"] == [True]
        assert answers["drawn_0.jpg"] == [True, True]
        assert answers["drawn_1.jpg"] == [False] * VIEWS_OF_NEGATIVES
        assert answers["1.jpg"] == [False] * VIEWS_OF_NEGATIVES
        assert "0.jpg" not in answers  # held out

    def test_pictures_of_nothing_separate_from_those_of_something(self) -> None:
        from dentgraph_training.presence import fit_presence

        random = np.random.default_rng(3)
        inputs = torch.from_numpy(np.abs(random.normal(0, 1, (60, 1280))).astype(np.float32))
        shown = torch.tensor([float(i % 3 == 0) for i in range(60)])
        inputs[:, 7] += 3 * shown
        logits = fit_presence(inputs, shown).linear(inputs)[:, 0]
        assert ((logits > 0) == (shown > 0)).all()


class TestPublishing:
    def test_says_what_a_run_was_trained_on(self, tmp_path: Path, recipe: Path) -> None:
        from dentgraph_training.publish import training_of

        config = {"batch": 4, "side": [416], "rate": 1e-4, "weights": "../model/damage.onnx", "classes": ["scratch"]}
        (tmp_path / "config.json").write_text(json.dumps(config))
        (tmp_path / "log.csv").write_text("20,120,1,1,1,1,1\n")
        with pytest.raises(LookupError, match="--recipe"):
            training_of(tmp_path, None)
        older = training_of(tmp_path, read_recipe(recipe, [recipe.parent]))
        assert (older["samples"], older["minutes"], older["photos"]) == (80, 2.0, {"set/train": 2})
        sources = [{"name": "/data/mine/train.json", "photos": 7, "share": 1.0}]
        (tmp_path / "config.json").write_text(json.dumps({**config, "sources": sources}))
        (tmp_path / "log.csv").write_text("20,120,1,1,1,1,1,1e-4,90\n")
        run = training_of(tmp_path, None)
        assert (run["samples"], run["photos"], run["started_from"]) == (90, {"mine/train": 7}, "damage.onnx")

    def test_without_a_run_only_the_file_changes(self, tmp_path: Path) -> None:
        from argparse import Namespace

        from dentgraph_training.publish import new_entry

        (tmp_path / "parts.onnx").write_bytes(b"another head")
        args = Namespace(run=None, kind="parts", file=tmp_path / "parts.onnx", model=tmp_path)
        before = {"sha256": "0", "classes": ["hood"], "calibration": {"hood": {"a": 2, "b": 1}}}
        entry = new_entry(args, before)
        assert entry == {**before, "sha256": entry["sha256"]}
        assert len(entry["sha256"]) == 64
        with pytest.raises(LookupError, match="--run for the first parts model"):
            new_entry(args, None)

    def test_refuses_what_is_no_exported_graph(self, tmp_path: Path) -> None:
        from dentgraph_training.publish import classes_in

        (tmp_path / "x.onnx").write_text("no graph")
        with pytest.raises(ValueError, match="x.onnx"):
            classes_in(tmp_path / "x.onnx")


class TestSchedule:
    def test_ends_with_the_first_budget_that_is_spent(self) -> None:
        from dentgraph_training.schedule import budget_of

        assert budget_of(None, None, None, 10).seconds == 3600
        assert budget_of(None, None, 2.5, 10).samples == 25
        budget = budget_of(10, 100, None, 10)
        assert budget.share(Progress(60.0, 1, 10)) == pytest.approx(0.1)
        assert budget.share(Progress(60.0, 1, 90)) == pytest.approx(0.9)
        assert budget.seconds_left(Progress(60.0, 1, 90), 0.1) == pytest.approx(100)
        assert budget.seconds_left(Progress(60.0, 1, 90), 0.001) == pytest.approx(540)

    def test_the_rate_warms_up_and_falls_to_zero(self) -> None:
        from dentgraph_training.schedule import rate_at

        rates = [rate_at(share / 1000) for share in range(1001)]
        assert rates[0] == pytest.approx(0.05)
        assert max(rates) == pytest.approx(1, abs=0.01)
        assert rates.index(max(rates)) < 25
        assert rates[-1] == pytest.approx(0, abs=1e-9)

    def test_a_restored_optimiser_keeps_the_rate_asked_for_now(self) -> None:
        from dentgraph_training.model import create_model
        from dentgraph_training.schedule import optimiser_of, restore

        model = create_model(2)
        before, now = optimiser_of(model, 3e-4), optimiser_of(model, 1e-4)
        restore(now, before.state_dict())
        assert [group["peak"] for group in now.param_groups] == [1e-4 / 3, 1e-4]
        assert not model.backbone.Conv2d_1a_3x3.conv.weight.requires_grad
