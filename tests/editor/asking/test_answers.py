"""The orders of words and model make one; the sentence that makes the question most probable is the answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from editor.asking.answers import answers, reranked
from editor.asking.excerpts import excerpt
from editor.asking.index import Found
from editor.asking.pieces import Line, Piece
from editor.asking.ranking import fused

FOUND = [
    Found(1, Path("a"), Piece((), (Line("The sea.", 1, 1), Line("A grey lamp.", 1, 10)))),
    Found(2, Path("b"), Piece(("Top",), (Line("The lamp is lit at dusk.", 1, 1), Line("So.", 1, 26)))),
]


def test_without_a_model_the_order_stays_and_the_words_decide() -> None:
    listed = answers("Which lamp is lit?", FOUND, 2, None)
    assert [(one.found.number, one.sentence, one.nats) for one in listed] == [(1, 1, None), (2, 0, None)]


def test_with_a_model_it_decides() -> None:
    asked: list[Sequence[str]] = []

    def gains(question: str, texts: Sequence[str]) -> list[float]:
        asked.append(texts)
        return [9.0 * ("dusk" in text) + ("So" in text) - 1 for text in texts]

    (best,) = answers("When?", FOUND, 1, gains)
    assert (best.found.number, best.sentence, best.nats) == (2, 0, 9.0)
    assert asked[0] == [one.piece.titled for one in FOUND], "the model sees the headings"
    assert asked[1] == ["The lamp is lit at dusk.", "So."]


@given(st.lists(st.floats(-99, 99), max_size=20), st.floats(0.1, 10))
def test_every_passage_keeps_a_rank(nats: list[float], weight: float) -> None:
    assert sorted(reranked(nats, weight)) == list(range(len(nats)))


@given(st.permutations(range(6)))
def test_orders_that_agree_stay(order: list[int]) -> None:
    assert fused((order, 1.0), (order, 3.0)) == order


@given(st.lists(st.text("ab .", min_size=1, max_size=900), min_size=1, max_size=5), st.data())
def test_an_excerpt_is_short_and_marks_the_answer(sentences: list[str], data: st.DataObject) -> None:
    piece = Piece((), tuple(Line(text, 1, 1) for text in sentences))
    number = data.draw(st.integers(0, len(sentences) - 1))
    shown = excerpt(piece, number)
    assert shown.count("»") == shown.count("«") == 1
    assert len(shown) <= 1_000
    marked = shown[shown.index("»") + 1 : shown.index("«")]
    assert sentences[number].startswith(marked.removesuffix(" …"))
