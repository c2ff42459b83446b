"""Every stage of the network for one photo, as it happens in serving: anchors' answers to final masks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from torchvision.models.detection.image_list import ImageList

from .predictions import paste
from .visualize import colour_of

SHOWN_PROPOSALS = 60


@dataclass
class Stages:
    """All in pixels of the picture given to the network, [height, width, 3] uint8."""

    picture: np.ndarray
    features: list[np.ndarray]  # strength of each pyramid level, 0..1, coarser from level to level
    proposals: Tensor  # [n, 4], the most promising first
    refined: Tensor  # [m, 4], the proposals that a class claims, moved twice
    refined_labels: Tensor
    refined_scores: Tensor
    boxes: Tensor  # [k, 4], after suppression of repeats
    labels: Tensor
    scores: Tensor
    masks: Tensor  # [k, 28, 28]


def run_stages(model, picture: np.ndarray, least: float = 0.3) -> Stages:
    """Runs a model in evaluation mode on a picture, keeping what lies between.

    :param least: score from which refined boxes are kept for show
    """
    heads = model.roi_heads
    with torch.inference_mode():
        pictures = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
        height, width = picture.shape[:2]
        padded = F.pad(pictures, (0, -width % 32, 0, -height % 32))
        features = model.backbone(padded)
        size = [(height, width)]
        proposals, _ = model.rpn(ImageList(padded, size), features)
        logits, offsets, once_moved = heads.look_twice(features, proposals, size)
        scores = F.softmax(logits, -1)
        moved = heads.box_coder.decode(offsets, once_moved)
        best, labels = scores[:, 1:].max(1)
        claimed = torch.where(best >= least)[0]
        refined = moved[claimed, labels[claimed] + 1]
        found = heads(features, proposals, size)[0][0]
    return Stages(
        picture,
        [strength(level) for level in list(features.values())[:3]],
        proposals[0],
        refined,
        labels[claimed] + 1,
        best[claimed],
        found["boxes"],
        found["labels"],
        found["scores"],
        found["masks"][:, 0],
    )


def strength(level: Tensor) -> np.ndarray:
    """Mean magnitude of a level's channels, 0..1."""
    values = level[0].abs().mean(0)
    return ((values - values.min()) / (values.max() - values.min() + 1e-9)).numpy()


def draw_stages(stages: Stages, classes: list[str], least: float = 0.3):
    """One figure: the picture, the pyramid, proposals, refined boxes, masks, the answer."""
    from matplotlib.figure import Figure

    height, width = stages.picture.shape[:2]
    kept = [index for index, score in enumerate(stages.scores) if score >= least]
    figure = Figure(figsize=(15, 2 + 9 * height / width), layout="constrained")
    (first, second, third), (fourth, fifth, sixth) = figure.subplots(2, 3)
    first.imshow(stages.picture)
    first.set_title(f"1. the picture given to the network, {width}×{height}")
    second.imshow(stages.features[0], extent=(0, width, height, 0), cmap="magma")
    second.set_title("2. strength of the finest features (stride 8)")
    third.imshow(stages.picture)
    count = min(SHOWN_PROPOSALS, len(stages.proposals))
    for box in stages.proposals[:count]:
        third.add_patch(_rectangle(box, "#ffffff", 0.7))
    third.set_title(f"3. the first {count} of {len(stages.proposals)} proposals")
    fourth.imshow(stages.picture)
    for box, label in zip(stages.refined, stages.refined_labels):
        fourth.add_patch(_rectangle(box, _colour(int(label)), 1))
    fourth.set_title(f"4. {len(stages.refined)} refined boxes that a class claims with {least:g} or more")
    fifth.imshow(_soft_masks(stages, kept), cmap="viridis", vmin=0, vmax=1, extent=(0, width, height, 0))
    fifth.set_title(f"5. soft masks of the {len(kept)} boxes left without repeats")
    sixth.imshow(_answer(stages, kept))
    for index in kept:
        x, y = (float(value) for value in stages.boxes[index][:2])
        label, score = int(stages.labels[index]), float(stages.scores[index])
        text = {"color": "white", "fontsize": 7, "verticalalignment": "bottom"}
        background = {"facecolor": _colour(label), "edgecolor": "none", "pad": 1}
        sixth.text(x, max(y, 10), f"{classes[label - 1]} {score:.2f}", bbox=background, **text)
    sixth.set_title("6. the answer, before calibration")
    for axis in (first, second, third, fourth, fifth, sixth):
        axis.set(xlim=(0, width), ylim=(height, 0))
        axis.set_axis_off()
    return figure


def _colour(label: int) -> str:
    blue, green, red = colour_of(label - 1)
    return f"#{int(red * 0.8):02x}{int(green * 0.8):02x}{int(blue * 0.8):02x}"


def _rectangle(box: Tensor, colour: str, width: float):
    from matplotlib.patches import Rectangle

    x1, y1, x2, y2 = (float(value) for value in box)
    return Rectangle((x1, y1), x2 - x1, y2 - y1, fill=False, edgecolor=colour, linewidth=width)


def _soft_masks(stages: Stages, kept: list[int]) -> np.ndarray:
    """The strongest mask's probability at every pixel, nearest cell: how coarse 28×28 is may be seen."""
    height, width = stages.picture.shape[:2]
    whole = np.zeros((height, width), np.float32)
    for index in kept:
        x1, y1, x2, y2 = (float(value) for value in stages.boxes[index])
        rows = np.arange(max(int(y1), 0), min(int(np.ceil(y2)), height))
        columns = np.arange(max(int(x1), 0), min(int(np.ceil(x2)), width))
        if not len(rows) or not len(columns):
            continue
        v = np.clip(((rows + 0.5 - y1) / max(y2 - y1, 1e-3) * 28).astype(int), 0, 27)
        u = np.clip(((columns + 0.5 - x1) / max(x2 - x1, 1e-3) * 28).astype(int), 0, 27)
        place = np.ix_(rows, columns)
        whole[place] = np.maximum(whole[place], stages.masks[index].numpy()[np.ix_(v, u)])
    return whole


def _answer(stages: Stages, kept: list[int]) -> np.ndarray:
    shown = stages.picture.astype(np.float32)
    for index in kept:
        mask = paste(stages.masks[index].numpy(), stages.boxes[index].numpy(), *stages.picture.shape[:2]) > 0
        colour = np.array(colour_of(int(stages.labels[index]) - 1)[::-1], np.float32)
        shown[mask] = shown[mask] * 0.55 + colour * 0.45
    return shown.astype(np.uint8)
