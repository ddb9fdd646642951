"""The command line: every verb is in its help, and a fault has the same message and status in every verb."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import pytest

from editor import cli
from editor.headless.arguments import BAD_INPUT
from tests.project import ROOT

VERBS = ["check", "score", "verify", "model", "export", "report", "ask", "learn", "forget", "lsp", "help"]
READERS = [["check"], ["score"], ["verify"], ["export", "--to", "html"], ["report"]]
"""The verbs that read a text."""


def logprose(*arguments: str, cwd: Path) -> tuple[int, str]:
    """Run the real command line. Return its exit status and the last line of its errors; it prints nothing else."""
    command = [sys.executable, "-P", "-m", "editor.cli", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, input=b"", capture_output=True, cwd=cwd, env=environment, check=False)
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stderr.decode().splitlines()[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text("Some words.\n")
    (tmp_path / "odd.md").write_bytes(b"\xff\xfeodd")
    return tmp_path


# -- faults ------------------------------------------------------------------------------------------------------------


FAULTS = {
    "missing": (["missing.md"], "logprose: missing.md: no such file or directory"),
    "directory": (["."], "logprose: .: is a directory; name a file in it"),
    "not in the encoding": (
        ["odd.md", "--encoding", "utf-16-le"],
        "logprose: odd.md: not utf-16-le: it ends in half a character; read it as utf-8",
    ),
    "input not in the encoding": (
        ["-", "--encoding", "utf-16-le"],
        "logprose: standard input: not utf-16-le: it ends in half a character; read it as utf-8",
    ),
    "escape": (["draft.md\x1b"], "logprose: draft.md␛: no such file or directory"),
    "encoding": (
        ["draft.md", "--encoding", "klingon"],
        "logprose {verb}: error: argument --encoding: “klingon” is not supported; use one of utf-8, utf-16-le, "
        "utf-16-be, latin-1, windows-1252",
    ),
    "option": (["draft.md", "--nope"], "logprose {verb}: error: unrecognized arguments: --nope"),
}


@pytest.mark.parametrize(
    ("verb", "fault"),
    [
        (verb, fault)
        for verb in READERS
        for fault in FAULTS
        if (verb, fault) != (["check"], "directory")  # it looks for drafts there
    ],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_a_faulty_text_has_the_same_error_in_every_verb(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: list[str], fault: str
) -> None:
    arguments, line = FAULTS[fault]
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfeodd")))
    try:
        status = cli.main([*verb, *arguments])
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert (status, out, err.splitlines()[-1]) == (BAD_INPUT, "", line.format(verb=verb[0]))


NO_MODEL = "no model 'no such model': neither 'default', a directory, a .gguf file nor a hub name (org/name)"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "draft.md"],
        ["export", "draft.md", "--to", "html", "--annotations", "heat"],
        ["score", "draft.md", "--model", "no such model"],
        ["verify", "draft.md", "--model", "no such model"],
        ["model", "path", "no such model"],
        ["model", "fetch", "no such model"],
        ["model", "calibrate", "--model", "no such model"],
    ],
    ids=" ".join,
)
def test_an_unknown_model_has_the_same_error_in_every_verb(
    folder: Path, settings_file: Path, arguments: list[str]
) -> None:
    settings_file.write_text('[scoring]\nmodel = "no such model"\n')
    status, line = logprose(*arguments, cwd=folder)
    assert status == BAD_INPUT
    assert line.removesuffix("\n").partition(";")[0] == f"logprose: {NO_MODEL}"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["model", "nope"], "logprose model: error: argument VERB: invalid choice: 'nope' "),
        (["model", "list", "--nope"], "logprose model: error: unrecognized arguments: --nope"),
        (["help", "nope"], "logprose: there is no verb “nope”; `logprose help` lists them"),
        (["--nope"], "logprose: error: unrecognized arguments: --nope"),
        (["--encoding", "klingon"], "logprose: error: argument --encoding: “klingon” is not supported; "),
        (["--print-completion", "elvish"], "logprose: error: argument --print-completion: invalid choice: "),
        (["draft.md"], "logprose: the editor needs a terminal; `logprose check FILE` works without one"),
        ([], "logprose: the editor needs a terminal; `logprose check FILE` works without one"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_line_is_bad_input(folder: Path, arguments: list[str], line: str) -> None:
    status, found = logprose(*arguments, cwd=folder)
    assert status == BAD_INPUT
    assert found.startswith(line)


@pytest.mark.parametrize("verb", READERS, ids=lambda verb: verb[0])
def test_ctrl_c_is_status_130_in_every_verb(tmp_path: Path, verb: list[str]) -> None:
    # The verb's own process sends the signal, just as it reads its text. Programs started from a background job ignore
    # it unless told otherwise.
    call = f"""
import os, signal, sys
from editor import cli
from editor.headless.arguments import BAD_INPUT
class Input:
    def read(self):
        os.kill(os.getpid(), signal.SIGINT)
        while True: pass
class Standard:
    buffer = Input()
    isatty = staticmethod(lambda: False)
sys.stdin = Standard()
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(cli.main({[*verb, "-"]}))
"""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", call], capture_output=True, cwd=tmp_path, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, b"", b"\n")


# -- help --------------------------------------------------------------------------------------------------------------


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command line that succeeds. Return what it prints, with single blanks for all white space."""
    try:
        status = cli.main(arguments)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == 0
    out, err = capsys.readouterr()
    assert err == ""
    return " ".join(out.split())


def test_the_help_lists_every_verb_and_every_option_of_the_editor(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "--help")
    assert list(cli.command_line().verbs) == VERBS
    for name, verb in cli.command_line().verbs.items():
        assert f" {name} " in text
        assert verb.description
        assert shown(capsys, "help", name) == shown(capsys, name, "--help")
    assert all(option in text for option in ("--encoding", "--no-scorer", "--version", "--print-completion", "+LINE"))
    assert shown(capsys, "help") == shown(capsys, "draft.md", "-h") == text
    assert shown(capsys, "help", "model", "fetch") == shown(capsys, "model", "fetch", "--help")


def test_the_version_is_the_installed_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "--version") == f"logprose {version('logprose')}"


# -- drafts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "files", "scorer"),
    [
        ([], [], True),
        (["a.md", "+12", "b.md:3:4"], ["a.md", "+12", "b.md:3:4"], True),
        (["a.md", "--no-scorer", "b.md"], ["a.md", "b.md"], False),
        (["./score"], ["./score"], True),
        (["a.md", "check"], ["a.md", "check"], True),
        (["--", "--version"], ["--version"], True),
        (["-"], ["-"], True),
    ],
)
def test_a_command_line_without_a_verb_opens_the_editor(
    arguments: Sequence[str], files: list[str], scorer: bool
) -> None:
    options = cli.parse(arguments)
    assert (options.files, not options.no_scorer, options.encoding) == (files, scorer, None)
    assert options.run == cli._open


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_under_the_output_is_one_line_and_status_2(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("text")
    command = [sys.executable, "-c", "import sys; from editor.cli import main; sys.exit(main())"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*command, "export", "--to", "ansi", str(draft)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "no space left" in done.stderr


# -- streams that are closed or full -----------------------------------------------------------------------------------


def redirected(folder: Path, redirection: str, arguments: Sequence[str]) -> tuple[int, list[str], str]:
    """Run the real command line with a redirection of the shell. Return its status, its errors and its output."""
    command = ["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-P", "-m", "editor.cli", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(folder)}  # no real index is deleted
    done = subprocess.run(command, capture_output=True, cwd=folder, env=environment, check=False)
    return done.returncode, done.stderr.decode().splitlines(), done.stdout.decode()


PRINTING = [
    ["check", "numbers.md", "--format", "json"],
    ["export", "draft.md", "--to", "html", "--annotations", "none", "--output", "-"],
    ["model"],
    ["forget"],
    ["help"],
    ["check", "--help"],
    ["--version"],
    ["--print-completion", "bash"],
]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", PRINTING, ids=" ".join)
def test_output_on_a_full_device_is_bad_input_in_one_line(arguments: list[str], folder: Path) -> None:
    (folder / "numbers.md").write_text("1 2 3\n")
    status, errors, _ = redirected(folder, ">/dev/full", arguments)
    assert (status, len(errors)) == (BAD_INPUT, 1)
    assert "no space left" in errors[0]


@pytest.mark.parametrize("arguments", [*PRINTING, ["score", "draft.md"], ["verify", "draft.md"], ["draft.md"]])
def test_closed_output_is_bad_input_in_one_line(arguments: list[str], folder: Path) -> None:
    status, errors, _ = redirected(folder, ">&-", arguments)
    assert (status, len(errors)) == (BAD_INPUT, 1)


@pytest.mark.parametrize("arguments", READERS)
@pytest.mark.parametrize("redirection", ["<&-", "0>written"])
def test_closed_input_is_bad_input_in_one_line(arguments: list[str], redirection: str, folder: Path) -> None:
    status, errors, output = redirected(folder, redirection, [*arguments, "-"])
    assert (status, len(errors), output) == (BAD_INPUT, 1, "")
    assert "cannot be read" in errors[0]


def test_closed_streams_that_are_not_needed_do_no_harm(folder: Path) -> None:
    (folder / "numbers.md").write_text("1 2 3\n")
    assert redirected(folder, "<&- 2>&-", ["check", "numbers.md", "--format", "json"]) == (0, [], "[]\n")
    assert redirected(folder, "2>&-", ["check", "missing.md"]) == (BAD_INPUT, [], "")
