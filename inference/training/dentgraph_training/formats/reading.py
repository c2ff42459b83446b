"""Reading files and fields so that every complaint names the file, the entry and the reason."""

from __future__ import annotations

import json
import math
from pathlib import Path, PurePosixPath

from PIL import Image, UnidentifiedImageError

from .dataset import Dataset, Report
from .errors import EmptyDataset, MalformedEntry, UnreadableFile

PHOTO_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
_EXIF_ORIENTATION = 0x0112


def received(error: Exception) -> str:
    """What stood where a file of ours was expected, by the error that reading it raised."""
    if isinstance(error, FileNotFoundError):
        return "a path that does not exist"
    if isinstance(error, IsADirectoryError):
        return "a folder"
    if isinstance(error, OSError):
        return f"an error of the system: {error.strerror or error}"
    if isinstance(error, KeyError):
        return f"something without {error}"
    return f"something else: {error}"


def read_text(path: Path) -> str:
    """:raises UnreadableFile: missing, a folder, or not UTF-8"""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            path, "", f"Expected UTF-8 text but received another encoding at byte {error.start}"
        ) from error
    except OSError as error:
        raise UnreadableFile(path, "", f"Expected a readable file but received {received(error)}") from error


def read_json(path: Path) -> object:
    """:raises UnreadableFile: not readable, or not JSON"""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        reason = f"Expected JSON but received something else at line {error.lineno}, column {error.colno}: {error.msg}"
        raise UnreadableFile(path, "", reason) from error
    except RecursionError as error:
        raise UnreadableFile(path, "", "Expected JSON but received one nested too deeply") from error


def demand(value: object, kind: type | tuple[type, ...], file: Path, entry: str, what: str):
    """`value` if it is of a kind; bool is not a number here. :raises MalformedEntry:"""
    if not isinstance(value, kind) or (
        isinstance(value, bool) and bool not in (kind if isinstance(kind, tuple) else (kind,))
    ):
        shown = "nothing" if value is None else f"{type(value).__name__} {str(value)[:60]!r}"
        raise MalformedEntry(file, entry, f"Expected {what} but received {shown}")
    return value


def number(value: object, file: Path, entry: str, what: str) -> float:
    """A finite number, also one written as text. :raises MalformedEntry:"""
    try:
        parsed = float(value) if not isinstance(value, bool) else math.nan  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        parsed = math.nan
    if not math.isfinite(parsed):
        raise MalformedEntry(file, entry, f"Expected a finite number for {what} but received {str(value)[:60]!r}")
    return parsed


def safe_name(value: object, file: Path, entry: str) -> str:
    """A relative file name that stays below its folder. :raises MalformedEntry:"""
    name = demand(value, str, file, entry, "a file name").replace("\\", "/")
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise MalformedEntry(file, entry, f"Expected a file name below the photos' folder but received {name!r}")
    return name


def upright_size(path: Path) -> tuple[int, int]:
    """
    Width and height of a photo as people see it (its EXIF orientation applied), from its header alone.

    :raises OSError: missing or not a photo
    """
    try:
        with Image.open(path) as photo:
            width, height = photo.size
            turned = photo.getexif().get(_EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
    except (UnidentifiedImageError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        raise OSError(f"not a photo: {error}") from error
    return (height, width) if turned else (width, height)


def measured(path: Path, report: Report, entry: str) -> tuple[int, int] | None:
    """A photo's upright size; None, counted, where it is missing or unreadable."""
    try:
        return upright_size(path)
    except OSError:
        report.drop("photo unreadable" if path.is_file() else "photo missing", entry)
        return None


def checked(dataset: Dataset, file: Path, report: Report) -> tuple[Dataset, Report]:
    """
    The end of every import: the report's totals.

    :raises EmptyDataset: no annotation is left
    """
    report.take(dataset)
    if report.annotations == 0:
        because = "; ".join(report.lines()[1:]) or "it has none"
        raise EmptyDataset(file, "", f"Expected annotations but none is left: {because.strip()}")
    return dataset, report
