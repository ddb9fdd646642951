"""Drafts other than Markdown: how they are drawn, what is flagged, and what the keys do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.document.formats import grammars
from scoring import protocol
from tests.editor.resting import at_rest, until
from tests.editor.scripted_scorer import ScriptedScorer, status_rows, status_text, underlined

_LATEX = "She go *home*.\n\\begin{verbatim}\n# days\n\\end{verbatim}\n% every\n"


@asynccontextmanager
async def _opened(path: Path, text: str) -> AsyncIterator[tuple[LogproseApp, Pilot[Any]]]:
    path.write_text(text)
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        yield app, pilot


def _row(app: LogproseApp, y: int) -> str:
    return app.canvas.render_line(y).text.strip(" ▗▖▝▘│┃")


async def test_only_prose_is_flagged_and_nothing_is_drawn_as_markdown(tmp_path: Path) -> None:
    async with _opened(tmp_path / "paper.tex", _LATEX) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        opened = next(message for message in scorer.sent if isinstance(message, protocol.Open))
        assert opened.verbatim == ((15, 62),)
        scorer.flag("go", "days", "every")
        assert underlined(app) == ["go"]
        assert [_row(app, 0), _row(app, 2)] == ["She go *home*.", "# days"], "no marker is hidden"
        app.select(0, 0)
        await pilot.press("%")
        assert underlined(app) == [], "the line is a comment now"
        assert any(isinstance(message, protocol.Verbatim) for message in scorer.sent)
        await pilot.press("ctrl+z")
        assert underlined(app) == ["go"]


async def test_the_keys_that_format_leave_other_drafts_alone(tmp_path: Path) -> None:
    async with _opened(tmp_path / "paper.tex", "- She goes home.\n") as (app, pilot):
        app.select(4, 4)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: "isn't Markdown" in status_rows(app))
        assert app.document.text == "- She goes home.\n"
        app.select(16, 16)
        await pilot.press("enter")
        assert app.document.text == "- She goes home.\n\n", "no list item is continued"


async def test_a_draft_saved_under_another_name_gets_that_names_kind(tmp_path: Path) -> None:
    async with _opened(tmp_path / "paper.md", _LATEX) as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        scorer.flag("go", "every")
        assert underlined(app) == ["go", "every"]
        app.document.path = tmp_path / "paper.tex"
        app.drafts.saved(app.workspace.shown)
        await at_rest(pilot)
        opened = [message for message in scorer.sent if isinstance(message, protocol.Open)]
        assert [one.verbatim is None for one in opened] == [True, False], "the worker starts again"
        assert underlined(app) == ["go"]
        app.document.path = tmp_path / "paper.md"
        app.drafts.saved(app.workspace.shown)
        await at_rest(pilot)
        assert _row(app, 0) == "She go home."


async def test_non_prose_opens_without_flags(tmp_path: Path) -> None:
    async with _opened(tmp_path / "data.json", '{"go": 1}\n') as (app, _):
        scorer = ScriptedScorer.attached(app)
        assert not [message for message in scorer.sent if isinstance(message, protocol.Open)]
        assert "JSON: not read" in status_text(app)
        assert _row(app, 0) == '{"go": 1}'


async def test_comments_are_read_once_the_setting_says_so(tmp_path: Path) -> None:
    async with _opened(tmp_path / "tool.py", "go = 1  # she go\n") as (app, pilot):
        scorer = ScriptedScorer.attached(app)
        assert "Python: not read" in status_text(app)
        app.settings.keep("scoring.comments", True)
        await at_rest(pilot)
        opened = next(message for message in scorer.sent if isinstance(message, protocol.Open))
        assert opened.verbatim == ((0, 8),)


async def test_a_missing_grammar_is_reported_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "load", lambda kind: None)
    async with _opened(tmp_path / "paper.tex", _LATEX) as (app, pilot):
        await at_rest(pilot)
        assert "pip install 'logprose[formats]'" in app.status.status.message


async def test_a_copy_of_the_text_is_read_in_the_same_way(tmp_path: Path) -> None:
    async with _opened(tmp_path / "paper.tex", _LATEX) as (app, _):
        copy = Document(app.document.text)
        markdown = app.workspace.shown.read_copy(copy)
        assert [markdown.is_prose(index, 0, 2) for index in range(5)] == [True, False, False, False, False]
