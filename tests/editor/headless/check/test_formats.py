"""`logprose check` on other kinds of file than Markdown."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from editor.cli import main
from tests.editor.headless.check.checking import check

_DRAFTS = {
    "a.tex": "\\section{A mistaek}\nIt has a mistaek\\label{wrng}, see \\cite{mistaken}.\n"
    "\\begin{verbatim}\nan wrng\n\\end{verbatim}\n",
    "a.rst": "It has a mistaek.\n\n.. code-block:: python\n\n   an = evary + wrng\n",
    "a.py": '"""Finds a mistaek."""\n\nwrng = "evary strng"  # one more mistaek\n',
}


def test_the_model_finds_mistakes_in_prose_and_none_in_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".logprose.toml").write_text("[scoring]\ncomments = true\n")
    for name, text in _DRAFTS.items():
        Path(name).write_text(text)
    assert main(["check", "--no-cache", "--min-probability", "0.9", *_DRAFTS]) == 1
    found = re.findall(r"^(.*?:\d+:\d+): spelling: mistake\?", capsys.readouterr().out, re.MULTILINE)
    assert found == ["a.tex:1:12", "a.tex:2:10", "a.rst:1:10", "a.py:1:12", "a.py:3:34"]


def test_standard_input_has_the_kind_of_its_given_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Every misspelt word.\n\n.. code-block:: python\n\n   misspelt = Every\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert check("--stdin-name", "part.rst", "-") == 1
    assert [line.partition(": ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "part.rst:1:1",
        "part.rst:1:7",
    ]


def test_non_prose_is_rejected_and_the_rest_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tool.py").write_text("# misspelt\n")
    Path("data.json").write_text("{}")
    Path("draft.md").write_text("It is misspelt.\n")
    assert check("tool.py", "data.json", "draft.md") == 2
    out, err = capsys.readouterr()
    assert out.startswith("draft.md:1:7: spelling")
    assert err.splitlines() == [
        "logprose: tool.py: Python is code; to have its comments read, set scoring.comments = true",
        "logprose: data.json: JSON isn't a kind of prose that logprose knows",
    ]


def test_a_folder_is_searched_for_every_kind_of_prose_that_people_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.rst", "b.tex", "c.org", "d.html", "e.py", "f.adoc", "g.qmd"):
        Path(name).write_text("Every word.\n")
    assert check(".") == 1
    found = [Path(line.partition(":")[0]).name for line in capsys.readouterr().out.splitlines()]
    assert found == ["a.rst", "b.tex", "c.org", "f.adoc", "g.qmd"]
