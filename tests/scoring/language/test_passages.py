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


def test_a_passage_is_a_sentence_or_a_short_line() -> None:
    text = "One here. Two!\n# Title\nThree? “Four.” Five\n\nSix"
    assert pieces(text) == ["One here. ", "Two!\n", "# Title\n", "Three? ", "“Four.” ", "Five\n\n", "Six"]


def test_short_lines_of_verse_are_joined() -> None:
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
def test_after_an_edit_the_passages_equal_those_of_a_fresh_text(text: str, new: str, start: int, length: int) -> None:
    passages = Passages(text)
    start = min(start, len(text))
    end = min(start + length, len(text))
    edited = text[:start] + new + text[end:]
    passages.edit(edited, start, end, len(new))
    fresh = Passages(edited)
    assert passages.overlapping(0, len(edited)) == fresh.overlapping(0, len(edited))


@given(_PIECES)
def test_passages_are_adjacent_and_have_the_text_before_as_context(text: str) -> None:
    assert "".join(pieces(text)) == text
    for passage in Passages(text).overlapping(0, len(text)):
        assert passage.start - CONTEXT <= passage.context <= passage.start < passage.end


@given(
    _PIECES,
    st.lists(st.tuples(_PIECES, st.integers(0, 400), st.integers(0, 400), st.booleans()), max_size=4),
    st.data(),
)
def test_stretches_told_not_to_be_prose_are_in_no_passage_and_move_with_edits(
    text: str, edits: list[tuple[str, int, int, bool]], data: st.DataObject
) -> None:
    passages, hidden = Passages(text, is_told=True), [False] * len(text)
    for new, start, length, told_to in edits:
        start = min(start, len(text))
        end = min(start + length, len(text))
        within = 0 < start < len(text) and start == end and hidden[start - 1] and hidden[start]
        text, hidden = text[:start] + new + text[end:], [*hidden[:start], *[within] * len(new), *hidden[end:]]
        passages.edit(text, start, end, len(new))
        low = data.draw(st.integers(0, start))
        high = data.draw(st.integers(start + len(new), len(text)))
        hidden[low:high] = [told_to and text[at].isalpha() for at in range(low, high)]
        passages.tell(text, low, high, _stretches(hidden, low, high))
    fresh = Passages(text, is_told=True)
    fresh.tell(text, 0, len(text), _stretches(hidden, 0, len(text)))
    assert passages.overlapping(0, len(text)) == fresh.overlapping(0, len(text))
    assert not any(hidden[at] for passage in passages for at in range(passage.start, passage.end))


def _stretches(hidden: list[bool], low: int, high: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for at in range(low, high):
        if hidden[at] and found and found[-1][1] == at:
            found[-1] = found[-1][0], at + 1
        elif hidden[at]:
            found.append((at, at + 1))
    return found


def test_telling_the_same_again_changes_nothing() -> None:
    passages = Passages("code\nA word.\n", is_told=True)
    assert passages.tell("code\nA word.\n", 0, 12, [(0, 5)])
    assert not passages.tell("code\nA word.\n", 0, 5, [(0, 5)])
    assert not passages.tell("code\nA word.\n", 5, 12, [])


def test_where_a_long_sentence_is_cut_follows_text_written_far_behind_its_cut() -> None:
    text = "long enough for a wrapped line " + "x" * 60 + "word " * 38 + "x" * 115
    passages = Passages(text)
    assert [(one.start, one.end) for one in passages] == [(0, len(text))], "it is short enough"
    edited = f"{text}longer"
    touched = passages.edit(edited, len(text), len(text), len("longer"))
    fresh = Passages(edited)
    assert list(passages) == list(fresh)
    assert [one.start for one in fresh] == [0, 281]
    assert touched[0] == 0
