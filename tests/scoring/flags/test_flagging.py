"""Underlines go to whole words, where an edit makes the text more probable."""

from __future__ import annotations

import re

import pytest

from scoring.flags.flagging import DEFAULT_THRESHOLD
from scoring.language.words import whole_words, words
from scoring.model.model import Model
from scoring.protocol import THRESHOLDS
from scoring.session import Session

TEXT = "It's 3pm: don't, she said, read_me l'été — “naïve” 2nd-rate."


def spelled(text: str, start: int, end: int) -> list[str]:
    return [text[low:high] for low, high in words(text, start, end)]


def test_words_are_letters_with_apostrophes_inside() -> None:
    expected = ["It's", "don't", "she", "said", "read", "me", "l'été", "naïve", "rate"]
    assert spelled(TEXT, 0, len(TEXT)) == expected


def test_a_part_of_a_text_gives_the_words_that_it_touches() -> None:
    start = TEXT.index("n't")
    assert spelled(TEXT, start, start + 1) == ["don't"]
    assert spelled(TEXT, start, start + 6) == ["don't", "she"]
    assert spelled(TEXT, 5, 6) == []


@pytest.mark.parametrize(
    ("place", "whole"), [((1, 2), "It's"), ((5, 5), "3pm"), ((9, 9), ""), ((12, 18), "don't, she")]
)
def test_a_range_widens_to_whole_words(place: tuple[int, int], whole: str) -> None:
    start, end = whole_words(TEXT, *place)
    assert TEXT[start:end] == whole


@pytest.fixture(scope="module")
def session(default_model: Model) -> Session:
    session = Session(default_model, "I am writing a letter to my freind, and the whether is nice today.\n")
    session.settle()
    return session


def test_a_wrong_word_is_flagged_and_right_ones_are_not(session: Session) -> None:
    flagged = {session.text[flag.start : flag.end]: flag for flag in session.flags()}
    assert flagged.keys() == {"freind", "whether"}
    assert flagged["freind"].kind == "spelling"
    assert flagged["whether"].kind == "word_choice"
    assert flagged["freind"].reason == "friend?"
    assert flagged["whether"].reason == "“weather” fits better than “whether”"
    for flag, right in zip(flagged.values(), ("friend", "weather"), strict=True):
        best = flag.suggestions[0]
        assert (best.start, best.end, best.replacement) == (flag.start, flag.end, right)
        assert best.gain > 5


@pytest.mark.parametrize(
    ("text", "misspelt"),
    [
        ("I definitely recieved it.", {"recieved": "received?"}),
        ("I definately recieved it.", {"definately": "definitely?", "recieved": "received?"}),
        ("This is a maintainance problem.", {"maintainance": "maintenance?"}),
        ("We met on a Wensday evening.", {"Wensday": "Wednesday?"}),
        ("We met at a minimart in Agadir.", {}),
    ],
)
def test_a_misspelling_is_flagged_at_every_level_though_the_model_reads_it_easily(
    default_model: Model, text: str, misspelt: dict[str, str]
) -> None:
    session = Session(default_model, text)
    session.settle()
    flags = [flag for flag in session.flags(THRESHOLDS["strict"]) if flag.kind == "spelling"]
    assert {text[flag.start : flag.end]: flag.reason for flag in flags} == misspelt
    assert [f"{flag.suggestions[0].replacement}?" for flag in flags] == list(misspelt.values())


MISTAKES = (
    "I has three reasons to write, and I beleive they are good.",
    "He is interested on music, and he have a old guitar.",
    "She don't like coffee, but she drinks it alot every mornings.",
    "We was waiting for the the bus in order to get to school, and children played in garden.",
)


@pytest.mark.parametrize("text", MISTAKES)
def test_a_reason_names_the_edit_that_is_suggested_first_in_words(default_model: Model, text: str) -> None:
    session = Session(default_model, f"{text}\n")
    session.settle()
    found = [flag for flag in session.flags(0.5) if flag.kind not in ("surprising", "wordiness")]
    assert found
    for flag in found:
        best = flag.suggestions[0]
        assert flag.kind == best.kind
        for word in best.replacement.split()[:1]:
            assert word in flag.reason
        assert best.replacement or "drop “" in flag.reason
        assert not re.search(r"nats|[-−+]\d", flag.reason)


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("I have wrote three letters.", "wrote", "written"),
        ("He didn't knew the answer.", "knew", "know"),
        ("They discussed about the new rules.", "about", ""),
        ("My brother and I was late for dinner.", "was", "were"),
        ("Each of the boxes contain six bottles.", "contain", "contains"),
    ],
)
def test_what_grammar_rules_out_is_flagged_though_the_model_reads_on_without_trouble(
    default_model: Model, text: str, wrong: str, right: str
) -> None:
    session = Session(default_model, f"{text}\n")
    session.settle()
    flags = {text[flag.start : flag.end]: flag.suggestions[0].replacement for flag in session.flags()}
    assert flags == {wrong: right}


def test_a_threshold_of_nothing_flags_every_word(session: Session) -> None:
    flags = session.flags(threshold=0.0)
    assert [(flag.start, flag.end) for flag in flags] == list(words(session.text, 0, len(session.text)))
    assert session.flags() == [flag for flag in flags if flag.probability >= DEFAULT_THRESHOLD]
    assert session.flags(threshold=1.0) == []


def test_nothing_is_underlined_before_edits_are_tried(default_model: Model) -> None:
    session = Session(default_model, "We were sitting in the old zxqvorlk and drinking tea with a freind.\n")
    session.settle_scores()
    assert session.has_work
    assert session.flags(THRESHOLDS["eager"]) == []
    weak = session.flags(0.0)
    assert max(weak, key=lambda flag: flag.strength).kind == "surprising"


def test_a_words_score_is_the_surprisal_of_its_tokens_and_the_entropy_at_its_first(default_model: Model) -> None:
    session = Session(default_model, "It's an antediluvian whether, l'été unfathomable: said in 1984.\n")
    session.settle_scores()
    scores = session.word_scores()
    assert [(word.start, word.end) for word in scores] == list(words(session.text, 0, len(session.text)))
    assert any(past - first > 1 for first, past in (session.tokenized.at(word.start, word.end) for word in scores))
    for word in scores:
        tokens = session.tokens[slice(*session.tokenized.at(word.start, word.end))]
        assert word.surprisal == pytest.approx(-sum(token.log_prob or 0 for token in tokens))
        assert word.entropy == pytest.approx(tokens[0].entropy)
    start = session.text.index("hether")
    [part] = session.word_scores(start, start + 1)
    assert part.start == start - 1
    assert part in scores
    assert session.word_scores(len(session.text)) == []


def test_words_without_a_score_for_every_token_are_left_out(default_model: Model) -> None:
    session = Session(default_model, "nothing scored " * 100)
    session.step()
    assert 0 < len(session.word_scores()) < 100
    assert session.word_scores() == session.word_scores(*session.scored)


def test_flags_of_a_part_are_those_of_the_whole_that_it_touches(session: Session) -> None:
    start = session.text.index("hether")
    assert session.flags(0.0, start, start + 1) == [
        flag for flag in session.flags(0.0) if flag.start <= start < flag.end
    ]


def test_words_not_scored_yet_have_no_flag(default_model: Model) -> None:
    assert Session(default_model, "Nothing here was scored.").flags(0.0) == []
