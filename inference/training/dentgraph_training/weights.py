"""Reads weights for training: a checkpoint, a safetensors file, or the shipped ONNX model itself."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models.detection import MaskRCNN

from .complaints import Complaint
from .model import create_model

FOLDED_EPSILON = 1e-3  # batch normalisation's, in torchvision's Inception-v3


class WrongWeights(Complaint):
    """The file does not hold weights for this model; the message says what differs."""


def read_weights(path: Path) -> dict[str, Tensor]:
    """Parameters by torchvision name, as float32.

    :raises WrongWeights: unreadable, or of a kind we do not know
    """
    if not path.is_file():
        raise WrongWeights(f"Expected a weights file at {path} but found none")
    try:
        if path.suffix == ".safetensors":
            return _from_safetensors(path)
        if path.suffix == ".onnx":
            return _from_onnx(path)
        if path.suffix in (".pt", ".pth"):
            state = torch.load(path, map_location="cpu", weights_only=True)
            return {**state.get("ema", state.get("model", state)), **state.get("presence", {})}
    except WrongWeights:
        raise
    except Exception as error:
        raise unreadable(path, error) from error
    raise WrongWeights(f"Expected .safetensors, .onnx, .pt or .pth for weights but received {path.name}")


HEADS = (
    "roi_heads.box_predictor.cls_score.weight",
    "roi_heads.box_predictor.cls_score.bias",
    "roi_heads.box_predictor.bbox_pred.weight",
    "roi_heads.box_predictor.bbox_pred.bias",
    "roi_heads.mask_predictor.mask_fcn_logits.weight",
    "roi_heads.mask_predictor.mask_fcn_logits.bias",
)
"""What has rows for each class; the proposals' own `bbox_pred` has rows for anchors."""


def unreadable(path: Path, error: Exception) -> WrongWeights:
    """torch answers a damaged file with whatever its reader stumbled over, on many lines."""
    reason = str(error).partition("\n")[0]
    return WrongWeights(f"Expected weights in {path} but could not read it: {type(error).__name__}: {reason}")


def classes_of(path: Path) -> list[str] | None:
    """The classes a weights file was trained on: a checkpoint's own, or those of model.json beside an ONNX file.

    :raises WrongWeights: missing or unreadable
    """
    if path.suffix in (".pt", ".pth"):
        if not path.is_file():
            raise WrongWeights(f"Expected a weights file at {path} but found none")
        try:
            return torch.load(path, map_location="cpu", weights_only=True, mmap=True).get("classes")
        except Exception as error:
            raise unreadable(path, error) from error
    manifest = path.parent / "model.json"
    if path.suffix == ".onnx" and manifest.is_file():
        entries = json.loads(manifest.read_text())["models"].values()
        return next((entry["classes"] for entry in entries if entry["file"] == path.name), None)
    return None


def match_classes(
    model: nn.Module, weights: dict[str, Tensor], before: list[str], now: list[str]
) -> tuple[dict[str, Tensor], list[str]]:
    """The heads' rows put where classes of the same name are now; answers also the names that start anew.

    Without it a class would inherit what another one learnt, merely for having its number.
    """
    if before == now:
        return weights, []
    rows = [0, *(before.index(name) + 1 if name in before else -1 for name in now)]
    own, matched = model.state_dict(), dict(weights)
    for name in weights:
        if name not in HEADS or name not in own or len(weights[name]) % (len(before) + 1):
            continue
        each = len(weights[name]) // (len(before) + 1)  # 4 for boxes, 1 for the others
        old = weights[name].reshape(len(before) + 1, each, *weights[name].shape[1:])
        new = own[name].clone().reshape(len(now) + 1, each, *own[name].shape[1:])
        if old.shape[2:] == new.shape[2:]:
            for index, row in enumerate(rows):
                if row >= 0:
                    new[index] = old[row]
            matched[name] = new.reshape(own[name].shape)
    return matched, [name for name in now if name not in before]


def load_into(model: nn.Module, weights: dict[str, Tensor], source: str) -> list[str]:
    """Copies every parameter whose name and shape agree; answers the names left as they were.

    :raises WrongWeights: when less than half of the body's parameters agree
    """
    own = model.state_dict()
    body_only = not any(name.startswith("backbone.") for name in weights)
    if body_only:
        weights = {f"backbone.{name}": value for name, value in weights.items()}
    taken = {name: value for name, value in weights.items() if name in own and own[name].shape == value.shape}
    body = [name for name in own if name.startswith("backbone.") and ".fpn." not in name]
    if sum(name in taken for name in body) * 2 < len(body):
        raise WrongWeights(f"Expected weights of this network in {source} but only {len(taken)} of {len(own)} agree")
    model.load_state_dict(taken, strict=False)
    return sorted(set(own) - set(taken))


def open_model(path: Path, classes: list[str] | None = None) -> tuple[MaskRCNN, list[str]]:
    """The network of a weights file in evaluation mode, and its classes ("class 1" … where nothing names them).

    :raises WrongWeights: not a whole detector, or not of these classes
    """
    weights = read_weights(path)
    count = len(weights.get("roi_heads.box_predictor.cls_score.bias", ())) - 1
    if count < 1:
        raise WrongWeights(f"Expected a whole detector in {path} but its heads are missing")
    names = classes or classes_of(path) or [f"class {index + 1}" for index in range(count)]
    if len(names) != count:
        raise WrongWeights(f"Expected {count} classes for {path} but received {len(names)}")
    fitted = {name: f"{name}.linear.weight" in weights for name in ("presence", "context")}
    model = create_model(count, **fitted)
    missing = load_into(model, weights, str(path))
    if missing:
        raise WrongWeights(f"Expected all weights in {path} but these are missing: {missing}")
    return model.eval(), names


def _from_safetensors(path: Path) -> dict[str, Tensor]:
    from safetensors.torch import load_file

    raw = load_file(str(path))
    weights = {name: _dequantised(name, value, raw) for name, value in raw.items() if not name.endswith(".scale")}
    return _fold_batch_norm(weights)


def _dequantised(name: str, value: Tensor, raw: dict[str, Tensor]) -> Tensor:
    scale = raw.get(f"{name}.scale")
    if scale is None:
        return value.float()
    return value.float() * scale.reshape(-1, *[1] * (value.dim() - 1))


def _fold_batch_norm(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """w·γ/√(σ²+ε) and β − μ·γ/√(σ²+ε) for every convolution followed by batch normalisation."""
    folded = {name: value for name, value in weights.items() if ".bn." not in name}
    for name in [name for name in weights if name.endswith(".bn.weight")]:
        stem = name[: -len(".bn.weight")]
        scale = weights[name] / torch.sqrt(weights[f"{stem}.bn.running_var"] + FOLDED_EPSILON)
        folded[f"{stem}.conv.weight"] = weights[f"{stem}.conv.weight"] * scale.reshape(-1, 1, 1, 1)
        folded[f"{stem}.conv.bias"] = weights[f"{stem}.bn.bias"] - weights[f"{stem}.bn.running_mean"] * scale
    return folded


def _from_onnx(path: Path) -> dict[str, Tensor]:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "DequantizeLinear" and node.input[0] in arrays:
            quantised, scale = arrays[node.input[0]], arrays[node.input[1]]
            shape = (-1, *[1] * (quantised.ndim - 1))
            arrays[node.output[0]] = quantised.astype(np.float32) * scale.reshape(shape)
        if node.op_type == "Cast" and node.input[0] in arrays and arrays[node.input[0]].dtype == np.float16:
            arrays[node.output[0]] = arrays[node.input[0]].astype(np.float32)
    prefixes = ("backbone.", "rpn.", "roi_heads.", "presence.", "context.")
    found = {name: value for name, value in arrays.items() if name.startswith(prefixes)}
    return {name: torch.from_numpy(np.array(value, dtype=np.float32)) for name, value in found.items()}
