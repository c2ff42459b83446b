"""Statistics of layers, and the stages of a network, on networks small enough to be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install -r requirements.txt")

from dentgraph_training.layers import draw_histograms, gradients_of, remark, statistics, table  # noqa: E402

torch.set_num_threads(1)


def test_statistics_are_those_of_the_values() -> None:
    row = statistics("layer", torch.tensor([[1.0, -1.0], [3.0, 0.0]]))
    assert (row.count, row.mean, row.least, row.most, row.zeros) == (4, 0.75, -1.0, 3.0, 0.25)
    assert row.spread == pytest.approx(np.std([1, -1, 3, 0]))
    assert remark(row) == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [([1.0, float("nan")], "1 not finite"), ([2.0, 2.0], "all alike"), ([0.0, 0.0, 1.0], "mostly zero")],
)
def test_what_is_seldom_meant_is_marked(values: list[float], said: str) -> None:
    row = statistics("layer", torch.tensor(values))
    assert remark(row) == said
    assert f"| {said} |" in table([row])


def test_gradients_are_those_that_the_loss_reaches_and_histograms_are_drawn(tmp_path) -> None:
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Linear(2, 2))
    model[0](torch.ones(1, 3)).sum().backward()
    found = gradients_of(model)
    assert set(found) == {"0.weight", "0.bias"}
    figure = draw_histograms({**found, "broken": torch.full((2, 2), float("nan"))}, "t")
    figure.savefig(tmp_path / "t.png")
    assert (tmp_path / "t.png").stat().st_size > 1000


def test_every_stage_of_a_photo_is_kept_and_drawn(tmp_path) -> None:
    from dentgraph_training.model import create_model
    from dentgraph_training.stages import draw_stages, run_stages

    torch.manual_seed(1)
    model = create_model(2, rpn_post_nms_top_n_test=20).eval()
    picture = np.random.default_rng(1).integers(0, 255, (96, 128, 3), dtype=np.uint8)
    stages = run_stages(model, picture, least=0.0)
    assert 0 < len(stages.proposals) <= 20
    assert len(stages.refined) == len(stages.refined_labels) == len(stages.proposals)
    assert stages.masks.shape[1:] == (28, 28)
    assert stages.features[0].shape == (12, 16)
    draw_stages(stages, ["scratch", "dent"], least=0.0).savefig(tmp_path / "s.png", dpi=40)
    assert (tmp_path / "s.png").stat().st_size > 5000
