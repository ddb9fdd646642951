"""Reads a file from git's last commit, and finds out how git would read the file in the work tree.

Only plumbing runs: no hooks, no filters, no pager, nothing that asks, writes or goes to the network.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Literal, NamedTuple

Endings = Literal["kept", "converted", "automatic"]
"""How git converts a return and a line feed: not at all, always to a line feed, or to one if the file is text."""

_LIMIT_S = 5.0
_LARGEST = 50_000_000  # bytes; a larger file of the last commit isn't compared
_ATTRIBUTES = ("filter", "diff", "text", "crlf", "eol", "ident", "working-tree-encoding")
_UNSET = ("unspecified", "unset")
_SETTINGS = ("core.fsmonitor=", "core.hooksPath=/dev/null", "protocol.allow=never")
_OWN = ("GIT_CONFIG", "GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM")
"""Prefixes of the variables passed to git: the others may name the repository that another program was working on."""


class Rules(NamedTuple):
    """How git reads a file of the work tree.

    Attributes:
        endings: how it converts line endings.
        has_ident: whether it shortens `$Id: … $` to `$Id$`.
        is_utf_8: whether the commit contains UTF-8, regardless of the encoding in the work tree.
    """

    endings: Endings = "kept"
    has_ident: bool = False
    is_utf_8: bool = False


class Committed(NamedTuple):
    """A file as it is in the last commit.

    Attributes:
        id: git's name for these contents.
        data: the bytes, as they are in the repository.
    """

    id: str
    data: bytes
    rules: Rules


async def read_committed(path: Path, known: Committed | None = None) -> Committed | None:
    """Return a file of the last commit of its repository; `known`: the file as last read.

    None if there is no git, no repository, or no such file in the last commit, if the file goes through a filter, or if
    git is told to show no differences of the file.
    """
    directory, name = os.path.split(os.path.realpath(path))
    if not await asyncio.to_thread(_is_in_work_tree, directory):
        return None
    found = await _git(directory, "rev-parse", "--verify", "--quiet", f"HEAD:./{name}")
    if found is None:
        return None
    rules = await _rules_of(directory, name)
    if rules is None:
        return None
    blob = found.decode("ascii", "replace").strip()
    if known is not None and known.id == blob:
        return known._replace(rules=rules)
    size = await _git(directory, "cat-file", "-s", blob)
    if size is None or int(size) > _LARGEST:
        return None
    data = await _git(directory, "cat-file", "blob", blob)
    return None if data is None else Committed(blob, data, rules)


def _is_in_work_tree(directory: str) -> bool:
    """Return True if a directory looks like part of a work tree, so that git needn't be started elsewhere."""
    return any(os.path.lexists(place / ".git") for place in (Path(directory), *Path(directory).parents))


async def _rules_of(directory: str, name: str) -> Rules | None:
    """Return how git reads a file; None if its differences can't be shown."""
    listed = await _git(directory, "check-attr", "-z", *_ATTRIBUTES, "--", name)
    if listed is None:
        return None
    fields = os.fsdecode(listed).split("\0")
    values = dict(zip(fields[1::3], fields[2::3], strict=False))
    if values.get("filter") not in _UNSET or values.get("diff") == "unset":
        return None
    automatic = await _git(directory, "config", "--get", "core.autocrlf") or b""
    return Rules(
        _endings(values, automatic.strip().lower()),
        values.get("ident") == "set",
        values.get("working-tree-encoding") not in _UNSET,
    )


def _endings(values: dict[str, str], automatic: bytes) -> Endings:
    """Return how git converts line endings, from a file's attributes and `core.autocrlf`; see gitattributes(5)."""
    text = values.get("text", "unspecified")
    if text not in ("set", "unset", "auto", "input"):
        text = values.get("crlf", "unspecified")  # its old name
    if text == "unset":
        return "kept"
    if text == "auto":
        return "automatic"
    if text in ("set", "input") or values.get("eol") in ("lf", "crlf"):
        return "converted"
    return "automatic" if automatic in (b"true", b"yes", b"on", b"1", b"input") else "kept"


async def _git(directory: str, *arguments: str) -> bytes | None:
    """Return the output of a git command; None if it fails, doesn't exist, or takes too long."""
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    try:
        process = await asyncio.create_subprocess_exec(
            *("git", "--no-pager", "--literal-pathspecs", *settings, *arguments),
            cwd=directory,
            env=_environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except (OSError, ValueError):
        return None
    try:
        async with asyncio.timeout(_LIMIT_S):
            printed, _ = await process.communicate()
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return printed if process.returncode == 0 else None


def _environment() -> dict[str, str]:
    """Return git's environment, without variables that would lead it to a repository other than the file's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_OWN)}
    return kept | {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
