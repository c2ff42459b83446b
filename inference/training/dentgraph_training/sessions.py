"""ONNX Runtime as the kit uses it."""

from __future__ import annotations

import os
from pathlib import Path

from .complaints import Complaint


def session_of(path: Path, threads: int = 0):
    """An ONNX Runtime session on CPU with the options that serving uses.

    :raises Complaint: not there, or no graph
    """
    # It would tell Microsoft of every model that it loads.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.disable_quant_qdq", "1")
    options.intra_op_num_threads = threads
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its classes have no common name
        raise Complaint(f"Expected an ONNX file at {path} but received: {error}") from error
