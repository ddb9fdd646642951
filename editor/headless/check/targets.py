"""Which drafts are meant by the names on the command line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

_SUFFIXES = (".md", ".markdown", ".txt")


def find_targets(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The files that are named, and those in and below the named directories that hold prose by their names, hidden
    ones left out; each once, in order.

    Returns:
        The files, and a line for each directory that has none or cannot be looked into.
    """
    found: dict[str, str] = {}
    complaints: list[str] = []
    for name in names:
        paths = _below(name, complaints) if os.path.isdir(name) else [name]
        for path in paths:
            found.setdefault(os.path.normpath(path), path)
    return list(found.values()), complaints


def _below(directory: str, complaints: list[str]) -> list[str]:
    found: list[str] = []
    before = len(complaints)

    def complain(error: OSError) -> None:
        complaints.append(f"{error.filename}: {(error.strerror or str(error)).lower()}")

    for folder, folders, files in os.walk(directory, onerror=complain):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        here = Path(folder)
        found += [
            str(here / file) for file in sorted(files) if not file.startswith(".") and file.lower().endswith(_SUFFIXES)
        ]
    if not found and len(complaints) == before:
        complaints.append(f"{directory}: there is no {', '.join(_SUFFIXES)} file below it; name other files one by one")
    return found
