"""What a path that is being typed could become: the entries of its directory that begin like it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a directory."""

    name: str
    is_directory: bool


def split_typed(typed: str) -> tuple[str, str]:
    """The directory part of a typed path as it was typed, with its slash, and the beginning of a name in it."""
    if typed == "~":
        return "~/", ""
    directory, slash, name = typed.rpartition("/")
    return directory + slash, name


def entries(directory: str) -> list[Entry]:
    """All entries of a directory, directories first, each kind by name; none where it cannot be read. May block."""
    found = []
    try:
        with os.scandir(Path(os.path.expanduser(directory or "."))) as listing:
            for entry in listing:
                try:
                    found.append(Entry(entry.name, entry.is_dir()))
                except OSError:  # a link in a circle
                    found.append(Entry(entry.name, False))
    except (OSError, ValueError):
        pass
    return sorted(found, key=lambda entry: (not entry.is_directory, entry.name.casefold(), entry.name))


def beginning_with(listed: list[Entry], beginning: str) -> list[Entry]:
    """The entries that begin like that, in whatever case where none does in this one; hidden ones only by a dot."""
    shown = [entry for entry in listed if beginning.startswith(".") or not entry.name.startswith(".")]
    exact = [entry for entry in shown if entry.name.startswith(beginning)]
    return exact or [entry for entry in shown if entry.name.casefold().startswith(beginning.casefold())]


def completed(beginning: str, candidates: list[Entry]) -> str:
    """The longest beginning that all candidates share; with its slash where only one is left, a directory."""
    if not candidates:
        return beginning
    common = os.path.commonprefix([entry.name for entry in candidates])  # noqa: RUF071  # names, not paths
    if len(common) < len(beginning):  # they differ in case already where the writer has typed
        return beginning
    return common + "/" if len(candidates) == 1 and candidates[0].is_directory else common
