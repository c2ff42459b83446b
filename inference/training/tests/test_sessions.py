"""ONNX Runtime as the kit uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dentgraph_training.assess import ROOT

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed: pip install -r requirements.txt")
GRAPH = ROOT / "test/inference/fixtures/tiny-model/damage.onnx"


def test_a_session_leaves_nothing_by_which_its_runtime_would_tell_its_maker_of_it(tmp_path: Path) -> None:
    code = f"from dentgraph_training.sessions import session_of; session_of({str(GRAPH)!r})"
    # Where CI is set the runtime keeps quiet by itself.
    quiet = {"CI", "GITHUB_ACTIONS", "ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME"}
    environment = {key: value for key, value in os.environ.items() if key not in quiet}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environment, "HOME": str(tmp_path)},
        cwd=ROOT / "inference/training",
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.rglob("*")) == []
