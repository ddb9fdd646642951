"""The examples run as their own docstrings say."""

from __future__ import annotations

from pathlib import Path

import pytest

from examples import follow_edits, score_text, wordiness_rule


def test_a_text_is_scored(tmp_path: Path, tiny_llama_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.md"
    text.write_text("She go to school.\nHe walks.\n")
    assert score_text.main([str(text), str(tiny_llama_dir)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert sum(line.startswith("line 2: ") for line in lines) == 2


def test_edits_cost_a_fraction_of_scoring(tiny_llama_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert follow_edits.main([str(tiny_llama_dir)]) == 0
    first, *edits = capsys.readouterr().out.splitlines()
    total = int(first.split()[0])
    assert len(edits) == len(follow_edits.EDITS)
    assert all(int(line.split(" nats, ")[1].split()[0]) < total / 2 for line in edits)


def test_a_rule_finds_its_wordings_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "text.md"
    text.write_text("A very unique day.\nIt was rather\nperfect, quite so.\n")
    assert wordiness_rule.main([str(text)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(str(text)).split(": ")[0] for line in lines] == [":1:3", ":2:8"]
    text.write_text("A very long day.\n")
    assert wordiness_rule.main([str(text)]) == 0
