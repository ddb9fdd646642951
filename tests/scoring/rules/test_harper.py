"""The rules of Harper, if it is installed: where they flag, their wording, and what they ignore."""

from __future__ import annotations

import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.language.english import english
from scoring.protocol import Flag
from scoring.rules.harper import HarperRules

pytest.importorskip("harper", reason="no test of the rules: pip install 'logprose[rules]'")

WRONG = "I could of gone"
PACKED = """
expr main (fizz buzz)
let message "Say `frobnicate`. It is shorter."
let description "A test."
let kind "WordChoice"
let becomes "frobnicate"
"""


@pytest.fixture(scope="module")
def rules() -> HarperRules:
    return HarperRules("GB", english(), ["Zorp"])


def found(rules: HarperRules, text: str, start: int = 0) -> list[tuple[str, str]]:
    """Return the phrases flagged in `text`, each with the first suggestion."""
    return [(text[flag.start : flag.end], flag.suggestions[0].replacement) for flag in rules.flags(text, start)]


def applied(text: str, flag: Flag) -> str:
    edit = flag.suggestions[0]
    return text[: edit.start] + edit.replacement + text[edit.end :]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Cafe\u0301s! ",
        "👩‍👩‍👧 and 😀: ",
        "“Well”, he said, ",
        "한\u1112\u1161\u11ab ",
        "- ",
        "> ",
        "Dear `Ann`, so ",
    ],
)
def test_a_flag_is_where_the_phrase_is(rules: HarperRules, before: str) -> None:
    text = f"{before}{WRONG} there."
    (flag,) = rules.flags(text, 0)
    assert text[flag.start : flag.end] == "could of"
    assert applied(text, flag) == f"{before}I could have gone there."
    assert flag.kind == "rule"
    assert flag.reason == "Use “have” rather than “of” here"


def test_a_passage_is_read_without_its_context(rules: HarperRules) -> None:
    text = f"{WRONG} home. She should of known."
    assert found(rules, text, text.index("She")) == [("should of", "should have")]


def test_suggestions_have_the_writers_apostrophes_and_capitals(rules: HarperRules) -> None:
    assert found(rules, "Its a pity that she couldn’t come.") == [("Its", "It’s")]
    assert found(rules, "Its a pity that she couldn't come.") == [("Its", "It's")]
    assert found(rules, "A Nerve Wreck") == [("Nerve Wreck", "Nervous wreck")]


@pytest.mark.parametrize(
    "text",
    [
        "It is very good that we don't use 3 apples and -- well -- very nice ones.",  # matters of taste
        "the colour of Zorp's zorp is recieved.",  # spelling is left to the model
        "Run `could of` and see https://could.of/could of.",
        "Er hat could of gesagt, dass das Wetter morgen besser wird als gestern.",
        "We saw an `ant`, and the the.",
    ],
)
def test_style_spelling_code_and_other_languages_are_left_alone(rules: HarperRules, text: str) -> None:
    assert rules.flags(text, 0) == []


def test_no_two_flags_overlap(rules: HarperRules) -> None:
    text = "They should of of went, its a apple, an user could of of the the."
    flags = rules.flags(text, 0)
    assert len(flags) > 2
    assert all(one.end <= other.start for one, other in pairwise(flags))


_WORDS = [
    "a",
    "an",
    "the",
    "could",
    "of",
    "'s",
    "’s",
    "I",
    "it's",
    "apple",
    "e\u0301",
    "😀",
    "`x`",
    "\n",
    ".",
    "“",
    "to",
]


@given(st.lists(st.sampled_from([*_WORDS, " ", " ", " "]), max_size=30).map("".join), st.integers(0, 5))
def test_flags_and_edits_are_about_words_of_the_passage(rules: HarperRules, text: str, context: int) -> None:
    start = min(context, len(text))
    for flag in rules.flags(text, start):
        assert start <= flag.start < flag.end <= len(text)
        assert text[flag.start : flag.end].strip() == text[flag.start : flag.end] != ""
        for edit in flag.suggestions:
            assert start <= edit.start <= edit.end <= len(text)
            assert edit.replacement != text[edit.start : edit.end]


@pytest.mark.parametrize("text", ["I also had hard time to find it.", "Join the 5 day challenge to improve."])
def test_a_rule_about_a_blank_flags_nothing(rules: HarperRules, text: str) -> None:
    assert rules.flags(text, 0) == []


def test_packs_add_rules_and_bad_packs_are_reported(tmp_path: Path) -> None:
    good, bad, empty = tmp_path / "good.weirpack", tmp_path / "bad.weirpack", tmp_path / "no.weirpack"
    packed = io.BytesIO()
    manifest = {"name": "mine", "author": "me", "version": "1", "description": "", "license": "MIT"}
    with zipfile.ZipFile(packed, "w") as pack:
        pack.writestr("manifest.json", json.dumps(manifest))
        pack.writestr("fizz.weir", PACKED)
    good.write_bytes(packed.getvalue())
    bad.write_bytes(b"no zip")
    rules = HarperRules("US", english(), packs=[good, bad, empty])
    (flag,) = rules.flags("We fizz buzz all day.", 0)
    assert (flag.reason, flag.suggestions[0].replacement) == ("Say “frobnicate”", "frobnicate")
    assert [line.split(":")[0] for line in rules.complaints] == [str(bad), str(empty)]
    assert all("\n" not in line for line in rules.complaints)
