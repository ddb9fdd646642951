"""Modal dialogs: a few answers, or a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from editor.system.key_routing import pass_on
from editor.system.textual_hooks import bindings_of
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.option_moves import move_in
from editor.view.widgets.visible_input import VisibleInput


class Dialog(ModalScreen[str | None]):
    """A box over the draft with `text` at its top; Escape returns None.

    It acts on a key at once. Bindings would run after the keys that follow.
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 40%; }
    Dialog > Vertical {
        width: 64; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; background: $surface;
    }
    Dialog:ansi > Vertical { border: round $foreground; padding: 0 1; }
    Dialog OptionList, Dialog OptionList:focus {
        border: none; padding: 0; height: auto; background: transparent; background-tint: $foreground 0%;
    }
    Dialog Input, Dialog Input:focus { border: none; padding: 0; height: 1; margin-top: 1; }
    """

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__()
        self._theme = theme
        self._text = text
        self._early: list[events.Key | events.Paste] = []

    def _box(self, *parts: Widget) -> Vertical:
        return Vertical(Static(Text(printable(self._text))), *parts)

    async def _on_key(self, event: events.Key) -> None:
        self._keep(event)

    def _on_paste(self, event: events.Paste) -> None:
        self._keep(event)

    def _keep(self, event: events.Key | events.Paste) -> None:
        """Keep input that arrives before a widget has the focus. (The widgets let no input bubble up to here.)"""
        if self.is_current and self.focused is None:
            self._early.append(event)
        else:
            pass_on(self.app, event)
        event.stop()
        event.prevent_default()

    def on_descendant_focus(self) -> None:
        """Replay early input now that a widget has the focus."""
        early, self._early = self._early, []
        for event in early:
            pass_on(self.app, event)


def drop_paste(widget: Widget, event: events.Paste) -> None:
    """Drop a paste that a widget of a dialog can't use. If it bubbled up, the dialog would pass it to the widget
    again."""
    event.stop()
    event.prevent_default()
    if not widget.screen.is_current:
        pass_on(widget.app, event)


class DialogList(OptionList):
    """The rows of a dialog, which act on a key at once: Escape closes it, Enter accepts the highlighted row.

    Args:
        accept: called with the number of the accepted row.
    """

    def __init__(self, accept: Callable[[int], object], *rows: Option, compact: bool = True) -> None:
        super().__init__(*rows, markup=False, compact=compact)
        self._accept = accept

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        if not self.screen.is_current:
            pass_on(self.app, event)
        elif event.key == "escape":
            self.screen.dismiss(None)
        elif event.key == "enter" and self.highlighted is not None:
            self._accept(self.highlighted)
        else:
            self.take_other(event)

    def take_other(self, event: events.Key) -> None:
        """Move through the rows."""
        move_in(self, event.key)

    def _on_paste(self, event: events.Paste) -> None:
        drop_paste(self, event)


class Answers(DialogList):
    """The answers to a question; the first letter of an answer's name chooses it."""

    def __init__(self, answers: Sequence[tuple[str, str]]) -> None:
        rows = [Option(f"{name[0].upper()}  {label}", id=name) for name, label in answers]
        super().__init__(lambda index: self.screen.dismiss(self._names[index]), *rows, compact=False)
        self._names = [name for name, _ in answers]

    def take_other(self, event: events.Key) -> None:
        """Move through the answers, or choose one by its letter."""
        if not move_in(self, event.key):
            letters = [alias.lower() for alias in event.aliases]
            name = next((name for name in self._names if name[0] in letters), None)
            if name is not None:
                self.screen.dismiss(name)


class Question(Dialog):
    """Asks `text` and returns the name of the chosen answer.

    Args:
        answers: pairs (name, label); the first letter of the name chooses it too.
    """

    def __init__(self, theme: Theme, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(theme, text)
        self._answers = list(answers)

    def compose(self) -> ComposeResult:
        """Yield the question and its answers."""
        yield self._box(Static(""), Answers(self._answers))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the clicked answer."""
        self.dismiss(event.option_id)


class Line(VisibleInput):
    """A line of text in a dialog.

    Args:
        value: the initial text.
        accept: called with the text when Enter is pressed.
    """

    def __init__(self, value: str, accept: Callable[[str], None]) -> None:
        super().__init__(value, select_on_focus=False)
        self._accept = accept

    async def _on_key(self, event: events.Key) -> None:
        event.stop()
        if not self.screen.is_current:
            pass_on(self.app, event)
        elif event.key == "escape":
            self.screen.dismiss(None)
        elif event.key == "enter":
            self._accept(self.value)
        elif event.is_printable:
            return  # the base class inserts it
        else:
            for binding in next(filter(None, (bindings_of(self, name) for name in event.aliases)), []):
                await self.run_action(binding.action)
        event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.screen.is_current:
            self.insert_text_at_cursor(self.pasted_line(event))
        else:
            pass_on(self.app, event)


class LineQuestion(Dialog):
    """Asks for a line of text and passes it, stripped, to `answered`; an empty line counts as no answer.

    `answered` is called at once: after the dialog has closed it would run later than the keys that follow.
    """

    def __init__(self, theme: Theme, text: str, answered: Callable[[str], None], value: str = "") -> None:
        super().__init__(theme, text)
        self._value = value
        self._answered = answered

    def compose(self) -> ComposeResult:
        """Yield the question and its line."""
        yield self._box(Line(self._value, self._answer))

    def _answer(self, value: str) -> None:
        if answer := value.strip():
            self._answered(answer)
        self.dismiss(None)
