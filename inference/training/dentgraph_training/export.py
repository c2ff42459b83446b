"""Exports a checkpoint to the ONNX file that is served: `python -m dentgraph_training.export …`.

The graph takes `image`, uint8 [height, width, 3] RGB of any size, and answers `boxes` [n, 4]
(x1, y1, x2, y2 in pixels of that image), `labels` [n] (1-based), `scores` [n] and `masks`
[n, 28, 28], probabilities over each box; a model with a presence head also answers `vehicle` [1],
the probability that a vehicle is in view; with a rule of context the scores are what that says,
best first again. Masks are never pasted: inside the graph that cost more
than the network itself. Opset 13, because from 16 on torchvision's export leaves out RoIAlign's
`coordinate_transformation_mode` and the boxes are silently wrong.
"""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torchvision.models.detection.image_list import ImageList

from .assess import ROOT
from .complaints import plainly
from .data import Photo, read_rgb
from .sessions import session_of
from .weights import open_model

OPSET = 13
OUTPUTS = ["boxes", "labels", "scores", "masks"]
EXAMPLE = ROOT / "examples/dented_and_scratched.jpg"


class ParityLost(RuntimeError):
    """ONNX Runtime answers otherwise than torch."""


class Served(nn.Module):
    """The network with its preprocessing inside and its masks left at 28×28."""

    def __init__(self, model) -> None:
        super().__init__()
        self.backbone, self.rpn, self.roi_heads = model.backbone, model.rpn, model.roi_heads
        self.presence, self.context = getattr(model, "presence", None), getattr(model, "context", None)

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        pictures = image.permute(2, 0, 1)[None].float() / 127.5 - 1
        height, width = pictures.shape[-2:]
        padded = F.pad(pictures, (0, -width % 32, 0, -height % 32))
        levels = self.backbone.body(padded)
        features = self.backbone.pyramid(levels)
        proposals, _ = self.rpn(ImageList(padded, [(height, width)]), features)
        found = self.roi_heads(features, proposals, [(height, width)])[0][0]
        answer = found["boxes"], found["labels"], found["scores"], found["masks"][:, 0]
        if self.context is not None:
            answer = ranked(*answer, self.context(*answer))
        return answer if self.presence is None else (*answer, torch.sigmoid(self.presence(levels[-1])))


def ranked(boxes: Tensor, labels: Tensor, _scores: Tensor, masks: Tensor, scores: Tensor) -> tuple[Tensor, ...]:
    """The same detections with new scores, best first."""
    order = scores.argsort(descending=True)
    return boxes[order], labels[order], scores[order], masks[order]


def export(model, path: Path) -> None:
    """Writes the float32 graph of a model in evaluation mode."""
    served = Served(model).eval()
    example = torch.randint(0, 255, (416, 608, 3), dtype=torch.uint8)
    outputs = OUTPUTS if served.presence is None else [*OUTPUTS, "vehicle"]
    named = {"image": {0: "height", 1: "width"}, **{name: {0: "detections"} for name in OUTPUTS}}
    with warnings.catch_warnings():  # of tracing and of the exporter's age; `parity` is what is relied on
        warnings.simplefilter("ignore")
        _write(served, example, path, outputs, named)


def _write(served: Served, example: Tensor, path: Path, outputs: list[str], named: dict) -> None:
    torch.onnx.export(
        served,
        (example,),
        str(path),
        dynamo=False,
        opset_version=OPSET,
        do_constant_folding=False,  # keeps the parameters' names, which training reads back
        input_names=["image"],
        output_names=outputs,
        dynamic_axes=named,
    )


def compress(path: Path, kind: str) -> None:
    """Stores large weights as "int8" (one scale per output channel) or "fp16"; ONNX Runtime unfolds them at load."""
    content = onnx.load(str(path))
    nodes, kept = [], []
    for tensor in content.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < 4096 or array.ndim < 2 or kind == "fp32":
            kept.append(tensor)
        elif kind == "fp16":
            kept.append(numpy_helper.from_array(array.astype(np.float16), f"{tensor.name}.fp16"))
            nodes.append(helper.make_node("Cast", [f"{tensor.name}.fp16"], [tensor.name], to=TensorProto.FLOAT))
        else:
            scale = np.maximum(np.abs(array).reshape(len(array), -1).max(axis=1) / 127, 1e-12).astype(np.float32)
            whole = np.round(array / scale.reshape(-1, *[1] * (array.ndim - 1))).astype(np.int8)
            names = [f"{tensor.name}.{suffix}" for suffix in ("int8", "scale", "zero")]
            zeros = np.zeros(len(array), np.int8)
            kept += [numpy_helper.from_array(value, name) for value, name in zip((whole, scale, zeros), names)]
            nodes.append(helper.make_node("DequantizeLinear", names, [tensor.name], axis=0))
    del content.graph.initializer[:]
    content.graph.initializer.extend(kept)
    for node in reversed(nodes):
        content.graph.node.insert(0, node)
    onnx.checker.check_model(content)
    onnx.save(content, str(path))


def parity(model, path: Path, picture: np.ndarray) -> dict[str, float]:
    """Largest differences between torch and ONNX Runtime on one picture [h, w, 3] uint8, and of how many detections.

    Boxes in pixels. :raises ParityLost: they do not find the same
    """
    with torch.no_grad():
        expected = [value.numpy() for value in Served(model).eval()(torch.from_numpy(picture))]
    received = session_of(path).run(None, {"image": picture})
    if expected[0].shape != received[0].shape or not np.array_equal(expected[1], received[1]):
        raise ParityLost(
            f"Expected torch's {len(expected[0])} detections with their labels from {path} "
            f"but received {len(received[0])}, or others"
        )
    names = ("boxes", "scores", "masks", "vehicle")
    pairs = [(a, b) for index, (a, b) in enumerate(zip(expected, received)) if index != 1]
    differences = {name: float(np.abs(a - b).max(initial=0)) for name, (a, b) in zip(names, pairs)}
    return {"detections": len(expected[0]), **differences}


PARITY = {"boxes": 0.05, "scores": 1e-3, "masks": 1e-3, "vehicle": 1e-3}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help=".pt, .safetensors or .onnx")
    parser.add_argument("--classes", type=int, help="how many the file must have; read from it by default")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--store", choices=["fp32", "fp16", "int8"], default="int8")
    parser.add_argument("--photo", type=Path, default=EXAMPLE, help="photo on which both are compared")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    model, classes = open_model(args.weights)
    picture = read_rgb(Photo(args.photo))
    if args.classes not in (None, len(classes)):
        raise SystemExit(f"Expected {args.classes} classes in {args.weights} but received {len(classes)}")
    args.out.parent.mkdir(parents=True, exist_ok=True)
    export(model, args.out)
    try:
        differences = parity(model, args.out, picture)
    except ParityLost as error:
        args.out.unlink()
        raise SystemExit(str(error)) from error
    count = differences.pop("detections")
    print(f"torch against ONNX Runtime, largest difference of {count} detections:", differences)
    if count == 0:
        print(f"neither finds anything in {args.photo}, which says little; name a --photo in which there is something")
    if any(difference > PARITY[name] for name, difference in differences.items()):
        args.out.unlink()
        raise SystemExit(f"Expected differences of at most {PARITY}")
    compress(args.out, args.store)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB as {args.store}")


if __name__ == "__main__":
    plainly(main)
