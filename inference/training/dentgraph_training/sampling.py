"""Batches without end for training, made ahead; photos that cannot be read are named, counted and passed over."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import torch

from .augment import CLOSE_UPS, sample
from .data import BadDataset, Recipe, draw

MOST_UNREADABLE_IN_A_ROW = 50


def canvas(sides: list[int], random: np.random.Generator) -> tuple[int, int]:
    """(height, width), multiples of 32, of about side² pixels and an aspect ratio of 0.7 to 1.5."""
    side, aspect = random.choice(sides), np.exp(random.uniform(np.log(0.7), np.log(1.5)))
    return tuple(int(round(x / 32)) * 32 for x in (side / math.sqrt(aspect), side * math.sqrt(aspect)))


class Batches:
    """Samples of a recipe, `batch` at a time.

    `unreadable` counts how often each photo that could not be read was drawn.
    """

    def __init__(
        self,
        recipe: Recipe,
        batch: int,
        sides: list[int],
        random: np.random.Generator,
        close_ups: float = CLOSE_UPS,
    ) -> None:
        self.unreadable: Counter[str] = Counter()
        self._recipe, self._batch, self._sides, self._random = recipe, batch, sides, random
        self._close_ups = close_ups

    def next(self) -> tuple[torch.Tensor, list[dict]]:
        """(pictures [n, 3, h, w] in 0..1, targets). :raises BadDataset: hardly any photo can be read"""
        size, pairs, failed = canvas(self._sides, self._random), [], 0
        while len(pairs) < self._batch:
            photo = draw(self._recipe, self._random)
            try:
                pairs.append(sample(photo, size, self._recipe.mirrored, self._random, self._close_ups))
                failed = 0
            except (BadDataset, OSError, cv2.error) as error:
                if str(photo.path) not in self.unreadable:
                    print(f"left out: {photo.path}: {error}", flush=True)
                self.unreadable[str(photo.path)] += 1
                failed += 1
                if failed >= MOST_UNREADABLE_IN_A_ROW:
                    raise BadDataset(
                        f"Expected readable photos but {failed} in a row were not, the last {photo.path}"
                    ) from error
        return torch.stack([picture for picture, _ in pairs]), [target for _, target in pairs]

    def ahead(self) -> Iterator[tuple[torch.Tensor, list[dict]]]:
        """Each made while the one before it is learnt from (OpenCV works without Python's lock)."""
        with ThreadPoolExecutor(1) as worker:
            coming = worker.submit(self.next)
            while True:
                ready, coming = coming.result(), worker.submit(self.next)
                yield ready
