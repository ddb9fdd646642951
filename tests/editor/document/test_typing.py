"""Pairs for a writer who types without looking: the result is the typed text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.caret_edits import edit_all
from editor.document.selections import Selections
from editor.document.typing import Typing


def typed(text: str, typing: Typing) -> tuple[str, str]:
    """Type `text` into an empty document; return the text before and after the caret."""
    document, selections = Document(), Selections.single(0, 0)
    for character in text:
        for edit in (typing.typed, typing.substituted):
            transaction, selections = edit_all(selections, [edit(document, selections.main, character)])
            document.apply(transaction)
    caret = selections.main.head
    return document.slice(0, caret), document.slice(caret, len(document))


CHARACTERS = "()[]{}\"'`“”‘’„«»*_-. \\a漢\u0301"


@given(st.text(CHARACTERS, max_size=20))
def test_typed_text_is_before_the_caret(text: str) -> None:
    before, behind = typed(text, Typing())
    assert before == text
    assert set(behind) <= set(')]}"`”’“»')


WORDS = st.sampled_from(["one", "two, three", "don't", "4.", "漢字", "e\u0301"])


def prose(*quotes: str) -> st.SearchStrategy[str]:
    """Return words between closed brackets and quotes."""

    def enclosed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        within = st.builds(lambda pair, text: pair[0] + text + pair[1], pairs, inner)
        return within | st.lists(inner, min_size=1, max_size=3).map(" ".join)

    pairs = st.sampled_from(["()", "[]", "{}", *quotes])
    straight = st.builds(lambda sign, word: sign + word + sign, st.sampled_from('"`'), WORDS)
    return st.recursive(WORDS | straight, enclosed, max_leaves=8)


@given(prose("“”", "‘’", "«»") | prose("„“"))
def test_closed_pairs_leave_nothing_behind(text: str) -> None:
    assert typed(text, Typing()) == (text, "")


@given(st.text(CHARACTERS, max_size=20))
def test_without_pairs_and_typography_text_is_typed_as_it_is(text: str) -> None:
    assert typed(text, Typing(auto_pairs=False)) == (text, "")


SMART = [
    ('He said "yes," (or "no").', "He said “yes,” (or “no”)."),
    ("It's 'fine', \"she said\"", "It’s ‘fine’, “she said”"),
    ("\"'Well,' he said.\"", "“‘Well,’ he said.”"),
    ('*"so"* --"so"', "*“so”* –“so”"),
    ('"But I--"', "“But I–”"),
    ("a -- b --- c ---- d", "a – b — c —- d"),
    ("so... well....", "so… well…."),
    ("1990--2000", "1990–2000"),
    ('`"a" -- \'b\'...` "c"', "`\"a\" -- 'b'...` “c”"),
    ('[a](b "c") "d"', '[a](b "c") “d”'),
    ('<!-- a --> <a href="b">"c"', '<!-- a --> <a href="b">“c”'),
    ("---", "---"),
    ("| --- | :--: |", "| --- | :--: |"),
    ('\u05d0 "\u05e9\u05dc\u05d5\u05dd"', "\u05d0 “\u05e9\u05dc\u05d5\u05dd”"),
]


@pytest.mark.parametrize(("keys", "text"), SMART)
def test_smart_typography(keys: str, text: str) -> None:
    assert typed(keys, Typing(auto_pairs=False, smart_typography=True)) == (text, "")
    assert typed(keys, Typing(smart_typography=True)) == (text, "")
