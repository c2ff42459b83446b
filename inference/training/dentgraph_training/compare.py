"""Average precision of one ONNX file as it is: `python -m dentgraph_training.compare --file … --annotations …`.

No serving, no thresholds: the graph's own detections against a COCO file. What users get is
judged by evaluate.py.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import metrics
from .complaints import Complaint, plainly
from .predictions import from_model
from .sessions import session_of
from .validation import subset


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--annotations", type=Path, required=True, help="COCO file, its photos in images/ beside it")
    parser.add_argument("--source", help="only photos of this source")
    parser.add_argument("--side", type=int, default=640, help="longest side of the picture given to the graph")
    parser.add_argument("--enhanced", action="store_true", help="give it the CLAHE-enhanced picture")
    args = parser.parse_args()
    try:
        whole = json.loads(args.annotations.read_text())
    except ValueError as error:
        raise Complaint(f"Expected COCO instances in {args.annotations} but received: {error}") from error
    truth = subset(whole, lambda image: args.source in (None, image.get("source")))
    photos = [args.annotations.parent / "images" / image["file_name"] for image in truth["images"]]
    classes = [category["name"] for category in truth["categories"]]
    answers = from_model(session_of(args.file), classes, photos, args.side, args.enhanced)
    typed = metrics.average_precision(truth, answers)
    merged = metrics.average_precision(truth, answers, typed=False)
    print(json.dumps({"photos": len(photos), **typed, "any_type_AP50": merged["AP50"]}))


if __name__ == "__main__":
    plainly(main)
