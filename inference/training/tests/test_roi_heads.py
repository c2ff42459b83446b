"""The heads that look twice: what they learn from, and what the second look may not do."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: pip install -r requirements.txt")

from dentgraph_training.losses import losses_of  # noqa: E402
from dentgraph_training.model import create_model  # noqa: E402

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    return create_model(2).train()


def target(boxes: list[list[float]], masked: bool = True) -> dict:
    masks = torch.zeros(len(boxes), 128, 160, dtype=torch.uint8)
    for mask, (x1, y1, x2, y2) in zip(masks, boxes):
        mask[int(y1) : int(y2), int(x1) : int(x2)] = 1
    return {
        "boxes": torch.tensor(boxes).reshape(-1, 4),
        "labels": torch.ones(len(boxes), dtype=torch.int64),
        "masks": masks,
        "masked": masked,
    }


PICTURES = torch.rand(2, 3, 128, 160, generator=torch.Generator().manual_seed(1))


def test_a_batch_of_photos_with_and_without_damage_gives_finite_losses_and_gradients(model) -> None:
    losses = losses_of(model, PICTURES, [target([[20.0, 30.0, 90.0, 100.0]]), target([])])
    sum(losses.values()).backward()
    assert all(torch.isfinite(loss) for loss in losses.values())
    gradient = model.roi_heads.box_predictor.cls_score.weight.grad
    assert torch.isfinite(gradient).all() and gradient.abs().sum() > 0
    model.zero_grad()


def test_boxes_without_masks_leave_the_mask_head_alone(model) -> None:
    boxes = [[20.0, 30.0, 90.0, 100.0]]
    losses = losses_of(model, PICTURES, [target(boxes, masked=False)] * 2)
    sum(losses.values()).backward()
    assert losses["loss_mask"] == 0
    assert losses["loss_box_reg"] > 0
    assert not any(p.grad is not None and p.grad.abs().sum() for p in model.roi_heads.mask_head.parameters())
    model.zero_grad()


def test_a_box_is_moved_by_its_likeliest_class_and_stays_on_the_photo(model) -> None:
    heads = model.roi_heads
    proposals = [torch.tensor([[100.0, 60.0, 140.0, 100.0], [10.0, 10.0, 50.0, 50.0]])]
    logits = torch.tensor([[9.0, 0.0, 1.0], [0.0, 2.0, 1.0]])  # background is the first
    regression = torch.zeros(2, 12)
    regression[0, 8] = 10.0  # class 2: a box's width to the right, in tenths
    regression[1, 5] = -1.0  # class 1: a tenth of its height up
    moved = heads.moved(logits, regression, proposals, [(128, 160)])
    assert torch.allclose(moved[0], torch.tensor([[140.0, 60.0, 160.0, 100.0], [10.0, 6.0, 50.0, 46.0]]), atol=1e-3)


def test_the_second_look_learns_from_boxes_squeezed_flat_at_the_edge(model) -> None:
    heads, flat = model.roi_heads, torch.tensor([[160.0, 0.0, 160.0, 128.0], [20.0, 30.0, 90.0, 100.0]])
    features = model.backbone(PICTURES[:1])
    losses = heads.second_losses(features, [flat], [(128, 160)], [target([[22.0, 28.0, 88.0, 99.0]])])
    assert all(torch.isfinite(loss) for loss in losses)


def test_the_scores_are_the_mean_of_both_looks(model) -> None:
    heads = model.roi_heads
    proposals, shapes = [torch.tensor([[20.0, 30.0, 90.0, 100.0]])], [(128, 160)]
    with torch.no_grad():
        features = model.backbone(PICTURES[:1])
        first, regression = heads.judge(features, proposals, shapes)
        second, _ = heads.judge(features, heads.moved(first, regression, proposals, shapes), shapes)
        both, _, _ = heads.look_twice(features, proposals, shapes)
    mean = (first.softmax(-1) + second.softmax(-1)) / 2
    assert torch.allclose(both.softmax(-1), mean, atol=1e-6)
