"""Flags and suggestions from small edits; they survive an edit elsewhere, and text that isn't prose has none."""

from __future__ import annotations

import time

import pytest

from scoring.flags.flagging import DEFAULT_THRESHOLD
from scoring.language.english import english
from scoring.model.model import Model
from scoring.protocol import Flag
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK, CHUNK
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE

SMALL: WindowLengths = {"max_length": 48, "stride": 24}


def settled(model: Model, text: str, max_length: int = 2048, stride: int = 1024) -> Session:
    session = Session(model, text, max_length=max_length, stride=stride)
    session.settle()
    return session


def made(session: Session, word: str, k: int = 5) -> list[str]:
    """Return the texts that the suggestions for a word produce."""
    start = session.text.index(word)
    edits = session.suggest(start, start + len(word), k)
    return [session.text[: edit.start] + edit.replacement + session.text[edit.end :] for edit in edits]


@pytest.mark.parametrize(
    ("text", "word", "right"),
    [
        ("He has lived in London for ten year.", "year", "He has lived in London for ten years."),
        ("She definately knows the answer.", "definately", "She definitely knows the answer."),
        ("I am going the school every morning.", "the", "I am going to the school every morning."),
        ("They discussed about the plan.", "about", "They discussed the plan."),
        ("It is a interesting question.", "a", "It is an interesting question."),
        ("I like it alot because it is warm.", "alot", "I like it a lot because it is warm."),
        ("The table fell a part when we moved it.", "a part", "The table fell apart when we moved it."),
        ("I dont know what he wants.", "dont", "I don't know what he wants."),
        ("He gave me a aple and a pear.", "aple", "He gave me an apple and a pear."),
        ("We go there every day and awhile ago we met.", "awhile", "We go there every day and a while ago we met."),
        ("He bought a car red yesterday.", "car", "He bought a red car yesterday."),
        ("WE NEED MORE INFORMATIONS NOW.", "INFORMATIONS", "WE NEED MORE INFORMATION NOW."),
        ("We are worry because it is slow.", "worry", "We are worried because it is slow."),
    ],
)
def test_the_edit_that_fixes_a_sentence_is_among_the_first(
    default_model: Model, text: str, word: str, right: str
) -> None:
    assert right in made(Session(default_model, text), word)


def test_suggestions_do_not_wait_for_the_search_and_are_the_same_after_it(default_model: Model) -> None:
    text = "The childs was playing in the garden.\n"
    early, late = Session(default_model, text), settled(default_model, text)
    span = text.index("childs"), text.index("childs") + 6
    soon, after = early.suggest(*span), late.suggest(*span)
    assert [(s.start, s.end, s.replacement) for s in soon] == [(s.start, s.end, s.replacement) for s in after]
    assert "children" in [edit.replacement for edit in soon]
    assert [s.gain for s in soon] == pytest.approx([s.gain for s in after], abs=0.02)
    assert late.suggest(*span, k=1) == after[:1]
    tried = late.stats.tokens_tried
    flag = next(flag for flag in late.flags() if flag.start == span[0])
    assert list(flag.suggestions) == late.suggest(*span)
    assert late.stats.tokens_tried == tried, "opening the list costs nothing"


def test_a_mistake_is_flagged_even_if_its_edit_is_not_among_the_six_most_promising(default_model: Model) -> None:
    session = settled(default_model, "She is more taller than her brother.\n")
    assert [(session.text[flag.start : flag.end], flag.suggestions[0].replacement) for flag in session.flags()] == [
        ("more", "")
    ]


def test_where_there_is_no_word_nothing_is_suggested(tiny_llama: Model) -> None:
    session = settled(tiny_llama, "One — two.", **SMALL)
    assert session.suggest(4, 5) == []
    assert session.suggest(3, 3) == []


def alike(one: list[Flag], other: list[Flag]) -> bool:
    return [(f.start, f.end, f.kind) for f in one] == [(f.start, f.end, f.kind) for f in other] and [
        f.strength for f in one
    ] == pytest.approx([f.strength for f in other], abs=1e-3)


def test_after_edits_the_findings_equal_those_of_a_fresh_session(tiny_llama: Model) -> None:
    session = settled(tiny_llama, PROSE, **SMALL)
    for start, end, new in [
        (4, 11, "tugboat"),
        (150, 150, " and. Then"),
        (60, 90, ""),
        (0, 0, "Old\n\n"),
        (200, 201, "\n"),
    ]:
        session.edit(start, end, new)
        session.step()
        assert alike(settled(tiny_llama, session.text, **SMALL).flags(0.0), _at_rest(session).flags(0.0))


def _at_rest(session: Session) -> Session:
    session.settle()
    assert not session.has_work
    assert not session.step()
    return session


MISTAKES = (
    "The childs was playing in the garden. He go to school by the bus every days. She definately knows the answer. "
    "I am looking forward to meet you. It is a interesting question. We was late for for the train."
)


def test_passages_searched_together_have_the_same_findings_as_alone(default_model: Model) -> None:
    """With nobody typing, several passages share a pass, so there are fewer passes; the flags are the same."""
    together, alone = Session(default_model, MISTAKES), Session(default_model, MISTAKES)
    passes = {id(session): 0 for session in (together, alone)}
    for session, chunk in ((together, BULK_CHUNK), (alone, CHUNK)):
        session.settle_scores()
        while session.step(chunk=chunk):
            passes[id(session)] += 1
    assert passes[id(together)] < passes[id(alone)] / 2
    assert len(alone.flags(0.0)) >= 6
    assert alike(together.flags(0.0), alone.flags(0.0))


def test_an_interrupted_search_has_the_same_result(tiny_llama: Model) -> None:
    session = Session(tiny_llama, PROSE, **SMALL)
    session.settle_scores()
    for start in (10, 200, 90):
        session.step(chunk=BULK_CHUNK)  # side by side
        session.focus(start, start + 20)
        session.step(chunk=CHUNK)  # one of them, or another one
    assert alike(_at_rest(session).flags(0.0), settled(tiny_llama, PROSE, **SMALL).flags(0.0))


def test_an_edit_far_away_keeps_the_findings_and_undoing_one_restores_them(tiny_llama: Model) -> None:
    session = settled(tiny_llama, PROSE * 3, **SMALL)
    whole = session.stats.tokens_tried
    session.edit(4, 11, "tugboat")
    session.settle()
    again = session.stats.tokens_tried - whole
    assert 0 < again < whole / 2
    session.edit(4, 11, "harbour")
    session.settle()
    assert session.stats.tokens_tried - whole == again


def test_the_edited_sentence_is_searched_last_on_the_screen(tiny_llama: Model) -> None:
    session = settled(tiny_llama, PROSE, **SMALL)
    session.focus(0, 200)
    session.edit(4, 11, "tugboat")
    seen = []
    before = session.stats.tokens_forwarded
    while session.step():
        if session.stats.tokens_forwarded == before and session.scored[1] > session.scored[0]:
            seen.append(session.scored)
        before = session.stats.tokens_forwarded
    on_screen = [start for start, end in seen if end <= 200]
    assert len(on_screen) > 2
    assert on_screen[-1] == 0


def test_scores_of_the_screen_come_before_edits_and_edits_there_before_the_rest(tiny_llama: Model) -> None:
    session = Session(tiny_llama, PROSE * 4, **SMALL)
    session.focus(0, 80)
    while session.stats.tokens_tried == 0:
        assert session.step()
    first, past = session.tokenized.at(0, 80)
    assert all(token.settled for token in session.tokens[first:past])
    assert session.settled_tokens < len(session.tokens)
    assert session.step(soon=True) is False, "nobody waits for edits"


@pytest.mark.parametrize(
    "text",
    [
        "Мы сидели в старом доме и пили чай. Потом мы пошли домой.\n",
        "Wir saßen in dem alten Haus und tranken Tee, als der Regen kam.\n",
        "I DO NOT WANT TO GO THERE BECAUSE IT IS MUCH TOO FAR AWAY.\n",
        "😀😀😀 👩‍👩‍👧‍👦👩‍👩‍👧‍👦 🇩🇪🇫🇷 fine 😀\n",
        "Anna Kowalczyk, Björn Ångström, Chidi Okonkwo, Dieter Meyer, Eun-ji Park\n",
        "See https://example.org/some/pathh?x=1 and ~/.configg/fil_name.tomll for the `vallue`.\n",
    ],
    ids=["cyrillic", "german", "capitals", "emoji", "names", "addresses"],
)
def test_text_outside_the_lexicons_language_is_not_flagged(default_model: Model, text: str) -> None:
    assert settled(default_model, text).flags() == []


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n\n", "!", "a", "ß", "I", "’", "word" * 500, "猫" * 1200, "\u0301\u0301"]
)
def test_odd_texts_are_searched_to_the_end(tiny_llama: Model, text: str) -> None:
    session = settled(tiny_llama, text, **SMALL)
    assert not session.has_work
    session.edit(0, len(text), "Then.")
    session.settle()


def test_a_sentence_of_three_thousand_words_is_searched_piece_by_piece(tiny_llama: Model) -> None:
    session = Session(tiny_llama, "and then they went down to the " * 430, max_length=60, stride=30)
    session.settle_scores()
    worst = 0.0
    while True:
        begun = time.thread_time()  # wall time would include other programs
        if not session.step():
            break
        worst = max(worst, time.thread_time() - begun)
    assert worst < 2.0
    assert len(session.flags(0.0)) > 500


def test_the_lexicon_knows_english() -> None:
    lexicon = english()
    assert all(map(lexicon.is_word, ("colour", "color", "don't", "anna's", "went")))
    assert not any(map(lexicon.is_word, ("definately", "recieve", "alot", "b")))
    assert lexicon.neighbours("recieve")["receive"] == 1
    assert "go" in lexicon.inflections("went")
    assert "there" in lexicon.confusions("their")
    assert lexicon.is_function_word("of")
    assert not lexicon.is_function_word("house")


def test_the_default_threshold_leaves_clean_prose_alone(default_model: Model) -> None:
    text = (
        "The harbour lay still that morning. Nobody had told the children about the storm, and so they went down to "
        "the water with their nets, as they did every day.\n"
    )
    session = settled(default_model, text)
    assert session.flags() == []
    assert max(flag.probability for flag in session.flags(0.0)) < DEFAULT_THRESHOLD


def test_certain_mistakes_are_flagged_even_if_the_model_is_not_surprised(default_model: Model) -> None:
    text = "He dont know why. It was a unforgettable morning at the sea, an hour before noon, and we were happy.\n"
    session = settled(default_model, text)
    assert [text[flag.start : flag.end] for flag in session.flags() if flag.kind != "word_choice"] == ["dont", "a"]


def test_the_first_word_of_a_later_sentence_has_the_findings_of_its_own_place(default_model: Model) -> None:
    before, sentence = "We went to the sea on Sunday. ", "Thay were happy to be there again.\n"
    alone, behind = settled(default_model, sentence), settled(default_model, before + sentence)
    (first,) = [flag for flag in behind.flags() if flag.start == len(before)]
    assert first.suggestions[0].replacement == "They"
    surprisal = behind.word_scores(len(before), len(before) + 4)[0].surprisal
    gain = first.suggestions[0].gain
    assert 0 < gain < surprisal + 12
    assert [flag.start for flag in alone.flags()] == [0]
