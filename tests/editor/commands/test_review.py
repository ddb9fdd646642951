"""Changes and comments on the screen, and the commands on them."""

from __future__ import annotations

from editor.keys.registry import COMMANDS
from tests.editor.commands.test_formatting import show
from tests.editor.document.formatting.drawing import drawn
from tests.editor.view.harness import CanvasApp

DRAFT = "A {--bad--}{++good++} {~~ide~>idea~~} is {==here==}{>>why *here*?<<}.\n\nend"


async def test_marks_are_rendered_and_the_reading_view_shows_the_resulting_text() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(80, 10)) as pilot:
        app.canvas.select(len(DRAFT), len(DRAFT))
        assert app.shown()[0] == "A badgood ideidea is here[why *here*?]."
        styles = {one.text: one.style for one in app.canvas.render_line(0) if one.style}
        assert styles["bad"].strike
        assert styles["good"].underline
        app.canvas.select(4, 4)
        assert app.shown()[0] == "A {--bad--}good ideidea is here[why *here*?]."
        await pilot.press("f7")
        app.canvas.read_only_view(True)
        assert app.shown()[0] == "A good idea is here."


KEYS = [
    ("‹word¦ b", "add-comment w h y", "{==word==}{>>why¦<<} b"),
    ("a {++b++}¦ {--c--}", "next-change", "a {++b++} ‹{--c--}¦"),
    ("a {++b++} ‹{--c--}¦", "next-change accept-change", "a b¦ {--c--}"),
    ("a {++b++} {--c--}¦", "accept-all-changes", "a b¦"),
    ("a {++b++} {--c--}¦", "reject-all-changes", "a c¦"),
    ("a {--b¦--}", "reject-change", "a b¦"),
    ("a¦", "reject-change accept-all-changes next-change", "a¦"),
]


async def test_commands() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        for before, keys, expected in KEYS:
            show(app.canvas, before)
            for key in keys.split():
                if key in COMMANDS:
                    COMMANDS[key].run(app.canvas)
                else:
                    await pilot.press(key)
            assert drawn(app.document, app.canvas.selections) == expected, (before, keys)


async def test_smart_typography_leaves_change_marks_alone() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        app.canvas.typing = app.canvas.typing.__class__(auto_pairs=False, smart_typography=True)
        for key in "a {--b--} c -- d":
            app.canvas.type_text(key)
        await pilot.pause()
        assert app.document.text == "a {--b--} c – d"
