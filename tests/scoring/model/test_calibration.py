"""A model's own thresholds: measured, saved, and applied to its flags."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor import cli
from scoring.engines.engine_model import load_engine_model
from scoring.language.words import words
from scoring.model.calibration import DEFAULT, RATES, Calibration, calibration_path, thresholds_for
from scoring.model.model import load_model
from scoring.protocol import THRESHOLDS
from scoring.session import Session
from scoring.verbs import calibrate as calibrate_cli
from scoring.windows.pages import WindowLengths
from tests.scoring.engines.stub_server import VLLMStub, serving
from tests.scoring.models import PROSE, save_tiny_llama

LEVELS = ("strict", "normal", "eager")
TEXT = PROSE[:170]
WINDOW: WindowLengths = {"max_length": 64, "stride": 32}
_strengths = st.lists(st.floats(0.001, 40.0), max_size=80)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data directory."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def calibrate(*arguments: str) -> int:
    return cli.main(["model", "calibrate", *arguments])


@given(_strengths, st.integers(80, 400))
def test_no_threshold_flags_more_than_allowed_and_a_lower_one_would(strengths: list[float], count: int) -> None:
    found = thresholds_for(strengths, count)
    assert 0 < found.eager < found.normal < found.strict
    for level in LEVELS:
        allowed = getattr(RATES, level) * count / 100
        assert sum(strength >= getattr(found, level) for strength in strengths) <= allowed
    assert sum(strength >= found.eager - 0.03 for strength in strengths) > int(RATES.eager * count / 100) or (
        found.eager <= 0.02
    )


@given(_strengths, st.integers(80, 400))
def test_on_the_scale_of_the_default_model_its_thresholds_flag_the_same(strengths: list[float], count: int) -> None:
    own = thresholds_for(strengths, count)
    calibration = Calibration(own)
    for level in LEVELS:
        there = {strength for strength in strengths if strength >= getattr(own, level)}
        assert there == {s for s in strengths if calibration.scaled(s) >= getattr(DEFAULT, level) - 1e-9}
    scaled = [calibration.scaled(strength) for strength in sorted(strengths)]
    assert scaled == sorted(scaled)
    assert all(value > 0 for value in scaled)


def test_an_uncalibrated_model_has_the_default_models_scale() -> None:
    assert [Calibration().scaled(value) for value in (0.0, 0.3, 4.5, 20.0)] == [0.0, 0.3, 4.5, 20.0]


def test_one_command_calibrates_a_model_and_its_flags(
    tiny_model_dir: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibrate_cli, "clean_prose", lambda: [TEXT])

    def flagged(least: float) -> int:
        session = Session(load_model(str(tiny_model_dir), "float32"), TEXT, **WINDOW)
        session.settle()
        return len(session.flags(least))

    eager = THRESHOLDS["eager"]
    before = flagged(eager / 2)
    assert before > 1, "a random model flags something"
    assert calibrate("--model", str(tiny_model_dir), "--dtype", "float32") == 0
    out, err = capsys.readouterr()
    count = sum(1 for _ in words(TEXT, 0, len(TEXT)))
    assert f"{count} words of clean prose" in out
    assert [line.split()[0] for line in out.splitlines()[2:5]] == list(LEVELS)
    assert "calibrating the model ..." in err
    path = calibration_path(load_model(str(tiny_model_dir), "float32").identity)
    assert path.is_relative_to(kept)
    assert out.splitlines()[-1] == f"saved in {path}"
    assert flagged(eager) <= 1 + RATES.eager * count / 100, "and a misspelling"
    assert load_model(str(tiny_model_dir), "float32").calibration.last_step is not None, "it has no probe"
    path.write_bytes(b"damaged")
    assert flagged(eager / 2) == before


def test_a_model_on_an_engine_is_calibrated_by_the_same_command(
    tiny_llama_dir: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibrate_cli, "clean_prose", lambda: [PROSE[:90]])
    directory = save_tiny_llama(home / "served", max_position_embeddings=256)
    with serving(VLLMStub(load_model(str(directory), "float32", "cpu"))) as stub:
        assert calibrate("--model", stub.url) == 2
        assert "set scoring.tokenizer" in capsys.readouterr().err.replace("\n", " ")
        assert calibrate("--model", stub.url, "--tokenizer", str(directory)) == 0
        assert "saved in" in capsys.readouterr().out
        model = load_engine_model(stub.url, str(directory))
    assert model.title == "tiny"
    assert model.calibration.last_step is not None


def test_models_with_the_same_name_are_told_apart(tmp_path: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "a" / "model", tmp_path / "b" / "model"
    save_tiny_llama(one)
    save_tiny_llama(other, initializer_range=0.3)
    monkeypatch.setattr(calibrate_cli, "clean_prose", lambda: [TEXT])
    assert calibrate("--model", str(one)) == 0
    assert load_model(str(one)).calibration.thresholds != DEFAULT
    assert load_model(str(other)).calibration.thresholds == DEFAULT


def test_errors_are_one_line(
    tiny_llama_dir: Path, kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(calibrate_cli, "clean_prose", lambda: ["So it is."])
    assert calibrate("--model", "no such model") == 2
    kept.write_text("in the way")
    assert calibrate("--model", str(tiny_llama_dir)) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if "..." not in line]
    assert len(lines) == 2
    assert "no such model" in lines[0]
    assert "cannot save the thresholds" in lines[1]
