"""The probe's training: what is learnt is what scoring says, and an interrupted run goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM

from benchmarks.train_probe.__main__ import main
from benchmarks.train_probe.features import DOCUMENTS, Labelled, StateReader, extract, shards
from benchmarks.train_probe.mistakes import KINDS
from benchmarks.train_probe.pairs import kind_of, wrong
from benchmarks.train_probe.save import save
from benchmarks.train_probe.train import Course, Shape, States, odds, train
from scoring.language.words import words
from scoring.model.model import Model, load_model
from scoring.probe.probe import read_probe
from scoring.session import Session
from tests.scoring.models import PROSE, save_tiny_llama

LAYERS = (1, 2)
TEXTS = [PROSE[:110], PROSE[120:200], "Nobody had told the children. ", "the sea, the sea", "A boat", PROSE[130:240]]


def document(number: int) -> Labelled:
    text = TEXTS[number % len(TEXTS)]
    spans = tuple(words(text, 0, len(text)))
    return Labelled(text, spans, tuple(place % 3 for place, _ in enumerate(spans)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return load_model(str(save_tiny_llama(tmp_path_factory.mktemp("llama"))), "float32")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, model: Model) -> StateReader:
    directory = save_tiny_llama(tmp_path_factory.mktemp("network"))
    network = AutoModelForCausalLM.from_pretrained(directory, dtype=torch.float32)
    return StateReader(network, model.tokenizer, model.start_id, LAYERS)


def test_a_trained_probe_says_in_a_session_what_it_said_in_training(
    tmp_path: Path, model: Model, reader: StateReader
) -> None:
    extract(reader, document, len(TEXTS), tmp_path / "states")
    data = States([tmp_path / "states"], LAYERS, LAYERS)
    mean, spread = data.normalise()
    network = train(data, torch.ones(len(data.labels)), len(KINDS), Shape(LAYERS, 8, 16), Course(epochs=3))
    save(tmp_path / "probe", network, LAYERS, mean, spread, torch.ones(20, 32), KINDS, {})
    learnt = odds(network, data)
    model.probe = read_probe(tmp_path / "probe")
    assert model.probe.kinds == KINDS
    for number, text in enumerate(TEXTS):
        session = Session(model, text, max_length=64, stride=64)
        session.settle_scores()
        found = session.log_odds(0, len(text))
        assert found is not None
        expected = learnt[data.document.numpy() == number]
        known = np.isfinite(expected[:, 0])
        np.testing.assert_array_equal(known, ~np.isnan(found.log_odds[:, 0]))
        np.testing.assert_allclose(found.log_odds[known], expected[known], atol=0.05)


def test_an_interrupted_run_goes_on(tmp_path: Path, reader: StateReader, capsys: pytest.CaptureFixture[str]) -> None:
    count = DOCUMENTS + 3
    extract(reader, document, count, tmp_path / "whole")
    assert f"{count}/{count} documents" in capsys.readouterr().err
    for part in range(2):
        extract(reader, document, count, tmp_path / "halves", part, 2)
    (tmp_path / "halves" / "0000000.npz").unlink()

    def rest(number: int) -> Labelled:
        assert number < DOCUMENTS, "a shard that was there is made again"
        return document(number)

    extract(reader, rest, count, tmp_path / "halves")
    for one, other in zip(shards(tmp_path / "whole"), shards(tmp_path / "halves"), strict=True):
        np.testing.assert_array_equal(one.states, other.states)
        np.testing.assert_array_equal(one.last, other.last)
        np.testing.assert_array_equal(one.labels, other.labels)


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = str(tmp_path / "pairs")
    arguments = ["train_probe", str(tmp_path), "--pairs", pairs, "--history", pairs, "--work", str(tmp_path)]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit, match=r"train_probe: .*peps\.txt: missing"):
        main()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("a", "an", "article"),
        ("", "the", "article"),
        ("in", "on", "preposition"),
        ("of", "", "preposition"),
        ("", "has", "missing"),
        ("very", "", "extra"),
        ("is he", "he is", "order"),
        ("was", "were", "agreement"),
        ("goed", "went", "spelling"),
        ("going", "go", "verb_form"),
        ("children", "child", "number"),
        ("their", "there", "confusion"),
    ],
)
def test_the_kind_of_a_pairs_mistake(old: str, new: str, kind: str) -> None:
    assert kind_of(old.split(), new.split()) == kind


def test_a_pairs_mistake_is_at_its_words_and_a_missing_word_at_the_next() -> None:
    pair = {
        "text": "He go to park",
        "good": "He goes to the park",
        "tokens": ["He", "go", "to", "park"],
        "spans": [[0, 2], [3, 5], [6, 8], [9, 13]],
        "edits": [[0, 1, 2, "goes"], [0, 3, 3, "the"]],
    }
    found = wrong(pair)
    assert [KINDS[label - 1] if label else "" for label in found.labels] == ["", "verb_form", "", "article"]
