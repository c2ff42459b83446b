"""How surely each detection is right, told from what was found beside it.

The box head judges each box alone. Whether other types were found in the same place (then there is
damage, whatever it is), whether a surer box covers the same (then this one says the same again) and
whether the mask is sure of its outline, it cannot know; all of it tells right detections from wrong
ones. A linear rule of five such facts ranks them; fit_context.py fits it to training photos.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torchvision.ops import box_iou

FACTS = ("score", "other types here", "same type beside", "overlap with a surer one", "certainty of the mask")
SAME_PLACE = 0.5
BESIDE = 0.3
LEAST = 1e-3


class Context(nn.Module):
    """The probability [n] that each detection is right, from all [n] of one photo."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(len(FACTS), 1)

    def forward(self, boxes: Tensor, labels: Tensor, scores: Tensor, masks: Tensor) -> Tensor:
        """From boxes [n, 4], labels [n], scores [n] and masks [n, 28, 28], probabilities over each box."""
        return torch.sigmoid(self.linear(facts(boxes, labels, scores, masks))[:, 0])


def facts(boxes: Tensor, labels: Tensor, scores: Tensor, masks: Tensor) -> Tensor:
    """[n, 5], in the order of FACTS; the same whatever the scale of the photo, along either side.

    In logits and logarithms of scores, and shares of area.
    """
    # One more that is nothing: an exported graph takes no maximum over none.
    boxes = torch.cat([boxes, boxes.new_zeros(1, 4)])
    labels = torch.cat([labels, labels.new_zeros(1)])
    scores = torch.cat([scores, scores.new_zeros(1)])
    overlap = box_iou(boxes, boxes).nan_to_num(0)
    each = torch.arange(scores.shape[0], device=scores.device)
    itself = each[:, None] == each[None]
    alike = labels[:, None] == labels[None]
    here = _evidence(scores, (overlap >= SAME_PLACE) & ~alike)
    beside = _evidence(scores, (overlap >= BESIDE) & alike & ~itself)
    surer = torch.amax(overlap * (scores[None] > scores[:, None]), 1)
    inside = (masks > 0.5).float()
    certainty = (masks * inside).sum((1, 2)) / inside.sum((1, 2)).clamp(min=1)
    bounded = scores.clamp(1e-6, 1 - 1e-6)
    own = torch.log(bounded) - torch.log(1 - bounded)
    return torch.cat([torch.stack([own, here, beside, surer], 1)[:-1], certainty[:, None]], 1)


def _evidence(scores: Tensor, where: Tensor) -> Tensor:
    return torch.log(LEAST + (scores[None] * where).sum(1))
