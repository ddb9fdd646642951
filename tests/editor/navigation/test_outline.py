"""Headings, sections, links and footnotes in the whole program, by real keys."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from editor.app import LogproseApp
from editor.keys.registry import COMMANDS
from editor.navigation.outline_list import OutlineList
from editor.view.widgets.dialogs import LineQuestion, Question
from tests.editor.drawing import seen, set_up
from tests.editor.resting import until
from tests.editor.scripted_scorer import status_text

App = tuple[LogproseApp, Pilot[Any]]

SECTIONS = "# Title\n\n## One *x*\n\n" + "one\n" * 40 + "\n## Two\n\n" + "two\n" * 40 + "\n### Three\n\nthree\n"


@asynccontextmanager
async def editing(text: str, *, path: Path | None = None, size: tuple[int, int] = (100, 20)) -> AsyncIterator[App]:
    """Yield the app on a text with the selections drawn in."""
    app = LogproseApp(path, scorer=False)
    async with app.run_test(size=size) as pilot:
        set_up(app.canvas, text)
        await pilot.pause()
        yield app, pilot


async def run(app: LogproseApp, pilot: Pilot[Any], name: str) -> None:
    """Run a command as the palette does."""
    app.run_command(COMMANDS[name])
    await pilot.pause()
    await pilot.pause()


def line(app: LogproseApp) -> str:
    """Return the text of the caret's line."""
    document = app.document
    return document.blocks[document.block_index(app.selection[1])].text


def top_line(app: LogproseApp) -> str:
    return app.canvas.render_line(0).text.strip()


def question(app: LogproseApp) -> str:
    """Return a prompt's text as drawn, without spaces and line ends."""
    text = app.screen.query(Static).first()
    return "".join(strip.text for strip in text.render_lines(text.size.region)).replace(" ", "")


# -- the outline -------------------------------------------------------------------------------------------------------


async def test_the_outline_previews_headings_and_enter_goes_there() -> None:
    async with editing(SECTIONS.replace("one\n", "o|ne\n", 1)) as (app, pilot):
        await pilot.press("f6")
        assert isinstance(app.screen, OutlineList)
        options = app.screen.query_one(OptionList)
        rows = [str(options.get_option_at_index(index).prompt).rstrip() for index in range(options.option_count)]
        assert rows == ["Title", "  One x", "  Two", "    Three"]
        assert options.highlighted == 1
        assert top_line(app) == "Title"  # nothing moves before the writer does
        await pilot.press("down")
        await pilot.pause()
        assert app.canvas.render_line(2).text.strip() == "Two"
        assert line(app) == "one"
        await pilot.press("enter", "!")
        assert line(app) == "!## Two"
        await pilot.press("ctrl+z", "alt+y", "!")
        assert line(app) == "o!ne"


async def test_escape_closes_the_outline_and_restores_the_place() -> None:
    async with editing(SECTIONS.replace("one\n", "o|ne\n", 1)) as (app, pilot):
        await pilot.press("f6", "down", "down")
        await pilot.pause()
        assert top_line(app) != "Title"
        await pilot.press("escape")
        assert top_line(app) == "Title"
        assert line(app) == "one"
        await pilot.press("alt+y")
        assert "nowhere to go" in status_text(app)


async def test_typing_narrows_the_outline_in_the_order_of_the_draft() -> None:
    async with editing("|# Best\n# Test\n# Other\n# Bestest\n") as (app, pilot):
        await pilot.press("f6", *"est")
        options = app.screen.query_one(OptionList)
        rows = [str(options.get_option_at_index(index).prompt).rstrip() for index in range(options.option_count)]
        assert rows == ["Best", "Test", "Bestest"]
        await pilot.press("down", "down", "enter")
        assert line(app) == "# Bestest"


async def test_keys_typed_ahead_of_the_outline_reach_it() -> None:
    async with editing(SECTIONS.replace("one\n", "o|ne\n", 1)) as (app, pilot):
        for key in ["f6", *"three", "enter", "!"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: app.document.modified and line(app).startswith("!"))
        assert line(app) == "!### Three"


async def test_keys_typed_after_the_line_prompt_wait_for_the_jump() -> None:
    async with editing(SECTIONS.replace("one\n", "o|ne\n", 1)) as (app, pilot):
        for key in ["ctrl+g", "1", "enter", "!"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: "!" in app.document.text)
        assert app.document.text.startswith("!")


async def test_a_draft_without_headings_has_no_outline() -> None:
    async with editing("te|xt") as (app, pilot):
        await pilot.press("f6")
        assert app.screen is app.screen_stack[0]
        assert "no headings" in status_text(app)


async def test_next_and_previous_heading() -> None:
    async with editing(SECTIONS.replace("two\n", "t|wo\n", 1)) as (app, pilot):
        for name, expected in (
            ("previous-heading", "## Two"),
            ("previous-heading", "## One *x*"),
            ("next-heading", "## Two"),
            ("next-heading", "### Three"),
            ("next-heading", "### Three"),
            ("go-back", "## Two"),
            ("go-back", "## One *x*"),
            ("go-forward", "## Two"),
        ):
            await run(app, pilot, name)
            assert line(app) == expected


async def test_going_to_a_line_can_be_undone_and_places_move_with_edits() -> None:
    async with editing("one\ntw|o\nthree") as (app, pilot):
        await pilot.press("ctrl+g")
        assert isinstance(app.screen, LineQuestion)
        await pilot.press("3", "enter", "ctrl+home", "x", "y", "alt+y")
        assert seen(app.canvas) == "xyone\ntw|o\nthree"


# -- the status line ---------------------------------------------------------------------------------------------------


async def test_the_status_line_names_the_headings_above_the_caret() -> None:
    async with editing("# Book\n\n## Chapter\n\n### Section\n\ntext|\n") as (app, pilot):
        assert "Book › Chapter › Section" in status_text(app)
        await pilot.press("up", "up", "x")
        assert "Book › Chapter › Sectxion" in status_text(app)
        await pilot.press("ctrl+home")
        assert "›" not in status_text(app)
        await pilot.resize_terminal(44, 20)
        await pilot.press("ctrl+end")
        assert "… › " in status_text(app)
        assert "Chapter" not in status_text(app)
        await pilot.resize_terminal(24, 20)
        assert "…" not in status_text(app).replace("words", "")
        assert "words" in status_text(app)


async def test_hostile_headings_and_targets_reach_the_status_line_in_code_forms() -> None:
    async with editing("|") as (app, pilot):
        app.canvas.edit(0, 0, "# a\x1b]0;x\x07b\n\n[x](<http://\u202ea\x1bb>)")
        await pilot.pause()
        assert "␛" in status_text(app)
        assert "\x1b" not in status_text(app)
        assert "→ http://‹202E›a␛b" in status_text(app)
        await pilot.press("ctrl+home")
        assert "a␛]0;x␇b" in status_text(app)


async def test_the_target_of_the_link_at_the_caret_is_shown_in_one_line() -> None:
    async with editing(f"a |b [x](http://a.b/{'c' * 300})") as (app, pilot):
        assert "→" not in status_text(app)
        await pilot.press("right", "right")
        assert "→ http://a.b/ccc" in status_text(app)
        assert app.status.size.height == 1
        assert status_text(app).endswith("…  3 words ")
        await pilot.press("left", "left")
        assert "→" not in status_text(app)


async def test_a_link_without_a_target_is_not_noted() -> None:
    async with editing("a [b|]()") as (app, _):
        assert "→" not in status_text(app)


# -- sections and the table of contents --------------------------------------------------------------------------------


async def test_sections_move_by_keys_in_one_step_or_the_reason_is_given() -> None:
    async with editing("# A\n\na|\n\n# B\n\nb") as (app, pilot):
        await pilot.press("alt+shift+z", "!")
        assert seen(app.canvas) == "# B\n\nb\n\n# A\n\na!|"
        await pilot.press("alt+shift+z")
        assert "the last section of its level" in status_text(app)
        await pilot.press("ctrl+z", "ctrl+z")
        assert seen(app.canvas) == "# A\n\na|\n\n# B\n\nb"
        await pilot.press("ctrl+end", "alt+shift+m")
        assert seen(app.canvas) == "# B\n\nb|\n\n# A\n\na"
        await pilot.press("alt+shift+m")
        assert "the first section of its level" in status_text(app)


async def test_a_table_of_contents_is_one_step_and_is_updated() -> None:
    async with editing("# T\n\n|\n\n## A\n") as (app, pilot):
        await run(app, pilot, "insert-toc")
        text = "# T\n\n<!-- toc -->\n\n- [A](#a)\n\n<!-- /toc -->|\n\n## A\n"
        assert seen(app.canvas) == text
        await run(app, pilot, "insert-toc")
        assert "up to date" in status_text(app)
        await pilot.press("ctrl+end", "B", "left", "#", "#", " ")
        await run(app, pilot, "insert-toc")
        assert "- [A](#a)\n- [B](#b)\n\n<!-- /toc -->\n\n## A\n## B" in app.document.text
        for _ in range(4):
            app.canvas.undo()
        assert app.document.text == "# T\n\n\n\n## A\n"


# -- links -------------------------------------------------------------------------------------------------------------


async def test_footnotes_are_followed_there_and_back() -> None:
    async with editing("a[^1|] b[^1]\n\n[^1]: note\n\n    more\n") as (app, pilot):
        await pilot.press("alt+enter")
        assert seen(app.canvas) == "a[^1] b[^1]\n\n[^1]: |note\n\n    more\n"
        await pilot.press("down", "down", "alt+enter")
        assert seen(app.canvas) == "a|[^1] b[^1]\n\n[^1]: note\n\n    more\n"
        await pilot.press("alt+y", "alt+y")
        assert seen(app.canvas) == "a[^1|] b[^1]\n\n[^1]: note\n\n    more\n"


async def test_links_to_headings_jump_and_unknown_ones_say_so() -> None:
    async with editing("[a](#two-x) [b](#t%1bhree|)\n\n## Two *x*\n") as (app, pilot):
        await pilot.press("alt+enter")
        assert "no heading #t␛hree here" in status_text(app)
        await pilot.press("ctrl+home", "right", "alt+enter")
        assert line(app) == "## Two *x*"
        await pilot.press("home", "up", "alt+enter")
        assert "no link at the caret" in status_text(app)


async def test_a_click_with_ctrl_follows_a_link_and_sets_the_caret_elsewhere() -> None:
    async with editing("|one [a](#two)\n\n## Two\n") as (app, pilot):
        left = app.canvas.viewport.text_left
        top = app.canvas.region.y
        await pilot.click(offset=(left + 1, top), control=True)
        assert seen(app.canvas).startswith("o|ne")
        await pilot.click(offset=(left + 4, top), control=True)
        await pilot.pause()
        assert line(app) == "## Two"


async def test_a_file_is_opened_in_a_tab_after_asking(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b c.md").write_text("# B\n\n## There\n")
    own = tmp_path / "own.md"
    async with editing("[a](sub/b%20c.md#there|)", path=own) as (app, pilot):
        await pilot.press("alt+enter", "c")
        assert len(app.workspace.drafts) == 1
        await pilot.press("alt+enter")
        assert isinstance(app.screen, Question)
        assert question(app) == f"Open{tmp_path}/sub/bc.md?"
        await pilot.press("o")
        await until(pilot, lambda: len(app.workspace.drafts) == 2 and line(app) == "## There")


@pytest.mark.parametrize(
    ("target", "complaint"),
    [("none.md", "doesn't exist"), (".", "doesn't exist, or isn't a file"), ("x.png", "isn't a text file")],
)
async def test_a_file_that_is_not_text_is_not_opened(tmp_path: Path, target: str, complaint: str) -> None:
    (tmp_path / "x.png").write_bytes(b"\x89PNG\0\0")
    async with editing(f"[a|]({target})", path=tmp_path / "own.md") as (app, pilot):
        await pilot.press("alt+enter", "o")
        await until(pilot, lambda: app.status.status.is_error)
        assert complaint in app.status.status.message
        assert len(app.workspace.drafts) == 1


async def test_relative_links_in_an_unsaved_draft_are_not_resolved() -> None:
    async with editing("[a|](b.md)") as (app, pilot):
        await pilot.press("alt+enter")
        assert "save the draft first" in status_text(app)


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file into which a fake browser writes the address it gets."""
    browser, address = tmp_path / "browser.sh", tmp_path / "address"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > "{address}.new" && mv "{address}.new" "{address}"\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    return address


async def test_an_address_is_opened_after_asking_as_it_was_shown(opened: Path) -> None:
    async with editing("see https://a.b/c|?d=e.") as (app, pilot):
        await pilot.press("alt+enter")
        assert question(app) == "Openhttps://a.b/c?d=e?"
        await pilot.press("escape")
        assert not opened.exists()
        await pilot.press("alt+enter", "o")
        await until(pilot, opened.exists)
        await app.workers.wait_for_complete()  # or the process outlives the app
        assert opened.read_text() == "https://a.b/c?d=e"


async def test_hostile_addresses_are_shown_in_code_forms_and_handed_on_harmless(opened: Path) -> None:
    async with editing("|") as (app, pilot):
        app.canvas.edit(0, 0, "[a](<http://a.b/\x1b[2J\x9bc\u202e$x;'y'>)")
        await pilot.press("alt+enter")
        assert question(app) == "Openhttp://a.b/␛[2J‹009B›c‹202E›$x;'y'?"
        await pilot.press("o")
        await until(pilot, opened.exists)
        await app.workers.wait_for_complete()  # or the process outlives the app
        assert opened.read_text() == "http://a.b/%1B[2J%C2%9Bc%E2%80%AE$x;'y'"


async def test_a_missing_browser_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/bin/false")
    monkeypatch.setenv("PATH", "")
    async with editing("https://a.b|") as (app, pilot):
        await pilot.press("alt+enter", "o")
        await until(pilot, lambda: app.status.status.is_error)
        assert "no browser could open https://a.b" in status_text(app)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.b/c"])
async def test_other_schemes_are_rejected_in_one_line(target: str) -> None:
    async with editing(f"[a|]({target})") as (app, pilot):
        await pilot.press("alt+enter")
        assert app.screen is app.screen_stack[0]
        assert "links aren't opened; http, https, mailto and files are" in status_text(app)


async def test_an_address_that_cannot_be_shown_whole_is_not_opened() -> None:
    async with editing(f"[a|](http://a.b/{'c' * 900})", size=(60, 15)) as (app, pilot):
        await pilot.press("alt+enter")
        assert app.screen is app.screen_stack[0]
        assert "too long to show" in status_text(app)
