"""Where a YOLO data set keeps its classes and photos."""

from __future__ import annotations

from pathlib import Path

from .errors import MalformedEntry, MissingDependency, UnreadableFile
from .reading import demand, read_text


def find_layout(path: Path, split: str | None) -> tuple[Path, tuple[str, ...], list[Path]]:
    """The file that names the classes, the classes, and the folders with photos."""
    root = path if path.is_dir() else path.parent
    file = (
        path
        if path.is_file()
        else next((root / name for name in ("data.yaml", "data.yml") if (root / name).is_file()), None)
    )
    if file is not None and file.suffix in (".yaml", ".yml"):
        return file, *_read_yaml(file, split)
    file = next((each for each in (root / "classes.txt", root / "labels" / "classes.txt") if each.is_file()), None)
    if file is None:
        raise UnreadableFile(path, "", "Expected data.yaml or classes.txt in the folder but found neither")
    names = tuple(line.strip() for line in read_text(file).splitlines() if line.strip())
    folder = root / "images" if (root / "images").is_dir() else root
    return file, names, [folder / split if split else folder]


def _read_yaml(file: Path, split: str | None) -> tuple[tuple[str, ...], list[Path]]:
    try:
        import yaml
    except ImportError as error:
        raise MissingDependency(file, "", "Expected the package pyyaml to read it but it is not installed") from error
    try:
        content = yaml.safe_load(read_text(file))
    except yaml.YAMLError as error:
        raise UnreadableFile(
            file, "", f"Expected YAML but received something else: {str(error).splitlines()[0]}"
        ) from error
    demand(content, dict, file, "", "a mapping")
    listed = demand(content.get("names"), (list, dict), file, "names", "a list or a mapping of classes")
    names = list(listed) if isinstance(listed, list) else [listed.get(index) for index in range(len(listed))]
    names = tuple(
        demand(name, str, file, "names", "text for each class, numbered from 0 without gaps") for name in names
    )
    base = file.parent / str(content.get("path") or ".")
    base = base if base.is_dir() else file.parent  # `path` is often that of the machine it was made on
    folders = []
    for key in [split] if split else ["train", "val", "test"]:
        values = content.get(key)
        if values is None and split:
            raise MalformedEntry(file, key, "Expected the split's folder but received nothing")
        for value in values if isinstance(values, list) else [values] if values else []:
            places = [base / str(value), file.parent / str(value), file.parent / str(value).removeprefix("../")]
            folder = next((place for place in places if place.is_dir()), None)
            if folder is None:
                raise MalformedEntry(file, key, f"Expected a folder of photos but received {value!r}")
            folders.append(folder.resolve())
    if not folders:
        raise MalformedEntry(file, "train", "Expected at least one split's folder but received none")
    return names, folders
