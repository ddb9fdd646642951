"""Completion of a typed path: the entries of its directory that begin with it."""

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
    """Split a typed path into its directory, as typed and with its slash, and the beginning of a name in it."""
    if typed == "~":
        return "~/", ""
    directory, slash, name = typed.rpartition("/")
    return directory + slash, name


def entries(directory: str) -> list[Entry]:
    """Return a directory's entries, directories first, then by name; none if it can't be read. May block."""
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
    """Return the entries that begin with it, ignoring case if none matches exactly; hidden ones only after a dot."""
    shown = [entry for entry in listed if beginning.startswith(".") or not entry.name.startswith(".")]
    exact = [entry for entry in shown if entry.name.startswith(beginning)]
    return exact or [entry for entry in shown if entry.name.casefold().startswith(beginning.casefold())]


def completed(beginning: str, candidates: list[Entry]) -> str:
    """Return the longest beginning that all candidates share; a single directory gets its slash."""
    if not candidates:
        return beginning
    common = os.path.commonprefix([entry.name for entry in candidates])  # noqa: RUF071  # names, not paths
    if len(common) < len(beginning):  # the candidates differ in the case of the typed part
        return beginning
    return common + "/" if len(candidates) == 1 and candidates[0].is_directory else common
