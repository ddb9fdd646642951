"""Questions that stop the writer: a few answers, or a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from editor.view.sanitise import sanitise
from editor.view.theme import Theme


class _Dialog(ModalScreen[str | None]):
    """A box over the draft; Escape gives None."""

    DEFAULT_CSS = """
    _Dialog { align: center middle; background: $background 40%; }
    _Dialog > Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface;
    }
    _Dialog OptionList, _Dialog OptionList:focus {
        border: none; padding: 0; height: auto; background: transparent; background-tint: $foreground 0%;
    }
    _Dialog Input, _Dialog Input:focus { border: none; padding: 0; height: 1; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._text = text

    def _box(self, *parts: Static | OptionList | Input) -> Vertical:
        return Vertical(Static(Text(sanitise(self._text))), *parts)


class Question(_Dialog):
    """Asks `text` and gives the name of the chosen answer.

    Args:
        answers: pairs (name, label); the name's first letter chooses it too.
    """

    def __init__(self, theme: Theme, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, text)
        self._answers = list(answers)

    def compose(self) -> ComposeResult:
        """The question and its answers."""
        options = [Option(f"{name[0].upper()}  {label}", id=name) for name, label in self._answers]
        yield self._box(Static(""), OptionList(*options, markup=False))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """An answer was chosen by Enter or a click."""
        self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """An answer was chosen by its letter."""
        for name, _ in self._answers:
            if event.key.lower() == name[0]:
                event.stop()
                self.dismiss(name)


class _Line(Input):
    """A line of text that lets nothing pasted reach the terminal as it is."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(sanitise(next(iter(event.text.splitlines()), "")))


class LineQuestion(_Dialog):
    """Asks for a line of text and gives it, stripped; empty counts as no answer."""

    def __init__(self, theme: Theme, text: str, value: str = "") -> None:
        super().__init__(theme, text)
        self._value = value

    def compose(self) -> ComposeResult:
        """The question and its line."""
        yield self._box(_Line(self._value, select_on_focus=False))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter was pressed."""
        self.dismiss(event.value.strip() or None)
