"""The model's and the words' rankings are combined; the sentence that makes the question most probable is the
answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.asking.answers import AHEAD, TOGETHER, answers, by_words, is_ahead
from editor.asking.excerpts import excerpt
from editor.asking.lookup import Found
from editor.asking.pieces import Line, Piece
from editor.asking.ranking import fused, worth
from scoring.protocol import Relevances

FOUND = [
    Found(1, Path("a"), Piece((), (Line("The sea.", 1, 1), Line("A grey lamp.", 1, 10)))),
    Found(2, Path("b"), Piece(("Top",), (Line("The lamp is lit at dusk.", 1, 1), Line("So.", 1, 26)))),
]


def test_without_a_model_the_order_by_words_stays() -> None:
    listed = by_words("Which lamps are lit?", FOUND)
    assert [(one.found.number, one.sentence, one.nats) for one in listed] == [(1, 1, None), (2, 0, None)]


def compared(question: str, texts: Sequence[str]) -> Relevances:
    """A text that mentions dusk gains 9 nats for every word."""
    words = tuple(one.span() for one in re.finditer(r"\w+", question))
    return Relevances(1, words, tuple((9.0 * ("dusk" in text) - 1,) * len(words) for text in texts), True)


def test_a_model_decides_and_says_why() -> None:
    asked: list[Sequence[str]] = []

    def noted(question: str, texts: Sequence[str]) -> Relevances:
        asked.append(texts)
        return compared(question, texts)

    (best,) = answers("When lit?", FOUND, 1, noted)
    assert (best.found.number, best.sentence, best.nats) == (2, 0, 16.0)
    assert best.gains == (("When", 8.0), ("lit", 8.0))
    assert asked[0] == [one.piece.titled for one in FOUND], "the model sees the headings"
    assert asked[1] == ["The lamp is lit at dusk.", "So."]


def test_all_are_read_until_one_is_ahead() -> None:
    many = [FOUND[number % 2]._replace(number=number) for number in range(30)]
    listed = answers("lamp", many, 30, compared)
    assert [one.found.number for one in listed] == [*range(1, 30, 2), *range(0, 30, 2)], "ties"
    assert not any(one.nats is None for one in listed)


@pytest.mark.parametrize("place", [0, 4, 5, 11])
def test_unread_passages_follow_in_the_order_by_words(place: int) -> None:
    many = [FOUND[number == place]._replace(number=number) for number in range(30)]
    read = TOGETHER * (place // TOGETHER + 1)
    listed = answers("lamp", many, 25, compared)
    numbers = [number for number in range(25) if number != place]
    assert [one.found.number for one in listed] == [place, *numbers]
    assert [one.nats is None for one in listed] == [False] * read + [True] * (25 - read)


@given(st.lists(st.floats(-50, 50), max_size=12))
def test_the_best_needs_a_minimum_lead_in_nats(values: list[float]) -> None:
    numbers = range(len(values))
    ahead = [one for one in numbers if all(values[one] - values[other] >= AHEAD for other in numbers if other != one)]
    assert is_ahead(values) == (len(values) >= TOGETHER and bool(ahead))


def test_beyond_the_best_passages_the_words_choose_the_sentence() -> None:
    many = [FOUND[0]._replace(number=number) for number in range(9)]
    listed = answers("lamp", many, 9, compared)
    assert [one.sentence for one in listed] == [0] * 3 + [1] * 6


def test_a_single_sentence_needs_no_model() -> None:
    asked: list[Sequence[str]] = []

    def noted(question: str, texts: Sequence[str]) -> Relevances:
        asked.append(texts)
        return compared(question, texts)

    single = Found(3, Path("c"), Piece((), (Line("At dusk.", 1, 1),)))
    listed = answers("lit", [FOUND[1], single], 2, noted)
    assert [(one.found.number, one.sentence) for one in listed] == [(2, 0), (3, 0)]
    assert asked[1] == [sentence.text for sentence in FOUND[1].piece.sentences]


@given(st.lists(st.tuples(st.sampled_from(["what", "lamp", "sea"]), st.floats(-9, 9)), min_size=1), st.floats(0, 30))
def test_no_passage_is_worth_less_for_a_word_that_it_makes_more_probable(
    gains: list[tuple[str, float]], score: float
) -> None:
    words, nats = zip(*gains, strict=True)
    before = worth(words, nats, score)
    for at in range(len(words)):
        more = [*nats[:at], nats[at] + 1, *nats[at + 1 :]]
        assert worth(words, more, score) >= before
    assert worth(words, nats, score + 1) > before


@pytest.mark.parametrize(("word", "counts"), [("lamp", 4.0), ("What", 3.0)])
def test_question_words_count_less(word: str, counts: float) -> None:
    assert worth([word], [4.0], 0.0) == counts
    assert worth([word], [-40.0], 0.0) == -counts / 2, "and no word decides alone against a passage"


@given(st.permutations(range(6)))
def test_agreeing_orders_are_kept(order: list[int]) -> None:
    assert fused((order, 1.0), (order, 3.0)) == order


@given(st.lists(st.text("ab .", min_size=1, max_size=900), min_size=1, max_size=5), st.data())
def test_an_excerpt_is_short_and_marks_the_answer(sentences: list[str], data: st.DataObject) -> None:
    piece = Piece((), tuple(Line(text, 1, 1) for text in sentences))
    number = data.draw(st.integers(0, len(sentences) - 1))
    shown = excerpt(piece, number).marked
    assert shown.count("»") == shown.count("«") == 1
    assert len(shown) <= 1_000
    marked = shown[shown.index("»") + 1 : shown.index("«")]
    assert sentences[number].startswith(marked.removesuffix(" …"))


def test_an_excerpt_of_a_sentence_without_spaces_is_whole_and_marked() -> None:
    text = "長い文" * 150 + "。"
    assert excerpt(Piece((), (Line(text, 1, 1),)), 0).marked == f"»{text}«"
