"""COCO's run-length masks as outlines."""

from __future__ import annotations

from pathlib import Path

from .dataset import Photo, Report, Ring
from .errors import MalformedEntry, MissingDependency


def decode_run_lengths(shape: dict, photo: Photo, path: Path, entry: str, report: Report) -> list[Ring]:
    """Outer outlines of a run-length mask; its holes are filled, and that is counted."""
    try:
        import cv2
        from pycocotools import mask as coco_mask
    except ImportError as error:
        raise MissingDependency(
            path, entry, f"Expected the package {error.name} to decode run lengths but it is not installed"
        ) from error
    if shape.get("size") != [photo.height, photo.width]:
        raise MalformedEntry(
            path, entry, f"Expected run lengths of size {[photo.height, photo.width]} but received {shape.get('size')}"
        )
    counts = shape.get("counts")
    try:
        packed = (
            coco_mask.frPyObjects(shape, *shape["size"])
            if isinstance(counts, list)
            else {**shape, "counts": counts.encode()}
        )
        bitmap = coco_mask.decode(packed)
    except (AttributeError, TypeError, ValueError, OverflowError) as error:
        raise MalformedEntry(
            path, entry, f"Expected run lengths for counts but received {str(counts)[:40]!r}"
        ) from error
    total = sum(counts) if isinstance(counts, list) else bitmap.size
    if total != bitmap.size:
        raise MalformedEntry(path, entry, f"Expected run lengths that add up to {bitmap.size} but received {total}")
    # Doubled: an outline runs through the centres of border pixels, which then lie a quarter pixel inside, not half.
    fine = cv2.resize(bitmap, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    found, tree = cv2.findContours(fine, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    outer = [contour for contour, node in zip(found, tree[0] if tree is not None else []) if node[3] < 0]
    if len(outer) < len(found):
        report.change("hole of a run-length mask filled", entry)
    rings = [cv2.approxPolyDP(ring, 1.0, True)[:, 0, :] for ring in outer]
    return [(ring + 0.5) / 2 for ring in rings if len(ring) >= 3]
