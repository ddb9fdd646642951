"""Formatting, lists, quotes and tables through real keys, as tables: the drawing before, the keys, the drawing after.

One undo step reverts each key that changes the text, see `Keys`.
"""

from __future__ import annotations

import pytest

from editor.keys.registry import COMMANDS
from tests.editor.commands.test_formatting import show
from tests.editor.document.formatting.drawing import drawn
from tests.editor.view.harness import CanvasApp

Keys = list[tuple[str, str, str]]

MARKS: Keys = [
    ("un‹believ¦able", "ctrl+e", "un*‹believ¦*able"),
    ("‹one ¦two", "ctrl+b", "**‹one** ¦two"),
    ("‹one ¦two", "bold-italic", "***‹one*** ¦two"),
    ("- ‹one\n- [ ] two¦", "ctrl+b", "- **‹one**\n- [ ] **two¦**"),
    ("- **‹one**\n- [ ] **two¦**", "ctrl+b", "- ‹one\n- [ ] two¦"),
    ("> ‹one\n> two¦", "alt+shift+s", "> ~~‹one~~\n> ~~two¦~~"),
    ("‹a\n\nb¦", "alt+shift+c", "`‹a`\n\n`b¦`"),
    ("‹one¦ ‹two¦", "ctrl+b", "**‹one¦** **‹two¦**"),
    # typed pairs don't get in the way
    ("¦", "ctrl+b x ( y right right right z", "**x(y)**z¦"),
    ("¦", "alt+shift+c x ` y", "`x`y¦"),
    ("¦", "` x alt+shift+c y", "`x`y¦"),
    ("¦", "ctrl+b backspace x", "x¦"),
    ("¦", "bold-italic backspace", "¦"),
    ("*a*¦b", "backspace", "*a¦b"),
    ("‹one¦", "*", "*‹one¦*"),
    ("*‹one¦*", "*", "**‹one¦**"),
    ("**‹one¦**", "ctrl+b", "‹one¦"),
    ("¦", "alt+w o n e right right u", "[one](u¦)"),
    ("(¦)", "ctrl+b x", "(**x¦**)"),
    # links, images, footnotes
    ("wo¦rd", "alt+w u", "[word](u¦)"),
    ("‹http://u¦", "alt+w x", "[x¦](http://u)"),
    ("[on¦e](u)", "alt+w", "[one](‹u¦)"),
    ("[one](‹u¦)", "alt+w", "‹one¦"),
    ("‹pic¦", "alt+g u", "![pic](u¦)"),
    ("a¦ b[^1]\n\n[^1]: x", "alt+r", "a[^2] b[^1]\n\n[^1]: x\n[^2]: ¦"),
]

BLOCKS: Keys = [
    ("a¦", "alt+shift+h alt+shift+h", "# a¦"),
    ("# a¦", "alt+shift+h", "# a¦"),
    ("###### a¦", "alt+shift+j", "a¦"),
    ("a¦", "heading-2 heading-2", "a¦"),
    ("‹a\n\n- b¦", "heading-3", "### ‹a\n\n- ### b¦"),
    ("# a¦", "plain-paragraph", "a¦"),
    ("‹a\nb\n\nc¦", "alt+0", "1. ‹a\n2. b\n\n3. c¦"),
    ("- ‹a\n- b¦", "alt+0", "1. ‹a\n2. b¦"),
    ("1. ‹a\n2. b¦", "alt+shift+t", "1. [ ] ‹a\n2. [ ] b¦"),
    ("- [ ] ‹a\n- [x] b¦", "alt+x", "- [x] ‹a\n- [x] b¦"),
    ("- a\n  - b¦", "alt+shift+q alt+shift+q", "- a\n  - b¦"),
    ("> > a¦", "unquote unquote", "a¦"),
    ("‹a\n\nb¦", "alt+shift+v alt+shift+v", "‹a\n\nb¦"),
]

ENTER: Keys = [
    ("- a¦", "enter b enter enter c", "- a\n- b\n\nc¦"),
    ("- a¦", "enter enter c", "- a\n\nc¦"),
    ("1. a¦\n2. b\n3. c\n7. d", "enter", "1. a\n2. ¦\n3. b\n4. c\n7. d"),
    ("1. a\n   - b\n   - c¦", "enter enter", "1. a\n   - b\n   - c\n2. ¦"),
    ("1. a\n   - b¦", "enter enter", "1. a\n   - b\n2. ¦"),
    ("- [x] a¦", "enter b alt+x", "- [x] a\n- [x] b¦"),
    ("> a¦", "enter b enter enter c", "> a\n> b\n\nc¦"),
    (">a¦", "enter b", ">a\n>b¦"),
    ("> - a¦", "enter b enter enter", "> - a\n> - b\n>\n> ¦"),
    ("```\n- a¦\n```", "enter", "```\n- a\n¦\n```"),
    ("- ```\n  a¦\n  ```", "enter", "- ```\n  a\n  ¦\n  ```"),
    ("    - a¦", "enter", "    - a\n    ¦"),
    ("    a¦", "enter", "    a\n    ¦"),
    ("- a¦\n\nx\n\n1. b¦\n2. c", "enter", "- a\n- ¦\n\nx\n\n1. b\n2. ¦\n3. c"),
    ("- a¦\n\nb¦", "ctrl+j", "- a\n¦\n\nb\n¦"),
    ("- ‹a¦", "enter", "- \n¦"),
    ("a¦", "enter", "a\n¦"),
]

BACKSPACE: Keys = [
    ("- ¦a", "backspace", "¦a"),
    ("- a\n- ¦b", "backspace backspace", "- a\n¦b"),
    ("- a\n- ¦", "backspace backspace backspace", "- a¦"),
    ("- [ ] ¦a", "backspace", "¦a"),
    ("> > ¦a", "backspace backspace", "¦a"),
    ("1. a\n2. ¦b\n3. c", "backspace", "1. a\n   ¦b\n2. c"),
    ("- a¦", "backspace", "- ¦"),
    ("- a\n\nb¦", "backspace backspace", "- a\n¦"),
    ("- `¦`", "backspace", "- ¦"),
    ("- ‹a¦", "backspace", "- ¦"),
    ("- ¦a\n\n> ¦b", "backspace", "¦a\n\n¦b"),
    ("```\n- ¦a\n```", "backspace", "```\n-¦a\n```"),
    # at the start of a line, its marks don't become text
    ("a\n¦- b", "backspace", "a¦b"),
    ("> a\n¦> b", "backspace", "> a¦b"),
    ("- a\n¦  b", "backspace", "- a¦b"),
    ("a\n¦# b", "backspace", "a¦b"),
    ("a\n¦===\nb", "backspace", "a¦\nb"),
    ("a¦\n===\nb", "delete", "a¦\nb"),
    ("a\n\n¦- b", "backspace", "a\n¦- b"),
    ("a\r\n¦b", "backspace", "a¦b"),
    ("- a\n¦- b\n- c\n¦- d", "backspace", "- a¦b\n- c¦d"),
]

HELD = [
    (before, key)
    for block in ("a¦\n```\nb\n```", "```¦\na\n```", "```\na¦\n```\nb", "```\na\n```¦\nb", "a¦\n***", "***¦\na",
                  "a¦\n$$\nb\n$$", "$$¦\na\n$$", "---\na: b¦\n---\nc", "---\na: b\n---¦\nc", "> a¦\n> ```\n> b\n> ```")
    for before, key in ((block, "delete"), (block.replace("¦\n", "\n¦"), "backspace"))
]  # fmt: skip


async def test_a_mark_that_is_alone_on_its_line_stays_alone() -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        for before, key in HELD:
            show(app.canvas, before)
            await pilot.press(key)
            assert drawn(app.document, app.canvas.selections) == before
        show(app.canvas, "a\n¦\n```\nb\n```")
        await pilot.press("delete", "delete")
        assert drawn(app.document, app.canvas.selections) == "a\n¦``\nb\n```"


TAB: Keys = [
    ("- a\n- b¦\n  c", "tab", "- a\n  - b¦\n    c"),
    ("- a\n  - b¦", "shift+tab", "- a\n- b¦"),
    ("1. a\n2. ‹b\n3. c¦\n4. d", "tab", "1. a\n   1. ‹b\n   2. c¦\n2. d"),
    ("- a\n- b¦", "tab shift+tab", "- a\n- b¦"),
    ("- [ ] a\n- [ ] b¦", "tab", "- [ ] a\n  - [ ] b¦"),
    ("- a\n- b¦\n\nx\n\n- c\n- d¦", "tab", "- a\n  - b¦\n\nx\n\n- c\n  - d¦"),
    ("- ```\n  a¦\n  ```", "tab", "- ```\n  a\t¦\n  ```"),
    ("a¦", "tab", "a\t¦"),
    ("| a | b¦ |\n|---|---|\n| c | d |", "tab tab x tab y", "| a | b |\n| --- | --- |\n| c | x |\n| y¦ |  |"),
    ("| a | b |\n|---|---|\n| c¦ | d |", "shift+tab", "| a | ‹b¦ |\n|---|---|\n| c | d |"),
    ("¦", "alt+shift+r a tab b tab c tab d", "| a    | b    | c    |\n| --- | --- | --- |\n| d¦    |     |     |"),
    ("| a¦ |\n|---|", "table-row-below x table-column-right y", "| a |  |\n| --- | --- |\n| x | y¦ |"),
    ("| a |\n|---|\n| b¦ |", "table-align-right", "| a |\n| --: |\n| ‹b¦ |"),
    ("| a | b |\n|---|---|\n| c¦ | d |", "table-remove-column table-remove-row", "| ‹b¦ |\n| --- |"),
    ("|abc¦|d|\n|-|-|\n|e|f|", "table-realign", "| ‹abc¦ | d   |\n| --- | --- |\n| e   | f   |"),
]


@pytest.mark.parametrize(
    "rows", [MARKS, BLOCKS, ENTER, BACKSPACE, TAB], ids=["marks", "blocks", "enter", "back", "tab"]
)
async def test_keys(rows: Keys) -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        results: Keys = []
        for before, keys, _ in rows:
            show(app.canvas, before)
            for key in keys.split():
                if key in COMMANDS:
                    COMMANDS[key].run(app.canvas)
                else:
                    await pilot.press(key)
            results.append((before, keys, drawn(app.document, app.canvas.selections)))
        assert [result for result, row in zip(results, rows, strict=True) if result != row] == []


@pytest.mark.parametrize(
    "rows", [MARKS, BLOCKS, ENTER, BACKSPACE, TAB], ids=["marks", "blocks", "enter", "back", "tab"]
)
async def test_each_command_is_one_undo_step(rows: Keys) -> None:
    app = CanvasApp("")
    async with app.run_test(size=(60, 10)) as pilot:
        for before, keys, _ in rows:
            key = keys.split()[0]
            show(app.canvas, before)
            text, selections = app.document.text, app.canvas.selections
            if key in COMMANDS:
                COMMANDS[key].run(app.canvas)
            else:
                await pilot.press(key)
            if app.document.text == text:
                continue
            await pilot.press("ctrl+z")
            assert (app.document.text, app.canvas.selections) == (text, selections), (before, key)
