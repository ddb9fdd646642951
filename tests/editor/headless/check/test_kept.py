"""`logprose check` of a draft with kept results: the same report, without a worker."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from editor import cli
from editor.authorship import kept as authors
from editor.document.authorship import MODEL, Authored
from editor.paths import authors_directory, days_path, kept_scores_directory
from editor.report.days import add_written, written_on_days
from editor.scorer.conventions import conventions
from editor.scorer.process import kept_scores
from editor.settings.settings import Scoring
from scoring.kept.store import Kept, place_of
from scoring.protocol import THRESHOLDS, Flag
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"
TEXT = "Every grammar is so.\n"
KNOWN = (Flag(6, 13, 7.0, "grammar", "known"), Flag(17, 19, 0.3, "surprising", "weak"))
REPORT = ["draft.md:1:7: grammar: known (99 %)"]
ANEW = ["draft.md:1:1: surprising: Every? (99 %) [yrevE]", "draft.md:1:7: grammar: grammar? (99 %) [rammarg]"]


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return the options of every worker that is started; a fake one starts instead."""
    monkeypatch.chdir(tmp_path)
    options_of: list[list[str]] = []

    def command(options: Sequence[str]) -> tuple[str, ...]:
        options_of.append(list(options))
        return (sys.executable, str(_FAKE), ".", "score")

    monkeypatch.setattr("editor.scorer.process.worker_command", command)
    return options_of


@pytest.fixture
def draft(started: list[list[str]]) -> Path:
    """Return a draft in the working directory with complete kept results."""
    path = Path("draft.md")
    path.write_text(TEXT)
    keep(path)
    return path


def keep(path: Path, *, is_final: bool = True, scoring: Scoring | None = None) -> None:
    kept = Kept(path.read_text(), conventions(scoring or Scoring()), is_final, THRESHOLDS["eager"], KNOWN, (), ())
    kept_scores(Scoring()).put(place_of(path), kept, b"")


def starts() -> int:
    """Return how many workers were started."""
    counted = Path("starts")
    return counted.stat().st_size if counted.exists() else 0


def test_kept_flags_are_reported_without_a_worker(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "draft.md"]) == 1
    assert capsys.readouterr().out.splitlines() == REPORT
    assert cli.main(["check", "--sensitivity", "eager", "--format", "json", "draft.md"]) == 1
    assert [problem["word"] for problem in json.loads(capsys.readouterr().out)] == ["grammar", "so"]
    assert starts() == 0


@pytest.mark.parametrize(
    "arguments", [["--no-cache"], ["--min-probability", "0.1"]], ids=["not wanted", "too little is known"]
)
def test_without_kept_flags_the_model_reads_the_draft(
    draft: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert cli.main(["check", *arguments, "draft.md"]) == 1
    assert set(ANEW) <= set(capsys.readouterr().out.splitlines())
    assert starts() == 1


@pytest.mark.parametrize("change", ["text", "half known", "other dialect", "damaged"])
def test_incomplete_results_are_read_again(draft: Path, capsys: pytest.CaptureFixture[str], change: str) -> None:
    if change == "text":
        draft.write_text(TEXT.replace("so", "is"))
    elif change == "half known":
        keep(draft, is_final=False)
    elif change == "other dialect":
        for path in kept_scores_directory().iterdir():
            path.unlink()
        keep(draft, scoring=Scoring(dialect="IN"))
    else:
        (path,) = kept_scores_directory().iterdir()
        path.write_bytes(path.read_bytes()[:-1])
    assert cli.main(["check", "draft.md"]) == 1
    assert capsys.readouterr().out.splitlines() == ANEW
    assert starts() == 1


def test_a_worker_keeps_its_results_unless_turned_off(draft: Path, started: list[list[str]]) -> None:
    cli.main(["check", "draft.md"])
    assert "--kept-directory" in started[-1]
    cli.main(["check", "--no-cache", "draft.md"])
    assert "--kept-directory" not in started[-1]


def test_the_writer_can_forget_a_draft(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Path("other.md")
    other.write_text("Other.")
    keep_other = Kept("Other.", conventions(Scoring()), True, 0.9, (), (), ())
    kept_scores(Scoring()).put(place_of(other), keep_other, b"")
    add_written(days_path(), {draft: 3, other: 4}, date(2026, 11, 28))
    for file in (draft, other):
        authors.keep(authors_directory(), file, "Text.", (Authored(0, 4, MODEL),))
    assert cli.main(["forget", "draft.md"]) == 0
    assert (written_on_days(days_path(), draft), len(written_on_days(days_path(), other))) == ({}, 1)
    assert (
        authors.kept(authors_directory(), draft, "Text."),
        len(authors.kept(authors_directory(), other, "Text.")),
    ) == ((), 1)
    assert kept_scores(Scoring()).find(TEXT, conventions(Scoring())) is None
    assert kept_scores(Scoring()).find("Other.", conventions(Scoring())) is not None
    assert cli.main(["forget"]) == 0
    assert kept_scores(Scoring()).find("Other.", conventions(Scoring())) is None
    assert not days_path().exists()
    told = capsys.readouterr().out.splitlines()
    one = (
        "forgot the scores of 1 text, 0 snapshots, the words per day of 1 draft, the record of accepted text in 1 draft"
    )
    assert told == [f"{one}, 0 learnt texts, and the index of 0 drafts"] * 2
    assert draft.read_text() == TEXT
