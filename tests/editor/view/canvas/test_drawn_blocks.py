"""Carets, clicks and selections among hidden markers, and that rendering never changes the draft."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.document.selections import Selection
from tests.editor.drawing import seen, set_up
from tests.editor.view.harness import CanvasApp
from tests.editor.view.markdown_texts import drafts

SIZE = (40, 12)


@pytest.mark.parametrize(
    ("draft", "x", "line", "expected"),
    [
        ("a **bold** b\n\nc", 0, 0, "|a **bold** b"),
        ("a **bold** b\n\nc", 3, 0, "a **b|old** b"),
        ("a **bold** b\n\nc", 7, 0, "a **bold** |b"),
        ("a **bold** b\n\nc", 30, 0, "a **bold** b|"),
        ("# One\n\nc", 0, 0, "# |One"),
        ("# One\n\nc", 1, 0, "# O|ne"),
        ("> one\n\nc", 2, 0, "> |one"),
        ("- [ ] one\n\nc", 2, 0, "- [ ] |one"),
        ("[a link](https://example.com/)\n\nc", 3, 0, "[a l|ink](https://example.com/)"),
        ("[a link](https://example.com/) b\n\nc", 7, 0, "[a link](https://example.com/) |b"),
        ("| a | b |\n|---|---|\n| c | d |\n\nc", 2, 0, "| |a | b |"),
        ("| a | b |\n|---|---|\n| ccc | d |\n\nc", 8, 0, "| a | |b |"),
    ],
)
async def test_a_click_puts_the_caret_where_it_was_aimed(draft: str, x: int, line: int, expected: str) -> None:
    app = CanvasApp(draft, column=30)
    async with app.run_test(size=SIZE) as pilot:
        app.canvas.select(len(draft), len(draft))
        await pilot.click(app.canvas, offset=(app.canvas.viewport.text_left + x, line))
        assert seen(app.canvas).split("\n")[line] == expected


@pytest.mark.parametrize(
    ("draft", "x", "expected"),
    [
        ("a **bold** b\n\nc", 3, "a **<bold|>** b"),
        ("a *b* `code` d\n\nc", 5, "a *b* `<code|>` d"),
        ("# One two\n\nc", 1, "# <One|> two"),
        ("[a link](https://example.com/) b\n\nc", 3, "[a <link|>](https://example.com/) b"),
    ],
)
async def test_a_double_click_selects_a_word_without_its_marks(draft: str, x: int, expected: str) -> None:
    app = CanvasApp(draft, column=30)
    async with app.run_test(size=SIZE) as pilot:
        app.canvas.select(len(draft), len(draft))
        offset = (app.canvas.viewport.text_left + x, 0)
        await pilot.click(app.canvas, offset=offset, times=2)
        assert seen(app.canvas).split("\n")[0] == expected.replace("|>", "|")


async def test_dragging_selects_the_text_it_passes_even_if_markers_appear() -> None:
    draft = "one **bold** two\n\n*three* four"
    app = CanvasApp(draft, column=30)
    async with app.run_test(size=SIZE) as pilot:
        app.canvas.select(len(draft), len(draft))
        left = app.canvas.viewport.text_left
        await pilot.mouse_down(app.canvas, offset=(left + 1, 0))
        await pilot.hover(app.canvas, offset=(left + 3, 0))
        await pilot.hover(app.canvas, offset=(left + 30, 0))
        await pilot.mouse_up(app.canvas, offset=(left + 30, 0))
        assert app.canvas.selection == Selection(1, 16)
        assert app.shown()[0] == "one **bold** two"


KEYS = {
    # Home and End go to the ends of the row as written
    ("a| **bold**", "end"): "a **bold**|",
    ("**bold**| a", "home"): "|**bold** a",
    ("# One| two", "end"): "# One two|",
    # moving right and left, every marker is a step, since it becomes visible
    ("a |**b** c", "right right right"): "a **b|** c",
    ("a **b**| c", "left left left"): "a **|b** c",
    # moving up and down, the caret keeps its column on the screen
    ("aaaaaaaaaaaa|\n**bo** ccccccccccc", "down"): "aaaaaaaaaaaa\n**bo** ccccccccc|cc",
    ("**bo** ccccc|cccccc\naaaaaaaaaaaaaaaa", "down"): "**bo** ccccccccccc\naaaaaaaa|aaaaaaaa",
    ("aaaa|\nx **bbbbbb** c\ncccccc", "down"): "aaaa\nx **bb|bbbb** c\ncccccc",
    ("aaaa|\nx **bbbbbb** c\ncccccc", "down down"): "aaaa\nx **bbbbbb** c\ncccc|cc",
    ("aaaa|\n- bbbbbb\ncccccc", "down down"): "aaaa\n- bbbbbb\ncccc|cc",
    ("aaaa|aa\n# bbbbbb\ncccccc", "down up"): "aaaa|aa\n# bbbbbb\ncccccc",
}


@pytest.mark.parametrize(("case", "expected"), KEYS.items(), ids=repr)
async def test_keys_among_marks(case: tuple[str, str], expected: str) -> None:
    app = CanvasApp("", column=30)
    async with app.run_test(size=SIZE) as pilot:
        set_up(app.canvas, case[0])
        await pilot.press(*case[1].split())
        assert seen(app.canvas) == expected


async def test_up_and_down_reach_every_row_and_back_except_a_tables_rule() -> None:
    draft = "# One\n\n- one *two* three four five\n  - [a link](https://example.com/long/address) b\n\n"
    draft += "> quoted **words**\n\n| a | b |\n|---|---|\n| c | d |\n\n```\ncode\n```\nend"
    app = CanvasApp(draft, column=24)
    async with app.run_test(size=(40, 40)) as pilot:
        rows = app.canvas.document_layout.height
        rule = app.canvas.viewport.cell_of(draft.index("|---|"))[1]
        lines = [app.canvas.viewport.cell_of(app.canvas.selection.head)[1]]
        for key in ["down"] * rows + ["up"] * rows:
            await pilot.press(key)
            line = app.canvas.viewport.cell_of(app.canvas.selection.head)[1]
            assert abs(line - lines[-1]) <= (2 if {line, lines[-1]} == {rule - 1, rule + 1} else 1)
            lines.append(line)
        assert set(lines) == set(range(rows)) - {rule}
        assert lines[-1] == 0


async def test_a_caret_at_a_hidden_mark_shows_it_and_is_drawn_once() -> None:
    app = CanvasApp("a **b** c", column=30)
    async with app.run_test(size=SIZE) as pilot:
        caret = app.canvas.theme.overlay("caret").bgcolor
        for _ in range(10):
            cells = [one.text for one in app.canvas.render_line(0) if one.style and one.style.bgcolor == caret]
            assert "".join(cells) == app.document.text[app.canvas.selection.head :][:1] or cells == [" "]
            await pilot.press("right")


_LOOKS = ["f7", "f5", "escape", "shift+f5", "alt+shift+y", "alt+shift+l", "alt+shift+w", "ctrl+a", "ctrl+c"]
_MOTIONS = ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+end", "ctrl+home", "shift+down"]
_steps = (
    st.sampled_from([*_LOOKS, *_MOTIONS])
    | st.tuples(st.integers(12, 70), st.integers(2, 20))
    | st.tuples(st.integers(0, 30), st.integers(0, 5), st.booleans())
)


@settings(max_examples=30)
@given(drafts, st.lists(_steps, max_size=15), st.booleans())
async def test_hiding_and_showing_markup_never_changes_the_saved_text(
    tmp_path_factory: pytest.TempPathFactory, draft: str, steps: list[str | tuple[int, ...]], has_crlf: bool
) -> None:
    path = tmp_path_factory.mktemp("draft") / "draft.md"
    saved = draft.replace("\n", "\r\n" if has_crlf else "\n").encode()
    path.write_bytes(saved)
    app = CanvasApp(Document.read(path), column=24)
    async with app.run_test(size=SIZE) as pilot:
        text, revision = app.document.text, app.document.revision
        for step in steps:
            if isinstance(step, str):
                await pilot.press(step)
            elif len(step) == 2:
                await pilot.resize_terminal(*step)
            else:
                place = min(step[0], app.canvas.size.width - 1), min(step[1], app.canvas.size.height - 1)
                await pilot.click(app.canvas, offset=place, times=2 if step[2] else 1)
            x, line = app.canvas.viewport.cell_of(app.canvas.selection.head)
            assert x >= app.canvas.viewport.text_left or line < 0
        assert (app.document.text, app.document.revision, app.document.modified) == (text, revision, False)
        app.document.write(path)
    assert path.read_bytes() == saved


_tables = st.lists(
    st.sampled_from(
        ["| a | b |", "| - | - |", "|---|--:|", "| 1 | 2 |", "1 | 漢字", "lazy", "| x", "> | c | d |", "", "e\u0301 |"]
    ),
    max_size=8,
).map("\n".join)


@settings(max_examples=15)
@given(drafts | _tables, st.booleans())
async def test_the_caret_is_drawn_once_at_the_cell_that_shows_its_grapheme(draft: str, is_wide: bool) -> None:
    app = CanvasApp(draft, column=30 if is_wide else 20)
    async with app.run_test(size=(40, 80)):
        canvas = app.canvas
        caret = canvas.theme.overlay("caret").bgcolor
        position = 0
        while position <= len(draft):
            canvas.select(position, position)
            position, head = position + 1, canvas.selection.head
            x, line = canvas.viewport.cell_of(head)
            found, reached = [], 0
            for segment in canvas.render_line(line):
                if segment.style and segment.style.bgcolor == caret:
                    found.append((reached, segment.text))
                reached += segment.cell_length
            assert [at for at, _ in found][:1] == [x], (draft, head, found, x)
            shown = "".join(text for _, text in found)
            index = canvas.document.block_index(head)
            text = draft[head : canvas.document.block_start(index) + len(canvas.document.blocks[index].text)]
            pieces = canvas.document_layout.block(index).form.pieces
            offset = head - canvas.document.block_start(index)
            if not any(piece.start <= offset < piece.end for piece in pieces) and text[:1] not in ("", "\t"):
                assert text.startswith(shown), (draft, head, shown)
