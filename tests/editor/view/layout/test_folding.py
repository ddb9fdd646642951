"""Folding by heading: what is hidden, how it follows edits, and that no caret gets lost in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from editor.document import Document
from editor.document.document import DocumentChange, Phase
from editor.document.markdown.markdown import Markdown
from editor.document.selections import Selection
from editor.view.canvas.messages import Changed
from editor.view.layout.folding import Folding
from tests.editor.view.harness import CanvasApp

DRAFT = "intro\n\n# One\n\nfirst\n\n## Inner\n\nwithin\n\nTwo\n===\n\nsecond\n\n# Empty\n# Last\nend"
FOLD, FOLD_ALL = "alt+shift+l", "alt+shift+w"


def _put(app: CanvasApp, text: str, distance: int = 0) -> None:
    position = app.document.text.index(text) + distance
    app.canvas.select(position, position)


def _seen(app: CanvasApp) -> list[str]:
    lines = app.shown()
    while lines and not lines[-1]:
        lines.pop()
    return lines


async def test_a_section_is_folded_and_unfolded_by_a_key() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "within")
        await pilot.press(FOLD)
        assert "## Inner  ⋯ 2 lines" in _seen(app)  # the caret is on it
        assert "within" not in _seen(app)
        assert app.canvas.selection == Selection(*[DRAFT.index("Inner") + 5] * 2)
        _put(app, "first")
        await pilot.press(FOLD)
        assert _seen(app)[:6] == ["intro", "", "# One  ⋯ 6 lines", "", "Two", "═══"]
        await pilot.press(FOLD)
        assert _seen(app)[2:7] == ["# One", "", "first", "", "Inner  ⋯ 2 lines"]
        _put(app, "Inner")
        await pilot.press(FOLD)
        assert _seen(app)[2:9] == ["One", "", "first", "", "## Inner", "", "within"]


async def test_an_underlined_heading_is_folded_below_its_line() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        for place in ("Two", "===", "second"):
            _put(app, place)
            await pilot.press(FOLD)
            assert [line for line in _seen(app) if "lines" in line] == ["═══  ⋯ 2 lines"] or place != "Two"
            assert "second" not in _seen(app)
            assert "Two" in _seen(app)
            await pilot.press(FOLD)
            assert "second" in _seen(app)


async def test_the_last_section_and_empty_ones_and_text_above_all_headings() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "end")
        await pilot.press(FOLD)
        assert _seen(app)[-2:] == ["Empty", "# Last  ⋯ 1 line"]
        shown = _seen(app)
        for place in ("intro", "Empty"):
            _put(app, place)
            await pilot.press(FOLD)
        assert len(_seen(app)) == len(shown)
        assert not any(message.edits for message in app.messages if isinstance(message, Changed))


async def test_all_sections_are_folded_and_unfolded() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "within")
        await pilot.press(FOLD_ALL)
        assert _seen(app) == [
            "intro", "", "# One  ⋯ 6 lines", "", "Two", "═══  ⋯ 2 lines", "", "Empty", "Last  ⋯ 1 line",
        ]  # fmt: skip
        await pilot.press(FOLD_ALL)
        assert len(_seen(app)) == DRAFT.count("\n") + 1


async def test_motions_skip_folded_text() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "within")
        await pilot.press(FOLD_ALL, "down", "down")
        assert app.document.text[app.canvas.selection.head :].startswith("Two") or app.canvas.selection.head == (
            DRAFT.index("Two") + 3
        )
        await pilot.press("up", "up")
        assert DRAFT.index("# One") <= app.canvas.selection.head <= DRAFT.index("# One") + 5
        assert app.canvas.folding.hidden
        await pilot.press("pagedown")
        assert app.canvas.selection.head >= DRAFT.index("# Last")
        await pilot.press("pageup")
        assert app.canvas.selection.head == 0
        assert app.canvas.folding.hidden


async def test_a_caret_that_enters_a_fold_opens_it() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "within")
        await pilot.press(FOLD, FOLD_ALL, FOLD_ALL)
        _put(app, "within")  # as a search does
        assert "within" in _seen(app)
        assert "second" not in _seen(app)
        assert "end" not in _seen(app)


async def test_undoing_an_edit_in_a_fold_unfolds_it() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "within")
        await pilot.press("x", FOLD)
        _put(app, "intro")
        await pilot.press("ctrl+z")
        assert "within" in _seen(app)
        assert app.document.text == DRAFT
        await pilot.press(FOLD, "ctrl+y")
        assert "xwithin" in _seen(app)


async def test_edits_of_a_heading_keep_it_folded_and_deleting_it_shows_everything() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "first")
        await pilot.press(FOLD)
        _put(app, "intro")
        await pilot.press("enter", "enter", "a")
        assert "# One  ⋯ 6 lines" in _seen(app) or "One  ⋯ 6 lines" in _seen(app)
        _put(app, "One", 3)
        await pilot.press("x")
        assert "# Onex  ⋯ 6 lines" in _seen(app)
        await pilot.press("ctrl+shift+left", "backspace", "backspace", "backspace")
        assert "first" in _seen(app)
        assert not app.canvas.folding.hidden


async def test_a_folded_heading_that_is_deleted_hides_nothing() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "first")
        await pilot.press(FOLD)
        start = DRAFT.index("# One")
        app.canvas.edit(start, start + len("# One\n"), "")
        assert "first" in _seen(app)
        assert not app.canvas.folding.hidden
        await pilot.press("ctrl+z")
        assert "first" in _seen(app)


async def test_text_written_below_a_folded_section_opens_it() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "second")
        await pilot.press(FOLD, "down", "x")
        assert app.document.text == DRAFT.replace("second\n\n", "second\nx\n")
        assert {"second", "x"} <= set(_seen(app))


async def test_changing_a_heading_level_changes_the_hidden_text() -> None:
    app = CanvasApp("# A\na\n# B\nb\n# C\nc")
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "a")
        await pilot.press(FOLD)
        assert _seen(app) == ["# A  ⋯ 1 line", "B", "b", "C", "c"]
        app.document.replace(app.document.text.index("# B"), app.document.text.index("# B"), "#")
        assert _seen(app) == ["# A  ⋯ 3 lines", "C", "c"]
        app.document.undo()
        assert _seen(app) == ["# A  ⋯ 1 line", "B", "b", "C", "c"]


async def test_deleting_a_selection_includes_folded_text() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        await pilot.press(FOLD_ALL, "ctrl+a", "backspace")
        assert (app.document.text, _seen(app)) == ("", [])
        await pilot.press("ctrl+z")
        assert app.document.text == DRAFT


async def test_text_typed_after_a_folded_heading_is_visible() -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "first")
        await pilot.press(FOLD, "end", "enter", "a")
        _, line = app.canvas.viewport.cell_of(app.canvas.selection.head)
        assert app.shown()[line] == "a"
        assert app.document.text == DRAFT.replace("# One", "# One\na")


@pytest.mark.parametrize("size", [(20, 8), (60, 15), (120, 40)])
async def test_resizing_keeps_folds(size: tuple[int, int]) -> None:
    app = CanvasApp(DRAFT)
    async with app.run_test(size=(60, 30)) as pilot:
        _put(app, "second")
        await pilot.press(FOLD)
        hidden = app.canvas.folding.hidden
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.canvas.folding.hidden == hidden
        assert "second" not in app.shown()
        assert app.canvas.document_layout.height == sum(
            app.canvas.document_layout.block(index).height
            for index, block in enumerate(app.document.blocks)
            if block.id not in hidden
        )


def _hidden_in_model(lines: list[str], folded: set[int]) -> set[int]:
    levels = [len(line) - len(line.lstrip("#")) for line in lines]
    hidden: set[int] = set()
    for index in folded:
        stop = next((at for at in range(index + 1, len(lines)) if 0 < levels[at] <= levels[index]), len(lines))
        while index + 1 < stop < len(lines) and not lines[stop - 1]:
            stop -= 1
        hidden.update(range(index + 1, stop))
    return hidden


class FoldingMachine(RuleBasedStateMachine):
    """Folds and edits of a draft of headings, blank lines and words, compared with a list of lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = ["# a", "b", "## c", "d", "", "# e", "f"]
        self.folded: set[str] = set()
        self.document = Document("\n".join(self.lines))
        self.folding = Folding(self.document, Markdown(self.document))
        self.document.subscribe(self._follow, Phase.VIEW)
        self.count = 0

    def _follow(self, change: DocumentChange) -> None:
        before = self.folding.hidden
        assert self.folding.follow(change) == (self.folding.hidden != before)

    def _folded_lines(self) -> set[int]:
        return {index for index, line in enumerate(self.lines) if line in self.folded}

    def _at(self, share: float) -> int:
        return min(int(share * len(self.lines)), len(self.lines) - 1)

    @rule(share=st.floats(0, 1))
    def toggle(self, share: float) -> None:
        index = self._at(share)
        heading = None
        for at, line in enumerate(self.lines):
            if line.startswith("#") and at <= index:
                held = _hidden_in_model(self.lines, {at})
                if held and index <= max(held):
                    heading = at
        assert self.folding.toggle(index) == (heading is not None)
        if heading is not None:
            self.folded ^= {self.lines[heading]}

    @rule()
    def toggle_all(self) -> None:
        self.folding.toggle_all()
        if self.folded:
            self.folded = set()
        else:
            self.folded = {
                line
                for at, line in enumerate(self.lines)
                if line.startswith("#") and _hidden_in_model(self.lines, {at})
            }

    @rule(share=st.floats(0, 1))
    def reveal(self, share: float) -> None:
        index = self._at(share)
        is_hidden = index in _hidden_in_model(self.lines, self._folded_lines())
        assert self.folding.reveal(index) == is_hidden
        if is_hidden:
            self.folded = {
                line
                for at, line in enumerate(self.lines)
                if line in self.folded and index not in _hidden_in_model(self.lines, {at})
            }
        assert not self.folding.reveal(index)

    @rule(share=st.floats(0, 1), kind=st.sampled_from(["# ", "## ", "### ", "", "blank"]))
    def insert(self, share: float, kind: str) -> None:
        index = self._at(share)
        self.count += 1
        line = "" if kind == "blank" else f"{kind}{self.count}"
        start = self.document.block_start(index) + len(self.lines[index])
        self.document.replace(start, start, f"\n{line}")
        self.lines.insert(index + 1, line)

    @precondition(lambda self: len(self.lines) > 1)
    @rule(share=st.floats(0, 1))
    def delete(self, share: float) -> None:
        index = max(1, self._at(share))
        start = self.document.block_start(index)
        self.document.replace(start - 1, start + len(self.lines[index]), "")
        self.folded.discard(self.lines.pop(index))

    @rule(share=st.floats(0, 1), kind=st.sampled_from(["# ", "### ", "", "blank"]))
    def rewrite(self, share: float, kind: str) -> None:
        index = self._at(share)
        self.count += 1
        line = "" if kind == "blank" else f"{kind}{self.count}"
        start = self.document.block_start(index)
        self.document.replace(start, start + len(self.lines[index]), line)
        if self.lines[index] in self.folded and line.startswith("#"):
            self.folded = self.folded | {line}
        self.folded.discard(self.lines[index])
        self.lines[index] = line

    @rule(share=st.floats(0, 1))
    def deepen(self, share: float) -> None:
        index = self._at(share)
        if self.lines[index].startswith("#") and not self.lines[index].startswith("#####"):
            start = self.document.block_start(index)
            self.document.replace(start, start, "#")
            line = "#" + self.lines[index]
            if self.lines[index] in self.folded:
                self.folded = self.folded - {self.lines[index]} | {line}
            self.lines[index] = line

    @invariant()
    def the_same_lines_are_hidden(self) -> None:
        held = {line: _hidden_in_model(self.lines, {at}) for at, line in enumerate(self.lines)}
        self.folded = {line for line in self.folded if held[line]}  # an empty section is no longer folded
        found = {i for i, block in enumerate(self.document.blocks) if block.id in self.folding.hidden}
        assert found == _hidden_in_model(self.lines, self._folded_lines())


TestFoldingMachine = FoldingMachine.TestCase
TestFoldingMachine.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["# a", "## b", "word", "", "Title", "=====", "- item"]), max_size=25).map("\n".join),
    st.lists(
        st.sampled_from([FOLD, FOLD_ALL, "down", "up", "pagedown", "pageup", "x", "enter", "backspace", "ctrl+z"]),
        max_size=12,
    ),
)
async def test_the_caret_is_never_in_hidden_text(draft: str, keys: list[str]) -> None:
    app = CanvasApp(draft)
    async with app.run_test(size=(30, 6)) as pilot:
        for key in keys:
            await pilot.press(key)
            index = app.document.block_index(app.canvas.selection.head)
            assert app.document.blocks[index].id not in app.canvas.folding.hidden
            assert 0 <= app.canvas.viewport.cell_of(app.canvas.selection.head)[1] < 6
            assert app.canvas.document_layout.block_height(index) > 0
