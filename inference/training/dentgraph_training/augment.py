"""One training sample: a photo cut, stretched, mirrored and relit, its annotations with it.

Most of our photos were squashed to squares, so the aspect ratio is jittered instead of trusted;
some of the samples are close-ups, so that thin damage is also seen at more than its own size.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch

from .data import Annotation, Photo, read_rgb
from .prepare import enhance

GREY = (127, 127, 127)  # zero to the network
CLOSE_UPS = 0.5
"""Share of samples that show a part of the photo only, 1.25 to 3 times enlarged."""


def sample(
    photo: Photo,
    canvas: tuple[int, int],
    mirrored: np.ndarray,
    random: np.random.Generator,
    close_ups: float = CLOSE_UPS,
):
    """(picture [3, h, w] float in 0..1, target) on a canvas of the given height and width."""
    pixels = read_rgb(photo)
    if random.random() < 0.25:
        pixels = enhance(pixels)
    matrix, flipped = placement(pixels.shape[:2], canvas, photo.annotations, random, close_ups)
    shrinking = abs(np.linalg.det(matrix[:, :2])) < 0.5
    size = (canvas[1], canvas[0])
    if shrinking:  # warpAffine does not average: shrink first, so that thin lines do not alias away
        pixels = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.diag([2.0, 2.0, 1.0])
    placed = cv2.warpAffine(pixels, matrix, size, flags=cv2.INTER_LINEAR, borderValue=GREY)
    if shrinking:
        matrix = matrix @ np.diag([0.5, 0.5, 1.0])
    target = place_annotations(photo.annotations, matrix, canvas, mirrored if flipped else None)
    picture = torch.from_numpy(relight(placed, random)).permute(2, 0, 1).float().div_(255)
    return picture, target


def placement(
    photo_size, canvas, annotations: list[Annotation], random: np.random.Generator, close_ups: float = CLOSE_UPS
):
    """An affine map [2, 3] from photo to canvas pixels, and whether it mirrors."""
    height, width = photo_size
    rows, columns = canvas
    if random.random() >= close_ups:
        zoom = random.uniform(0.95, 1.25)
    else:
        zoom = np.exp(random.uniform(np.log(1.25), np.log(3.0)))
    stretch = np.exp(random.uniform(-0.2, 0.2))
    seen_width = min(width / zoom * stretch, width * 1.05)
    seen_height = min(height / zoom / stretch, height * 1.05)
    if annotations and random.random() < 0.7:
        x1, y1, x2, y2 = annotations[random.integers(len(annotations))].box
        centre = np.array([random.uniform(x1, x2), random.uniform(y1, y2)])
    else:
        centre = np.array([random.uniform(0, width), random.uniform(0, height)])
    slack = np.array([seen_width, seen_height]) * 0.5
    # Keep the window on the photo, give or take a twentieth.
    low, high = slack * 0.9, np.array([width, height]) - slack * 0.9
    centre = np.where(low < high, np.clip(centre, low, high), np.array([width, height]) / 2)
    flipped = bool(random.random() < 0.5)
    angle = np.deg2rad(random.uniform(-8, 8)) if random.random() < 0.3 else 0.0
    scale = np.diag([columns / seen_width * (-1 if flipped else 1), rows / seen_height])
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = rotation @ scale
    shift = np.array([columns, rows]) / 2 - linear @ centre
    return np.column_stack([linear, shift]).astype(np.float64), flipped


def place_annotations(annotations: list[Annotation], matrix, canvas, mirrored) -> dict[str, torch.Tensor]:
    """torchvision's target: boxes [n, 4], labels [n], masks [n, h, w]; `masked` is false for boxes alone."""
    boxes, labels, masks = [], [], []
    masked = all(a.polygons for a in annotations)
    for annotation in annotations:
        outlines = annotation.polygons if masked else [_corners(annotation.box)]
        moved = [outline @ matrix[:, :2].T + matrix[:, 2] for outline in outlines]
        mask = np.zeros(canvas, np.uint8)
        cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32) for outline in moved], 1, shift=4)
        x, y, w, h = cv2.boundingRect(mask)
        whole = sum(abs(cv2.contourArea(outline.astype(np.float32))) for outline in moved)
        if w < 4 or h < 4 or (whole > 0 and mask.sum() < 0.2 * whole):
            continue
        boxes.append((x, y, x + w, y + h))
        labels.append(annotation.label if mirrored is None else int(mirrored[annotation.label]))
        masks.append(mask)
    return {
        "boxes": torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
        "labels": torch.tensor(labels, dtype=torch.int64),
        "masks": torch.from_numpy(np.stack(masks)) if masks else torch.zeros((0, *canvas), dtype=torch.uint8),
        "masked": masked,
    }


def _corners(box) -> np.ndarray:
    x1, y1, x2, y2 = box
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)


def relight(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Brightness, contrast, gamma, colour; now and then blur, noise, JPEG artefacts or no colour at all."""
    values = np.arange(256, dtype=np.float32)
    values = (values - 127) * random.uniform(0.75, 1.3) + 127 + random.uniform(-28, 28)
    values = 255 * (np.clip(values, 0, 255) / 255) ** random.uniform(0.8, 1.25)
    pixels = cv2.LUT(pixels, values.astype(np.uint8))
    if random.random() < 0.5:
        hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
        hue = (hsv[..., 0].astype(np.int16) + random.integers(-8, 9)) % 180
        hsv[..., 0] = hue.astype(np.uint8)
        hsv[..., 1] = np.clip(hsv[..., 1] * random.uniform(0.6, 1.35), 0, 255).astype(np.uint8)
        pixels = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    choice = random.random()
    if choice < 0.1:
        pixels = cv2.GaussianBlur(pixels, (0, 0), random.uniform(0.4, 1.3))
    elif choice < 0.2:
        quality = int(random.integers(35, 85))
        encoded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        pixels = cv2.imdecode(encoded, cv2.IMREAD_COLOR)
    elif choice < 0.3:
        noise = random.normal(0, random.uniform(2, 8), pixels.shape)
        pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    elif choice < 0.33:
        pixels = np.repeat(pixels.mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    return np.ascontiguousarray(pixels)
