"""Dictionary order, the same on every machine."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.text.collation import sort_key


def test_words_are_sorted_as_in_a_dictionary() -> None:
    words = ["Æsop", "afar", "Éa", "eb", "naive", "naïve", "Œuvre", "part 2", "part 10", "straße", "strasse b", "zoë"]
    assert sorted(sorted(words, key=len), key=sort_key) == words


def test_accents_only_count_between_words_equal_without_them() -> None:
    assert sorted(["côté", "coteau", "cote", "COTÉ"], key=sort_key) == ["cote", "COTÉ", "côté", "coteau"]


@given(st.lists(st.text(max_size=8) | st.just("9" * 5000), max_size=6))
def test_any_texts_can_be_sorted_and_case_makes_no_difference(texts: list[str]) -> None:
    keys = [sort_key(text) for text in sorted(texts, key=sort_key)]
    assert keys == sorted(keys)
    assert [sort_key(text.casefold()) for text in texts] == [sort_key(text) for text in texts]
