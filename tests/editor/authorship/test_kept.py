"""Accepted text in a file is remembered, even if other programs edited the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor.authorship import kept
from editor.authorship.kept import forget, keep
from editor.document.authorship import MODEL, Authored, Spans, joined
from editor.storage.files import FileError

TEXT = "We went home. It was late by then, and the rain had stopped.\n\nNobody spoke of it.\n"


def span_of(text: str, piece: str) -> Authored:
    start = text.index(piece)
    return Authored(start, start + len(piece), MODEL)


def pieces(text: str, spans: Spans) -> list[str]:
    return [text[span.start : span.end] for span in spans]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    text=st.text(st.characters(exclude_categories=()), max_size=30),
    edges=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.sampled_from([MODEL, "@Jane Doe"]))),
)
def test_everything_about_the_saved_text_is_restored(
    tmp_path: Path, text: str, edges: list[tuple[int, int, str]]
) -> None:
    spans = joined(Authored(start, min(start + length, len(text)), author) for start, length, author in edges)
    keep(tmp_path, tmp_path / "a.md", text, spans)
    assert kept.kept(tmp_path, tmp_path / "a.md", text) == spans


@pytest.mark.parametrize(
    ("accepted", "edited", "found"),
    [
        (["late by then"], "Look: " + TEXT, ["late by then"]),
        (["late by then"], TEXT.replace("late", "very late"), ["late by then"]),
        (["late by then"], TEXT.replace("by then", "already"), ["late "]),
        (["late by then"], TEXT.replace(" It was late by then,", ""), []),
        (["and the rain had stopped"], TEXT.replace("rain", "snow"), ["and the ", " had stopped"]),
        (["spoke of it."], "Nobody spoke of it.\n\nWe left early.\n", ["spoke of it."]),
        (["It was", "the"], "# Once\n\nLong ago it was the custom here that the guests sang.\n", []),
    ],
)
def test_text_untouched_by_another_programs_edit_keeps_its_author(
    tmp_path: Path, accepted: list[str], edited: str, found: list[str]
) -> None:
    keep(tmp_path, tmp_path / "a.md", TEXT, tuple(span_of(TEXT, piece) for piece in accepted))
    assert pieces(edited, kept.kept(tmp_path, tmp_path / "a.md", edited)) == found


def test_each_file_has_its_own_record_readable_only_by_its_owner(tmp_path: Path) -> None:
    keep(tmp_path, tmp_path / "a.md", "abc", (Authored(0, 1, MODEL),))
    keep(tmp_path, tmp_path / "b.md", "abc", (Authored(1, 2, MODEL),))
    assert kept.kept(tmp_path, tmp_path / "a.md", "abc") == (Authored(0, 1, MODEL),)
    for path in tmp_path.glob("*.authors"):
        assert path.stat().st_mode & 0o077 == 0
    assert forget(tmp_path, tmp_path / "a.md") == 1
    assert kept.kept(tmp_path, tmp_path / "a.md", "abc") == ()
    assert (forget(tmp_path), forget(tmp_path)) == (1, 0)


def test_nothing_is_kept_for_a_text_without_accepted_parts(tmp_path: Path) -> None:
    keep(tmp_path, tmp_path / "a.md", "abc", (Authored(0, 1, MODEL),))
    keep(tmp_path, tmp_path / "a.md", "bc", ())
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_ignored(tmp_path: Path) -> None:
    keep(tmp_path, tmp_path / "a.md", "abc", (Authored(0, 1, MODEL),))
    (path,) = tmp_path.glob("*.authors")
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        assert kept.kept(tmp_path, tmp_path / "a.md", "abc") == ()
        path.write_bytes(whole[:at])
        assert kept.kept(tmp_path, tmp_path / "a.md", "abc") == ()


def test_only_the_newest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST_FILES", 2)
    for number in range(4):
        file = tmp_path / f"{number}.md"
        keep(tmp_path, file, "abc", (Authored(0, 1, MODEL),))
        os.utime(kept._path(tmp_path, file), (number, number))
    found = [number for number in range(4) if kept.kept(tmp_path, tmp_path / f"{number}.md", "abc")]
    assert len(found) <= 3
    assert 3 in found


def test_without_write_access_the_file_is_named(tmp_path: Path) -> None:
    place = tmp_path / "authors"
    place.write_text("a file in the directory's place")
    with pytest.raises(FileError, match=r"the record of accepted text in a\.md cannot be saved \(.+\): "):
        keep(place, tmp_path / "a.md", "abc", (Authored(0, 1, MODEL),))
    keep(place, tmp_path / "a.md", "abc", ())
