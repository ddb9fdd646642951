"""Destinations as people write them, and the places of edits."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.navigation.destination import destination
from editor.navigation.edit_places import EditPlaces

TEXT = "\n".join(f"line {number}" for number in range(1, 12))  # lines 1 to 9 take 7 code points


@pytest.mark.parametrize(
    ("written", "position"),
    [
        ("1", 0),
        ("3", 14),
        (" 3:2 ", 15),
        ("3:99", 20),  # the line's end
        ("99", 71),
        ("0", 0),
        ("50%", 35),
        ("100 %", 71),
        ("0%", 0),
        ("400%", 71),
        ("+2", 28),
        ("-1", 7),
        ("-9", 0),
        ("+9", 71),
        ("", None),
        ("line", None),
        ("3:", None),
        ("9" * 40, None),
    ],
)
def test_written_places(written: str, position: int | None) -> None:
    assert destination(Document(TEXT), written, caret=16) == position


def test_back_cycles_from_edit_to_edit() -> None:
    document = Document("one\ntwo\nsix\n")
    places = EditPlaces(document)
    assert places.back(0) is None
    document.replace(3, 3, "!")
    document.replace(12, 12, "?")
    document.replace(0, 0, "# ")  # the same line as the first: one place, the latest, and the other one moved
    assert [places.back(5), places.back(2), places.back(15)] == [2, 15, 6]
    document.replace(8, 8, "x")
    assert places.back(0) == 9


def test_the_carets_own_place_is_skipped() -> None:
    document = Document("one\ntwo\n")
    places = EditPlaces(document)
    document.replace(3, 3, "!")
    assert places.back(4) is None
    document.replace(8, 8, "!")
    assert places.back(9) == 4
