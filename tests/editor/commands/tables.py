"""Tables of keys: rows that share one app, compared as a whole. See `drawing` for the signs.

Tables of Markdown are drawn with the signs of `formatting.drawing`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from editor.keys.registry import COMMANDS
from tests.editor.document.formatting import drawing as markdown
from tests.editor.drawing import seen, set_up
from tests.editor.view.harness import CanvasApp

Row = tuple[str, str, str]
"""The drawing before, the keys (or names of commands) with spaces between, the drawing after."""


async def press_rows(app: CanvasApp, rows: Iterable[Row], *, is_markdown: bool = False) -> list[Row]:
    """Run the rows in `app` and return them with their results: equal to `rows` if all are right."""
    pressed = []
    async with app.run_test(size=(30, 8)) as pilot:
        for before, keys, _ in rows:
            if is_markdown:
                document, selections = markdown.parsed(before)
                app.document.replace(0, len(app.document), document.text)
                app.canvas.set_selections(selections)
            else:
                set_up(app.canvas, before)
            app.document.newline = "\r\n" if "\r\n" in before else "\n"
            for are_commands, run in groupby(keys.split(), COMMANDS.__contains__):
                if are_commands:
                    for name in run:
                        COMMANDS[name].run(app.canvas)
                else:
                    await pilot.press(*run)
            after = markdown.drawn(app.document, app.canvas.selections) if is_markdown else seen(app.canvas)
            pressed.append((before, keys, after))
    return pressed
