"""The prose for calibration, which pip fetches once."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor import cli
from scoring.errors import ModelError
from scoring.verbs.clean_prose import clean_prose


def test_there_are_four_texts_of_whole_paragraphs_and_they_are_enough() -> None:
    try:
        texts = clean_prose()
    except ModelError as error:
        pytest.skip(f"the prose for calibration is skipped: {error}")
    assert len(texts) == 4
    assert 6_000 < sum(len(text.split()) for text in texts) < 8_000
    paragraphs = [paragraph for text in texts for paragraph in text.strip().split("\n\n")]
    assert all(paragraph[0].isupper() and paragraph[-1] in '.!?"”' for paragraph in paragraphs)
    assert not any(set("<>`\n") & set(paragraph) for paragraph in paragraphs)


def test_without_a_network_calibrate_says_what_to_do(
    tiny_llama_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert cli.main(["model", "calibrate", "--model", str(tiny_llama_dir)]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert error.startswith("logprose: could not fetch the prose for calibration, docutils==0.23: pip says")
    assert error.endswith("connect to the network once, then try again\n")
    assert not [path for path in (tmp_path / "logprose" / "prose").iterdir() if path.name.startswith("tmp")]
