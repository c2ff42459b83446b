"""The Mask R-CNN that dentgraph trains and ships: Inception-v3, a 128-channel FPN, light heads.

He et al., "Mask R-CNN" (2017), in torchvision's implementation and parameter names. The finest
pyramid level has stride 8: a stride-4 level cost half of the training time again and brought
less than the larger pictures that the same time buys.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor, nn
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.faster_rcnn import TwoMLPHead
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.models.detection.rpn import RPNHead
from torchvision.ops import FeaturePyramidNetwork, MultiScaleRoIAlign
from torchvision.ops.feature_pyramid_network import LastLevelMaxPool

from .context import Context
from .inception import InceptionBody
from .roi_heads import LookTwiceRoIHeads

CHANNELS = 128
ANCHOR_SIZES = ((16, 28), (48, 80), (120, 180), (256, 380))
ASPECT_RATIOS = (0.35, 1.0, 2.8)
LEVELS = ["0", "1", "2"]


class InceptionFpn(InceptionBody):
    """The body with a feature pyramid on top: levels "0", "1", "2" (strides 8, 16, 32) and "pool"."""

    out_channels = CHANNELS

    def __init__(self) -> None:
        super().__init__()
        self.fpn = FeaturePyramidNetwork(list(self.channels), CHANNELS, LastLevelMaxPool())

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        return self.pyramid(self.body(x))

    def pyramid(self, levels: tuple[Tensor, ...]) -> dict[str, Tensor]:
        return self.fpn(OrderedDict(zip(LEVELS, levels)))


class Presence(nn.Module):
    """Whether what the parts belong to is in view at all: one logit [n] from the coarsest features [n, 1280, h, w].

    The strongest answer of each feature anywhere in the photo, weighed linearly. Parts alone cannot
    tell: a cup seen from above looks like a lamp, and a close-up of a door shows no whole part.
    """

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(InceptionBody.channels[-1], 1)

    def forward(self, coarse: Tensor) -> Tensor:
        return self.linear(torch.amax(coarse, (2, 3)))[:, 0]


def create_model(
    classes: int,
    min_size: int = 640,
    max_size: int = 640,
    presence: bool = False,
    context: bool = False,
    **options,
) -> MaskRCNN:
    """A Mask R-CNN for `classes` kinds of object (background not counted).

    Takes pictures [3, h, w] in 0..1, as torchvision does, and resizes them so that the longer side
    is at most `max_size`. Weights are random: see weights.py. With `presence` it also has a head
    that presence.py fits, with `context` the rule that fit_context.py fits.
    """
    anchors = AnchorGenerator(ANCHOR_SIZES, (ASPECT_RATIOS,) * len(ANCHOR_SIZES))
    settings = dict(
        rpn_pre_nms_top_n_train=1000,
        rpn_post_nms_top_n_train=500,
        rpn_pre_nms_top_n_test=600,
        rpn_post_nms_top_n_test=300,
        rpn_batch_size_per_image=128,
        box_batch_size_per_image=128,
        box_score_thresh=0.03,
        box_nms_thresh=0.5,
        box_detections_per_img=100,
    )
    model = MaskRCNN(
        InceptionFpn(),
        min_size=min_size,
        max_size=max_size,
        image_mean=[0.5, 0.5, 0.5],
        image_std=[0.5, 0.5, 0.5],
        rpn_anchor_generator=anchors,
        rpn_head=RPNHead(CHANNELS, anchors.num_anchors_per_location()[0]),
        box_roi_pool=MultiScaleRoIAlign(LEVELS, output_size=7, sampling_ratio=2),
        box_head=TwoMLPHead(CHANNELS * 7 * 7, 512),
        box_predictor=FastRcnnPredictor(512, classes + 1),
        mask_roi_pool=MultiScaleRoIAlign(LEVELS, output_size=14, sampling_ratio=2),
        mask_head=MaskRCNNHeads(CHANNELS, (CHANNELS,) * 3, dilation=1),
        mask_predictor=MaskRCNNPredictor(CHANNELS, CHANNELS, classes + 1),
        **{**settings, **options},
    )
    model.roi_heads.__class__ = LookTwiceRoIHeads
    if presence:
        model.presence = Presence()
    if context:
        model.context = Context()
    for module in (model.rpn.head, model.roi_heads.box_predictor, model.roi_heads.mask_predictor):
        module.register_forward_hook(_as_float)
    return model


class FastRcnnPredictor(nn.Module):
    """Class logits [n, classes] and box offsets [n, 4 · classes] from box features [n, features]."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.cls_score = nn.Linear(features, classes)
        self.bbox_pred = nn.Linear(features, 4 * classes)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return self.cls_score(x), self.bbox_pred(x)


def _as_float(_module, _inputs, output):
    # Boxes decoded in bfloat16 would be off by whole pixels.
    if torch.is_tensor(output):
        return output.float()
    return type(output)(_as_float(None, None, item) for item in output)
