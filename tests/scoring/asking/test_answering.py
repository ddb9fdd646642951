"""Answers in the model's own words: their support, their sources, and when there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import pytest

from scoring.asking import answering
from scoring.asking.answering import LEAST_SUPPORT, Answering, unable
from scoring.asking.prompt import prompts
from scoring.engines.engine_model import parameters_named
from scoring.model.model import Model
from scoring.model.tokens import Ids
from scoring.protocol import MOST_SENTENCES, NOTHING_SAID

LAMPS = "Light\nIt was dark. The lamps are lit at dusk by Meredith, the keeper."
FERRY = "Sea\nThe ferry leaves the island at nine in the morning."


class Scripted:
    """A writer with scripted output; a passage makes a sentence more probable if it contains its last word."""

    def __init__(self, model: Model, text: str) -> None:
        self._model, self._text = model, text
        self.asked: list[str] = []

    def write(self, prompt: Ids) -> Iterator[list[int]]:
        yield []
        for token in self._model.tokenizer.encode(self._text)[0].tolist():
            yield [token]

    def log_probs(self, prompts: Sequence[Ids], ids: Ids, first: int) -> Iterator[list[float] | None]:
        yield None
        said = self._spelled(ids[first:]).strip()
        self.asked.append(said)
        word = said.rstrip(".").split()[-1]
        yield [-1.0 * (len(ids) - first) * (1 if word in self._spelled(prompt) else 2) for prompt in prompts]

    def _spelled(self, ids: Ids) -> str:
        return b"".join(self._model.tokenizer.token_bytes(int(token)) for token in ids).decode()


def answered(
    model: Model, monkeypatch: pytest.MonkeyPatch, text: str, passages: Sequence[str] = (LAMPS, FERRY)
) -> tuple[Answering, Scripted]:
    writer = Scripted(model, text)
    monkeypatch.setattr(answering, "writer_for", lambda _: writer)
    answer = Answering(model, "Who lights them?", passages)
    shown = [answer.sentences for _ in answer.steps()]
    texts = [" ".join(sentence.text for sentence in one) for one in shown]
    assert all(after.startswith(before[: len(after)]) for before, after in pairwise(texts))
    return answer, writer


def test_each_sentence_has_its_source_and_its_support(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, writer = answered(
        default_model, monkeypatch, "It is lit by Meredith. It leaves at nine. So says Aristotle."
    )
    assert writer.asked == ["It is lit by Meredith.", "It leaves at nine.", "So says Aristotle."]
    found = answer.sentences
    assert [one.text for one in found] == writer.asked
    assert [one.support for one in found] == [1.0, 1.0, 0.0], "nats per token, with the passages minus without"
    assert [one.is_supported for one in found] == [True, True, False]
    assert [one.source for one in found[:2]] == [0, 1]
    assert not answer.is_silent


def test_no_more_than_three_sentences(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = answered(default_model, monkeypatch, "By Meredith. " * 9)
    assert [one.text for one in answer.sentences] == ["By Meredith."] * MOST_SENTENCES


@pytest.mark.parametrize("text", ["So says Aristotle. So does Plato.", NOTHING_SAID, "The drafts do not say who.", ""])
def test_the_drafts_do_not_say_is_an_answer(default_model: Model, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    answer, _ = answered(default_model, monkeypatch, text)
    assert answer.is_silent
    assert not any(one.is_supported for one in answer.sentences)


def test_without_passages_there_is_no_answer(default_model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = answered(default_model, monkeypatch, "It is lit by Meredith.", ())
    assert answer.is_silent
    assert [one.source for one in answer.sentences] == [None]


def test_the_default_model_names_the_source_passage(default_model: Model) -> None:
    answer = Answering(default_model, "Who lights the lamps?", [FERRY, LAMPS])
    for _ in answer.steps():
        pass
    first = answer.sentences[0]
    assert (first.source, first.is_supported) == (1, True)
    assert first.support > LEAST_SUPPORT
    assert FERRY in answer.prompt


def test_long_passages_are_cut_to_the_models_context(default_model: Model) -> None:
    assert default_model.chat is not None
    long = ["A word " * 9000, "Another " * 9000]
    room = 700
    found = prompts(default_model.chat, default_model.tokenizer, "Which word?", long, room)
    assert len(found.whole.ids) <= room
    assert len(found.alone) == 2
    assert all(len(one.ids) < len(found.whole.ids) for one in found.alone)
    assert len(found.bare.ids) < 150
    with pytest.raises(ValueError, match="too long"):
        prompts(default_model.chat, default_model.tokenizer, "Which word? " * 999, long, room)


def test_a_small_model_says_why_it_cannot_answer(default_model: Model, tiny_model: Model) -> None:
    assert unable(default_model, 1.0).endswith("answers need 1B parameters, it has 0.13B")
    assert unable(default_model, 0.1) == ""
    assert default_model.parameters == 134_515_008
    assert "isn't an instruction model" in unable(tiny_model, 0.0)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Qwen/Qwen3-0.6B", 600_000_000),
        ("/models/gemma-3-1b-it/", 1_000_000_000),
        ("Qwen2.5-7B-Instruct-1M", 7_000_000_000),
        ("SmolLM2-135M-Instruct", 135_000_000),
        ("Qwen3-30B-A3B", 30_000_000_000),
        ("my-model", None),
        ("phi-3b2", None),
    ],
)
def test_an_engine_models_size_is_read_from_its_name(name: str, wanted: int | None) -> None:
    assert parameters_named(name) == wanted
