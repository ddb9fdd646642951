"""`logprose ask` as you call it."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

import editor.paths
from editor import cli
from editor.headless.arguments import BAD_INPUT
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"
TEXTS = {
    "lamps.md": "# Home\n\n## Light\n\nIt was late. The lamp is lit at dusk. We slept.\n",
    "sea.md": "The sea is a lamp of its own. Is the sea at rest?\n",
    "rest.md": "Nothing of the kind.\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "drafts"
    place.mkdir()
    for name, text in TEXTS.items():
        (place / name).write_text(text)
    monkeypatch.chdir(place)
    return place


def ask(*arguments: str, worker: str = "score") -> int:
    """Return the exit status with a worker that has no model."""
    options = cli.parse(["ask", *arguments])
    status: int = options.run(options, (sys.executable, str(_FAKE), "..", worker))
    return status


def test_passages_best_first_with_the_place_of_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("When is the lamp lit at dusk?") == 0
    assert capsys.readouterr().out.splitlines() == [
        "lamps.md:5:14: Home › Light (+5.0 nats)",
        "  It was late. »The lamp is lit at dusk.« We slept.",
        "",
        "sea.md:1:1 (+4.0 nats)",
        "  »The sea is a lamp of its own.« Is the sea at rest?",
    ], "“the” finds nothing"


def test_by_words_alone_no_worker_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("lamp dusk", "--no-model", "--count", "1", worker="die") == 0
    assert capsys.readouterr() == (
        "lamps.md:5:14: Home › Light\n  It was late. »The lamp is lit at dusk.« We slept.\n",
        "",
    )


def test_an_answer_in_the_models_words_comes_first_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("When is the lamp lit at dusk?", "--answer", "--count", "1", "--explain") == 0
    *lines, figures = capsys.readouterr().out.splitlines()
    assert figures.startswith("  When▁ +0.0 · is▃ +1.0")
    assert lines == [
        "It was late. The lamp is lit at dusk. We slept. (lamps.md:5:14)",
        "So I think. (unsupported)",
        "",
        "What the model saw:",
        "  Home › Light",
        "  It was late. The lamp is lit at dusk. We slept.",
        "  ",
        "  When is the lamp lit at dusk?",
        "",
        "lamps.md:5:14: Home › Light (+5.0 nats)",
        "  It was late. »The lamp is lit at dusk.« We slept.",
    ]


def test_the_writer_chooses_what_the_model_sees(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("When is the lamp lit at dusk?", "--answer", "--seen", "2") == 0
    assert capsys.readouterr().out.startswith("The sea is a lamp of its own. Is the sea at rest? (sea.md:1:1)\n")
    assert ask("When is the lamp lit at dusk?", "--answer", "--seen", "1,7") == 0
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14")
    assert err == "logprose: --seen 7: only 2 passages are listed\n"
    with pytest.raises(SystemExit):
        ask("dusk", "--answer", "--seen", "one")
    assert "“one” is not a number" in capsys.readouterr().err


@pytest.mark.parametrize("worker", ["no model", "die", "truncate", "garbage"])
def test_without_a_model_that_is_reported_and_words_rank(worker: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("dusk", worker=worker) == 0
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14: Home › Light\n")
    assert err.startswith("logprose: the passages are ranked by words alone: ")
    assert len(err.splitlines()) == 1


def test_finding_nothing_sets_the_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("xylophone", worker="die") == 1
    assert capsys.readouterr() == ("", "")


def test_places_may_be_folders_and_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("lamp", "sea.md", "--no-model") == 0
    assert ask("lamp", str(folder), "--no-model", "--count", "1") == 0
    first, *_ = capsys.readouterr().out.splitlines()
    assert first == "sea.md:1:1"


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["  ?! "], 'logprose: the question is empty; ask in words: logprose ask "where did I write about this"'),
        (["lamp", "gone"], "logprose: gone: no such file or directory"),
    ],
)
def test_bad_input_is_one_line(arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(*arguments) == BAD_INPUT
    assert capsys.readouterr() == ("", fault + "\n")


def test_an_empty_folder_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    assert ask("lamp", str(tmp_path / "empty")) == BAD_INPUT
    assert capsys.readouterr().err == f"logprose: {tmp_path}/empty: no drafts in it; name other folders or files\n"


def test_unreadable_files_are_reported_and_the_rest_is_searched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.md").write_bytes(bytes(range(256)) * 8)
    assert ask("dusk", "--no-model") == BAD_INPUT
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14")
    assert err == f"logprose: {folder}/odd.md: not text; it is left out\n"


def test_a_damaged_index_is_rebuilt_with_a_message(capsys: pytest.CaptureFixture[str]) -> None:
    where = editor.paths.draft_index_path()
    ask("dusk", "--no-model")
    where.write_bytes(b"not a database" * 400)
    capsys.readouterr()
    assert ask("dusk", "--no-model") == 0
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14")
    assert err == f"logprose: {where}: the index was damaged; it is being rebuilt\n"
    assert ask("dusk", "--no-model") == 0
    assert capsys.readouterr().err == ""


def test_without_write_access_no_index_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    where = editor.paths.draft_index_path()
    where.parent.parent.mkdir()
    where.parent.write_text("a file where the folder should be")
    assert ask("dusk", "--no-model") == 0
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14")
    assert err.startswith(f"logprose: {where}: the index cannot be saved (")
    assert len(err.splitlines()) == 1


def test_output_has_no_escape_sequences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad\x1b.md").write_text("# A\x1b[31m\n\nSome dusk\x1b[31m of it.\n")
    assert ask("dusk", "--no-model") == 0
    out, _ = capsys.readouterr()
    assert "\x1b" not in out
    assert "␛" in out


def test_forgetting_erases_the_index(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ask("dusk", "--no-model")
    assert editor.paths.draft_index_path().exists()
    capsys.readouterr()
    assert cli.main(["forget", "sea.md"]) == 0
    assert capsys.readouterr().out.endswith("and the index of 1 draft\n")
    assert cli.main(["forget"]) == 0
    assert capsys.readouterr().out.endswith("and the index of 2 drafts\n")
    assert not editor.paths.draft_index_path().exists()
    assert (folder / "sea.md").read_text() == TEXTS["sea.md"]


def test_an_index_of_another_version_is_rebuilt_silently(capsys: pytest.CaptureFixture[str]) -> None:
    ask("dusk", "--no-model")
    base = sqlite3.connect(editor.paths.draft_index_path())
    base.execute("PRAGMA user_version = 1")
    base.close()
    capsys.readouterr()
    assert ask("dusk", "--no-model") == 0
    out, err = capsys.readouterr()
    assert out.startswith("lamps.md:5:14")
    assert err == ""


def test_explain_shows_each_words_gain_and_which_words_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("Lamps lit?", "--explain", "--count", "1") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "  Lamps▁ +0.0 · lit▃ +1.0 · matches: lamps, lit"
    assert ask("lamps", "--explain", "--count", "1", "--no-model") == 0
    assert capsys.readouterr().out.splitlines()[-1] == "  matches: lamps"


def test_passages_like_a_paragraph_without_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "own.md").write_text("# Own\n\nThe lamp by the sea.\nAnd dusk.\n\nAnother.\n")
    for line in (3, 4):
        assert ask("--related", f"own.md:{line}", "--no-model") == 0
        places = [row for row in capsys.readouterr().out.splitlines() if row[:1].strip()]
        assert {row.partition(":")[0] for row in places} == {"sea.md", "lamps.md"}
    assert ask("--related", "own.md:3", "sea.md", "--no-model") == 0
    assert capsys.readouterr().out.startswith("sea.md:1:1")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [("lamps.md:2", "lamps.md:2: no paragraph there; name a line of one: lamps.md:3"), ("no.md:1", "no.md: no such")],
)
def test_a_missing_paragraph_is_reported(name: str, complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("--related", name) == BAD_INPUT
    err = capsys.readouterr().err
    assert err.startswith(f"logprose: {complaint}")
    assert len(err.splitlines()) == 1
