"""Checkpoints of a run: written beside and renamed, so that a kill or a full disk leaves the previous one whole."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch

from .weights import WrongWeights


class CheckpointNotWritten(OSError):
    """The checkpoint could not be written; the one before it, if any, is as it was."""


@dataclass
class Progress:
    """How far a run has come."""

    seconds: float = 0.0
    step: int = 0
    samples: int = 0


def write_checkpoint(path: Path, model, average: dict, optimiser, progress: Progress, classes: list[str]) -> None:
    """:raises CheckpointNotWritten: no room, or no permission"""
    beside = path.with_suffix(".tmp")
    content = {
        "model": model.state_dict(),
        "ema": average,
        "optimiser": optimiser.state_dict(),
        "seconds": progress.seconds,
        "step": progress.step,
        "samples": progress.samples,
        "classes": classes,
    }
    try:
        with open(beside, "wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except (OSError, RuntimeError) as error:
        kept = "the previous one is kept" if path.exists() else "there is no previous one"
        # torch may report a short write only, so the room that is left goes into the message.
        room = f"{shutil.disk_usage(path.parent).free / 1e6:.0f} MB are free"
        reason = f"{getattr(error, 'strerror', None) or str(error).splitlines()[0]} ({room})"
        beside.unlink(missing_ok=True)
        raise CheckpointNotWritten(f"Expected to write {path} but received: {reason}; {kept}") from error


def read_checkpoint(path: Path, classes: list[str]) -> dict:
    """:raises WrongWeights: missing, damaged, or of other classes"""
    if not path.is_file():
        raise WrongWeights(f"Expected the checkpoint {path} to go on from but found none")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        missing = {"model", "ema", "optimiser", "seconds", "step", "classes"} - set(state)
    except (OSError, RuntimeError, EOFError, ValueError, TypeError, pickle.UnpicklingError) as error:
        raise WrongWeights(f"Expected a checkpoint in {path} but could not read it: {error}") from error
    if missing:
        raise WrongWeights(f"Expected a checkpoint of a run in {path} but it lacks {sorted(missing)}")
    if state["classes"] != classes:
        raise WrongWeights(
            f"Expected the classes {classes} in {path} but received {state['classes']}: "
            "take another folder for --run, and this file for --weights"
        )
    return state
