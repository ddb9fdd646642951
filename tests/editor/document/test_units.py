"""Moving by units and finding them: the text with a | at every stop on the way."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document import Document, units
from editor.document.paragraphs import PARAGRAPH_REACH
from editor.text.graphemes import is_grapheme_boundary
from tests.editor.text.unicode_cases import backward, forward, with_stops

Motion = Callable[[Document, int], int]
LEFT: list[Motion] = [units.grapheme_left, units.word_left, units.sentence_left, units.paragraph_up]
RIGHT: list[Motion] = [units.grapheme_right, units.word_right, units.sentence_right, units.paragraph_down]


def stops(motion: Motion, text: str) -> str:
    walk = forward if motion in RIGHT else backward
    found = walk(partial(motion, Document(text)), len(text))
    return with_stops(text, found[1:] if motion in RIGHT else found[:-1])


def test_words_over_line_ends() -> None:
    assert stops(units.word_right, "one two\r\n\n  three") == "one| two|\r\n|\n  three|"
    assert stops(units.word_left, "one two\r\n\n  three") == "|one |two\r\n|\n|  |three"


@pytest.mark.parametrize(
    ("right", "left"),
    [
        ("One. |Two\nis. |Three.|\n\n|Four.|\n|", "|One. |Two\nis. |Three.\n\n|Four.\n"),
        ("# |Head|\n|One. |Two|", "# |Head\n|One. |Two"),
        ("- |Aa. |Bb.\n  |Cc.|\n- [ ] |d|", "- |Aa. |Bb.\n  |Cc.\n- [ ] |d"),
        ("1. |One.|\n12) |Two.|", "1. |One.\n12) |Two."),
        ("> |One.\n> |Two\n> is.|\n|Three.|", "> |One.\n> |Two\n> is.\n|Three."),
        ("```\n|Code. |More.|\n|```\n|", "|```\n|Code. |More.\n|```\n"),
    ],
)
def test_sentences_go_over_line_ends_and_not_out_of_their_paragraph(right: str, left: str) -> None:
    text = right.replace("|", "")
    assert stops(units.sentence_right, text) == right
    assert stops(units.sentence_left, text).removeprefix("|") == left.removeprefix("|")


@pytest.mark.parametrize(
    "marked",
    [
        "|One\none.\n\n\n|Two.\n",
        "|# Head\n|One\n|## Head\n\n|Two",
        "|One\n|- a\n  a\n|- b\n|  * c\n|+ d\n\n|2. e\n|10) f",
        "|The year\n1984. was\n-5 degrees\n*all* of it",
        "|> One\n> one\n|>> two\n>\n|> three\n|four",
        "|One\n|```py\n|x = 1\n\n|y\n|```\n|Two",
        "|Head\n|===\n|One\n|* * *\n|Two\n|---",
        "|One\r\none\r\n \t\r\n|Two",
    ],
)
def test_paragraphs(marked: str) -> None:
    text = marked.replace("|", "")
    document = Document(text)
    assert stops(units.paragraph_up, text) == marked
    assert stops(units.paragraph_down, text) == marked[1:] + "|"
    starts = [*backward(partial(units.paragraph_up, document), len(text))[:-1], len(text)]
    for start, following in pairwise(starts):
        assert units.paragraph_at(document, start) == (start, start + len(text[start:following].rstrip("\r\n\t >")))


@pytest.mark.parametrize(
    ("marked", "sentence", "paragraph"),
    [
        ("One. T|wo\nis.  Three.", "Two\nis.", "One. Two\nis.  Three."),
        ("|One. Two.", "One.", "One. Two."),
        ("One.| Two.", "One.", "One. Two."),
        ("One. |Two.", "Two.", "One. Two."),
        ("One.  |  Two.", "One.", "One.    Two."),
        ("One. Two.|\n", "Two.", "One. Two."),
        ("|  - One. Two.\n- Three", "One.", "  - One. Two."),
        ("One.\n|\nTwo.", None, None),
        ("Two.\n|", None, None),
        ("One\n|---", None, "---"),
        ("|", None, None),
    ],
)
def test_the_sentence_and_the_paragraph_at_a_caret(marked: str, sentence: str | None, paragraph: str | None) -> None:
    document, position = Document(marked.replace("|", "")), marked.index("|")
    for unit, expected in ((units.sentence_at, sentence), (units.paragraph_at, paragraph)):
        span = unit(document, position)
        assert (None if span is None else document.slice(*span)) == expected


def test_a_line_has_its_line_end_and_a_word_stays_in_its_line() -> None:
    document = Document("one two\r\nthree")
    assert [units.line_at(document, position) for position in (0, 7, 8, 9, 14)] == [(0, 9)] * 3 + [(9, 14)] * 2
    assert [units.word_at(document, position) for position in (2, 7, 9)] == [(0, 3), (4, 7), (9, 14)]


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["a", "B c", ". ", "。", "\n", "\r\n", "- ", "> ", "# ", "1. ", " ", "👨‍👩‍👧", "```"]),
        max_size=15,
    )
)
def test_every_motion_advances_from_everywhere_and_never_splits_a_grapheme(pieces: list[str]) -> None:
    text = "".join(pieces)
    document = Document(text)
    for position in range(len(text) + 1):
        if not is_grapheme_boundary(text, position):
            continue
        for motion in LEFT:
            stop = motion(document, position)
            assert stop < position or position == 0
            assert is_grapheme_boundary(text, stop)
        for motion in RIGHT:
            stop = motion(document, position)
            assert stop > position or position == len(text)
            assert is_grapheme_boundary(text, stop)
        if (sentence := units.sentence_at(document, position)) is not None:
            paragraph = units.paragraph_at(document, position)
            assert paragraph is not None
            assert paragraph[0] <= sentence[0] < sentence[1] <= paragraph[1]


@pytest.mark.parametrize("piece", ["Some words. More 漢. ", "never an end ", "A line\n", "\n", "👨‍👩‍👧"])
def test_in_a_long_document_only_the_neighbourhood_is_read(piece: str) -> None:
    """Cutting off everything far away changes nothing."""
    count = 200_000 // len(piece)
    document, near = Document(piece * count), Document(piece * 4_000)
    middle, near_middle = len(piece) * (count // 2), len(piece) * 2_000
    for motion in (units.grapheme_left, units.word_left, units.sentence_left):
        assert middle - motion(document, middle) == near_middle - motion(near, near_middle)
    for motion in (units.grapheme_right, units.word_right, units.sentence_right):
        assert motion(document, middle) - middle == motion(near, near_middle) - near_middle
    index = document.block_index(middle)
    assert index - document.block_index(units.paragraph_up(document, middle)) <= PARAGRAPH_REACH
    assert document.block_index(units.paragraph_down(document, middle)) - index <= PARAGRAPH_REACH + 1
