"""A tiny app around a canvas, and a driver that records the bytes for the terminal."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.console import Console
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver

import editor.commands  # noqa: F401  # fills the registry
from editor.document import Document
from editor.document.annotations import Layer, Span
from editor.flags.marks import FlagMarks
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.messages import Changed, ViewChanged
from editor.view.theme.theme import load_theme


class Recorder(HeadlessDriver):
    """Keeps the bytes that a terminal would get."""

    written: ClassVar[list[str]] = []

    @property
    def is_headless(self) -> bool:
        return False  # or Textual would not draw at all

    def write(self, data: str) -> None:
        self.written.append(data)

    def flush(self) -> None:
        pass


class CanvasApp(App[None]):
    """Shows one canvas; collects its messages."""

    def __init__(self, document: Document | str, *, record: bool = False, **options: Any) -> None:
        super().__init__(driver_class=Recorder if record else None)
        self.console = Console(color_system="truecolor", force_terminal=True, legacy_windows=False)
        self.document = Document(document) if isinstance(document, str) else document
        self.canvas = Canvas(self.document, load_theme("dark"), **options)
        self.messages: list[Any] = []
        Recorder.written.clear()

    def compose(self) -> ComposeResult:
        yield self.canvas

    def on_mount(self) -> None:
        self.canvas.focus()

    async def on_unmount(self) -> None:
        """Leave no clipboard tool running."""
        await self.canvas.clipboard.close()

    def on_canvas_changed(self, message: Changed) -> None:
        self.messages.append(message)

    def on_canvas_view_changed(self, message: ViewChanged) -> None:
        self.messages.append(message)

    def shown(self) -> list[str]:
        """The lines of the screen without the spaces around them."""
        return [self.canvas.render_line(y).text.strip() for y in range(self.canvas.viewport.page_rows)]

    def flag(self, word: str, strength: float = 1.0) -> Layer:
        """Underline the first `word` as surprising."""
        layer = Layer(self.document)
        start = self.document.text.index(word)
        layer.replace(0, len(self.document), [Span(start, start + len(word), "flag.surprising", strength)])
        self.canvas.add_marks(FlagMarks(self.canvas, layer))
        return layer
