"""Keys and pastes in tables: what comes into a cell stays in the cell, and no key breaks a row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting.cells import in_cells
from editor.document.formatting.tables import table_at
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.keys.registry import COMMANDS
from tests.editor.commands.test_formatting import show
from tests.editor.document.formatting.drawing import drawn
from tests.editor.view.harness import CanvasApp

Case = tuple[str, str, str | None]
"""The drawing before, keys or `paste:TEXT` one a line, the drawing after; None: nothing happens."""

HEAD = "| a | b |\n| --- | --- |\n"
T = HEAD + "| 1 | 2 |"

TYPING: list[Case] = [
    (HEAD + "| 1¦ | 2 |", "|", HEAD + "| 1\\|¦ | 2 |"),
    (HEAD + "| 1 | 2 |¦", "x", HEAD + "| 1 | 2x¦ |"),
    (HEAD + "¦| 1 | 2 |", "x", HEAD + "| x¦1 | 2 |"),
    ("|a¦|b|\n|-|-|", "\\", "|a\\¦ |b|\n|-|-|"),
    ("|a¦|b|\n|-|-|", "\\\n|", "|a\\|¦ |b|\n|-|-|"),
    (HEAD + "| 1\\¦| | 2 |", "x", HEAD + "| 1x¦\\| | 2 |"),
    ("a | b¦\n-|-\n1 | 2", "|", "a | b\\|¦\n-|-\n1 | 2"),
    ("a | b\n-|-\n1¦ | 2", "|", "a | b\n-|-\n1\\|¦ | 2"),
    (HEAD + "| ‹1¦ | 2 |", "|", HEAD + "| \\|¦ | 2 |"),
    (HEAD + "| ‹1 | 2¦ |", "x", HEAD + "| x¦ |  |"),
    (HEAD + "| ‹1 | 2¦ |", "(", HEAD + "| (‹1 | 2¦) |"),
    (HEAD + "| 1¦ | 2¦ |", "|", HEAD + "| 1\\|¦ | 2\\|¦ |"),
    (HEAD + "| 1¦ | 2¦ |", "enter", HEAD + "| 1 ¦ | 2 ¦ |"),
    ("a | b\n-|-\n¦1 | 2", "-\nspace", "a | b\n-|-\n| - ¦1 | 2"),
    ("a | b\n-|-\n1 | 2¦", "space\nx\nspace\ny", "a | b\n-|-\n1 | 2 x y¦"),
    ("a | b¦\n-|-\n1 | 2\n\nx", "space\nx", "a | b x¦\n-|-\n1 | 2\n\nx"),
    ("> | a | b\n> |-|-\n> | 1 | 2¦", "space\nx", "> | a | b\n> |-|-\n> | 1 | 2 x¦"),
    # a table that is written sign by sign
    (T + "\n¦", "|\nspace\n3\nspace\n|\nspace\n4\nspace\n|", T + "\n| 3 | 4 |¦"),
    ("¦", "|\na\n|\nb\n|\nenter\n|\n-\n|\n-\n|\nenter\n|\n1\n|\n2\n|\nenter\nx", "|a|b|\n|-|-|\n|1|2|\nx¦"),
]

PASTES: list[Case] = [
    (HEAD + "| 1¦ | 2 |", "paste:x|y", HEAD + "| 1x\\|y¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "paste:x\\|y", HEAD + "| 1x\\|y¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "paste:`x|y`", HEAD + "| 1`x\\|y`¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "paste:x\\ny", HEAD + "| 1x y¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "paste:x\\r\\n\\r\\ny\\n", HEAD + "| 1x y¦ | 2 |"),
    (HEAD + "| 1 | ‹2¦ |", "paste:http://u/x|y", HEAD + "| 1 | [2](http://u/x\\|y)¦ |"),
    (HEAD + "| ‹1 | 2¦ |", "paste:x|y", HEAD + "| x\\|y¦ |  |"),
    ("> " + T.replace("\n", "\n> ") + "¦", "paste:x\\ny", "> " + T.replace("\n", "\n> ")[:-2] + "x y¦ |"),
    (T.replace("2", "¦2").replace("\n", "\r\n"), "paste:x\\ny|", T.replace("2", "x y\\|¦2").replace("\n", "\r\n")),
    # rows of cells
    (HEAD + "| 1¦ | 2 |", "paste:x\\ty", HEAD + "| x | y¦ |"),
    (HEAD + "| 1¦ | 2 |", "paste:x\\ty\\n3\\t4\\n", HEAD + "| x | y |\n| 3 | 4¦ |"),
    (HEAD + "| 1 | 2¦ |", "paste:x\\ty", "| a | b |  |\n| --- | --- | --- |\n| 1 | x | y¦ |"),
    (HEAD + "| 1¦ | 2 |", 'paste:x,"y, z"\\n3,4', HEAD + "| x | y, z |\n| 3 | 4¦ |"),
    (HEAD + "| 1¦ | 2 |", "paste:x, y", HEAD + "| 1x, y¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "paste:| x | y\\|z |\\n|-|-|\\n| 3 | 4 |", HEAD + "| x | y\\|z |\n| 3 | 4¦ |"),
    (HEAD + "| 1¦ | 2 |", "paste:x\\ty|z", HEAD + "| x | y\\|z¦ |"),
]

DELETING: list[Case] = [
    (HEAD + "| 1 | ¦2 |", "backspace", HEAD + "| 1 | ¦2 |"),
    (HEAD + "| 1¦ | 2 |", "delete", HEAD + "| 1¦ | 2 |"),
    (HEAD + "| 1 ¦ | 2 |", "backspace", HEAD + "| 1¦ | 2 |"),
    (HEAD + "| 1 | 2¦ |", "ctrl+u", HEAD + "| 1 | ¦ |"),
    (HEAD + "| ¦1 | 2 |", "ctrl+k", HEAD + "| ¦ | 2 |"),
    (HEAD + "| 1 | x y¦ |\n\nbelow", "alt+h", HEAD + "| 1 | ¦ |\n\nbelow"),
    ("a | b\n-|-\n1 | *¦\n3 | 4", "alt+k", "a | b\n-|-\n1 | *¦\n3 | 4"),
    (HEAD + "| 1 | 2 |\n| 3 | 4 |¦", "ctrl+x", HEAD + "| 1 | 2 |¦"),
    ("¦a | b\n-|-\n1 | 2", "alt+k", "| ¦ | b\n-|-\n1 | 2"),
    (HEAD + "| 1 | ¦2 |", "ctrl+w", HEAD + "| 1 | ¦2 |"),
    (HEAD + "| 1\\|¦ | 2 |", "backspace", HEAD + "| 1¦ | 2 |"),
    (HEAD + "| 1¦\\| | 2 |", "delete", HEAD + "| 1¦ | 2 |"),
    (HEAD + "| ‹1 | 2¦ |", "delete", HEAD + "| ¦ |  |"),
    (HEAD + "| x‹1 | 2¦y |", "backspace", HEAD + "| x¦ | y |"),
    ("| a‹b | c |\n| - | - |\n| 1 | 2¦3 |", "delete", "| a¦ |  |\n| - | - |\n|  | 3 |"),
    (HEAD + "| 1 | 2 |¦\n| 3 | 4 |", "delete", HEAD + "| 1 | 2 |¦\n| 3 | 4 |"),
    (HEAD + "| 1 | 2 |\n¦| 3 | 4 |", "backspace", HEAD + "| 1 | 2 |\n¦| 3 | 4 |"),
    (HEAD + "| 1 | 2 |\n¦\nx", "backspace", HEAD + "| 1 | 2 |¦\nx"),
    ("x¦\n\n" + T, "delete", "x¦\n" + T),
    ("x‹y\n\n| a | b¦ |\n| --- | --- |\n| 1 | 2 |", "delete", "x¦\n\n|  |  |\n| --- | --- |\n| 1 | 2 |"),
    (HEAD + "| 1‹ | 2 |\n\nx¦y", "delete", HEAD + "| 1¦ |  |\n\ny"),
    ("‹" + T + "¦", "delete", "¦"),
    ("a | b\n-|-\n‹1¦ | 2", "delete", "a | b\n-|-\n| ¦ | 2"),
    (HEAD + "| 1 | 2 |¦\n| 3 | 4 |", "alt+j", HEAD + "| 1 | 2 |¦\n| 3 | 4 |"),
    (HEAD + "| 1¦ | 2 |\n| 3 | 4 |", "ctrl+x", HEAD + "¦| 3 | 4 |"),
]

MOVING: list[Case] = [
    (HEAD + "| 1¦ | 2 |", "enter", HEAD + "| 1 | 2 |\n| ¦ |  |"),
    (HEAD + "| 1 | 2¦ |\n| 3 | 4 |", "enter", HEAD + "| 1 | 2 |\n| 3 | ‹4¦ |"),
    ("| a¦ | b |\n| --- | --- |\n| 1 | 2 |", "enter", "| a | b |\n| --- | --- |\n| ‹1¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "enter\nenter\nx", T + "\n\nx¦"),
    (T + "¦", "enter\nx", T + "\nx¦"),
    ("- " + T.replace("\n", "\n  ").replace("2", "2¦"), "enter", "- " + T.replace("\n", "\n  ") + "\n  |  | ¦ |"),
    (HEAD + "| 1¦ | 2 |", "right", HEAD + "| 1 | ¦2 |"),
    (HEAD + "| 1 | ¦2 |", "left", HEAD + "| 1¦ | 2 |"),
    ("| a | b¦ |\n| --- | --- |\n| 1 | 2 |", "right", HEAD + "| ¦1 | 2 |"),
    (HEAD + "| ¦1 | 2 |", "left", "| a | b¦ |\n| --- | --- |\n| 1 | 2 |"),
    (T.replace("2", "2¦") + "\n\nx", "right", T + "\n¦\nx"),
    ("| a¦ | b |\n| --- | --- |\n| 1 | 2 |", "down", HEAD + "| 1¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |", "up", "| a¦ | b |\n| --- | --- |\n| 1 | 2 |"),
    ("[te¦]()", "tab\nu", "[te](u¦)"),
    ("- ![¦]()", "tab\nu", "- ![](u¦)"),
    ("[te](u¦) x", "tab", "[te](u)¦ x"),
    (HEAD + "| 1¦ | 2 |\n\nx¦", "tab\ny", HEAD + "| 1y¦ | 2 |\n\nx\ty¦"),
]

ROWS: list[Case] = [
    (HEAD + "| 1¦ | 2 |\n| 3 | 4 |", "alt+down", HEAD + "| 3 | 4 |\n| ‹1¦ | 2 |"),
    (HEAD + "| 1¦ | 2 |\n| 3 | 4 |", "alt+up", HEAD + "| 1¦ | 2 |\n| 3 | 4 |"),
    ("‹" + T + "\n¦\nx", "alt+down", "\n‹" + T + "\n¦x"),
    ("| a‹ | b |\n| --- | --- |\n| 1¦ | 2 |\n| 3 | 4 |", "alt+down", None),
    (HEAD + "| 1‹ | 2 |\n| 3¦ | 4 |\n| 5 | 6 |", "alt+down", HEAD + "| 5 | 6 |\n| 1‹ | 2 |\n| 3¦ | 4 |"),
    ("x¦\n" + T, "alt+down", None),
    (HEAD + "| 1 | 2 |¦", "ctrl+b\nx", HEAD + "| 1 | 2**x¦** |"),
    (HEAD + "| ‹1 | 2¦ |", "ctrl+b", HEAD + "| **‹1** | **2¦** |"),
    (HEAD + "| 1 | 2¦ |\n\nx", "alt+down", HEAD + "| 1 | 2¦ |\n\nx"),
    (HEAD + "| 1 | 2¦ |\n| 3 | 4 |", "table-move-column-left", "| b | a |\n| --- | --- |\n| ‹2¦ | 1 |\n| 4 | 3 |"),
    (HEAD + "| 10¦ | x |\n| 9 | y |\n| | z |", "table-sort", HEAD + "| 9 | y |\n| ‹10¦ | x |\n|  | z |"),
    (HEAD + "| z¦ | 1 |\n| É | 2 |\n| f | 3 |", "table-sort", HEAD + "| É | 2 |\n| f | 3 |\n| ‹z¦ | 1 |"),
    (HEAD + "| 9¦ | x |\n| 1,000 | y |", "table-sort-descending", HEAD + "| 1,000 | y |\n| ‹9¦ | x |"),
    (HEAD + "| 1 | 2¦ |", "alt+shift+d", HEAD + "| 1 | 2 |\n| 1 | ‹2¦ |"),
    ("| a | b¦ |\n| --- | --- |", "alt+shift+d", HEAD + "| a | ‹b¦ |"),
    (HEAD + "| ‹1 | 2¦ |", "alt+shift+d", HEAD + "| 1 | 2‹1 \\| 2¦ |"),
    # a table is quoted, and made code, as a whole; no row becomes an item
    (HEAD + "| 1¦ | 2 |", "alt+shift+q", "> " + T.replace("\n", "\n> ").replace("1", "1¦")),
    ("> " + T.replace("\n", "\n> ").replace("1", "1¦"), "alt+shift+q", T.replace("1", "1¦")),
    ("x\n\n" + HEAD + "| 1¦ | 2 |", "alt+shift+v", "x\n\n```\n" + HEAD + "| 1¦ | 2 |\n```"),
    ("| a¦ | b |\n|-|-|", "alt+minus", None),
    ("‹" + T + "¦", "alt+0", None),
    # footnotes, whose notes go below the table
    (HEAD + "| 1¦ | 2 |", "alt+r", HEAD + "| 1[^1] | 2 |\n\n[^1]: ¦"),
    (T + "¦", "alt+r", HEAD + "| 1 | 2[^1] |\n\n[^1]: ¦"),
    ("x¦\n\n" + T, "alt+r", "x[^1]\n\n" + T + "\n\n[^1]: ¦"),
    ("a | b¦\n-|-", "alt+r", "a | b[^1]\n-|-\n\n[^1]: ¦"),
    ("| a | b |\n| -¦-- | --- |\n| 1 | 2 |", "alt+r", None),
    (
        T.replace("1", "1¦").replace("2", "2¦").replace("\n", "\r\n"),
        "alt+r",
        (HEAD + "| 1[^1] | 2[^2] |\n\n[^1]: ¦\n[^2]: ¦").replace("\n", "\r\n"),
    ),
    (
        "> " + T.replace("1", "1¦").replace("\n", "\n> "),
        "alt+r",
        "> " + T.replace("1", "1[^1]").replace("\n", "\n> ") + "\n\n[^1]: ¦",
    ),
    (HEAD + "| 1¦ | 2 |", "alt+n", HEAD + "| 1 | 2 |\n| ¦ |  |"),
    (HEAD + "| 1¦ | 2 |\n| 3 | 4 |", "alt+shift+k", HEAD + "| ‹3¦ | 4 |"),
]


@pytest.mark.parametrize(
    "cases", [TYPING, PASTES, DELETING, MOVING, ROWS], ids=["typing", "paste", "delete", "move", "rows"]
)
async def test_keys_in_tables(cases: list[Case]) -> None:
    app = CanvasApp("")
    async with app.run_test(size=(80, 24)) as pilot:
        results: list[Case] = []
        for before, keys, expected in cases:
            show(app.canvas, before)
            text = app.document.text
            for key in keys.split("\n"):
                if key.startswith("paste:"):
                    app.canvas.insert_pasted(key[6:].replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t"))
                elif key in COMMANDS:
                    COMMANDS[key].run(app.canvas)
                elif key:
                    await pilot.press("vertical_line" if key == "|" else key)
            after = drawn(app.document, app.canvas.selections)
            results.append((before, keys, None if after == before and expected is None else after))
            while app.document.text != text and app.canvas.undo():
                pass
            assert app.document.text == text
        assert [result for result, case in zip(results, cases, strict=True) if result != case] == []


@pytest.mark.parametrize(
    ("dragged", "place", "expected"),
    [("x|y", 1, HEAD + "| 1x\\|y | 2 |\n\n z"), ("x|y\n z", 5, HEAD + "| 1 | 2x\\|y z |\n\n")],
)
async def test_text_dropped_in_a_cell_stays_in_it(dragged: str, place: int, expected: str) -> None:
    text = HEAD + "| 1 | 2 |\n\nx|y z".replace(" z", "\n z" if "\n" in dragged else " z")
    app = CanvasApp(text)
    async with app.run_test(size=(80, 24)):
        start = text.index(dragged)
        app.canvas.select(start, start + len(dragged))
        app.canvas._drop(app.canvas.selection, len(HEAD) + 2 + place, False)
        assert app.document.text == expected
        head, anchor = app.canvas.selection.head, app.canvas.selection.anchor
        assert app.document.slice(anchor, head) == dragged.replace("|", "\\|").replace("\n ", " ")


TEXTS = st.text(alphabet="ab |\\\n`*-#>1.", max_size=6)
ROWS_OF_TEXT = st.lists(st.lists(st.sampled_from(["a", "b c", "", "x\\|y", "`z`"]), min_size=2, max_size=2), max_size=3)
FORMS = st.sampled_from(["| {} | {} |", "|{}|{}|", "{} | {}", "> | {} | {} |", "  | {} | {}"])


@given(ROWS_OF_TEXT, FORMS, st.data())
def test_no_edit_of_text_changes_how_many_cells_a_table_has(rows: list[list[str]], form: str, data: Any) -> None:
    head = ["h", "i"]
    prefix = "> " if form.startswith(">") else ""
    written = [form.format(*row) for row in [head, ["--", "--"], *[[one or "e" for one in row] for row in rows]]]
    document = Document("above\n\n" + "\n".join(written) + f"\n{prefix}\nbelow")
    lines = LineStates(document)
    before = table_at(document, lines, 2)
    assert before is not None
    stop = len("above\n\n" + "\n".join(written))
    ends = sorted(data.draw(st.integers(len("above\n\n"), stop)) for _ in range(2))
    start, end = (ends[0], ends[0]) if data.draw(st.booleans()) else ends
    if document.block_index(start) == 3 or document.block_index(end) == 3:
        return
    text = data.draw(TEXTS)
    change = Change(start, end, text)
    is_whole = not text and (start, end) == (len("above\n\n"), stop)
    if (start == end and not text) or is_whole:
        return
    at_caret = data.draw(st.booleans())
    selections = Selections.single(end, end) if at_caret else Selections.single(start, end)
    wanted = Transaction((change,))
    caret = start + len(text)
    made, after = in_cells(document, lines, wanted, selections, Selections((Selection(caret, caret),)))
    old = document.text
    document.apply(made)
    assert 0 <= after.main.head <= len(document)
    table = table_at(document, lines, 2)
    assert table is not None, (old, change, document.text)
    if document.text.count("\n") == old.count("\n"):
        assert len(table.rows) == len(before.rows), (old, change, document.text)
    for row in table.rows:
        assert len(row) <= 2, (old, change, document.text)
