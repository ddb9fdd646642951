"""A writer who presses anything: random keys, commands, pastes, clicks and resizes in the real program.

After each of them the program must run, every caret must be between graphemes, and the caret must be drawn at the cell
that shows its grapheme. At the end the Markdown must equal a fresh parse, undoing everything must restore the first
text, and redoing everything the last one. The same seed always does the same.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.style import Style
from textual import events
from textual.pilot import Pilot

from editor.app import LogproseApp
from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.keys.registry import COMMANDS, Command
from editor.text.graphemes import is_grapheme_boundary
from editor.view.canvas.canvas import Canvas
from tests.editor.view.markdown_texts import LINES

_OTHER_LINES = [
    "| one | two |\n|---|---|\n| a \\| b | c |\n| d | 漢字 |",
    "a | b\n--|--\n1 | 2\n| x | y |",
    "> - [ ] a task\n>   1. one\n>   2. two",
    "1. one\n2. two\n   - inner\n3. three",
    "שלום עולם and words",
    "مرحبا *بالعالم* 12",
    "e\u0301te\u0301 na\u00efve co\u200boperate soft\u00adhyphen",
    "👩‍👩‍👧 family 🇩🇪 flag",
    "﷽ x",
    "long " * 40,
    "{++added++} {--dropped--} {~~old~>new~~} {==marked==}{>>a note<<}",
    "---\ntitle: x\n---",
]
_TYPED = [*"abc   eno.,'\"*_`#>-|[]()\\~=:1", "é", "漢", "\u200b", "\u3000", "e\u0301", "👍", "ש"]
_PASTED = [
    "words", " ", "\n", "a\nb\n", "- x\n- y", "| a | b |\n|---|---|\n| 1 | 2 |", "one\ttwo\nthree\tfour", "x|y",
    "```\ncode\n", "https://example.com/a", "**bold**", "\r\n", "e\u0301", "👩‍👩‍👧", "[^1]", "> q\n> r",
]  # fmt: skip
_KEYS = ["enter"] * 4 + [
    "backspace",
    "delete",
    "tab",
    "shift+tab",
    "left",
    "right",
    "up",
    "down",
    "home",
    "end",
    "escape",
]
_NOT_HERE = {
    "new", "open", "open-recent", "save-as", "save-all", "reload", "reopen-with-encoding", "save-with-encoding",
    "close", "quit", "edit-settings", "recover", "restart-model",
    "print", *(name for name in COMMANDS if name.startswith("export-")),
}  # fmt: skip
"""Commands that leave the draft or ask for another file, and those that start other programs."""
_SIZES = [(80, 24), (100, 30), (60, 15), (40, 10), (20, 5), (133, 41)]
STEPS = 60
"""The steps of one walk."""


def draft(chance: random.Random) -> str:
    """Return a draft of some lines of every kind."""
    end = chance.choice(["\n", "\n", "\n", "\r\n"])
    lines = [chance.choice([*LINES, *_OTHER_LINES]) for _ in range(chance.randrange(0, 25))]
    return end.join("\n".join(lines).split("\n")) + chance.choice(["", end])


class Walk:
    """One writer's walk.

    Args:
        seed: determines the actions.
        folder: an empty one for the draft.

    Attributes:
        done: what was done so far.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self._chance = random.Random(seed)
        self._path = folder / "draft.md"
        self.done: list[str] = []

    async def run(self, steps: int = STEPS) -> None:
        """Walk and check.

        Raises AssertionError if something is wrong.
        """
        self._path.write_text(draft(self._chance), encoding="utf-8", newline="")
        app = LogproseApp(self._path, scorer=False)
        async with app.run_test(size=self._chance.choice(_SIZES)) as pilot:
            first = app.document.text
            document = app.document
            for _ in range(steps):
                await self._step(app, pilot)
                if app.document is not document:
                    return  # through the palette, to another draft
                check(app)
            await self._home(app, pilot)
            check_markdown(app)
            check_history(app.canvas, first)

    async def _home(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        """Leave every dialog and view, so that the draft can be changed."""
        for _ in range(4):
            await pilot.press("escape")
        while len(app.screen_stack) > 1:
            app.pop_screen()
            await pilot.pause()

    async def _step(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        actions: list[tuple[int, Callable[[LogproseApp, Pilot[None]], Any]]] = [
            (30, self._type), (22, self._press), (30, self._command), (6, self._paste), (5, self._click),
            (3, self._drag), (2, self._resize), (4, self._history), (2, self._home),
        ]  # fmt: skip
        action = self._chance.choices([one for _, one in actions], [weight for weight, _ in actions])[0]
        await action(app, pilot)
        await pilot.pause()

    async def _type(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        text = self._chance.choice(_TYPED)
        self.done.append(f"type {text!a}")
        for sign in text:
            app.post_message(events.Key(sign if sign.isalnum() and sign.isascii() else "unknown", sign))
            await pilot.pause()

    async def _press(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        key = self._chance.choice(_KEYS)
        self.done.append(f"press {key}")
        await pilot.press(key)

    async def _command(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        command: Command[Any] = self._chance.choice([one for name, one in COMMANDS.items() if name not in _NOT_HERE])
        self.done.append(f"run {command.name}")
        if len(app.screen_stack) == 1:
            app.run_command(command)

    async def _paste(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        text = self._chance.choice(_PASTED)
        self.done.append(f"paste {text!a}")
        app.post_message(events.Paste(text))

    async def _click(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        at = self._somewhere(app)
        times, control = self._chance.choice([1, 1, 1, 2, 3]), self._chance.random() < 0.1
        self.done.append(f"click {at} {times} {'ctrl' * control}")
        if len(app.screen_stack) == 1:
            await pilot.click(offset=at, times=times, control=control)

    async def _drag(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        start, end = self._somewhere(app), self._somewhere(app)
        self.done.append(f"drag {start} {end}")
        if len(app.screen_stack) == 1:
            await pilot.mouse_down(offset=start)
            await pilot.hover(offset=end)
            await pilot.mouse_up(offset=end)

    def _somewhere(self, app: LogproseApp) -> tuple[int, int]:
        return self._chance.randrange(app.size.width), self._chance.randrange(app.size.height)

    async def _resize(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        size = self._chance.choice(_SIZES)
        self.done.append(f"resize {size}")
        await pilot.resize_terminal(*size)

    async def _history(self, app: LogproseApp, pilot: Pilot[None]) -> None:
        command = COMMANDS[self._chance.choice(["undo", "undo", "redo"])]
        self.done.append(f"run {command.name}")
        app.run_command(command)


def check(app: LogproseApp) -> None:
    """Check that the program runs, where the carets are, and where the caret is drawn."""
    assert app._exception is None, app._exception
    document, canvas = app.document, app.canvas
    text = document.text
    for selection in canvas.selections:
        for position in (selection.anchor, selection.head):
            assert 0 <= position <= len(text)
            assert is_grapheme_boundary(text, position), f"a caret stands within a grapheme at {position}"
    if len(app.screen_stack) == 1 and canvas.mode != "reading":
        check_caret(canvas, app.theme_in_use.overlay("caret"))


def check_caret(canvas: Canvas, caret: Style) -> None:
    """Check that the caret is where a click on its cell would put it, and on its letter."""
    head, viewport = canvas.selection.head, canvas.viewport
    x, line = viewport.cell_of(head)
    if not (0 <= line < viewport.page_rows and 0 <= x < viewport.width):
        return
    there = viewport.position_at(x, line)
    # Marks are hidden next to a selection's head, and the spaces at which a row is wrapped hang over its last cell.
    may_share = not canvas.selection.is_empty or canvas.document.text[head : head + 1].isspace()
    is_same = there == head or (may_share and viewport.cell_of(there) == (x, line))
    assert is_same, f"a click on the caret's cell goes to {there} instead of {head}"
    cell = canvas.render_line(line).crop(x, x + 1)
    if canvas.has_focus:
        looks = {(segment.style.bgcolor, segment.style.reverse) for segment in cell if segment.style is not None}
        assert (caret.bgcolor, caret.reverse) in looks, f"no caret is drawn at its cell, {(x, line)}"
    sign = canvas.document.text[head : head + 1]
    if sign.isalnum():
        shown = canvas.render_line(line).crop(x, x + 2).text[:1]
        assert shown == sign, f"the caret is drawn on {shown!r} instead of {sign!r}"


def check_markdown(app: LogproseApp) -> None:
    """Check that the incrementally updated Markdown equals a fresh parse."""
    document = app.document
    fresh_document = Document(document.text)
    markdown, fresh = app.canvas.markdown, Markdown(fresh_document)
    markdown.settle()
    fresh.settle()
    for index, block in enumerate(fresh_document.blocks):
        assert document.blocks[index].text == block.text
        assert markdown.lines.of(index) == fresh.lines.of(index), f"line {index} is read otherwise"
        assert markdown.spans(index) == fresh.spans(index), f"line {index} is read otherwise"


def check_history(canvas: Canvas, first: str) -> None:
    """Check that undoing and redoing everything lead to the first and the last text."""
    while canvas.redo():
        pass
    last = canvas.document.text
    while canvas.undo():
        pass
    assert canvas.document.text == first, "undoing everything does not restore the first text"
    while canvas.redo():
        pass
    assert canvas.document.text == last, "redoing everything does not restore the last text"


def failure(seed: int, folder: Path) -> tuple[int, str | None]:
    """Walk; return the number of steps, and any error with the last actions, in one line."""
    walk = Walk(seed, folder)
    try:
        asyncio.run(walk.run())
    except Exception as error:
        return len(walk.done), f"seed {seed}: {error!r} after {', '.join(walk.done[-8:])}"
    return len(walk.done), None
