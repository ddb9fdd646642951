"""`logprose score` on the command line: its output, and its messages on bad input."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from editor import cli
from editor.text.printable import printable
from scoring.model.model import load_model
from scoring.session import Session
from scoring.verbs import ansi
from scoring.windows.token_scores import TokenScore
from tests.project import ROOT
from tests.scoring.models import PROSE

FLAGS = ["--dtype", "float32", "--max-length", "32", "--stride", "16"]
OURS = re.compile(r"\x1b\[(?:0|38;2;\d+;\d+;\d+;48;2;\d+;\d+;\d+)m")
"""The only escape sequences we write: colours on, colours off."""

HOSTILE = "A \x1b[2J\x1b]0;title\x07 b\x00\x7f\x9b31m \u202eevil\u202c \u200b\ufeff \U000e0041 é 👩‍👩‍👧\ttab\r\nend"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text(PROSE, encoding="utf-8")
    return path


def score(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run `logprose score`; return its exit status, output and errors."""
    status = cli.main(["score", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def expected(model_dir: Path, text: str, top_k: int = 10) -> list[dict[str, Any]]:
    session = Session(load_model(str(model_dir), "float32"), text, max_length=32, stride=16, top_k=top_k)
    session.settle()
    names = ("start", "end", "token", "log_prob", "prob", "rank", "entropy", "predicted_tokens")
    fields = [{name: getattr(token, name) for name in names} for token in session.tokens]
    return list(json.loads(json.dumps(fields)))


def assert_alike(found: Any, wanted: Any) -> None:
    """Assert that two values from JSON are equal except for the last digits of numbers, since the number of threads may
    differ between runs."""
    if isinstance(wanted, dict):
        assert found.keys() == wanted.keys()
        for name in wanted:
            assert_alike(found[name], wanted[name])
    elif isinstance(wanted, list):
        for one, other in zip(found, wanted, strict=True):
            assert_alike(one, other)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-3, abs=1e-4)
    else:
        assert found == wanted


def test_json_lists_the_tokens_of_a_session(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, draft: Path
) -> None:
    status, out, err = score(capsys, str(draft), "--model", str(tiny_llama_dir), *FLAGS, "--top-k", "3")
    assert (status, err) == (0, "")
    assert_alike(json.loads(out), expected(tiny_llama_dir, PROSE, top_k=3))
    assert len(out.splitlines()) == len(json.loads(out)) + 2


def test_a_dash_reads_standard_input(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"\xef\xbb\xbfcaf\xc3\xa9 \xff\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    status, out, _ = score(capsys, "-", "--model", str(tiny_llama_dir), *FLAGS)
    assert status == 0
    assert_alike(json.loads(out), expected(tiny_llama_dir, "café \ufffd\n"))


def test_an_empty_file_has_no_tokens(capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    status, out, err = score(capsys, str(tmp_path / "empty"), "--model", str(tiny_llama_dir), *FLAGS)
    assert (status, json.loads(out), err) == (0, [], "")


def test_coloured_text_has_only_our_own_escape_sequences(
    capsys: pytest.CaptureFixture[str], tiny_llama_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "hostile").write_text(HOSTILE, encoding="utf-8", newline="")
    status, out, err = score(
        capsys, str(tmp_path / "hostile"), "--format", "ansi", "--model", str(tiny_llama_dir), *FLAGS
    )
    assert (status, err) == (0, "")
    assert OURS.search(out)
    plain = OURS.sub("", out)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\ufeff\U000e0000-\U000e007f]", plain)
    assert plain == ("A ␛[2J␛]0;title␇ b␀␡‹009B›31m ‹202E›evil‹202C› ‹200B›‹FEFF› ‹E0041› é 👩‍👩‍👧\ttab␍\nend\n")


def test_a_background_ends_with_its_line_and_follows_the_surprisal() -> None:
    def token(start: int, end: int, log_prob: float) -> TokenScore:
        return TokenScore(start, end, "", log_prob, 0.1, 1, 1.0, [], True)

    assert ansi.paint("ab", [token(0, 1, -0.5), token(1, 2, -2.9)], printable) == "ab"
    warm, hot = (ansi.paint("a\n\nb", [token(0, 4, value)], printable) for value in (-6.0, -20.0))
    assert OURS.sub("|", warm) == OURS.sub("|", hot) == "|a|\n\n|b|"
    assert warm != hot
    # Tokens that share a grapheme cluster count together.
    together = [ansi.paint("e\u0301", [token(0, 2, -6.0)], printable)]
    together.append(ansi.paint("e\u0301", [token(0, 2, -3.0), token(0, 2, -3.0)], printable))
    together.append(ansi.paint("e\u0301", [token(0, 1, -3.0), token(1, 2, -3.0)], printable))
    assert len(set(together)) == 1
    # Text without a token is not lost.
    assert ansi.paint("\x1da b", [token(1, 2, -0.1)], printable) == "␝a b"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["missing.md"], "missing.md: no such file or directory"),
        (["."], ".: is a directory"),
        (["odd", "--encoding", "utf-16-le"], "odd: not utf-16-le: it ends in half a character; read it as utf-8"),
        (["draft.md", "--stride", "64"], "stride 64 must be between 8 and max_length (32)"),
        (["draft.md", "--stride", "2"], "stride 2 must be between 8 and max_length (32)"),
        (["draft.md", "--top-k", "0"], "top_k 0 must be at least 1"),
        (["draft.md", "--model", "/no/such/model"], "/no/such/model"),
        (["draft.md\0"], "null byte"),
    ],
)
def test_bad_input_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str],
    tiny_llama_dir: Path,
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    complaint: str,
) -> None:
    monkeypatch.chdir(draft.parent)
    (draft.parent / "odd").write_bytes(b"odd")
    file, *flags = arguments
    status, out, err = score(capsys, file, "--model", str(tiny_llama_dir), *FLAGS, *flags)
    assert (status, out) == (2, "")
    assert re.fullmatch(r"logprose: [^\n]+\n", err)
    assert complaint in err


@pytest.mark.parametrize("verb", [["score", "draft.md"], ["verify", "draft.md"], ["model", "calibrate"]])
@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (
            "no such model",
            "no model 'no such model': neither 'default', a directory, a .gguf file nor a hub name (org/name)",
        ),
        ("missing.gguf", "missing.gguf: no such file or directory; check the path"),
    ],
)
def test_an_unknown_model_is_the_same_line_and_status_2_in_every_verb(
    capsys: pytest.CaptureFixture[str],
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    verb: list[str],
    name: str,
    complaint: str,
) -> None:
    monkeypatch.chdir(draft.parent)
    for arguments in ([*verb, "--model", name], ["model", "path", name], ["model", "fetch", name]):
        assert cli.main(arguments) == 2
        assert capsys.readouterr() == ("", f"logprose: {complaint}\n")


@pytest.mark.parametrize(
    "arguments", [[], ["x", "--format", "xml"], ["x", "--top-k", "many"], ["x", "--dtype", "int4"]]
)
def test_a_wrong_command_line_is_explained(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        score(capsys, *arguments)
    assert stopped.value.code == 2
    assert "usage: logprose score" in capsys.readouterr().err


def test_a_closed_pipe_is_not_an_error(tiny_llama_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "long").write_text(PROSE * 20, encoding="utf-8")
    arguments = ["score", "long", "--model", str(tiny_llama_dir), *FLAGS]
    call = f"import sys; from editor.cli import main; sys.argv[1:] = {arguments}; sys.exit(main())"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-P", "-c", call], stdout=pipe, stderr=pipe, cwd=tmp_path, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"[\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_the_real_model_scores_a_text(
    capsys: pytest.CaptureFixture[str], default_model_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "text").write_text("The capital of France is Paris.", encoding="utf-8")
    status, out, _ = score(capsys, str(tmp_path / "text"), "--dtype", "float32", "--model", str(default_model_dir))
    tokens = json.loads(out)
    assert status == 0
    assert "".join(token["token"] for token in tokens) == "The capital of France is Paris."
    paris = next(token for token in tokens if token["token"] == " Paris")
    assert paris["rank"] <= 3
    assert [" Paris", paris["log_prob"], paris["prob"]] in paris["predicted_tokens"]
