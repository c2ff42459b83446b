"""Drawings written as JPEG files and two COCO instance files."""

import json
from pathlib import Path

import cv2

from .compose import Drawing, Labelled
from .damage import DAMAGES
from .outline import ring_area
from .surface import PARTS


class CocoWriter:
    """Collects one set of annotations; `classes` number from 1 in their order."""

    def __init__(self, classes: tuple[str, ...]) -> None:
        self._classes = classes
        self._images: list[dict] = []
        self._annotations: list[dict] = []

    def add(self, file_name: str, width: int, height: int, instances: list[Labelled]) -> None:
        image_id = len(self._images) + 1
        self._images.append(
            {"id": image_id, "file_name": file_name, "width": width, "height": height, "source": "drawn"}
        )
        for instance in instances:
            xs = [v for piece in instance.pieces for v in piece[::2]]
            ys = [v for piece in instance.pieces for v in piece[1::2]]
            self._annotations.append(
                {
                    "id": len(self._annotations) + 1,
                    "image_id": image_id,
                    "category_id": self._classes.index(instance.name) + 1,
                    "iscrowd": 0,
                    "segmentation": instance.pieces,
                    "bbox": [round(v, 1) for v in (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))],
                    "area": round(sum(ring_area(piece) for piece in instance.pieces), 1),
                }
            )

    def write(self, path: Path) -> None:
        categories = [{"id": i + 1, "name": name} for i, name in enumerate(self._classes)]
        content = {"images": self._images, "annotations": self._annotations, "categories": categories}
        path.write_text(json.dumps(content) + "\n")


def write_jpeg(path: Path, drawing: Drawing, quality: int) -> None:
    ok, data = cv2.imencode(".jpg", drawing.picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not ok:
        raise OSError(f"Expected to encode {path.name} as JPEG but OpenCV could not")
    path.write_bytes(data.tobytes())


def damage_writer() -> CocoWriter:
    return CocoWriter(DAMAGES)


def parts_writer() -> CocoWriter:
    return CocoWriter(PARTS)
