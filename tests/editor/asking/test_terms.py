"""Words are folded alike for drafts and questions, and quoted."""

from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.asking.terms import any_of, folded, grams, is_letterwise, too_short, words


@given(st.text())
def test_composed_and_decomposed_text_match(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text())
def test_no_question_is_a_syntax_error(text: str) -> None:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE t USING fts5 (body, tokenize = 'unicode61 remove_diacritics 2')")
    for looked_up in (words(text), [text.replace("\0", "")]):
        if looked_up:
            base.execute("SELECT rowid FROM t WHERE t MATCH ?", (any_of(looked_up),)).fetchall()
    base.close()


@pytest.mark.parametrize(
    ("text", "plain"), [("Straße", "strasse"), ("Ærø", "aero"), ("Łódź", "lódź"), ("שָׁלוֹם", "שלום"), ("كِتَاب", "كتاب")]
)
def test_letters_with_other_forms(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_scripts_without_spaces_and_with_vowel_signs_are_looked_up_by_three_letters() -> None:
    asked = words("ノルウェーの首都 hindi हिन्दी 東京")
    assert is_letterwise("ノルウェー")
    assert is_letterwise("हिन्दी")
    assert not is_letterwise("hindi café")
    assert "ノルウ" in grams(asked)
    assert "हिन" in grams(asked)
    assert "hin" not in grams(asked)
    assert too_short(asked) == ["東京"]
