"""`logprose model`: output, messages and exit status. A tiny model stands in for the default one (conftest.py)."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from editor import cli
from scoring.model_files.store import Progress, models_dir
from scoring.model_files.wheel import WheelModel
from scoring.verbs import model_verb
from scoring.verbs.model_verb import TerminalProgress


def logprose(*arguments: str) -> int:
    return cli.main(arguments)


@pytest.fixture(autouse=True)
def _default(tiny_default: WheelModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_verb, "DEFAULT_MODEL", tiny_default)


def test_from_nothing_to_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    path = models_dir() / "tiny"

    assert logprose("model") == 0
    assert "`logprose model fetch`" in capsys.readouterr().out

    assert logprose("model", "path") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "`logprose model fetch`" in err

    assert logprose("model", "fetch") == 0
    out, err = capsys.readouterr()
    assert out == f"{path}\n"
    assert err.splitlines() == ["fetching the model ...", "verifying the model ...", "converting the model ..."]

    assert logprose("model", "path") == 0
    assert capsys.readouterr() == (f"{path}\n", "")

    assert logprose("model", "list") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("tiny  ")
    assert str(path) in line
    assert line.endswith("(default)")

    (path / "model.safetensors").write_bytes(b"")
    assert logprose("model", "list") == 0
    assert "damaged" in capsys.readouterr().out


def test_errors_are_one_line_on_stderr(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for verb in ("path", "fetch"):
        assert logprose("model", verb, str(tmp_path)) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err == f"logprose: {tmp_path}: no config.json; name the directory of a Hugging Face model\n"


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(model_verb, "ensure", interrupted)
    assert logprose("model", "fetch") == 130
    assert len(capsys.readouterr().err.splitlines()) == 1


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_line_per_stage_that_rewrites_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    terminal = _Terminal()
    progress = TerminalProgress(terminal)
    for done in (0, 25_000_000, 100_000_000):
        progress(Progress("fetching", done, 100_000_000))
    progress(Progress("converting", 1_000_000, 4_000_000))
    progress.close()
    fetching, converting, rest = terminal.getvalue().split("\n")
    assert [line.rstrip() for line in fetching.split("\r")[1:]] == [
        "fetching the model [                        ]   0%  0.0/100",
        "fetching the model [######                  ]  25%  25.0/10",
        "fetching the model [########################] 100%  100.0/1",
    ]
    assert converting.strip() == "converting the model [######                  ]  25%  1.0/4"
    assert rest == ""
