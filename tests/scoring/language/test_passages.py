"""Cutting a text into passages for the edit search: the result does not depend on earlier edits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring.language.passages import CONTEXT, LONGEST, Passages

_PIECES = st.lists(
    st.sampled_from(
        ["word ", "A", ". ", "!\n", "\n", "\n\n", "- ", "verse\n", "x" * 60, "long enough for a wrapped line ", "猫"]
    ),
    max_size=30,
).map("".join)


def pieces(text: str) -> list[str]:
    return [text[p.start : p.end] for p in Passages(text).overlapping(0, len(text))]


def test_a_passage_is_a_sentence_and_a_line_where_lines_are_short() -> None:
    text = "One here. Two!\n# Title\nThree? “Four.” Five\n\nSix"
    assert pieces(text) == ["One here. ", "Two!\n", "# Title\n", "Three? ", "“Four.” ", "Five\n\n", "Six"]


def test_short_lines_of_verse_are_taken_together() -> None:
    lines = ["He kindly stopped for me –\n", "The Carriage held but just Ourselves –\n", "And Immortality.\n"]
    assert pieces("".join(lines)) == ["".join(lines)]
    assert pieces("# Names\nAnna\nJonathan\n\nLudwig\n") == ["# Names\n", "Anna\nJonathan\n\n", "Ludwig\n"]


def test_text_wrapped_at_a_column_goes_on_in_the_next_line() -> None:
    text = "The quick brown fox jumps over the lazy dog and then it\nsleeps.\n"
    assert pieces(text) == [text]


def test_a_sentence_without_end_is_cut_between_words() -> None:
    text = "word " * 3000
    found = pieces(text)
    assert "".join(found) == text
    assert all(len(piece) <= LONGEST and piece.endswith(" ") for piece in found)
    assert max(map(len, pieces("猫" * 3000))) <= LONGEST


@given(_PIECES, _PIECES, st.integers(0, 400), st.integers(0, 400))
def test_after_an_edit_the_passages_are_those_of_the_text_afresh(text: str, new: str, start: int, length: int) -> None:
    passages = Passages(text)
    start = min(start, len(text))
    end = min(start + length, len(text))
    edited = text[:start] + new + text[end:]
    passages.edit(edited, start, end, len(new))
    fresh = Passages(edited)
    assert passages.overlapping(0, len(edited)) == fresh.overlapping(0, len(edited))


@given(_PIECES)
def test_passages_lie_side_by_side_and_have_what_stands_before_as_context(text: str) -> None:
    assert "".join(pieces(text)) == text
    for passage in Passages(text).overlapping(0, len(text)):
        assert passage.start - CONTEXT <= passage.context <= passage.start < passage.end
