"""Finds the drafts named on the command line."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from editor.document.formats.reading import written_suffixes


def find_targets(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """Find the named files, and the prose files in and below the named directories, except hidden ones.

    Returns:
        The files, each once, in order; and one line for each directory that has none or can't be read.
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
    suffixes = written_suffixes()
    before = len(complaints)

    def complain(error: OSError) -> None:
        complaints.append(f"{error.filename}: {(error.strerror or str(error)).lower()}")

    for folder, folders, files in os.walk(directory, onerror=complain):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        here = Path(folder)
        found += [
            str(here / file) for file in sorted(files) if not file.startswith(".") and file.lower().endswith(suffixes)
        ]
    if not found and len(complaints) == before:
        complaints.append(f"{directory}: no {', '.join(suffixes)} files below it; name other files one by one")
    return found
