"""The list of all flags, below the draft, which previews the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.await_complete import AwaitComplete
from textual.widgets import OptionList

from editor.flags.wording import percent
from editor.text.cells import cut
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import FUZZY, Choice, Chooser, rank

_LINE_CELLS, _PERCENT_CELLS, _KIND_CELLS = 4, 4, 12
_NARROW = 56  # cells; a row with fewer has no column for the kind
_LEAST_NOTE = 6  # cells that the word must leave for a suggestion to be worth showing
_NARROW_BEFORE = 6  # code points shown before the word there
_KEYS = "Enter: go to · Tab: apply → · F2: alternatives · Delete: ignore here"
_OF_WORD = Style(bold=True, underline=True)
_LOW = 24  # rows of the screen; a lower one shows no keys and no gaps
_LISTED, _OTHER_ROWS, _OTHER_ROWS_IF_LOW = 8, 8, 2  # rows at most: of the list, and of the rest with the status line
_LEAST_FREE = 4  # rows left to the draft, where the screen has them
_ORDER_KEYS = ("shift+f4", "f16")  # the ones that open the list


class FlagRow(NamedTuple):
    """A flagged word: where it is, why it is flagged, and the edit that would fix it.

    Attributes:
        start, end: code points of the document.
        line: counted from 1.
        kind: in plain words.
        probability: that the word is wrong; flags are sorted by it.
        before, word, after: the part of its sentence that the list shows.
        suggestion: the best edit in a word or two; "" if there is none.
    """

    start: int
    end: int
    line: int
    kind: str
    probability: float
    before: str
    word: str
    after: str
    suggestion: str

    @property
    def choice(self) -> Choice:
        """The row's text for searching: without its probability."""
        text = f"{self.line} {self.kind} {self.before}{self.word}{self.after}"
        return Choice(text, f"→ {self.suggestion}" if self.suggestion else "", self.kind.replace(" ", "-"))

    def drawn(self, width: int) -> DrawnRow:
        """Return the row as it looks in some cells.

        The word is shown whole if the row is wide enough. The parts before it are shortened first, the line number
        last, and then the suggestion. The text after the word fills the rest.
        """
        word, note = printable(self.word), f"→ {printable(self.suggestion)}" if self.suggestion else ""
        room = width - cell_len(word)
        if note and room < _LEAST_NOTE:
            note = ""
        head = self._head(room - (cell_len(note) + 2 if note else 0), is_wide=width >= _NARROW)
        room -= cell_len(head)
        if cell_len(note) + 2 > room:
            note = cut(note, room - 2)
        room -= cell_len(note) + 2 if note else 0
        after = cut(printable(self.after), room)
        return DrawnRow(head, cut(word, width), after + " " * (room - cell_len(after) + 2 if note else 0), note)

    def _head(self, room: int, *, is_wide: bool) -> str:
        """Return the text before the word: all of it, or as much as there is room for."""
        number, likely = f"{self.line:>{_LINE_CELLS}}", f"{percent(self.probability):>{_PERCENT_CELLS}}"
        before = printable(self.before)
        short = before if len(before) <= _NARROW_BEFORE else f"…{before[-_NARROW_BEFORE:].lstrip()}"
        columns = f"{number} {likely}  "
        heads = [f"{columns}{self.kind:<{_KIND_CELLS}}{before}", f"{columns}{self.kind:<{_KIND_CELLS}}{short}"]
        heads = [*(heads if is_wide else ()), f"{columns}{short}", columns, f"{number} "]
        return next((head for head in heads if cell_len(head) <= room), "")


class DrawnRow(NamedTuple):
    """The parts of a row that fit: those before the word, the word, the text after it, the suggestion."""

    head: str
    word: str
    after: str
    note: str


class FlagActions(Protocol):
    """The actions of the list."""

    def rows(self) -> Sequence[FlagRow]:
        """Return the present flags."""

    def preview(self, row: FlagRow, rows: int) -> None:
        """Show a flag in the draft, within the upper `rows` of the screen."""

    def leave(self) -> None:
        """Restore the screen from before the list."""

    def ignore(self, row: FlagRow) -> None:
        """Ignore a flag."""

    def accept(self, row: FlagRow) -> None:
        """Apply a flag's best suggestion."""

    def choose(self, row: FlagRow) -> None:
        """Go to a flag, after the list has closed."""

    def suggest(self, row: FlagRow) -> None:
        """Go to a flag and list its suggestions, after the list of flags has closed."""

    def nothing_left(self) -> None:
        """Say that no flags are left, after the list has closed."""


class FlagList(Chooser):
    """Asks for a flag.

    Typing narrows the list, and the key that opened it changes the order. Tab applies a flag's suggestion and Delete
    ignores it, both staying in the list. Enter goes to the flag, F2 to its suggestions, Escape back.
    """

    DEFAULT_CSS = """
    FlagList { align: center bottom; background: transparent; }
    FlagList > Vertical { margin: 0 0 1 0; padding: 0 2; }
    FlagList OptionList, FlagList OptionList:focus { scrollbar-gutter: stable; }
    FlagList.low > Vertical, FlagList.low:ansi > Vertical { padding: 0; border: none; }
    FlagList.low Vertical > Static { display: none; }
    FlagList.low Input, FlagList.low Input:focus, FlagList.low OptionList { margin: 0; }
    """

    def __init__(self, theme: Theme, actions: FlagActions) -> None:
        super().__init__(theme, _KEYS, [], lambda index: None)
        self._actions = actions
        self._by_place = False
        self._free_rows = 1  # of the screen, above the list
        self._is_chosen = False
        self._sort()

    def on_resize(self) -> None:
        """Leave the draft some rows, in which the highlighted flag is previewed."""
        height, is_low = self.size.height, self.size.height < _LOW
        self.set_class(is_low, "low")
        other = _OTHER_ROWS_IF_LOW if is_low else _OTHER_ROWS
        listed = max(1, min(_LISTED, height - other - _LEAST_FREE))
        self._options.styles.max_height = listed
        self._free_rows = max(1, height - other - listed)
        super().on_resize()

    def _sort(self) -> None:
        order = (lambda row: row.start) if self._by_place else (lambda row: (-row.probability, row.start))
        self._rows = sorted(self._actions.rows(), key=order)
        self._choices = [row.choice for row in self._rows]
        self._row_of = dict(zip(self._choices, self._rows, strict=True))

    def _found(self, query: str) -> list[int]:
        ranks = [(rank(query, choice), index) for index, choice in enumerate(self._choices)]
        found = [(how, index) for how, index in ranks if how is not None]
        return [index for how, index in found if how < FUZZY] or [index for _, index in found]

    def _prompt(self, choice: Choice, width: int) -> Text:
        head, word, after, note = self._row_of[choice].drawn(width)
        return Text.assemble(head, (word, _OF_WORD), after, (note, self._dim), no_wrap=True)

    def take_key(self, key: str) -> bool:
        """Change the order, act on the highlighted flag, or do as the base class."""
        if key not in ("tab", "delete", "f2", *_ORDER_KEYS):
            return super().take_key(key)
        highlighted = self.narrow().highlighted or 0
        if key in _ORDER_KEYS:
            self._by_place = not self._by_place
            highlighted = 0
        elif self._shown:
            row = self._rows[self._shown[highlighted]]
            if key == "f2":
                self._close_and(self._actions.suggest, row)
                return True
            (self._actions.accept if key == "tab" else self._actions.ignore)(row)
        self._sort()
        if not self._rows:
            self.dismiss(None)
            self._actions.nothing_left()
            return True
        self._drawn = None
        options = self.narrow()
        if self._shown:
            options.highlighted = min(highlighted, len(self._shown) - 1)
        return True

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Preview the flag in the draft."""
        event.stop()
        if not self._is_chosen and self._options.highlighted == event.option_index and self._shown:
            self._actions.preview(self._rows[self._shown[event.option_index]], self._free_rows)

    def _leave_with(self, row: int) -> None:
        if self._shown:
            self._close_and(self._actions.choose, self._rows[self._shown[row]])

    def _close_and(self, act: Callable[[FlagRow], None], row: FlagRow) -> None:
        self.dismiss(None)
        act(row)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close, and restore the screen."""
        self._actions.leave()
        self._is_chosen = True
        return super().dismiss(result)
