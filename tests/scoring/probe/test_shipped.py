"""The probe that ships with the program, over the real default model."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from scoring.model.model import Model, load_model
from scoring.probe import probe
from scoring.session import Session
from tests.project import ROOT

EVERYDAY = Path(__file__).with_name("everyday.txt")
FILE = Path(probe.__file__).with_name("probe.safetensors")


def everyday() -> list[tuple[str, int]]:
    """Return sentences with one mistake each, and where it begins."""
    lines = EVERYDAY.read_text(encoding="utf-8").splitlines()
    marked = [line.split("|")[1] for line in lines if not line.startswith("#")]
    return [(text.replace("[", "").replace("]", ""), text.index("[")) for text in marked]


def test_it_is_small_and_lies_in_a_package_of_the_wheel() -> None:
    assert FILE.stat().st_size <= 1_000_000
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert any(FILE.is_relative_to(ROOT / package) for package in packages)
    # The build leaves out what git ignores.
    assert not {"*.safetensors", "probe/", "scoring/probe/"} & set((ROOT / ".gitignore").read_text("utf-8").split())


def test_it_says_nearly_the_same_in_the_other_precision(default_model: Model, default_model_dir: Path) -> None:
    text = "My uncle live in a small flat near the harbour, and every evening he go for a walk. He likes it."
    found = []
    for model in (default_model, load_model(str(default_model_dir), dtype="bfloat16")):
        session = Session(model, text, max_length=256, stride=128)
        session.settle_scores()
        odds = session.log_odds(0, len(text))
        assert odds is not None
        found.append(odds.log_odds[:, -1])
    assert set(np.argsort(found[0])[-2:]) == set(np.argsort(found[1])[-2:])
    assert np.abs(found[0] - found[1]).mean() < 0.3


def test_the_default_model_has_it_and_it_knows_the_kinds_of_mistakes(default_model: Model) -> None:
    assert default_model.probe is not None
    assert {"spelling", "agreement", "article", "order"} <= set(default_model.probe.kinds)


def test_it_points_at_the_mistake_of_a_sentence(default_model: Model) -> None:
    first = []
    for text, place in everyday():
        session = Session(default_model, text, max_length=256, stride=128)
        session.settle_scores()
        found = session.log_odds(0, len(text))
        assert found is not None
        start, end = found.spans[int(np.nanargmax(found.log_odds[:, -1]))]
        first.append(start <= place < end)
    assert np.mean(first) >= 0.75


@pytest.mark.parametrize("text", ["", " ", "Hello", "Hello ", "12 34 56", "\n\n"])
def test_the_shortest_texts(default_model: Model, text: str) -> None:
    session = Session(default_model, text, max_length=256, stride=128)
    session.settle_scores()
    found = session.log_odds(0, len(text))
    assert found is not None
    assert len(found.log_odds) == len(found.spans) == text.count("Hello")
