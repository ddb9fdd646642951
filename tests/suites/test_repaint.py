"""Redrawing: everything that looks different and little else is redrawn, and the result equals a full redraw."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from textual.geometry import Region
from textual.strip import Strip

from editor.document.selections import Selection, Selections
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.carets import snapped
from tests.editor.view.harness import CanvasApp
from tests.editor.view.markdown_texts import drafts, insertions

SIZE = (40, 12)


class Screen:
    """What a terminal shows if a canvas only sends the lines it wants redrawn."""

    def __init__(self, canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
        self._canvas = canvas
        self._stale: set[int] = set()
        refresh = Canvas.refresh

        def record(one: Canvas, *regions: Region, repaint: bool = True, **options: bool) -> Canvas:
            if one is canvas and (repaint or regions):
                for region in regions or [Region(0, 0, *SIZE)]:
                    self._stale.update(range(region.y, region.bottom))
            return refresh(one, *regions, repaint=repaint, **options)

        monkeypatch.setattr(Canvas, "refresh", record)
        self._lines = self._drawn()

    def _drawn(self) -> list[Strip]:
        return [self._canvas.render_line(line) for line in range(self._canvas.viewport.page_rows)]

    def refreshed(self) -> set[int]:
        """The lines redrawn since the last call; all others look right."""
        drawn, stale = self._drawn(), self._stale
        missed = {
            line: (self._lines[line].text, strip.text)
            for line, strip in enumerate(drawn)
            if line not in stale and not _is_same(strip, self._lines[line])
        }
        assert not missed
        self._lines, self._stale = drawn, set()
        return stale


def _is_same(one: Strip, other: Strip) -> bool:
    return list(one.simplify()) == list(other.simplify())


def _looks(canvas: Canvas) -> list[object]:
    first, last = canvas.viewport.visible_blocks().start, canvas.viewport.visible_blocks().stop
    canvas.markdown.settle_code()
    found: list[object] = []
    for index in range(first, last):
        layout = canvas.document_layout.block(index)
        is_seen = not canvas.document_layout.is_hidden(index)
        found.append((is_seen and (layout.text, layout.form, layout.starts), canvas.markdown.spans(index)))
    return found


def _at(canvas: Canvas, share: float) -> int:
    return round(share * len(canvas.document))


Action = Callable[[Canvas], object]
_share = st.floats(0, 1, width=16)


def _caret(share: float) -> Action:
    return lambda canvas: canvas.select(_at(canvas, share), _at(canvas, share))


def _select(anchor: float, head: float) -> Action:
    return lambda canvas: canvas.select(_at(canvas, anchor), _at(canvas, head))


def _carets(shares: list[float]) -> Action:
    def action(canvas: Canvas) -> None:
        made = [Selection(_at(canvas, share), _at(canvas, share)) for share in shares]
        canvas.set_selections(Selections.of(made, made[0]))

    return action


def _edit(start: float, length: int, text: str) -> Action:
    def action(canvas: Canvas) -> None:
        first = snapped(canvas.document, _at(canvas, start))
        canvas.edit(first, snapped(canvas.document, min(len(canvas.document), first + length)), text)

    return action


def _elsewhere(start: float, text: str) -> Action:
    """An edit that the caret does not go to."""

    def action(canvas: Canvas) -> None:
        position = snapped(canvas.document, _at(canvas, start))
        canvas.document.replace(position, position, text)

    return action


_KEYS = [
    "a", "*", "space", "enter", "backspace", "delete", "tab", "up", "down", "left", "right", "home", "end",
    "shift+down", "shift+right", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+home", "ctrl+end", "pageup", "pagedown",
    "alt+shift+l", "alt+shift+w", "shift+f5", "alt+shift+y", "f7", "ctrl+b",
]  # fmt: skip
actions = (
    st.sampled_from(_KEYS)
    | st.builds(_caret, _share)
    | st.builds(_select, _share, _share)
    | st.builds(_carets, st.lists(_share, min_size=2, max_size=4))
    | st.builds(_edit, _share, st.integers(0, 4), insertions)
    | st.builds(_elsewhere, _share, insertions)
    | st.integers(-9, 9).map(lambda rows: lambda canvas: canvas.scroll_rows(rows))
)


@settings(max_examples=60, deadline=None)
@given(drafts, st.lists(actions, min_size=1, max_size=12))
@example("\n[label]: /url", ["a"])  # no longer a definition, so another line changes its meaning
@example("</div>\n|---|--:|\n```\n<!-- a comment -->\n\n", [_edit(0, 3, "- [x] done")])  # the background of blank lines
async def test_whatever_looks_different_is_redrawn(draft: str, todo: list[str | Action]) -> None:
    app = CanvasApp(draft, column=24)
    with pytest.MonkeyPatch.context() as monkeypatch:
        async with app.run_test(size=SIZE) as pilot:
            canvas = app.canvas
            screen = Screen(canvas, monkeypatch)
            for action in todo:
                if isinstance(action, str):
                    await pilot.press(action)
                else:
                    action(canvas)
                screen.refreshed()


@settings(max_examples=40, deadline=None)
@given(drafts, st.lists(actions, min_size=1, max_size=12))
@example("2. second\n    - deeper", [_carets([0.625, 0.0]), "enter", "a"])  # spaces no longer in a list
@example("[^1]: a note", ["a"])
async def test_the_screen_looks_as_if_the_draft_had_just_been_opened(draft: str, todo: list[str | Action]) -> None:
    app = CanvasApp(draft, column=24)
    async with app.run_test(size=SIZE) as pilot:
        canvas = app.canvas
        for action in todo:
            if isinstance(action, str):
                await pilot.press(action)
            else:
                action(canvas)
        if canvas.folding.hidden:
            canvas.fold_all()
        canvas.settle()
        looks, top, selections = _looks(canvas), canvas.viewport.top, canvas.selections
        mode, is_typewriter = canvas.mode, canvas.typewriter
    fresh = CanvasApp(canvas.document.text, column=24)
    async with fresh.run_test(size=SIZE):
        fresh.canvas.set_mode(mode)
        fresh.canvas.typewriter = is_typewriter
        fresh.canvas.set_selections(selections, scroll=False)
        fresh.canvas.settle(top)
        assert fresh.canvas.viewport.top == top
        assert _looks(fresh.canvas) == looks


async def test_a_letter_in_a_paragraph_draws_nothing_but_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "# One\n\n- an *item*\n\nplain words and more words\n\n| a | b |\n|---|---|\n| c | d |"
    app = CanvasApp(draft, column=60)
    async with app.run_test(size=SIZE) as pilot:
        app.canvas.select(*[draft.index("words")] * 2)
        screen = Screen(app.canvas, monkeypatch)
        for key in ("a", "b", "backspace", "right"):
            await pilot.press(key)
            assert screen.refreshed() == {4}
        app.canvas.select(*[draft.index("item")] * 2)
        assert screen.refreshed() == {2, 4}
        await pilot.press("a")
        assert screen.refreshed() == {2}


async def test_dimming_follows_the_caret(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = "One sentence of many words here. Another of many words.\n\nA second paragraph. Its end."
    app = CanvasApp(draft, column=24)
    async with app.run_test(size=SIZE) as pilot:
        screen = Screen(app.canvas, monkeypatch)
        await pilot.press("shift+f5")
        screen.refreshed()
        for place in ("Another", "second", "Its", "One"):
            app.canvas.select(*[draft.index(place)] * 2)
            screen.refreshed()
            await pilot.press("a", "full_stop", "space", "A", "ctrl+z")
            screen.refreshed()
        app.canvas.select(*[draft.index("many")] * 2)
        screen.refreshed()
        await pilot.press("a")
        assert screen.refreshed() <= {0, 1, 2}


async def test_the_columns_of_a_table_follow_a_row_that_leaves_it_or_is_off_the_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    head = "| a | b |\n|---|---|\n| c | d |\n"
    draft = f"{head}| wide wide | e |\n| f | g |\n" + "| h | i |\n" * 20 + "| wide | j |"
    app = CanvasApp(draft, column=24)
    async with app.run_test(size=SIZE):
        screen = Screen(app.canvas, monkeypatch)
        assert app.shown()[0] == "│ a         │ b │"
        row = draft.index("| wide wide")
        app.document.replace(row, row + len("| wide wide | e |"), "")
        screen.refreshed()
        assert app.shown()[:3] == ["│ a │ b │", "├───┼───┤", "│ c │ d │"]
        app.canvas.undo()
        app.document.replace(row, row + len("| wide wide | e |\n"), "")
        screen.refreshed()
        assert app.shown()[0] == "│ a    │ b │"
        last = app.document.text.index("wide")
        app.document.replace(last, last + len("wide"), "w")
        screen.refreshed()
        assert app.shown()[0] == "│ a │ b │"
