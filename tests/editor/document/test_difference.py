"""The difference of two texts turns one into the other and only changes differing text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.difference import difference

_LINES = st.lists(st.sampled_from(["", "one", "one two", "ten"]), max_size=12)


@given(_LINES, _LINES, st.sampled_from(["\n", "\r\n", "\u2028"]))
def test_the_difference_produces_the_new_text_and_reverts_to_the_old(
    old: list[str], new: list[str], line_end: str
) -> None:
    document = Document(line_end.join(old))
    document.apply(difference(document.text, "\n".join(new)))
    assert document.text == "\n".join(new)
    document.undo()
    assert document.text == line_end.join(old)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("same", "same", []),
        ("", "new", [(0, 0, "new")]),
        ("a\nb\nc\n", "a\nB\nc\n", [(2, 3, "B")]),
        ("a\nb\nc\nd\n", "0\na\nb\nc\nd!\n", [(0, 0, "0\n"), (7, 7, "!")]),
        ("one word here\n", "one other word here\n", [(4, 4, "other ")]),
        ("aa", "aaa", [(2, 2, "a")]),
        ("gone\n", "", [(0, 5, "")]),
    ],
)
def test_only_differing_text_is_changed(old: str, new: str, changes: list[tuple[int, int, str]]) -> None:
    found = difference(old, new).changes
    assert [(change.start, change.end, change.text) for change in found] == changes


def test_texts_that_have_little_in_common_are_not_compared_line_by_line() -> None:
    old = "begin\n" + "\n".join(f"old {i}" for i in range(3000)) + "\nend"
    new = "begin\n" + "\n".join(f"new {i}" for i in range(3000)) + "\nend"
    (change,) = difference(old, new).changes
    assert (change.start, change.end) == (6, len(old) - len(" 2999\nend"))
