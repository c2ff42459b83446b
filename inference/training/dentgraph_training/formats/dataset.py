"""The one in-memory form of annotated photos, and the account of what an import left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

Ring = np.ndarray
"""Outline of one piece, [n, 2] float64 as (x, y) in photo pixels, the first vertex not repeated."""


@dataclass(eq=False)
class Annotation:
    """One object: its class, its box x, y, width, height, and its outlines (none where only the box is known)."""

    label: str
    box: tuple[float, float, float, float]
    rings: tuple[Ring, ...] = ()
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(eq=False)
class Photo:
    """A photo by its file name (may contain folders, "/" between them) and upright size in pixels."""

    file_name: str
    width: int
    height: int
    annotations: list[Annotation] = field(default_factory=list)


@dataclass(eq=False)
class Dataset:
    """Photos and the classes they may show, in the order that numbers them."""

    classes: tuple[str, ...]
    photos: list[Photo]
    folder: Path | None = None
    """What file names are relative to, where known."""

    @property
    def annotations(self) -> Iterable[Annotation]:
        return (annotation for photo in self.photos for annotation in photo.annotations)


@dataclass
class Report:
    """What was read, and every entry that was left out or changed, by reason."""

    source: str
    photos: int = 0
    annotations: int = 0
    dropped: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)

    def drop(self, reason: str, entry: str) -> None:
        self.dropped.setdefault(reason, []).append(entry)

    def change(self, reason: str, entry: str) -> None:
        self.changed.setdefault(reason, []).append(entry)

    def take(self, dataset: Dataset) -> None:
        """Notes how much came through."""
        self.photos = len(dataset.photos)
        self.annotations = sum(1 for _ in dataset.annotations)

    def lines(self, shown: int = 3) -> list[str]:
        """The report for a person: totals, then each reason with its count and first entries."""
        out = [f"{self.source}: {self.photos} photos, {self.annotations} annotations"]
        for verb, reasons in (("left out", self.dropped), ("changed", self.changed)):
            for reason, entries in sorted(reasons.items()):
                more = ", …" if len(entries) > shown else ""
                out.append(f"  {verb} {len(entries)}: {reason} ({', '.join(entries[:shown])}{more})")
        return out
