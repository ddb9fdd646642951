"""Continuing a prompt, and scoring tokens after it: the same with a local model and on an engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from scoring.asking.writers import MOST_WRITTEN, EngineWriter, LocalWriter, Writer
from scoring.engines.engine_model import load_engine_model
from scoring.errors import InterruptedScoringError
from scoring.model.model import Model, load_model
from scoring.model.tokens import Ids
from tests.scoring.engines.stub_server import SGLangStub, Stub, VLLMStub, serving
from tests.scoring.models import PROSE, save_tiny_llama


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model with room for an answer."""
    return save_tiny_llama(tmp_path_factory.mktemp("writer"), max_position_embeddings=512)


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    """The model in memory."""
    return load_model(str(folder), "float32", "cpu")


@pytest.fixture(params=[VLLMStub, SGLangStub])
def stub(request: pytest.FixtureRequest, model: Model, folder: Path, home: Path) -> Iterator[Stub]:
    """An engine of either kind that serves it."""
    made: Stub = request.param(model)
    made.root = str(folder)
    with serving(made):
        yield made


@torch.inference_mode()
def log_probs(model: Model, ids: Ids) -> torch.Tensor:
    """Return the log-probabilities of all tokens after each of a prompt's, in one pass."""
    cache = model.new_cache(len(ids))
    cache.retarget(ids.astype(np.int32))
    cache.forward(0, len(ids))
    return torch.log_softmax(model.logits(cache.hidden[: len(ids)]), -1)


def prompt(model: Model, text: str) -> Ids:
    return np.concatenate([np.array([model.start_id], np.int32), model.tokenizer.encode(text)[0]])


def written(writer: Writer, ids: Ids) -> list[int]:
    return [token for some in writer.write(ids) for token in some]


def measured(writer: Writer, prompts: list[Ids], ids: Ids, first: int) -> list[float]:
    *_, values = writer.log_probs(prompts, ids, first)
    assert values is not None
    return values


def wanted(model: Model, prompts: list[Ids], ids: Ids, first: int) -> list[float]:
    found = []
    for one in prompts:
        rows = log_probs(model, np.concatenate([one, ids]))
        places = range(first, len(ids))
        found.append(sum(float(rows[len(one) + place - 1, int(ids[place])]) for place in places))
    return found


def test_each_token_is_the_likeliest_one_that_is_text(model: Model) -> None:
    ids = prompt(model, PROSE)  # longer than one step
    found = written(LocalWriter(model), ids)
    assert found
    vocabulary = model.vocabulary
    allowed = torch.from_numpy(vocabulary.writable | vocabulary.special)
    for at, token in enumerate(found[:20]):
        row = log_probs(model, np.concatenate([ids, np.array(found[:at], np.int32)]))[-1].masked_fill(~allowed, -1e9)
        assert float(row[token]) == pytest.approx(float(row.max()), abs=1e-3)


def test_measuring_in_between_does_not_change_the_text(model: Model) -> None:
    ids = prompt(model, "The storm went out.")
    alone, writer, found = written(LocalWriter(model), ids), LocalWriter(model), list[int]()
    for some in writer.write(ids):
        found += some
        if some:
            list(writer.log_probs([ids, prompt(model, "Bread.")], np.array(found, np.int32), 0))
    assert found[:60] == alone[:60], "later ones may differ: decoding is nearly exact"


@pytest.mark.parametrize("first", [0, 2])
def test_log_probabilities_are_those_of_a_full_recompute(model: Model, first: int) -> None:
    prompts = [prompt(model, PROSE), prompt(model, "Bread is baked.")]
    ids = model.tokenizer.encode(" The children went down.")[0]
    writer = LocalWriter(model)
    for _ in range(2):  # the second time over the processed prompt
        assert measured(writer, prompts, ids, first) == pytest.approx(wanted(model, prompts, ids, first), abs=1e-3)


def test_an_engine_measures_and_writes_the_same(model: Model, stub: Stub) -> None:
    writer = EngineWriter(load_engine_model(stub.url))
    prompts = [prompt(model, "The storm went out."), prompt(model, "Bread is baked.")]
    ids = model.tokenizer.encode(" The children went down.")[0]
    assert measured(writer, prompts, ids, 2) == pytest.approx(wanted(model, prompts, ids, 2), abs=1e-3)
    tokens, _ = stub.written(prompts[0].tolist(), MOST_WRITTEN)
    special = [at for at, token in enumerate(tokens) if token in model.tokenizer.special]
    assert written(writer, prompts[0]) == tokens[: special[0] if special else None]


def test_an_interrupted_request_is_sent_again(model: Model, stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    served = load_engine_model(stub.url)
    ids, sentence = prompt(model, "The storm went out."), model.tokenizer.encode(" They slept.")[0]
    alone = written(EngineWriter(served), ids), measured(EngineWriter(served), [ids], sentence, 0)
    calls = 0

    def interrupted(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls % 2:
                raise InterruptedScoringError
            return method(*arguments)

        return call

    for name in ("write", "score"):
        monkeypatch.setattr(served.engine, name, interrupted(getattr(served.engine, name)))
    assert (written(EngineWriter(served), ids), measured(EngineWriter(served), [ids], sentence, 0)) == alone
    assert calls > 3
