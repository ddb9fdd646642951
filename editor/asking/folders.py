"""The drafts in a folder: its prose files, without what `.logproseignore` and git ignore."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pathspec

from editor.document.formats.reading import written_suffixes

IGNORE_FILE = ".logproseignore"
_GIT_LIMIT_S = 20.0
_GIT = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null")
"""Plumbing alone runs: nothing that a repository may name."""

Complain = Callable[[str], None]


def drafts_below(folder: Path, complain: Complain) -> list[Path]:
    """Return the drafts in and below a folder, in order, hidden ones left out.

    Args:
        folder: the folder.
        complain: called with one line for each folder and each file of patterns that can't be read.
    """
    suffixes = written_suffixes()
    return [path for path in _files(folder, complain) if path.name.lower().endswith(suffixes)]


def _files(folder: Path, complain: Complain) -> Iterator[Path]:
    listed = _not_ignored_by_git(folder)
    patterns: dict[Path, pathspec.GitIgnoreSpec] = {}

    def failed(error: OSError) -> None:
        complain(f"{error.filename}: {(error.strerror or str(error)).lower()}; it is left out")

    def is_ignored(path: Path, *, is_folder: bool) -> bool:
        for place in path.parents:
            if (spec := patterns.get(place)) is not None:
                name = path.relative_to(place).as_posix() + ("/" if is_folder else "")
                found = spec.check_file(name).include
                if found is not None:  # the patterns of the nearest folder decide
                    return found
        return False

    for where, folders, names in os.walk(folder, onerror=failed):
        here = Path(where)
        if IGNORE_FILE in names:
            _read_patterns(here, patterns, complain)
        if listed is None and ".gitignore" in names and _is_in_work_tree(here):
            _read_patterns(here, patterns, complain, ".gitignore")
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not is_ignored(here / name, is_folder=True)
        )
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or is_ignored(path, is_folder=False):
                continue
            if listed is None or path in listed or _is_in_other_repository(here, folder):
                yield path


def _read_patterns(
    folder: Path, patterns: dict[Path, pathspec.GitIgnoreSpec], complain: Complain, name: str = IGNORE_FILE
) -> None:
    path = folder / name
    try:
        lines = path.read_text("utf-8", "surrogateescape").splitlines()
        spec = pathspec.GitIgnoreSpec.from_lines(lines)
    except OSError as error:
        complain(f"{path}: {(error.strerror or str(error)).lower()}; its patterns are not applied")
    except ValueError as error:
        complain(f"{path}: {str(error).splitlines()[0]}; its patterns are not applied")
    else:
        patterns[folder] = patterns[folder] + spec if folder in patterns else spec


def _not_ignored_by_git(folder: Path) -> set[Path] | None:
    """Return the files in and below a folder that git doesn't ignore; None if that can't be told."""
    if not _is_in_work_tree(folder):
        return None
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            [*_GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=folder,
            env=environment | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_GIT_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return None if done.returncode else {folder / os.fsdecode(name) for name in done.stdout.split(b"\0") if name}


def _is_in_work_tree(folder: Path) -> bool:
    return any(os.path.lexists(place / ".git") for place in (folder, *folder.parents))


def _is_in_other_repository(here: Path, folder: Path) -> bool:
    """Return True if a repository within `folder` decides about files in `here`, which `folder`'s own doesn't list."""
    below = [place for place in (here, *here.parents) if place != folder and folder in place.parents]
    return any(os.path.lexists(place / ".git") for place in below)
