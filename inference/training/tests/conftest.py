"""Fixtures: small photos on disk, and the real data sets beside the repository where they are there."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "inference" / "training"))
cv2.setNumThreads(1)  # threads that wait for each other on a busy machine make the tests ten times slower


@pytest.fixture
def photos(tmp_path: Path):
    """Writes plain JPEG photos of given sizes into a folder and returns it."""

    def write(sizes: dict[str, tuple[int, int]], folder: str = "photos") -> Path:
        for name, (width, height) in sizes.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.full((height, width, 3), 128, np.uint8)).save(path)
        return tmp_path / folder

    return write


@pytest.fixture
def real_data() -> Path:
    """The folder of real data sets; the test is skipped, saying so, where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"no real data sets in {folder}")
    return folder
