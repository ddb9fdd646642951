"""The list of edits and words that opens at a word."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.document import Document
from editor.flags.suggested_edit import SuggestedEdit, suggested_edit
from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import PREDICTED, percent, share
from editor.text.cells import cut
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.option_moves import move_in
from editor.view.widgets.placing import place_beside
from scoring.protocol import Alternative, Alternatives, Effect

_DIGITS = frozenset("123456789")
_MOST = len(_DIGITS)
_MIN_WIDTH, _MAX_WIDTH, _MAX_HEIGHT = 24, 52, 12  # cells, where the screen has them
_WORD_CELLS, _NOTE_CELLS = 18, 10
_REST = "rest"  # the id of the last line
_NOTICED = 0.5  # nats; if an edit changes it by less, the rest of the sentence fits as well as before


class SuggestionRow(NamedTuple):
    """An edit on offer: the row's label and note, and the edit of the word at which the list is open."""

    label: str
    note: str
    edit: SuggestedEdit


class SuggestionListener(Protocol):
    """Whoever opened the list. Gets one `on_accept` or `on_close`, at once."""

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
        overlay: screen; constrain: inside none; position: absolute; display: none;
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
        self._beside = 0, range(1)
        self._listener: SuggestionListener | None = None
        self._rows: list[SuggestionRow] | None = None  # None: still to come
        self._label_cells, self._note_cells = _WORD_CELLS, _NOTE_CELLS

    def set_theme(self, theme: Theme) -> None:
        """Change the colours, from the next time the list opens."""
        self._dim = theme.ink("popup.dim")
        self._border_rows = 2 if theme.is_ansi else 0

    def open_beside(self, x: int, rows: range, word: str, listener: SuggestionListener) -> None:
        """Open at a column of the screen, below or above some rows of it; the contents follow."""
        self.close()
        self._listener = listener
        self.clear_options()
        self._make_columns([(word, "…")])
        self.add_option(Option(self._line(printable(word), "…"), disabled=True))
        width = self.screen.size.width
        self.styles.min_width, self.styles.max_width = min(_MIN_WIDTH, width), min(_MAX_WIDTH, width)
        self.stay_beside(x, rows)
        self.display = True

    def stay_beside(self, x: int, rows: range) -> None:
        """Move below or above these rows of the screen, where there is room, without covering any of them."""
        self._beside = x, rows
        self._fit()

    def _fit(self) -> None:
        """Take the place and the height that the listed lines need."""
        height = min(self.option_count + self._border_rows, _MAX_HEIGHT)
        x, rows = self._beside
        place = place_beside(rows, x, Size(1, height), self.screen.size)  # the width is Textual's, which moves it left
        self.styles.height = place.height
        self.absolute_offset = place.offset

    def show_found(self, document: Document, found: Alternatives) -> None:
        """List the edits that fit the text on both sides, likeliest first; below a heading, the words that are likely
        after the words before, including the writer's own."""
        edits = rows_of(suggested_edit(document, edit, found.start) for edit in found.suggestions)
        others = _predicted(document, found, {row.edit.replacement.strip() for row in edits})[: _MOST - len(edits)]
        self._make_columns([(found.word, ""), *[row[:2] for row in edits[:_MOST]], *[row[:2] for _, row in others]])
        below: list[SuggestionRow | Text] = [row for _, row in others]
        if others:
            own = self._line(f"{printable(found.word)} (yours)", share(found.prob)).append(f"  no. {found.rank:,} ")
            own.truncate(self._room)
            own.stylize(self._dim)
            below.insert(sum(one.prob >= found.prob for one, _ in others), own)
            below.insert(0, Text(cut(f"   {PREDICTED} ", self._room), self._dim))
        self._show(self._line(printable(found.word), ""), [*edits[:_MOST], *below])

    def show_edits(self, word: str, kind: str, listed: Sequence[SuggestionRow]) -> None:
        """List the edits of a flagged word, under the word and the kind of its flag."""
        self._make_columns([(word, kind), *[row[:2] for row in listed]])
        self._show(self._line(printable(word), kind), listed)

    def _show(self, here: Text, listed: Sequence[SuggestionRow | Text]) -> None:
        """List rows, numbered from 1, and lines of text between them."""
        self._rows = []
        self.clear_options()
        self.add_option(Option(here, disabled=True))
        for row in listed:
            if isinstance(row, Text):
                self.add_option(Option(row, disabled=True))
                continue
            self._rows.append(row)
            number = str(len(self._rows))
            self.add_option(Option(self._line(printable(row.label), row.note, f" {number} "), id=number))
        if self._rows:
            self.highlighted = self.get_option_index("1")
        else:
            self.add_option(Option(Text(cut("   no likely alternatives ", self._room), self._dim), disabled=True))
        self._fit()

    def show_rest(self, effect: Effect | None) -> None:
        """Say in a last row how the rest of the sentence fits the highlighted edit; None: not known yet."""
        line = self._line("rest of sentence", "…" if effect is None else _fit(effect))
        line.stylize(self._dim)
        if self.option_count and self.get_option_at_index(self.option_count - 1).id == _REST:
            self.replace_option_prompt(_REST, line)
        else:
            self.add_option(Option(line, id=_REST, disabled=True))
            self._fit()

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Notify the listener."""
        super().watch_highlighted(highlighted)
        if self._listener is not None:
            number = self._number_at(highlighted)
            self._listener.on_highlight(self._rows[number - 1] if self._rows and number else None)

    def _number_at(self, index: int | None) -> int:
        """Return the number of the row that is option `index`; 0 if that isn't a row."""
        id_ = None if index is None else self.get_option_at_index(index).id
        return int(id_) if id_ is not None and id_ != _REST else 0

    def _line(self, label: str, note: str, number: str = "   ") -> Text:
        """Return a row of one line: on a narrow screen without gaps, and its label cut where that isn't enough."""
        dim, room = self._dim, self._room - len(number)
        if room < _WORD_CELLS + 1 + self._note_cells:
            label = cut(label, room - len(note) - 1)
            padding = " " * (room - len(note) - cell_len(label))
            return Text.assemble((number, dim), label + padding, (note, dim), no_wrap=True)
        label = cut(label, room - 1 - self._note_cells)
        padding = " " * max(1, self._label_cells + 1 - cell_len(label))
        return Text.assemble((number, dim), label + padding, (f"{note:>{self._note_cells}}", dim), no_wrap=True)

    def _make_columns(self, listed: Sequence[tuple[str, str]]) -> None:
        """Align the notes of the rows, given as labels and notes."""
        self._note_cells = max(_NOTE_CELLS, *[cell_len(note) for _, note in listed])
        most = self._room - len("   ") - 1 - self._note_cells
        longest = max(cell_len(printable(label)) for label, _ in listed)
        self._label_cells = max(_WORD_CELLS, min(longest, most))

    @property
    def _room(self) -> int:
        """The cells of a row."""
        return min(_MAX_WIDTH, self.screen.size.width) - self._border_rows

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
            if self._rows is not None and not self.accept(self._number_at(self.highlighted)):
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
        self.accept(self._number_at(event.option_index))


def rows_of(edits: Iterable[SuggestedEdit]) -> list[SuggestionRow]:
    """Return one row for each edit, with the probability that the writer meant it."""
    return [
        SuggestionRow(suggestion_label(edit.old, edit.replacement), percent(edit.probability), edit) for edit in edits
    ]


def _predicted(
    document: Document, found: Alternatives, known: Container[str]
) -> list[tuple[Alternative, SuggestionRow]]:
    """Return the words that are likely after the words before them, except those `known`, each with its row."""
    word = document.slice(found.start, found.end)
    return [
        (one, SuggestionRow(one.text, share(one.prob), SuggestedEdit(0, len(word), word, one.text)))
        for one in found.alternatives
        if one.text not in known
    ]


def _fit(effect: Effect) -> str:
    """Return in words how well the rest of a sentence fits an edit; "–" if nothing is left of it."""
    if not effect.tokens:
        return "–"
    if abs(effect.gain) < _NOTICED:
        return "fits as well"
    return "fits better" if effect.gain > 0 else "fits worse"
