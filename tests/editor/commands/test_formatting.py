"""Formatting with keys: the registry's keys in the canvas, and the typing keys in lists and tables."""

from __future__ import annotations

from collections.abc import Callable

from editor.commands import markup_keys
from editor.document.selections import Selections
from editor.keys.registry import COMMANDS, Keymap
from editor.view.canvas.canvas import Canvas
from tests.editor.document.formatting.drawing import drawn, parsed
from tests.editor.view.harness import CanvasApp

KEYS = [
    ("wo¦rd", "ctrl+b", "**wo¦rd**"),
    ("wo¦rd", "ctrl+b ctrl+e", "***wo¦rd***"),
    ("¦", "ctrl+b x right right y", "**x**y¦"),
    ("¦", "ctrl+b x ctrl+b y", "**x**y¦"),
    ("‹one¦ two", "alt+shift+s ctrl+z", "‹one¦ two"),
    ("o¦ne t¦wo", "alt+shift+c", "`o¦ne` `t¦wo`"),
    ("‹one¦", "alt+w u", "[one](u¦)"),
    ("‹one¦", "alt+g u", "![one](u¦)"),
    ("one¦", "alt+r n alt+r", "one[^1]¦\n\n[^1]: n"),
    ("one¦", "alt+shift+h alt+shift+j", "## one¦"),
    ("‹a\nb¦", "alt+minus", "- ‹a\n- b¦"),
    ("‹a\nb¦", "alt+0 alt+0", "‹a\nb¦"),
    ("a¦", "alt+shift+t alt+x", "- [x] a¦"),
    ("a¦", "alt+shift+q", "> a¦"),
    ("a¦", "alt+shift+v", "```\na¦\n```"),
    ("¦", "alt+shift+r a", "| a¦    |     |     |\n| --- | --- | --- |\n|     |     |     |"),
]


def show(canvas: Canvas, drawing: str) -> None:
    """Put a drawing into a canvas."""
    document, selections = parsed(drawing)
    canvas.document.replace(0, len(canvas.document), document.text)
    canvas.set_selections(selections)


async def test_keys() -> None:
    app = CanvasApp("", keymap=Keymap())
    async with app.run_test(size=(60, 10)) as pilot:
        for before, keys, after in KEYS:
            show(app.canvas, before)
            await pilot.press(*keys.split())
            assert drawn(app.document, app.canvas.selections) == after, f"{before!r} {keys}"


WRITING: list[tuple[Callable[[Canvas], bool], str, str | None]] = [
    (markup_keys.break_line, "1. a¦\n2. b", "1. a\n2. ¦\n3. b"),
    (markup_keys.break_line, "a¦", None),
    (markup_keys.delete_markup, "> ¦", "¦"),
    (markup_keys.delete_markup, "a¦", None),
    (markup_keys.tab, "- a\n- b¦", "- a\n  - b¦"),
    (markup_keys.tab, "| a¦ | b |\n|---|---|", "| a | ‹b¦ |\n|---|---|"),
    (markup_keys.tab, "a¦", None),
    (markup_keys.shift_tab, "- a\n  - b¦", "- a\n- b¦"),
    (markup_keys.shift_tab, "| a | b¦ |\n|---|---|", "| ‹a¦ | b |\n|---|---|"),
    (markup_keys.shift_tab, "\ta¦", None),
]


async def test_typing_keys_return_whether_they_did_anything() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)):
        for key, before, after in WRITING:
            show(app.canvas, before)
            assert key(app.canvas) == (after is not None)
            assert drawn(app.document, app.canvas.selections) == (after or before)


async def test_every_command_is_harmless_in_an_empty_draft_and_undoable() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)):
        for command in [entry for entry in COMMANDS.values() if entry.group == "Format"]:
            show(app.canvas, "¦")
            command.run(app.canvas)
            if app.document.text:
                app.canvas.undo()
            assert (app.document.text, app.canvas.selections) == ("", Selections.single(0, 0)), command.name
