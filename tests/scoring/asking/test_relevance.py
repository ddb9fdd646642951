"""How much more probable a text makes a question, compared with transformers without a cache."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from scoring.asking.relevance import Relevance, words_of
from scoring.model.model import Model, load_model
from scoring.model.trunk import Pass
from tests.scoring.models import PROSE

QUESTION = "Where did the storm go?"
TEXTS = [PROSE[:60], "The storm went out to sea.", "", "Bread is baked at night."]


@torch.inference_mode()
def log_prob(model: Model, network: Any, text: str, question: str) -> float:
    """Return log p(question | text) by transformers, in one pass over everything."""
    before = [model.start_id, *model.tokenizer.encode(text)[0], *model.tokenizer.encode("\nQuestion:")[0]]
    asked = model.tokenizer.encode(f" {question}")[0].tolist()
    logits = network(torch.tensor([[*map(int, before), *asked]]), use_cache=False).logits[0].float().log_softmax(-1)
    return sum(float(logits[len(before) + at - 1, token]) for at, token in enumerate(asked))


@given(st.text(), st.text(max_size=3))
def test_every_character_of_a_question_belongs_to_at_most_one_word(text: str, word: str) -> None:
    question = f"{text}{word}"
    words = words_of(question)
    assert bool(words) == bool(question)
    ends = [0, *(end for _, end in words)]
    assert all(end <= start < past <= len(question) for end, (start, past) in zip(ends, words, strict=False))


def test_gains_are_those_of_a_full_recompute(tiny_model: Model, tiny_network: Any) -> None:
    relevance = Relevance(tiny_model)
    for question in (QUESTION, "Why?", QUESTION):  # the last time with the kept texts
        alone = log_prob(tiny_model, tiny_network, "", question)
        wanted = [log_prob(tiny_model, tiny_network, text, question) - alone for text in TEXTS]
        gains = relevance.gains(question, TEXTS)
        assert [sum(one) for one in gains] == pytest.approx(wanted, abs=1e-3)
        assert {len(one) for one in gains} == {len(words_of(question))}


def test_the_words_that_a_text_has_gain_most(default_model: Model) -> None:
    question = "Who painted the lighthouse?"
    (gains,) = Relevance(default_model).gains(question, ["Old Meredith painted the lighthouse."])
    by_word = {question[start:end]: nats for (start, end), nats in zip(words_of(question), gains, strict=True)}
    assert sorted(by_word, key=lambda word: by_word[word])[-2:] == ["painted", "lighthouse"]


def test_an_empty_question_gains_nothing(tiny_llama_dir: Path) -> None:
    relevance = Relevance(load_model(str(tiny_llama_dir), dtype="float32"))
    assert len(relevance.gains("", TEXTS)) == len(TEXTS)


def test_texts_are_read_once_while_there_is_room(tiny_llama_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model(str(tiny_llama_dir), dtype="float32")
    run: list[int] = []
    real = model.trunk.forward_each

    def counted(passes: Sequence[Pass]) -> torch.Tensor:
        run.extend(len(one.ids) for one in passes)
        return real(passes)

    monkeypatch.setattr(model.trunk, "forward_each", counted)
    asked = len(model.tokenizer.encode(f" {QUESTION}")[0])
    relevance = Relevance(model)
    relevance.gains(QUESTION, TEXTS)
    run.clear()
    relevance.gains(QUESTION, TEXTS)
    assert run == [asked - 1] * (len(TEXTS) + 1), "the question alone, with each text and with none"
    poor = Relevance(model, kept_bytes=1)
    poor.gains(QUESTION, TEXTS)
    run.clear()
    poor.gains(QUESTION, TEXTS)
    assert sum(run) > asked * (len(TEXTS) + 1)


def test_texts_run_together_gain_what_each_gains_alone(tiny_model: Model) -> None:
    texts = [*TEXTS, TEXTS[0], *(f"{PROSE[number : 9 * number]}" for number in range(40))]
    together = Relevance(tiny_model).gains(QUESTION, texts)
    alone = [Relevance(tiny_model).gains(QUESTION, [text])[0] for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def test_the_text_that_answers_makes_the_question_most_probable(default_model: Model) -> None:
    texts = ["We had soup for dinner.", "The keys are in the drawer of the old desk.", "The desk was sold in May."]
    gains = [sum(one) for one in Relevance(default_model).gains("Where are the keys?", texts)]
    assert max(gains) == gains[1] > 0


def test_texts_and_questions_too_long_for_the_model_are_cut(tiny_llama_dir: Path) -> None:
    relevance = Relevance(load_model(str(tiny_llama_dir), dtype="float32"))
    assert len(relevance.gains(PROSE * 20, [PROSE * 20, "a"])) == 2
