"""Sorting lines and list items: in dictionary order, with items kept whole."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.sorting import sort
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from tests.editor.document.formatting.drawing import Command, after

descending = partial(sort, descending=True)

TABLE: list[tuple[Command, str, str]] = [
    (sort, "‹f\nÉ\ne¦", "‹e\nÉ\nf¦"),
    (sort, "‹cote\ncôté\ncoté\ncôte¦", "‹cote\ncoté\ncôte\ncôté¦"),
    (sort, "‹Zoe\nŁódź\nlzy\nØre\nÆsop\nafar¦", "‹Æsop\nafar\nŁódź\nlzy\nØre\nZoe¦"),
    (sort, "‹strasse b\nstraße a¦", "‹straße a\nstrasse b¦"),
    (sort, "‹part 10\npart 9\nPart 2¦", "‹Part 2\npart 9\npart 10¦"),
    (sort, "‹10. a\n2. b¦", "‹2. b\n10. a¦"),
    (descending, "‹part 9\npart 10¦", "‹part 10\npart 9¦"),
    # items move with their contents
    (sort, "‹- b\n  - x\n  more\n- a¦", "‹- a\n- b\n  - x\n  more¦"),
    (sort, "- p\n  ‹- b\n    - y\n  - a¦\n- o", "- p\n‹  - a\n  - b\n    - y¦\n- o"),
    (sort, "‹- b\n- a¦\n  - x\nlazy\n- 0", "‹- a\n  - x\nlazy\n- b¦\n- 0"),
    (sort, "‹- [x] b\n- [ ] a¦", "‹- [ ] a\n- [x] b¦"),
    (sort, "‹- b\n\n  more\n\n- a¦", "‹- a\n\n- b\n\n  more¦"),
    (sort, "> ‹- b\n>   c\n> - a¦", "‹> - a\n> - b\n>   c¦"),
    (sort, "‹- b\r\n  c\r\n- a\r\n¦# x", "‹- a\r\n- b\r\n  c\r\n¦# x"),
    (sort, "‹z\ny\n- b\n- a¦", "‹y\nz\n- a\n- b¦"),
    (sort, "- b¦\n- a¦\n  c", "- a¦\n  c\n- b¦"),
]


@pytest.mark.parametrize(("command", "before", "expected"), TABLE)
def test_sorted(command: Command, before: str, expected: str) -> None:
    assert after(before, command) == expected


ITEMS = st.lists(
    st.tuples(st.sampled_from("bcaÉe"), st.sampled_from(["", "\n  more", "\n  - z\n    - y", "\n\n  far"])),
    min_size=2,
    max_size=5,
)


@given(ITEMS, st.booleans())
def test_every_item_keeps_its_content(items: list[tuple[str, str]], is_loose: bool) -> None:
    document = Document(("\n\n" if is_loose else "\n").join(f"- {text}{inside}" for text, inside in items))
    selection = Selection(0, len(document))
    transaction, selections = sort(document, LineStates(document), Selections.of([selection], selection))
    document.apply(transaction)
    found = [part.rstrip("\n") for part in ("\n" + document.text).split("\n- ")[1:]]
    assert Counter(found) == Counter(text + inside for text, inside in items)
    assert [part[0] for part in found] == sorted((text for text, _ in items), key="abcÉe".replace("Ée", "eÉ").index)
    assert selections.main.span == (0, len(document))
