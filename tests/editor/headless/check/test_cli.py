"""`logprose check` as you call it: its options, its files, and its exit status."""

from __future__ import annotations

import io
import random
import re
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from editor import cli
from editor.document import Document
from editor.flags.ignored import IgnoredPlace
from editor.flags.ignored_file import keep_ignored
from editor.headless.scoring_run import ScoredDraft, ScoringRun, TakesLongError
from editor.paths import dictionary_path, ignored_path
from tests.editor.headless.check.checking import TEXT, check


def starts() -> int:
    """Return how many workers were started."""
    counted = Path("starts")
    return counted.stat().st_size if counted.exists() else 0


LINES = [
    "draft.md:1:1: surprising: Every? (99 %) [yrevE]",
    "draft.md:1:10: grammar: grammar? (99 %) [rammarg]",
    "draft.md:3:18: spelling: misspelt? (99 %) [tlepssim]",
]


def test_a_line_for_each_flag_of_prose(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("draft.md") == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == LINES
    assert err == ""


def test_nothing_flagged_is_success_and_needs_no_words(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft.write_text("So it is.")
    assert check("draft.md") == 0
    draft.write_text("```\ncodewords\n```\n")
    assert check("draft.md", worker="die") == 0, "no worker is used"
    assert capsys.readouterr() == ("", "")


def test_it_is_a_verb_of_the_command_line(draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft.write_text("1 2 3")
    monkeypatch.setattr(sys, "argv", ["logprose", "check", "draft.md"])
    assert cli.main() == 0


def test_a_dash_means_standard_input(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfso\r\nEvery \xff")))
    assert check("-") == 1
    assert capsys.readouterr().out == "-:2:1: surprising: Every? (99 %) [yrevE]\n"


def test_a_terminal_shows_progress_and_clears_it(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (draft.parent / "other.md").write_text("Every")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert check("draft.md", "other.md") == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[:3] == LINES
    assert "draft.md (1 of 2): looking for edits 100% …" in err
    assert "other.md (2 of 2): scoring 0% …" in err
    assert err.endswith("\r\x1b[K")


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("http://gpu.example:8000/v1", "logprose: text goes to http://gpu.example:8000\n"),
        ("https://gpu.example", "logprose: text goes to gpu.example:443\n"),
        ("http://localhost:8000", ""),
        ("http://127.0.0.1:8000", ""),
    ],
)
def test_the_destination_is_reported_once_if_text_leaves_the_machine(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: str, said: str
) -> None:
    (draft.parent / "other.md").write_text("Every")
    (draft.parent / "code.md").write_text("```\ncodewords\n```\n")
    monkeypatch.setenv("LOGPROSE_ENGINE", engine)
    assert check("code.md") == 0
    assert capsys.readouterr().err == "", "nothing is sent"
    assert check("draft.md", "other.md") == 1
    assert capsys.readouterr().err == said


# -- what is changed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "status", "texts"),
    [
        ("1111", 0, ["yrevE 漢字 rammarg is so.\n\nA `codewords` of tlepssim\n", "yrevE"]),
        ("1\n11", 1, ["yrevE 漢字 grammar is so.\n\nA `codewords` of tlepssim\n", "yrevE"]),
        ("1q11", 1, ["yrevE 漢字 grammar is so.\n\nA `codewords` of misspelt\n", "Every"]),
    ],
)
def test_fixing_goes_through_all_files_until_stopped(
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    keys: str,
    status: int,
    texts: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = draft.with_name("other.md")
    other.write_text("Every")
    waiting = iter(keys)
    monkeypatch.setattr("editor.headless.check.run.single_keys", lambda: nullcontext(lambda: next(waiting, "")))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert check("--fix", "draft.md", "other.md") == status
    assert ("other.md" in capsys.readouterr().err) is ("q" not in keys), "nothing more is read once it is stopped"
    assert [draft.read_text("utf-8"), other.read_text("utf-8")] == texts


def test_a_read_only_file_is_reported(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed_meanwhile() -> str:
        draft.write_text("changed meanwhile")
        return "1"

    monkeypatch.setattr("editor.headless.check.run.single_keys", lambda: nullcontext(changed_meanwhile))
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert check("--fix", "draft.md") == 2
    assert "has changed on disk" in capsys.readouterr().err
    assert draft.read_text("utf-8") == "changed meanwhile"


# -- what is shown ----------------------------------------------------------------------------------------------------


def test_in_a_crowded_paragraph_the_strongest_flags_are_reported_with_a_note(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text("alpha alphas alphabe of in on at to a b alphabets alphabetic\n\nAlphas.\n")
    assert check("draft.md") == 1
    assert capsys.readouterr().out.splitlines() == [
        "draft.md:1:41: surprising: alphabets? … and 3 more in this paragraph (99 %) [stebahpla]",
        "draft.md:1:51: surprising: alphabetic? … and 3 more in this paragraph (99 %) [citebahpla]",
        "draft.md:3:1: surprising: Alphas? (99 %) [sahplA]",
    ]
    assert check("draft.md", "--kind", "grammar") == 1
    assert "grammar: alphabe? (99 %) [ebahpla]" in capsys.readouterr().out, "the other flags don't crowd it out"


def test_ignored_flags_are_not_reported(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dictionary_path().parent.mkdir(parents=True, exist_ok=True)
    dictionary_path().write_text("every\n")
    place = IgnoredPlace("misspelt", "words` of ", "", 2)
    keep_ignored(ignored_path(), draft, (), (place,))
    assert check("draft.md") == 1
    assert capsys.readouterr().out.splitlines() == LINES[1:2]
    (draft.parent / ".logprose-words.txt").write_text("grammar\n")
    assert check("draft.md") == 0
    draft.write_text("<!-- logprose off -->\n\nEvery grammar\n\n<!-- logprose on -->\n")
    assert check("draft.md") == 0
    ignored_path().write_text("damaged")
    assert check("draft.md") == 2
    assert "ignored.json is damaged" in capsys.readouterr().err


# -- which files -------------------------------------------------------------------------------------------------------


def test_directories_are_checked_by_one_worker(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("b/one.txt", "b/two.MARKDOWN", "b/.hidden/no.md", "b/c/three.md", "b/no.py", "b/.no.md"):
        path = draft.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Every")
    assert check("b", "draft.md", "b/one.txt", "./draft.md") == 1
    found = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert found == ["b/one.txt", "b/two.MARKDOWN", "b/c/three.md", *["draft.md"] * 3]
    assert starts() == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [("missing\x1b[2J.md", "no such file or directory"), ("empty", r"no \.md, .*, \.txt, .* files below it")],
)
def test_unreadable_files_are_reported_and_the_rest_is_checked(
    draft: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (draft.parent / "empty").mkdir()
    assert check(name, "draft.md") == 2
    out, err = capsys.readouterr()
    assert out.splitlines() == LINES
    assert re.fullmatch(f"logprose: [^\x1b]*{said}[^\x1b]*\n", err)


@pytest.mark.parametrize(
    ("behaviour", "said"), [("die", "died"), ("garbage", "unreadable"), ("no model", "no such model")]
)
def test_a_missing_model_gets_one_line(
    draft: Path, behaviour: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("draft.md", worker=behaviour) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(f"logprose: [^\x1b]*{said}[^\x1b]*check.log\n", err)


# -- what is told ------------------------------------------------------------------------------------------------------


def test_the_threshold_comes_from_the_option_or_the_files_settings(
    draft: Path, settings_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*arguments: str) -> int:
        check("draft.md", *arguments)
        return capsys.readouterr().out.count("\n")

    assert told("--min-probability", "0.999") == 2
    settings_file.write_text("[scoring]\nthreshold = 0.99999\n")
    assert told() == 0
    assert told("--min-probability", "0") == 3
    assert told("--sensitivity", "strict") == 3
    assert told("--sensitivity", "eager") == 3
    assert told("--sensitivity", "eager", "--min-probability", "0.9995") == 1
    (draft.parent / ".logprose.toml").write_text("[scoring]\nthreshold = 0.9995\n")
    assert told() == 1
    draft.write_text("---\nlogprose:\n  scoring: {threshold: 0.999}\n---\n" + TEXT)
    assert told() == 2
    draft.write_text("---\nlogprose:\n  scoring: {sensitivity: strict, threshold: 0}\n---\n" + TEXT)
    assert told() == 3


def test_invalid_settings_are_reported_once_for_all_files(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (draft.parent / "other.md").write_text("So it is.")
    (draft.parent / ".logprose.toml").write_text("threshold = 0.9995\n")
    assert check("draft.md", "other.md") == 1
    assert capsys.readouterr().err.count("scoring.threshold") == 1


def test_only_the_requested_kinds(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("draft.md", "--kind", "grammar, spelling") == 1
    assert capsys.readouterr().out.splitlines() == LINES[1:]
    assert check("draft.md", "--kind", "word_choice") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--kind", "gramar"],
            "must be some of spelling, grammar, word_choice, wordiness, rule, surprising, not “gramar”",
        ),
        (["--kind", ","], "must be some of"),
        (["--min-probability", "nan"], "must be a probability from 0 to 1"),
        (["--min-probability", "3.8"], "must be a probability from 0 to 1, such as 0.9, not “3.8”"),
        (["--fix"], "--fix asks at a terminal"),
        (["--fix", "-"], "standard input isn't one"),
        (["--fix", "--format", "json"], "leave --format json out"),
    ],
)
def test_wrong_options_are_rejected(
    draft: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as error:
        check("draft.md", *arguments)
    assert error.value.code == 2
    assert said in capsys.readouterr().err
    assert starts() == 0


# -- other forms -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x89PNG\r\n\x1a\n" + bytes(3000),
        random.Random(0).randbytes(20_000),
        b"Some words.\n" * 2000 + random.Random(1).randbytes(3000) + b"Some words.\n" * 2000,
        "unmarked".encode("utf-16-le") * 9,
    ],
)
def test_a_non_text_file_is_named_and_does_not_stop_the_rest(
    data: bytes, draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("binary.md").write_bytes(data)
    assert check("binary.md", "draft.md") == 2
    out, err = capsys.readouterr()
    assert out.splitlines() == LINES
    assert err == "logprose: binary.md: not text; if it is, name its encoding with --encoding\n"


@pytest.mark.parametrize(
    "text",
    [
        "Every caf\xe9 au lait, d\xe9j\xe0 vu.\n".encode("latin-1") * 200,
        b"\x1b[31mEvery red word\x1b[0m is so.\n" * 200,
        b"Every so often \x00 comes in.\n" * 3,
        "Every 漢字 👩\u200d👧".encode("utf-16"),
    ],
)
def test_odd_text_is_still_text(text: bytes, draft: Path) -> None:
    draft.write_bytes(text)
    assert check("draft.md") == 1


def test_a_draft_that_takes_long_comes_after_the_others(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("other.md").write_text("Every so it is.")
    score = ScoringRun.score

    def slowly(run: ScoringRun, document: Document, *arguments: Any) -> ScoredDraft:
        if document.text == TEXT and arguments[-1] is not None:
            raise TakesLongError
        return score(run, document, *arguments)

    monkeypatch.setattr(ScoringRun, "score", slowly)
    assert check("draft.md", "other.md") == 1
    out = capsys.readouterr().out.splitlines()
    assert out == ["other.md:1:1: surprising: Every? (99 %) [yrevE]", *LINES]
