"""The command palette and the help: found by typing, run with Enter, no key lost on the way."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

import pytest
from textual import events
from textual.widgets import OptionList, Static

from editor.help.command_choices import choice_of
from editor.help.help_screen import HelpScreen
from editor.help.palette import Palette
from editor.keys.registry import COMMANDS, Command, Keymap
from editor.view.widgets.chooser import FUZZY, Choice, found_among, rank
from tests.editor.view.harness import CanvasApp


class PaletteApp(CanvasApp):
    """A canvas with a palette over it."""

    def __init__(self, text: str = "one two") -> None:
        super().__init__(text)
        self.recent: list[str] = []

    def open_palette(self) -> None:
        self.push_screen(Palette(self.canvas.theme, Keymap(), self.recent, self.run_command))

    def run_command(self, command: Command[Any]) -> None:
        self.canvas.call_later(partial(command.run, self.canvas))

    def listed(self) -> list[str]:
        """Return the rows as they are drawn."""
        options = self.screen.query_one(OptionList)
        return [str(options.get_option_at_index(index).prompt) for index in range(options.option_count)]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        ("und", Choice("Undo"), Choice("Thunder")),
        ("copy", Choice("Copy the line"), Choice("Paste a copy")),
        ("copy", Choice("Copy the line"), Choice("Duplicate", also="copy")),
        ("line del", Choice("Delete to the end of the line"), Choice("Indent", also="line-delete")),
        ("dtw", Choice("Delete to the word"), None),
        ("select all", Choice("Select the draft", also="Select select-all"), Choice("Select all")),
        ("UNDO", Choice("undo"), None),
    ],
)
def test_typing_finds_the_best_match_first(query: str, better: Choice, worse: Choice | None) -> None:
    best = rank(query, better)
    assert best is not None
    other = rank(query, worse) if worse is not None else best + 1
    assert other is not None
    assert best < other
    assert rank(query + "qx", better) is None


@pytest.mark.parametrize(
    ("query", "choice"),
    [("ell", Choice("Spell")), ("lto", Choice("Delete to")), ("sel all", Choice("Unselect all"))],
)
def test_matches_inside_words_come_last(query: str, choice: Choice) -> None:
    found = rank(query, choice)
    assert found is None or found >= FUZZY


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("spell", "flags"),
        ("spelling", "next-flag"),
        ("spell", "add-to-dictionary"),
        ("thesaurus", "synonyms"),
        ("define", "definitions"),
        ("look up", "definitions"),
        ("dark mode", "theme"),
        ("goto", "go-to"),
        ("keyboard", "help"),
        ("synonym", "synonyms"),
        ("readability", "report"),
        ("convert", "export-epub"),
        ("restore", "snapshots"),
        ("track", "next-change"),
        ("wrap", "column-wider"),
        ("bold", "bold"),
        ("strong", "bold"),
        ("exit", "quit"),
        ("search", "find"),
        ("todo", "task-list"),
        ("preferences", "settings"),
        ("ctrl+y", "redo"),
    ],
)
def test_commands_are_found_by_other_words_and_nothing_else_is(query: str, name: str) -> None:
    keymap = Keymap()
    commands = list(keymap.commands.values())
    choices = [choice_of(command, keymap) for command in commands]
    found = found_among(choices, query)
    assert name in [commands[index].name for index in found]
    for index in found:
        text = f"{choices[index].label} {choices[index].also}".casefold()
        for word in query.split():
            assert any(part.startswith(word) for part in re.split(r"[\s,(]+|-", text))


def test_two_letters_within_words_find_nothing() -> None:
    keymap = Keymap()
    assert found_among([choice_of(command, keymap) for command in keymap.commands.values()], "ai") == []


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("print", "print"),
        ("printer", "print"),
        ("export", "export-docx"),
        ("export pdf", "export-pdf"),
        ("pdf", "export-pdf"),
        ("docx", "export-docx"),
        ("word doc", "export-docx"),
        ("microsoft", "export-docx"),
        ("libreoffice", "export-odt"),
        ("ebook", "export-epub"),
        ("epub", "export-epub"),
        ("web page", "export-html"),
        ("html", "export-html"),
        ("tex", "export-latex"),
        ("txt", "export-txt"),
        ("cancel", "cancel-export"),
        ("version", "snapshots"),
        ("versions", "snapshots"),
        ("checkpoint", "take-snapshot"),
        ("annotate", "add-comment"),
        ("print preview", "reading-view"),
        ("send", "export-docx"),
    ],
)
def test_the_intended_command_comes_first(query: str, name: str) -> None:
    keymap = Keymap()
    commands = list(keymap.commands.values())
    found = found_among([choice_of(command, keymap) for command in commands], query)
    assert commands[found[0]].name == name


async def test_the_help_runs_the_found_command() -> None:
    app = PaletteApp()
    async with app.run_test(size=(120, 30)) as pilot:
        app.push_screen(HelpScreen(app.canvas.theme, Keymap(), "settings.toml", app.run_command))
        await pilot.press("enter")  # nothing is chosen yet
        assert isinstance(app.screen, HelpScreen)
        await pilot.press(*"select all", "up", "down", "enter", "x")
        await pilot.pause()
        assert app.document.text == "x"


async def test_all_commands_are_listed_with_their_keys() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        await pilot.pause()
        listed = app.listed()
        assert len(listed) == len(COMMANDS)
        (undo,) = (row for row in listed if row.startswith("Undo  "))
        assert undo.endswith(" Ctrl+Z")
        assert len({len(row) for row in listed}) == 1  # keys stand at the right edge


async def test_keys_typed_ahead_reach_the_right_place() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        for key in [*"select-all", "enter", *"new"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert app.document.text == "new"


async def test_escape_closes_and_runs_nothing() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        await pilot.press(*"undo", "escape", "x")
        assert app.document.text == "xone two"
        assert app.recent == []


async def test_enter_on_nothing_does_nothing() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        await pilot.press(*"zqzq", "enter")
        assert isinstance(app.screen, Palette)
        assert app.listed() == ["no match"]


async def test_arrows_choose_and_the_last_choice_comes_first_next_time() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        await pilot.press(*"select-", "down", "down", "enter")
        assert len(app.recent) == 1
        app.open_palette()
        await pilot.pause()
        assert app.listed()[0].startswith(COMMANDS[app.recent[0]].help)


async def test_a_click_chooses() -> None:
    app = PaletteApp()
    async with app.run_test(size=(100, 30)) as pilot:
        app.open_palette()
        await pilot.press(*"select-all")
        await pilot.click(OptionList, offset=(3, 0))
        await pilot.press("x")
        assert app.document.text == "x"


async def test_the_help_can_be_filtered_by_description_and_key() -> None:
    app = PaletteApp()
    async with app.run_test(size=(120, 30)) as pilot:
        for query, found in (("redo edit", "redo"), ("ctrl+y", "redo"), ("qqq", None)):
            app.push_screen(HelpScreen(app.canvas.theme, Keymap(), "settings.toml", app.run_command))
            await pilot.press(*query)
            table = app.screen.query_one(Static)
            shown = "\n".join(strip.text for strip in table.render_lines(table.size.region))
            names = [name for name in COMMANDS if f" {name} " in shown]
            assert names == ([found] if found else [])
            assert "settings.toml" in shown
            await pilot.press("f1")
            assert app.screen is app.screen_stack[0]
