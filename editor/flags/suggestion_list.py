"""The list of edits and words that opens at a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.document import Document
from editor.flags.suggested_edit import SuggestedEdit, suggested_edit
from editor.flags.suggestion_label import suggestion_label
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.option_moves import move_in
from scoring.protocol import Alternatives, Effect

_DIGITS = frozenset("123456789")
_MOST = len(_DIGITS)
_MIN_WIDTH, _MAX_WIDTH, _MAX_HEIGHT = 24, 52, 12  # cells, where the screen has them
_WORD_CELLS = 18
_REST = "rest"  # the id of the last line


class SuggestionRow(NamedTuple):
    """An edit on offer: the row's label and note, and the edit of the word at which the list is open."""

    label: str
    note: str
    edit: SuggestedEdit


class SuggestionListener(Protocol):
    """Whoever opened the list. Hears of one `on_accept` or `on_close`, at once."""

    def on_accept(self, row: SuggestionRow) -> None:
        """The writer chose a row, and the list has closed."""

    def on_highlight(self, row: SuggestionRow | None) -> None:
        """The highlight moved to a row; None: no row is highlighted any more."""

    def on_close(self) -> None:
        """The list has closed without a choice."""


class SuggestionList(OptionList, can_focus=False):
    """Opens at a word; all drafts share it.

    The focus stays in the draft, which offers every key to `take_key` first. So no key is lost, and none overtakes
    another.
    """

    DEFAULT_CSS = """
    SuggestionList {
        overlay: screen; constrain: inside inflect; position: absolute; display: none;
        width: auto; height: auto;
        border: none; padding: 0; scrollbar-size-vertical: 0;
    }
    SuggestionList:ansi { border: round $foreground !important; }  /* a compact list has none */
    SuggestionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background;
    }
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__(markup=False, compact=True)
        self.set_theme(theme)
        self._listener: SuggestionListener | None = None
        self._rows: list[SuggestionRow] | None = None  # None: still to come

    def set_theme(self, theme: Theme) -> None:
        """Change the colours, from the next time the list opens."""
        self._dim = theme.ink("popup.dim")

    def open_at(self, place: Offset, word: str, listener: SuggestionListener) -> None:
        """Open at a cell of the screen; the rows follow."""
        self.close()
        self._listener = listener
        self.clear_options()
        self.add_option(Option(self._line(printable(word), "…"), disabled=True))
        room = self.screen.size
        self.styles.min_width, self.styles.max_width = min(_MIN_WIDTH, room.width), min(_MAX_WIDTH, room.width)
        self.styles.max_height = max(1, min(_MAX_HEIGHT, room.height - 1))
        self.absolute_offset = place
        self.display = True

    def show_found(self, document: Document, found: Alternatives) -> None:
        """List what could be there, the best first, under the word that is there now."""
        here = Text(no_wrap=True)
        here.append_text(self._line(printable(found.word), _percent(found.prob)))
        here.append(f"  no. {found.rank:,} ", self._dim)
        self._show(here, rows_of(document, found))

    def show_edits(self, word: str, kind: str, listed: Sequence[SuggestionRow]) -> None:
        """List the edits of a flagged word, under the word and the kind of its flag."""
        self._show(self._line(printable(word), kind), listed)

    def _show(self, here: Text, listed: Sequence[SuggestionRow]) -> None:
        self._rows = list(listed)
        self.clear_options()
        self.add_option(Option(here, disabled=True))
        for number, row in enumerate(self._rows, 1):
            self.add_option(Option(self._line(printable(row.label), row.note, f" {number} "), id=str(number)))
        if self._rows:
            self.highlighted = 1
        else:
            self.add_option(Option(Text("   no likely alternatives ", self._dim), disabled=True))

    def show_rest(self, effect: Effect | None) -> None:
        """Say in a last row how much likelier the highlighted edit makes the rest of the sentence; None: not known."""
        value = "…" if effect is None else f"{effect.gain:+.1f} nats" if effect.tokens else "–"
        line = Text(f"   {'rest of sentence':{_WORD_CELLS + 1}}{value:>10}", self._dim, no_wrap=True)
        if self.option_count and self.get_option_at_index(self.option_count - 1).id == _REST:
            self.replace_option_prompt(_REST, line)
        else:
            self.add_option(Option(line, id=_REST, disabled=True))

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Notify the listener."""
        super().watch_highlighted(highlighted)
        if self._listener is not None:
            self._listener.on_highlight(self._rows[highlighted - 1] if self._rows and highlighted else None)

    def _line(self, label: str, note: str, number: str = "   ") -> Text:
        dim = self._dim
        padding = " " * (_WORD_CELLS + 1 - cell_len(label))
        return Text.assemble((number, dim), label + padding, (f"{note:>10}", dim), no_wrap=True)

    def close(self) -> None:
        """Close without a choice."""
        listener = self._hide()
        if listener is not None:
            listener.on_close()

    def accept(self, number: int) -> bool:
        """Choose row `number`, counted from 1; return False if there is no such row."""
        if self._rows is None or not 1 <= number <= len(self._rows):
            return False
        row, listener = self._rows[number - 1], self._hide()
        if listener is not None:
            listener.on_accept(row)
        return True

    def _hide(self) -> SuggestionListener | None:
        """Take the list off the screen; returns who listened to it."""
        listener, self._listener, self._rows = self._listener, None, None
        self.display = False
        return listener

    def take_key(self, event: events.Key) -> bool:
        """Act on a key that the draft got; return False if it means nothing here, which closes the list."""
        if not self.display:
            return False
        if move_in(self, event.key):
            return True
        if event.key in ("enter", "tab"):
            if self._rows is not None and not self.accept(self.highlighted or 0):
                self.close()
        elif event.key == "escape":
            self.close()
        elif not (event.key in _DIGITS and self.accept(int(event.key))):
            self.close()
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a row chooses it."""
        event.stop()
        self.accept(event.option_index)


def rows_of(document: Document, found: Alternatives) -> list[SuggestionRow]:
    """Return the edits, and after them the other words that are probable by the text before them alone."""
    edits = [suggested_edit(document, edit, found.start) for edit in found.suggestions]
    rows = rows_of_edits(edits)
    known = {edit.replacement.strip() for edit in edits}
    word = document.slice(found.start, found.end)
    for alternative in found.alternatives:
        if alternative.text not in known:
            edit = SuggestedEdit(0, len(word), word, alternative.text, 0.0, "")
            rows.append(SuggestionRow(alternative.text, _percent(alternative.prob), edit))
    return rows[:_MOST]


def rows_of_edits(edits: Iterable[SuggestedEdit]) -> list[SuggestionRow]:
    """Return one row for each edit."""
    return [SuggestionRow(suggestion_label(edit.old, edit.replacement), _nats(edit.gain), edit) for edit in edits]


def _nats(gain: float) -> str:
    """Return a gain; "" for wordings, which are not tried, and for spellings that are right but less probable."""
    return f"{gain:+.1f} nats" if gain > 0 else ""


def _percent(prob: float) -> str:
    """Return a probability for a narrow column."""
    percent = prob * 100
    if percent < 0.01:
        return "<0.01 %"
    return f"{percent:.1f} %" if percent >= 0.1 else f"{percent:.2f} %"
