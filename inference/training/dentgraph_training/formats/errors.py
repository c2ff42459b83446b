"""What can be wrong with an annotation file; each cause is a class with a stable code."""

from __future__ import annotations

from pathlib import Path


class DatasetError(ValueError):
    """An annotation file that cannot be read; says which file, which entry and why."""

    code = "DATASET"

    def __init__(self, file: Path | str, entry: str, reason: str) -> None:
        self.file, self.entry, self.reason = str(file), entry, reason
        super().__init__(f"{file}: {entry}: {reason}" if entry else f"{file}: {reason}")


class UnreadableFile(DatasetError):
    """Missing, not readable, or not of the format's syntax."""

    code = "UNREADABLE_FILE"


class MalformedEntry(DatasetError):
    """An entry without what the format demands, or with something else in its place."""

    code = "MALFORMED_ENTRY"


class UnknownClass(DatasetError):
    """A class that is not among those asked for or declared."""

    code = "UNKNOWN_CLASS"

    def __init__(self, file: Path | str, entry: str, name: str, known: tuple[str, ...]) -> None:
        self.name, self.known = name, known
        super().__init__(file, entry, f"Expected one of the classes {', '.join(known)} but received {name!r}")


class AmbiguousClass(DatasetError):
    """Regions carry several attributes and none was chosen as the class."""

    code = "AMBIGUOUS_CLASS"


class EmptyDataset(DatasetError):
    """Nothing is left to learn from."""

    code = "EMPTY_DATASET"


class MissingDependency(DatasetError):
    """The file needs a package that is not installed."""

    code = "MISSING_DEPENDENCY"
