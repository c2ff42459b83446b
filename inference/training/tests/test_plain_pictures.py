"""Pictures of nothing: every kind, deterministic, and plain."""

from __future__ import annotations

import numpy as np
import pytest

from dentgraph_training.plain_pictures import KINDS, plain_picture, plain_pictures


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_a_picture(kind: str) -> None:
    picture = plain_picture(np.random.default_rng(1), kind, 64, 48)
    assert (picture.shape, picture.dtype) == ((48, 64, 3), np.uint8)
    assert (picture.std((0, 1)).max() < 12) == (kind == "blank")


def test_a_seed_gives_the_same_pictures() -> None:
    first, again, other = ([p.sum(dtype=np.int64) for p in plain_pictures(seed, 6)] for seed in (1, 1, 2))
    assert first == again != other


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="plaid"):
        plain_picture(np.random.default_rng(1), "plaid")
