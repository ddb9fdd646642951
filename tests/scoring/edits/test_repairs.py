"""A passage with its most certain mistakes corrected: positions map back and forth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scoring.edits.kinds import EditKind
from scoring.edits.place import Word
from scoring.edits.proposals import WordEdit
from scoring.edits.repairs import Repair, repair
from scoring.edits.trials import Findings, Gain
from scoring.language.english import english
from scoring.language.words import words

TEXT = "I definately recieved it yesterday and i met her on monday with a freind of them."


def word_at(text: str, start: int) -> Word:
    end = next(high for low, high in words(text, 0, len(text)) if low == start)
    return Word(text[start:end], start, end, 0, 1, " ", start == 0)


@st.composite
def repairs(draw: st.DrawFn) -> Repair:
    spans = list(words(TEXT, 0, len(TEXT)))
    chosen = draw(st.sets(st.integers(0, len(spans) - 1), max_size=5))
    edits = [
        WordEdit(*spans[index], draw(st.sampled_from(["x", "longer words", "", "definitely"])), EditKind.RESPELL)
        for index in sorted(chosen)
    ]
    return Repair(TEXT, tuple(edits))


@given(repairs())
def test_a_word_that_stays_is_found_in_the_corrected_passage_and_back(repaired: Repair) -> None:
    for start, end in words(TEXT, 0, len(TEXT)):
        if repaired.keeps(start):
            place = repaired.new(start)
            assert repaired.text[place : place + end - start] == TEXT[start:end]
            word = Word(TEXT[start:end], place, place + end - start, 0, 1, " ", False)
            own = Gain(WordEdit(place, place + end - start, "new", EditKind.RESPELL), 1.0, 0.0, 0.0)
            back = repaired.undone(Findings(word, 3.0, (own,)), True)
            assert (back.word.start, back.word.end) == (start, end)
            assert [(gain.edit.start, gain.edit.end) for gain in back.gains] == [(start, end)]


def found(word: str, replacement: str, kind: EditKind, nats: float) -> Findings:
    start = TEXT.index(word)
    edit = WordEdit(start, start + len(word), replacement, kind)
    return Findings(word_at(TEXT, start), 9.0, (Gain(edit, nats, 0.0, 0.0),))


def test_a_misspelling_is_corrected_without_any_gain_and_a_real_word_only_for_a_large_one() -> None:
    some = [
        found("definately", "definitely", EditKind.RESPELL, -0.5),
        found("her", "him", EditKind.SWAP_FUNCTION, 4.0),
        found("them", "mine", EditKind.SWAP_FUNCTION, 9.0),
        found("freind", "man", EditKind.REWORD, 20.0),
    ]
    assert repair(TEXT, some, english()).text == TEXT.replace("definately", "definitely").replace("them", "mine")


def test_neither_of_two_adjacent_words_that_may_both_be_wrong_is_corrected() -> None:
    text = "The children was here."
    some = [
        Findings(word_at(text, 4), 9.0, (Gain(WordEdit(4, 12, "child", EditKind.NUMBER), 6.0, 0.0, 0.0),)),
        Findings(word_at(text, 13), 9.0, (Gain(WordEdit(13, 16, "were", EditKind.AGREE), 4.5, 0.0, 0.0),)),
    ]
    assert repair(text, some, english()).text == text
