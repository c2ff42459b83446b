"""RoI heads that look twice and that also learn from boxes without masks.

The same box head judges every proposal, moves it, and judges it again where it now lies: the two
class probabilities are averaged, the box is the second one. After Cai & Vasconcelos, "Cascade
R-CNN" (2018), with one head for both stages instead of one each, which costs no weights.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor
from torchvision.models.detection.roi_heads import (
    RoIHeads,
    fastrcnn_loss,
    maskrcnn_inference,
    project_masks_on_boxes,
)
from torchvision.ops import clip_boxes_to_image

SECOND_LOOK = 0.5
"""Weight of the second look's losses; the paper's for its second stage."""
MASK_GRID = 28
MOST_MASKS_A_PHOTO = 32


class LookTwiceRoIHeads(RoIHeads):
    """A target whose `masked` is false takes part in the class and box losses only."""

    def forward(self, features, proposals, image_shapes, targets=None):
        if not self.training:
            return self.found(features, proposals, image_shapes), {}
        proposals, matched, labels, offsets = self.select_training_samples(proposals, targets)
        logits, regression = self.judge(features, proposals, image_shapes)
        loss_class, loss_box = fastrcnn_loss(logits, regression, labels, offsets)
        moved = self.moved(logits, regression, proposals, image_shapes)
        again_class, again_box = self.second_losses(features, moved, image_shapes, targets)
        return [], {
            "loss_classifier": loss_class + SECOND_LOOK * again_class,
            "loss_box_reg": loss_box + SECOND_LOOK * again_box,
            "loss_mask": self.mask_loss(features, proposals, image_shapes, targets, matched, labels),
        }

    def found(self, features, proposals, image_shapes) -> list[dict[str, Tensor]]:
        """Per photo: boxes [n, 4], labels [n], scores [n] and masks [n, 1, 28, 28], best first."""
        logits, regression, moved = self.look_twice(features, proposals, image_shapes)
        boxes, scores, labels = self.postprocess_detections(logits, regression, moved, image_shapes)
        grids = self.mask_predictor(self.mask_head(self.mask_roi_pool(features, boxes, image_shapes)))
        masks = maskrcnn_inference(grids, labels)
        return [
            {"boxes": box, "labels": label, "scores": score, "masks": mask}
            for box, label, score, mask in zip(boxes, labels, scores, masks)
        ]

    def look_twice(self, features, proposals, image_shapes) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Logits whose softmax is the mean of both looks, the second look's offsets, and the boxes they move."""
        logits, regression = self.judge(features, proposals, image_shapes)
        moved = self.moved(logits, regression, proposals, image_shapes)
        second, regression = self.judge(features, moved, image_shapes)
        return torch.log((F.softmax(logits, -1) + F.softmax(second, -1)) / 2), regression, moved

    def judge(self, features, boxes, image_shapes) -> tuple[Tensor, Tensor]:
        """Class logits [n, classes] and box offsets [n, 4 · classes] of all photos' boxes."""
        return self.box_predictor(self.box_head(self.box_roi_pool(features, boxes, image_shapes)))

    def moved(self, logits: Tensor, regression: Tensor, proposals, image_shapes) -> list[Tensor]:
        """Every box where the offsets of its likeliest class (not background) put it; no gradient."""
        decoded = self.box_coder.decode(regression.detach(), proposals)  # [n, classes, 4]
        likeliest = logits.detach()[:, 1:].argmax(1) + 1
        boxes = decoded[torch.arange(likeliest.shape[0], device=decoded.device), likeliest]
        each = boxes.split([photo.shape[0] for photo in proposals])  # shapes, because len() is lost on export
        return [clip_boxes_to_image(box, shape) for box, shape in zip(each, image_shapes)]

    def second_losses(self, features, boxes, image_shapes, targets) -> tuple[Tensor, Tensor]:
        """Class and box loss of boxes that the first look has moved, matched anew."""
        truth = [target["boxes"].to(boxes[0].dtype) for target in targets]
        matched, labels = self.assign_targets_to_proposals(boxes, truth, [target["labels"] for target in targets])
        aims = [box[match] if len(box) else torch.zeros_like(photo) for box, match, photo in zip(truth, matched, boxes)]
        # A box squeezed flat at the photo's edge has no offsets to learn.
        boxes = [torch.cat([box[:, :2], torch.maximum(box[:, 2:], box[:, :2] + 1)], 1) for box in boxes]
        logits, regression = self.judge(features, boxes, image_shapes)
        return fastrcnn_loss(logits, regression, labels, self.box_coder.encode(aims, boxes))

    def mask_loss(self, features, proposals, image_shapes, targets, matched, labels) -> Tensor:
        """Mean binary cross-entropy over the 28×28 grids of at most 32 positive proposals a photo."""
        boxes, kept_labels, grids = [], [], []
        for box, match, label, target in zip(proposals, matched, labels, targets):
            positive = torch.where(label > 0)[0] if target["masked"] else label.new_zeros(0)
            positive = positive[torch.randperm(len(positive))[:MOST_MASKS_A_PHOTO]]
            boxes.append(box[positive])
            kept_labels.append(label[positive])
            if len(positive):
                grids.append(project_masks_on_boxes(target["masks"], box[positive], match[positive], MASK_GRID))
        if not grids:
            return self.mask_predictor.mask_fcn_logits.weight.sum() * 0
        logits = self.mask_predictor(self.mask_head(self.mask_roi_pool(features, boxes, image_shapes)))
        chosen = torch.cat(kept_labels)
        own = logits[torch.arange(len(chosen)), chosen]
        return F.binary_cross_entropy_with_logits(own.float(), torch.cat(grids))
