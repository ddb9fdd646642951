"""Scores on a GPU equal those on the CPU; skipped if there is no GPU. The models are tiny and random."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch

from scoring.model.model import load_model, load_network
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE, reference, save_tiny, save_tiny_gpt2, save_tiny_llama

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")

WINDOWS: WindowLengths = {"max_length": 64, "stride": 32}


@pytest.mark.parametrize(
    "save",
    [
        save_tiny_llama,
        save_tiny_gpt2,
        partial(save_tiny, "mistral", sliding_window=16),
        partial(save_tiny, "gemma3_text", sliding_window=12, head_dim=8, pad_token_id=None),
        partial(save_tiny, "bloom", n_head=4, n_layer=2, pad_token_id=None),
    ],
    ids=["llama", "gpt2", "mistral", "gemma3", "bloom"],
)
def test_scores_after_edits_are_those_of_transformers(save: object, tmp_path: Path) -> None:
    assert callable(save)
    name = str(save(tmp_path / "model"))
    model = load_model(name, "float32", "auto")
    assert model.device.type == "cuda"
    session = Session(model, PROSE, **WINDOWS)
    for start, end, text in ((40, 47, "boats"), (3, 3, " old"), (len(PROSE) - 9, len(PROSE), "."), (90, 140, "")):
        session.step(tries=False)
        session.edit(start, end, text)
    session.settle_scores()
    network = load_network(name, torch.float32)
    for page in session.pages:
        expected = reference(network, model.start_id, session.window(page)[1:], page.start - page.context)
        log_probs = [token.log_prob for token in session.tokens[page.start : page.end]]
        np.testing.assert_allclose(np.array(log_probs, np.float64), expected.log_prob, rtol=0, atol=1e-3)


def test_bfloat16_is_chosen_and_near_and_words_are_found(tmp_path: Path) -> None:
    name = str(save_tiny_llama(tmp_path / "model"))
    model = load_model(name)
    assert model.dtype == torch.bfloat16
    session = Session(model, PROSE, **WINDOWS)
    session.settle_scores()
    exact = Session(load_model(name, "float32"), PROSE, **WINDOWS)
    exact.settle_scores()
    differences = [
        abs((a.log_prob or 0) - (b.log_prob or 0)) for a, b in zip(session.tokens, exact.tokens, strict=True)
    ]
    assert np.mean(differences) < 0.1
    start = PROSE.index(" ") + 1
    assert session.alternatives(start, PROSE.index(" ", start)).prob > 0
