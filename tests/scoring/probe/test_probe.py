"""What the probe says of words: from the states that scoring computes, for the words' own tokens and the next two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import torch
from transformers import AutoModelForCausalLM

from scoring.model.model import Model, load_model
from scoring.probe.probe import PARTS, Probe
from scoring.session import Session
from tests.scoring.models import PROSE, save_tiny_gpt2, save_tiny_llama, tiny_probe
from tests.scoring.oracle import SMALL, Oracle
from tests.scoring.writer_machine import let_them_take_turns

TEXT = PROSE[:120]


@pytest.fixture(scope="module")
def network(tiny_llama_dir: Path) -> Any:
    return AutoModelForCausalLM.from_pretrained(tiny_llama_dir, dtype=torch.float32)


@pytest.fixture(scope="module")
def llama(tmp_path_factory: pytest.TempPathFactory, network: Any) -> Model:
    """A tiny Llama with a probe."""
    model = load_model(str(save_tiny_llama(tmp_path_factory.mktemp("probed"))), "float32")
    assert model.probe is None
    model.probe = tiny_probe(network.get_input_embeddings().weight.detach().numpy())
    return model


@torch.inference_mode()
def rows_of(network: Any, session: Session, probe: Probe) -> npt.NDArray[np.float32]:
    """Return the row of every token, from transformers' own states, shape (tokens, probe's width)."""
    ids = torch.tensor([[session.model.start_id, *session.tokenized.ids.tolist()]])
    reading = probe.reading(ids.shape[1])
    hooks = [
        layer.register_forward_hook(lambda _m, _i, output, number=number: reading(number, output[0]))
        for number, layer in enumerate(network.model.layers, 1)
    ]
    network.model(ids)
    for hook in hooks:
        hook.remove()
    rows: npt.NDArray[np.float32] = reading.rows[1:].float().numpy()
    return rows


def test_it_judges_a_word_by_its_last_token_and_the_next_two(llama: Model, network: Any) -> None:
    session = Session(llama, TEXT, max_length=64, stride=64)
    session.settle_scores()
    found = session.log_odds(0, len(TEXT))
    assert found is not None
    assert llama.probe is not None
    rows = rows_of(network, session, llama.probe)
    rows[-1] = 0  # the state of the last token is never computed
    rows = np.concatenate([rows, np.zeros((PARTS, llama.probe.width), np.float32)])
    for span, odds in zip(found.spans.tolist(), found.log_odds, strict=True):
        last = session.tokenized.at(*span)[1] - 1
        if last + 1 < len(session.tokenized):
            expected = llama.probe.log_odds(rows[None, last : last + PARTS])[0]
            np.testing.assert_allclose(odds, expected, rtol=0, atol=0.02)
    assert found.settled[:-1].all()


def test_without_a_token_after_it_a_word_has_no_judgement(llama: Model) -> None:
    text = "Nobody had told the children"
    session = Session(llama, text, **SMALL)
    session.settle_scores()
    found = session.log_odds(0, len(text))
    assert found is not None
    assert np.isnan(found.log_odds[-1]).all()
    assert not found.settled[-1]
    assert found.settled[:-1].all()


def test_whatever_was_edited_it_says_what_it_says_in_a_fresh_session(llama: Model, network: Any) -> None:
    let_them_take_turns(llama, Oracle(llama, network))


def test_nothing_is_run_for_it(llama: Model, tiny_llama_dir: Path) -> None:
    counts = []
    for model in (llama, load_model(str(tiny_llama_dir), "float32")):
        session = Session(model, PROSE, **SMALL)
        session.settle_scores()
        session.edit(20, 24, "quiet")
        session.settle_scores()
        session.log_odds(0, len(session.text))
        counts.append((session.stats.tokens_forwarded, session.stats.forwards))
    assert counts[0] == counts[1]


def test_rows_move_with_the_slots_that_an_edit_leaves_known(llama: Model) -> None:
    old = np.arange(20, dtype=np.int32)
    cache = llama.new_cache(64)
    cache.retarget(old)
    cache.forward(0, 20)
    assert cache.signs is not None
    rows = cache.signs[:20].clone()
    cache.retarget(np.concatenate([old[:8], np.arange(100, 103, dtype=np.int32), old[8:]]))
    assert torch.equal(cache.signs[:8], rows[:8])
    assert torch.equal(cache.signs[11:23], rows[8:])


def test_an_edited_word_has_no_judgement_until_it_is_scored_again(llama: Model) -> None:
    session = Session(llama, TEXT, **SMALL)
    session.settle_scores()
    start = TEXT.index("lay")
    session.edit(start, start + 3, "went")
    found = session.log_odds(start, start + 4)
    assert found is not None
    assert np.isnan(found.log_odds).all()
    session.settle_scores()
    found = session.log_odds(start, start + 4)
    assert found is not None
    assert not np.isnan(found.log_odds).any()


def test_it_belongs_to_one_models_weights_in_any_precision(tmp_path: Path, llama: Model) -> None:
    other = load_model(str(save_tiny_gpt2(tmp_path)), "float32")
    session = Session(other, TEXT, **SMALL)
    session.settle_scores()
    assert session.log_odds(0, len(TEXT)) is None
    assert llama.probe is not None
    weights = torch.from_numpy(np.array(llama.probe._tensors["fingerprint"]))
    assert llama.probe.fits(weights.bfloat16())
    assert not llama.probe.fits(weights + 0.1 * weights.roll(1, 0))
    assert not llama.probe.fits(weights[:, :16])
