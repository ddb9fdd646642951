"""The list of all flags, below the draft, which previews the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

from rich.style import Style
from rich.text import Text
from textual.await_complete import AwaitComplete
from textual.widgets import OptionList

from editor.flags.wording import percent
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import FUZZY, Choice, Chooser, rank

_LINE_CELLS, _PERCENT_CELLS, _KIND_CELLS = 4, 4, 12
_NARROW = 56  # cells; a row with fewer has no column for the kind
_NARROW_BEFORE = 6  # code points shown before the word there
_KEYS = "Enter: go to · Tab: apply → · F2: alternatives · Delete: ignore here"
_ORDER_KEYS = ("shift+f4", "f16")  # the ones that open the list


class FlagRow(NamedTuple):
    """A flagged word: where it is, why it is flagged, and what would fix it.

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
        """The row as typing finds it: without its probability, whose digits are not looked for."""
        return self._with(f"{self.line} {self.kind} {self.before}")

    def head(self, width: int) -> str:
        """Return the text before the word in a row of some cells, without the kind where those are few."""
        number, likely = f"{self.line:>{_LINE_CELLS}}", f"{percent(self.probability):>{_PERCENT_CELLS}}"
        if width >= _NARROW:
            return f"{number} {likely}  {self.kind:<{_KIND_CELLS}}{self.before}"
        before = self.before if len(self.before) <= _NARROW_BEFORE else f"…{self.before[-_NARROW_BEFORE:].lstrip()}"
        return f"{number} {likely}  {before}"

    def drawn(self, width: int) -> Choice:
        """Return the row as it looks in some cells."""
        return self._with(self.head(width))

    def _with(self, head: str) -> Choice:
        note = f"→ {self.suggestion}" if self.suggestion else ""
        return Choice(f"{head}{self.word}{self.after}", note, self.kind.replace(" ", "-"))


class FlagActions(Protocol):
    """The actions of the list."""

    def rows(self) -> Sequence[FlagRow]:
        """Return the present flags."""

    def preview(self, row: FlagRow) -> None:
        """Show a flag in the draft."""

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
    FlagList OptionList, FlagList OptionList:focus { max-height: 8; }
    """

    def __init__(self, theme: Theme, actions: FlagActions) -> None:
        super().__init__(theme, _KEYS, [], lambda index: None)
        self._actions = actions
        self._by_place = False
        self._is_chosen = False
        self._sort()

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
        row = self._row_of[choice]
        prompt = super()._prompt(row.drawn(width), width)
        start = len(printable(row.head(width)))
        prompt.stylize(Style(bold=True, underline=True), start, start + len(printable(row.word)))
        return prompt

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
            self._actions.preview(self._rows[self._shown[event.option_index]])

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
