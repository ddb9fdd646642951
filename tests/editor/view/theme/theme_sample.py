"""A page that shows every name in a theme, for visual review.

`python -m tests.editor.view.theme.theme_sample DIRECTORY` draws it in all themes, an SVG each.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

from rich.console import Console
from textual.app import App, ComposeResult
from textual.geometry import Offset

from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.document.selections import Selection, Selections
from editor.flags.marks import FlagMarks
from editor.flags.suggestion_list import SuggestionList, SuggestionRow
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.row_rendering import Mark
from editor.view.theme.colour_depth import ColourDepth, drawable
from editor.view.theme.theme import Theme, for_textual, load_theme, theme_names
from editor.view.widgets.status import StatusLine
from editor.view.widgets.tabs import Tab, TabRow
from scoring.protocol import Alternative, Alternatives
from tests.editor.view.harness import Recorder

SIZE = (100, 45)
_POPUP_AT = Offset(64, 33)

PAGE = Path(__file__).with_suffix(".txt").read_text("utf-8")
"""`«name|text»`: text with its name in the theme; may be nested. SELECTED and OTHER: where the carets are."""


def spans_of(page: str) -> tuple[str, dict[int, list[Span]]]:
    """Return the page without this markup, and its spans by nesting depth."""
    text = ""
    spans: dict[int, list[Span]] = {}
    opened: list[tuple[int, str]] = []
    for part in re.split(r"(«[\w.]+\||»)", page):
        if part.startswith("«"):
            opened.append((len(text), part[1:-1]))
        elif part == "»":
            start, name = opened.pop()
            spans.setdefault(len(opened), []).append(Span(start, len(text), name, 1.0))
        else:
            text += part
    return text, spans


class _NoTabs:
    """Takes clicks on tabs and does nothing."""

    def tab_chosen(self, index: int) -> None: ...

    def tab_close_asked(self, index: int) -> None: ...


class SampleMarks(FlagMarks):
    """Draws flags in code too."""

    def marks(self, index: int, start: int, end: int) -> list[Mark]:
        found = self._flags.overlapping(self._canvas.document.blocks[index], start, end)
        return [Mark(span.start, span.end, self.style(span.kind, span.strength)) for span in found]


class _Nobody:
    """Ignores the list's events."""

    def on_accept(self, row: SuggestionRow) -> None:
        pass

    def on_highlight(self, row: SuggestionRow | None) -> None:
        pass

    def on_close(self) -> None:
        pass


class SampleApp(App[None], inherit_bindings=False):
    """The page, with tabs and a status line, in one theme."""

    CSS = "Screen { layers: base; }"

    def __init__(self, theme: Theme, depth: ColourDepth = "truecolor", *, record: bool = False) -> None:
        super().__init__(driver_class=Recorder if record else None, ansi_color=True if depth == "none" else None)
        systems = {"truecolor": "truecolor", "256": "256", "16": "standard", "none": "standard"}
        self.console = Console(color_system=systems[depth], force_terminal=True, legacy_windows=False)  # type: ignore[arg-type]
        self.depth: ColourDepth = depth
        text, spans = spans_of(PAGE)
        self.canvas = Canvas(Document(text), load_theme("dark"), underlines="curly")
        self._places: dict[str, Span] = {}
        for level in sorted(spans):  # spans of one layer can't be nested
            layer = Layer(self.canvas.document)
            layer.replace(0, len(text), [span for span in spans[level] if span.kind.islower()])
            self.canvas.add_marks(SampleMarks(self.canvas, layer))
            self._places |= {span.kind: span for span in spans[level] if span.kind.isupper()}
        self.tabs, self.status = TabRow(load_theme("dark"), _NoTabs()), StatusLine(load_theme("dark"))
        self.popup = SuggestionList(load_theme("dark"))
        self.use_theme(theme)

    def compose(self) -> ComposeResult:
        yield self.tabs
        yield self.canvas
        yield self.status
        yield self.popup

    def on_mount(self) -> None:
        """Select text, and fill everything around the page and on it."""
        self.canvas.focus()
        selected, other = self._places["SELECTED"], self._places["OTHER"]
        ranges = Selection(selected.start, selected.end), Selection(other.start, other.start)
        self.canvas.set_selections(Selections(ranges, 0), scroll=False)
        self.tabs.show([Tab("bakery.md", True), Tab("essay.md")], 0)
        self.status.show(name="bakery.md", modified=True, words=214, model="SmolLM2-135M", done=1, total=1)
        self.open_popup()

    def open_popup(self) -> None:
        """Open the list of alternatives, drawn in the current theme."""
        words = tuple(Alternative(word, 0.5**number) for number, word in enumerate(("thistle", "gooseberry"), 2))
        self.popup.open_beside(_POPUP_AT.x, range(_POPUP_AT.y), "carburettor", _Nobody())
        self.popup.show_found(self.canvas.document, Alternatives(1, 1, 1, 0, 11, "carburettor", 0.0001, 21_345, words))

    def use_theme(self, theme: Theme) -> None:
        """Draw everything in a theme, within the colour depth."""
        self.shown = drawable(theme, self.depth)
        textual = for_textual(self.shown)
        self.register_theme(textual)
        self.theme = textual.name
        for widget in (self.canvas, self.tabs, self.status, self.popup):
            widget.set_theme(self.shown)


async def _draw(directory: Path, depth: ColourDepth) -> None:
    for name in theme_names():
        app = SampleApp(load_theme(name), depth)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            (directory / f"{name}-{depth}.svg").write_text(app.export_screenshot(title=f"{name}, {depth}"))


if __name__ == "__main__":
    out = Path(sys.argv[1])
    os.makedirs(out, exist_ok=True)
    for shown_depth in ("truecolor", "256"):
        asyncio.run(_draw(out, shown_depth))
