"""The edits proposed for a word: the right one is among them, each leaves well-formed text, and few are wasted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.everyday import sentences
from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.place import Place, passage_words
from scoring.edits.proposals import MOST, REACH, Proposal, Proposer
from scoring.language.english import english
from scoring.language.words import bare
from scoring.model.model import Model

Propose = Callable[..., list[tuple[Place, list[Proposal]]]]
SENTENCES = Path(__file__).with_name("wrong_sentences.txt")

FAMILIES = {
    "preposition": {"preposition"},
    "agreement": {"agreement"},
    "verb_form": {"verb_form", "preposition", "missing", "extra", "spelling"},
    "spelling": {"spelling", "verb_form", "number"},
    "capital": {"spelling"},
    "article": {"article"},
    "number": {"number", "article", "preposition", "spelling", "agreement"},
    "missing": {"missing", "verb_form", "preposition"},
    "extra": {"extra", "article"},
    "order": {"order"},
}
"""The kinds of mistakes that the right edit may fix, by section; a confusion may be anything. "Books" for "book" may be
an agreement, as "book" is also a verb; "womans" isn't a word; and one of "the the" is a superfluous article."""


def proposer(model: Model) -> Proposer:
    encode = lru_cache(maxsize=None)(lambda text: tuple(model.tokenizer.encode(text)[0].tolist()))
    return Proposer(english(), model.vocabulary, encode)


@pytest.fixture(scope="module")
def propose(default_model: Model) -> Propose:
    """Propose edits of all words in a text, with the real model's expectations."""
    source, cache = proposer(default_model), default_model.new_cache(256)

    def run(text: str, *, all_edits: bool = False) -> list[tuple[Place, list[Proposal]]]:
        ids, starts, ends = default_model.tokenizer.encode(text)
        cache.retarget(np.concatenate([np.array([default_model.start_id], np.int32), ids]))
        if cache.valid < len(cache.ids):  # two cases may have the same text
            cache.forward(cache.valid, len(cache.ids))
        rows = torch.log_softmax(default_model.logits(cache.hidden[: len(ids)]), -1).cpu().numpy()
        words = passage_words(text, 0, starts, ends)
        places = [Place(words, index, ids, lambda token: rows[token]) for index in range(len(words))]
        return [(place, source.proposals(place, all_edits=all_edits)) for place in places]

    return run


@pytest.fixture(scope="module")
def propose_blindly(default_model: Model) -> Propose:
    """The same with a model that finds everything equally likely."""
    source, flat = proposer(default_model), np.zeros(default_model.vocabulary.size, np.float32)

    def run(text: str) -> list[tuple[Place, list[Proposal]]]:
        ids, starts, ends = default_model.tokenizer.encode(text)
        words = passage_words(text, 0, starts, ends)
        places = [Place(words, index, ids, lambda token: flat) for index in range(len(words))]
        return [(place, source.proposals(place)) for place in places]

    return run


def made(text: str, proposal: Proposal) -> str:
    edit = proposal.edit
    return text[: edit.start] + edit.replacement + text[edit.end :]


@pytest.mark.parametrize(
    ("section", "text", "start", "end", "right"), list(sentences(SENTENCES)), ids=lambda value: str(value)[:40]
)
def test_the_right_edit_is_proposed_for_the_wrong_word(
    propose: Propose, section: str, text: str, start: int, end: int, right: str
) -> None:
    own = [
        proposal
        for place, proposals in propose(text)
        if place.word.end > start and place.word.start < max(end, start + 1)
        for proposal in proposals
    ]
    found = [proposal.edit.kind for proposal in own if made(text, proposal) == right]
    assert found
    if section in FAMILIES:
        assert {FAMILY[kind] for kind in found} <= FAMILIES[section]


@pytest.mark.parametrize(
    ("text", "word", "other", "kinds"),
    [
        ("He payed the bill.", "payed", "paid", [EditKind.RESPELL]),
        ("He payed the bill.", "He", "paid", []),
        ("He learned a lot.", "learned", "learnt", [EditKind.VERB_FORM]),
        ("You was right.", "was", "were", [EditKind.AGREE]),
    ],
)
def test_a_verb_agrees_in_the_present_and_a_regular_past_may_be_misspelled(
    propose: Propose, text: str, word: str, other: str, kinds: list[EditKind]
) -> None:
    assert [one.edit.kind for one in of(propose(text), word) if one.edit.replacement == other] == kinds


def of(proposed: list[tuple[Place, list[Proposal]]], word: str) -> list[Proposal]:
    return next(proposals for place, proposals in proposed if place.word.text == word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("definately", "definitely"), ("seperate", "separate"), ("occured", "occurred"), ("recieved", "received"),
        ("accomodation", "accommodation"), ("neccessary", "necessary"), ("wierd", "weird"), ("untill", "until"),
        ("tommorow", "tomorrow"), ("enviroment", "environment"), ("goverment", "government"), ("beleive", "believe"),
        ("adress", "address"), ("begining", "beginning"), ("calandar", "calendar"), ("concious", "conscious"),
        ("existance", "existence"), ("gaurd", "guard"), ("happend", "happened"), ("independant", "independent"),
        ("knowlege", "knowledge"), ("libary", "library"), ("vegtable", "vegetable"), ("noticable", "noticeable"),
        ("occassion", "occasion"), ("posession", "possession"), ("publically", "publicly"), ("refered", "referred"),
        ("succesful", "successful"), ("suprise", "surprise"), ("truely", "truly"), ("vaccum", "vacuum"),
        ("wich", "which"), ("fisical", "physical"), ("nolidge", "knowledge"), ("becuase", "because"),
        ("languge", "language"), ("exersise", "exercise"), ("diffrent", "different"), ("peice", "piece"),
        ("sincerly", "sincerely"), ("restaraunt", "restaurant"), ("rember", "remember"), ("probly", "probably"),
        ("neighbuor's", "neighbor's"), ("thunderred", "thundered"), ("hightlighter", "highlighter"),
        ("isexplicitly", "is explicitly"), ("launcheras", "launcher as"),
    ],
)  # fmt: skip
def test_a_misspellings_correction_is_among_the_first_three_whatever_the_model_thinks(
    propose_blindly: Propose, wrong: str, right: str
) -> None:
    proposals = of(propose_blindly(f"They said {wrong} again."), wrong)
    spellings = [one.edit.replacement for one in proposals if FAMILY[one.edit.kind] == "spelling"]
    assert right in spellings[:3]


@pytest.mark.parametrize(
    ("text", "word", "is_misspelled"),
    [
        ("Then the Goverment said so.", "Goverment", True),
        ("Then Mr Grean said so.", "Grean", False),
        ("Then Mr Carraway said so.", "Carraway", False),  # one letter off a rare word
    ],
)
def test_a_capitalised_word_that_is_like_no_name_may_be_misspelled(
    propose_blindly: Propose, text: str, word: str, is_misspelled: bool
) -> None:
    kinds = {one.edit.kind for one in of(propose_blindly(text), word)}
    assert (EditKind.RESPELL in kinds) == is_misspelled


@pytest.mark.parametrize(
    ("text", "word", "never"),
    [
        ("The children was asleep.", "children", "The child was asleep."),
        ("The reasons was clear.", "reasons", "The reason was clear."),
        ("The main reasons was clear.", "reasons", "The main reason was clear."),
        ("The reasons was clear.", "reasons", "The reasoning was clear."),
        ("She can sings well.", "can", "She sings well."),
        ("They walked on.", "They", "Thou walked on."),
    ],
)
def test_the_right_word_is_left_alone(propose: Propose, text: str, word: str, never: str) -> None:
    assert never not in [made(text, one) for one in of(propose(text), word)]


def test_for_a_suspected_subject_its_verb_is_changed(propose: Propose) -> None:
    text = "The children was asleep."
    assert "The children were asleep." in [made(text, one) for one in of(propose(text), "children")][:20]


def test_for_a_suspected_verb_the_preposition_after_it_is_changed(propose: Propose) -> None:
    text = "It depends of the weather."
    assert "It depends on the weather." in [made(text, one) for one in of(propose(text), "depends")]


def test_all_the_prepositions_are_proposed_for_one(propose: Propose) -> None:
    kinds = [one.edit.kind for one in of(propose("We met at Friday."), "at")]
    assert kinds.count(EditKind.PREPOSITION) >= 25


def test_the_most_promising_edits_come_first(propose: Propose) -> None:
    for _, proposals in propose("I am very interested of this kind of music."):
        promises = [proposal.promise for proposal in proposals]
        assert promises == sorted(promises, reverse=True)


@pytest.mark.parametrize(
    ("text", "word", "right"),
    [
        ("I am very interested of this kind of music.", "of", "I am very interested in this kind of music."),
        ("Our world is the furious.", "the", "Our world is furious."),
        ("It was addicting like heroin.", "addicting", "It was addictive like heroin."),
    ],
)
def test_among_all_edits_the_likeliest_come_first(propose: Propose, text: str, word: str, right: str) -> None:
    proposals = of(propose(text, all_edits=True), word)
    assert [one.likelihood for one in proposals] == sorted((one.likelihood for one in proposals), reverse=True)
    assert right in [made(text, one) for one in proposals[:8]], "before the words that the model prefers"


def test_every_kind_of_edit_fixes_something() -> None:
    assert FAMILY.keys() == set(EditKind)


POOL = (
    "The a an I he she apple hour book books children was were is am to of in go goes went running beautiful quickly "
    "information advice monday english English don't dont its it's alot every day May in teh recieve Nguyen NASA not "
    "always can could have has been seen depends on for much many furniture this these there who whom"
)
WORDS = st.sampled_from(POOL.split())
GAPS = st.sampled_from([" ", " ", " ", " ", ", ", ". ", " (", ") ", "? ", " – ", "; ", ' "', "\n", "'s ", "-"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    words = draw(st.lists(WORDS, min_size=1, max_size=9))
    return "".join(word + draw(GAPS) for word in words[:-1]) + words[-1] + draw(st.sampled_from(["", ".", "?"]))


@given(text=texts())
@settings(max_examples=60, deadline=None)
def test_every_edit_changes_the_text_and_leaves_it_well_formed(propose_blindly: Propose, text: str) -> None:
    spaced = re.compile(r"  |\s[.,;?)](?!\w)|\(\s")
    for place, proposals in propose_blindly(text):
        assert len(proposals) <= MOST
        assert len({(one.edit.start, one.edit.end, one.edit.replacement) for one in proposals}) == len(proposals)
        for one in proposals:
            new, edit = made(text, one), one.edit
            assert 0 <= edit.start <= edit.end <= len(text)
            assert edit.start >= place.words[max(0, place.index - REACH - 1)].start
            assert new != text
            assert new == new.strip()
            assert bare(new) != bare(text) or edit.kind is EditKind.CAPITAL
            assert len(spaced.findall(new)) <= len(spaced.findall(text))
            assert not {"thou", "tits", "whence"} & set(bare(new).split())


@given(text=texts())
@settings(max_examples=30, deadline=None)
def test_the_tokens_of_an_edit_spell_the_text_that_it_makes(
    default_model: Model, propose_blindly: Propose, text: str
) -> None:
    for place, proposals in propose_blindly(text):
        for one in proposals:
            ids = [*place.tokens[: one.first].tolist(), *one.tokens, *place.tokens[one.past :].tolist()]
            spelled = b"".join(map(default_model.vocabulary.bytes_of, ids)).decode()
            assert spelled == made(text, one)
