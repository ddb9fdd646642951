"""The question about a recovered text, with a preview."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Answers, Question

_LONGEST_LINE = 500  # code points


class RecoveryQuestion(Question):
    """A question above a diff or a text, which PageUp, PageDown and the wheel scroll.

    Args:
        shown: lines; if `is_diff`, those that begin with + and - are coloured.
    """

    DEFAULT_CSS = """
    RecoveryQuestion > Vertical { width: 90; }
    RecoveryQuestion VerticalScroll { height: auto; max-height: 16; margin-top: 1; scrollbar-size-vertical: 1; }
    """

    def __init__(
        self, theme: Theme, text: str, answers: Sequence[tuple[str, str]], shown: Sequence[str], *, is_diff: bool
    ) -> None:
        super().__init__(theme, text, answers)
        self._shown = shown
        self._is_diff = is_diff

    def compose(self) -> ComposeResult:
        """Yield the question, the preview, and the answers."""
        self._scroll = VerticalScroll(Static(self._drawn()), can_focus=False)
        yield self._box(self._scroll, Static(""), _ScrollingAnswers(self._answers, self._scroll))

    def _drawn(self) -> Text:
        dim = self._theme.ink("popup.dim")
        drawn = Text()
        for line in self._shown:
            text = printable(line[:_LONGEST_LINE])
            is_other = self._is_diff and not line.startswith(("+", "-"))
            style = "bold" if self._is_diff and line.startswith("+") else dim if is_other else ""
            drawn.append(text + "\n", style)
        drawn.right_crop(1)
        return drawn


class _ScrollingAnswers(Answers):
    """The answers; their keys scroll the preview too."""

    def __init__(self, answers: Sequence[tuple[str, str]], scroll: VerticalScroll) -> None:
        super().__init__(answers)
        self._above = scroll

    async def _on_key(self, event: events.Key) -> None:
        if self.screen.is_current and event.key in ("pageup", "pagedown"):
            event.stop()
            event.prevent_default()
            if event.key == "pageup":
                self._above.scroll_page_up(animate=False)
            else:
                self._above.scroll_page_down(animate=False)
