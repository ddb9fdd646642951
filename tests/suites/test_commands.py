"""Motions and edits as tables: the drawing before, keys, the drawing after."""

from __future__ import annotations

from editor.keys.registry import Command, Keymap
from editor.view.canvas.canvas import Canvas
from tests.editor.commands.tables import press_rows
from tests.editor.view.harness import CanvasApp

MOVES = [
    ("one| two", "right", "one |two"),
    ("one\n|two", "left", "one|\ntwo"),
    ("one\r\n|two", "left", "one|\r\ntwo"),
    ("one|\r\ntwo", "right", "one\r\n|two"),
    ("|one", "left", "|one"),
    ("one|", "right", "one|"),
    ("e\u0301👨‍👩‍👧|", "left left", "|e\u0301👨‍👩‍👧"),
    ("<one| two", "left", "|one two"),
    ("<one| two", "right", "one| two"),
    ("o|ne two", "shift+right shift+right", "o<ne| two"),
    ("one| two", "shift+left ctrl+shift+left", "|one> two"),
    ("one two|", "ctrl+left", "one |two"),
    ("one\n|two", "ctrl+left", "|one\ntwo"),
    ("|one don't", "ctrl+right ctrl+right", "one don't|"),
    ("one|\n\ntwo", "ctrl+right ctrl+right", "one\n\ntwo|"),
    ("one tw|o", "home", "|one two"),
    ("  ind|ent", "home", "  |indent"),
    ("  |indent", "home", "|  indent"),
    ("|  indent", "home", "  |indent"),
    ("one two three fo|ur", "home", "one two |three four"),
    ("one two |three four", "home", "|one two three four"),
    ("o|ne two three four", "end", "one two| three four"),
    ("one two| three four", "end", "one two three four|"),
    ("o|ne\ntwo", "end", "one|\ntwo"),
    ("o|ne\ntwo", "shift+end", "o<ne|\ntwo"),
    ("12345\n1\n12345|", "up up", "12345|\n1\n12345"),
    ("1234|5\n漢字\n12345", "down", "12345\n漢字|\n12345"),
    ("123|45\n漢字\n12345", "down down", "12345\n漢字\n123|45"),
    ("on|e", "up", "|one"),
    ("on|e", "down", "one|"),
    ("one two |three", "up", "|one two three"),
    ("a\nb\nc|", "shift+up shift+up", "a|\nb\nc>"),
    ("one\n\n\ntw|o", "ctrl+up ctrl+up", "|one\n\n\ntwo"),
    ("o|ne\n\n\ntwo", "ctrl+down", "one\n\n\n|two"),
    ("o|ne\ntwo", "ctrl+end", "one\ntwo|"),
    ("one\ntw|o", "ctrl+home", "|one\ntwo"),
    ("one\ntw|o", "ctrl+a", "<one\ntwo|"),
    ("|" + "\n".join("0123456789"), "pagedown", "0\n1\n2\n3\n4\n5\n|6\n7\n8\n9"),
    ("\n".join("012345678") + "\n|9", "shift+pageup", "0\n1\n2\n|3\n4\n5\n6\n7\n8\n>9"),
]


async def test_moves() -> None:
    assert await press_rows(CanvasApp("", column=12), MOVES) == MOVES


EDITS = [
    ("one|", "backspace", "on|"),
    ("|one", "backspace", "|one"),
    ("one\r\n|two", "backspace", "one|two"),
    ("one|\r\ntwo", "delete", "one|two"),
    ("👨‍👩‍👧e\u0301|", "backspace", "👨‍👩‍👧|"),
    ("|👨‍👩‍👧x", "delete", "|x"),
    ("o<ne tw|o", "delete", "o|o"),
    ("one two|", "ctrl+w", "one |"),
    ("one two|", "ctrl+backspace", "one |"),
    ("|one two", "ctrl+delete", "| two"),
    ("one|two", "enter", "one\n|two"),
    ("a\r\nb|", "enter", "a\r\nb\r\n|"),
    ("one|", "tab x", "one\tx|"),
    ("<a\n\nb|", "tab", "\t<a\n\n\tb|"),
    ("<a\nb\n|c", "tab", "\t<a\n\tb\n|c"),
    ("\ta|\n      b", "shift+tab", "a|\n      b"),
    ("<\ta\n      b|", "shift+tab", "<a\n  b|"),
    ("<a\nb|", "tab ctrl+z", "<a\nb|"),
    ("one two|", "ctrl+w ctrl+z", "one two|"),
    ("|e\u0301", "x", "x|e\u0301"),
    ("|\u0301", "a b", "a\u0301b|"),
    ("one <two|", "ctrl+c right ctrl+v", "one twotwo|"),
    ("one |two", "ctrl+x ctrl+c ctrl+v", "one two\n|"),
]


async def test_edits() -> None:
    assert await press_rows(CanvasApp("", column=12), EDITS) == EDITS


async def test_keys_can_be_changed_and_the_apps_commands_bubble() -> None:
    heard: list[str] = []

    class App(CanvasApp):
        def on_key(self, event: object) -> None:
            heard.append(getattr(event, "key", ""))

    save = Command("save", "Save", ("ctrl+s",), "File", heard.append, str)
    undo = Command("undo", "Undo", ("ctrl+u",), "Edit", lambda canvas: canvas.undo(), Canvas)
    app = App("", keymap=Keymap(commands={"save": save, "undo": undo}))
    async with app.run_test(size=(30, 8)) as pilot:
        await pilot.press("x", "ctrl+s", "ctrl+u")
    assert heard == ["ctrl+s"]
    assert app.document.text == ""
