"""Wordings that could be shorter: which ones are found, what is offered for them, and how they mix with other flags."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.flags.flagging import WORDY_THRESHOLDS, flag_of_wording
from scoring.language.english_wordiness import english_shortener
from scoring.language.wordiness import CAP, LEAST_SURE, Shortening, Wordiness
from scoring.model.model import Model
from scoring.protocol import THRESHOLDS, Sensitivity
from scoring.session import Session

SURE = [
    ("In order to win, they ran.", "To win, they ran."),
    ("They ran in order to win.", "They ran to win."),
    ("They did it in order for us to rest.", "They did it for us to rest."),
    ("It closed due to the fact that it rained.", "It closed because it rained."),
    ("Owing to the fact that it rained, we left.", "Because it rained, we left."),
    ("She left despite the fact that it rained.", "She left although it rained."),
    ("We met prior to noon.", "We met before noon."),
    ("Prior to noon we met.", "Before noon we met."),
    ("It slept during the course of the night.", "It slept during the night."),
    ("He waited for a period of two years.", "He waited for two years."),
    ("In the event that it rains, stay.", "If it rains, stay."),
    ("We talked until such time as he came.", "We talked until he came."),
    ("He works on a daily basis.", "He works daily."),
    ("They meet on a regular basis.", "They meet regularly."),
    ("He spoke in a careful manner.", "He spoke carefully."),
    ("She sang in a terrible way.", "She sang terribly."),
    ("It acted in a heroic fashion.", "It acted heroically."),
    ("It has a large number of rooms.", "It has many rooms."),
    ("A total of 40 people came.", "40 people came."),
    ("The reason why he left is unknown.", "The reason he left is unknown."),
    ("The reason he left was because of rain.", "The reason he left was that of rain."),
    ("He asked the question as to whether it works.", "He asked whether it works."),
    ("It is important to note that cats sleep.", "Cats sleep."),
    ("He said that it should be noted that cats sleep.", "He said that cats sleep."),
    ("Each and every cat sleeps.", "Every cat sleeps."),
    ("Please send any and all letters.", "Please send all letters."),
    ("It is absolutely essential.", "It is essential."),
    ("They live in close proximity.", "They live in proximity."),
    ("It is small in size and round in shape.", "It is small and round."),
    ("The end result was poor.", "The result was poor."),
    ("It was an unexpected surprise.", "It was a surprise."),
    ("It has an added bonus.", "It has a bonus."),
    ("She also sang as well.", "She also sang."),
    ("They made a decision to leave.", "They decided to leave."),
    ("He will make a decision to leave.", "He will decide to leave."),
    ("He is making an attempt to swim.", "He is trying to swim."),
    ("She makes use of tools.", "She uses tools."),
    ("They took into consideration his age.", "They considered his age."),
    ("They conducted an investigation into it.", "They investigated it."),
    ("It had an impact on farming.", "It affected farming."),
    ("She gave an explanation of it.", "She explained it."),
    ("It came to an end.", "It ended."),
    ("They have a tendency to sleep.", "They tend to sleep."),
    ("He has the ability to swim.", "He can swim."),
    ("He had the ability to swim.", "He could swim."),
    ("It was considered to be the best.", "It was considered the best."),
]
LIKELY = [
    ("They merged together in May.", "They merged in May."),
    ("He was able to swim.", "He could swim."),
    ("They are not able to swim.", "They cannot swim."),
    ("There are many people who think so.", "Many people think so."),
    ("All of the cats sleep.", "All the cats sleep."),
    ("He resided in Rome.", "He lived in Rome."),
    ("A house located in the north burned.", "A house in the north burned."),
]
FAINT = [
    ("In fact, he sings.", "He sings."),
    ("He sings, however, badly.", "He sings badly."),
    ("It is a very old house.", "It is an old house."),
    ("It was an extremely hot day.", "It was a hot day."),
    ("The church, which was built in 1900, burned.", "The church, built in 1900, burned."),
    ("He went on to become a judge.", "He became a judge."),
    ("He later goes on to become a judge.", "He later becomes a judge."),
    ("They live in the city of Boston.", "They live in Boston."),
    ("He believes that she is here.", "He believes she is here."),
    ("The roof of the house is red.", "The house's roof is red."),
    ("They sing as well as dance.", "They sing and dance."),
]


def found_in(text: str, least: float = 0.0) -> list[Shortening]:
    return [one for one in english_shortener().shortenings(text) if one.strength >= least]


def shortened(text: str, one: Shortening) -> str:
    return text[: one.edit_start] + (one.replacements or ("",))[0] + text[one.edit_end :]


def with_all(text: str, least: float) -> str:
    for one in reversed(found_in(text, least)):
        text = shortened(text, one)
    return text


@pytest.mark.parametrize(("text", "expected"), SURE)
def test_certain_shortenings_are_offered_with_the_right_form_and_case(text: str, expected: str) -> None:
    assert with_all(text, LEAST_SURE) == expected
    assert all(one.reason.startswith("“") for one in found_in(text))


@pytest.mark.parametrize(("text", "expected"), LIKELY)
def test_less_certain_shortenings_show_at_a_lower_threshold(text: str, expected: str) -> None:
    assert with_all(text, 3.0) == expected
    assert with_all(text, WORDY_THRESHOLDS["normal"]) == text


@pytest.mark.parametrize(("text", "expected"), FAINT)
def test_reasonable_wordings_only_affect_ranking(text: str, expected: str) -> None:
    assert expected in [shortened(text, one) for one in found_in(text)]
    assert with_all(text, 1.0) == text


@pytest.mark.parametrize(
    "text",
    [
        "The cat sat on the mat and watched the rain.",
        "He made the team, and she made a cake.",
        "In Order To Live is a book.",
        "They had no effect on it, and he made no attempt to hide.",
        "IN ORDER TO WIN, RUN.",
        "The in-order-to-win attitude is well-known.",
        "She took a photograph and gave a speech.",
    ],
)
def test_plain_prose_names_and_negations_are_left_alone(text: str) -> None:
    assert found_in(text, 1.0) == []


def test_the_reason_is_one_plain_line() -> None:
    reasons = {one.reason for one in found_in("In order to win, he made an unexpected surprise.", LEAST_SURE)}
    assert reasons == {"“In order to”: “to” says the same", "“unexpected” adds nothing"}


WORDS = sorted({word for text, _ in (*SURE, *LIKELY, *FAINT) for word in re.findall(r"\w+|[.,]", text)})


@given(st.lists(st.sampled_from([*WORDS, "\n", "“", "’s"]), max_size=25).map(" ".join))
def test_shortenings_are_in_the_text_separate_and_on_one_line(text: str) -> None:
    last = 0
    for one in found_in(text):
        assert last <= one.edit_start <= one.edit_end <= len(text)
        assert one.edit_start <= one.start < one.end <= len(text)
        assert "\n" not in text[one.edit_start : one.edit_end]
        assert len(shortened(text, one).split()) <= len(text.split())
        assert 0 < one.strength < CAP
        last = one.edit_end


def test_every_rule_is_valid_and_on_the_scale() -> None:
    rules = {id(rule): rule for of_word in english_shortener()._rules.values() for rule in of_word}
    assert len(rules) > 500
    for rule in rules.values():
        assert rule.pattern.groups >= 0
        assert rule.strength < 1 or 3.0 <= rule.strength < LEAST_SURE or LEAST_SURE <= rule.strength < CAP - 0.25


@pytest.mark.parametrize("level", ["strict", "normal", "eager"])
def test_a_wording_is_underlined_at_the_threshold_of_its_own_scale(level: Sensitivity) -> None:
    nats = WORDY_THRESHOLDS[level]
    of_it, of_less = (flag_of_wording(Shortening(0, 1, 0, 1, (), one, "")) for one in (nats, nats - 0.1))
    assert of_less.probability < THRESHOLDS[level] <= of_it.probability + 1e-9


class Counting:
    """A shortener for another language that records its calls."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def shortenings(self, text: str) -> list[Shortening]:
        self.asked.append(text)
        return [
            Shortening(one.start(), one.end(), one.start(), one.end(), ("oui",), 4.6, "")
            for one in re.finditer("certes", text)
        ]


def test_a_passage_is_searched_once_for_all_its_wordings() -> None:
    shortener = Counting()
    wordiness = Wordiness(lambda: shortener)
    assert wordiness.of("certes, certes.") == wordiness.of("certes, certes.")
    assert wordiness.of("non") == []
    assert shortener.asked == ["certes, certes.", "non"]
    of_two, of_one = wordiness.of("certes, certes."), wordiness.of("certes")
    assert of_two[0].strength > of_one[0].strength


# In a session


@pytest.fixture(scope="module")
def session(default_model: Model) -> Session:
    session = Session(default_model, "He stayed in order to help his freind. In fact, it was very late.\n")
    session.settle()
    return session


def test_a_session_flags_them_as_a_separate_kind_without_overlaps(session: Session) -> None:
    flags = session.flags()
    assert [(session.text[flag.start : flag.end], flag.kind) for flag in flags] == [
        ("order", "wordiness"),
        ("freind", "spelling"),
    ]
    edit = flags[0].suggestions[0]
    assert session.text[: edit.start] + edit.replacement + session.text[edit.end :] == session.text.replace(
        "in order ", ""
    )
    assert not [flag for flag in session.flags(THRESHOLDS["strict"]) if flag.kind == "wordiness"]
    every = session.flags(0.0)
    assert all(one.end <= other.start for one, other in pairwise(every))
    assert {session.text[flag.start : flag.end] for flag in every if flag.kind == "wordiness"} >= {
        "order",
        "fact",
    }


def test_suggestions_for_a_wording_begin_with_the_shorter_one(session: Session) -> None:
    start = session.text.index("order")
    first = session.suggest(start, start + 5)[0]
    assert (first.kind, first.replacement) == ("wordiness", "")
    misspelt = session.text.index("freind")
    assert session.suggest(misspelt, misspelt + 6)[0].replacement == "friend"


def test_an_edit_elsewhere_keeps_a_wordings_flag(default_model: Model) -> None:
    session = Session(default_model, "We ran in order to win.\n\nIt was late.\n")
    before = [flag for flag in session.flags() if flag.kind == "wordiness"]
    session.edit(len(session.text) - 6, len(session.text) - 2, "early")
    assert [flag for flag in session.flags() if flag.kind == "wordiness"] == before
    session.edit(7, 10, "")
    assert [flag for flag in session.flags() if flag.kind == "wordiness"] == []
