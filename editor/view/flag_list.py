"""The list of all flags over the draft, which shows the one that is highlighted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.await_complete import AwaitComplete
from textual.widgets import OptionList

from editor.view.chooser import FUZZY, Choice, Chooser, rank
from editor.view.sanitise import sanitise
from editor.view.theme import Theme

_LINE_CELLS, _KIND_CELLS = 5, 12


class FlagRow(NamedTuple):
    """A flagged word: where it stands, why, and what could be done about it.

    Attributes:
        start, end: code points of the document.
        line: counted from 1.
        kind: in plain words.
        strength: by which flags are ordered.
        before, word, behind: what is shown of its line.
        suggestion: the best edit, in a word or two; or "".
    """

    start: int
    end: int
    line: int
    kind: str
    strength: float
    before: str
    word: str
    behind: str
    suggestion: str

    @property
    def head(self) -> str:
        """What stands before the word in the list."""
        return f"{self.line:>{_LINE_CELLS}} {self.kind:<{_KIND_CELLS}}{self.before}"

    @property
    def choice(self) -> Choice:
        note = f"→ {self.suggestion}" if self.suggestion else ""
        return Choice(f"{self.head}{self.word}{self.behind}", note, self.kind.replace(" ", "-"))


class FlagList(Chooser):
    """Asks for a flag. Typing narrows, Tab changes the order, Delete ignores one, Enter goes there, Escape back.

    Args:
        rows: gives those that there are now.
        preview: shows one in the draft.
        leave: brings back what was on the screen before.
        ignore: has one flagged no longer.
        choose: goes to one.
    """

    DEFAULT_CSS = """
    FlagList { align: center bottom; background: transparent; }
    FlagList > Vertical { margin: 0 0 1 0; padding: 0 2; }
    FlagList OptionList, FlagList OptionList:focus { max-height: 8; }
    """

    def __init__(
        self,
        theme: Theme,
        rows: Callable[[], Sequence[FlagRow]],
        preview: Callable[[FlagRow], None],
        leave: Callable[[], None],
        ignore: Callable[[FlagRow], None],
        choose: Callable[[FlagRow], None],
    ) -> None:
        super().__init__(theme, "Go to a flag. Tab: another order, Delete: ignore here", [], lambda index: None)
        self._list_rows = rows
        self._preview = preview
        self._leave = leave
        self._ignore = ignore
        self._choose_row = choose
        self._by_place = False
        self._is_chosen = False
        self._sort()

    def _sort(self) -> None:
        order = (lambda row: row.start) if self._by_place else (lambda row: (-row.strength, row.start))
        self._rows = sorted(self._list_rows(), key=order)
        self._choices = [row.choice for row in self._rows]
        self._words = {row.choice: (len(sanitise(row.head)), len(sanitise(row.word))) for row in self._rows}

    def _found(self, query: str) -> list[int]:
        ranks = [(rank(query, choice), index) for index, choice in enumerate(self._choices)]
        found = [(how, index) for how, index in ranks if how is not None]
        return [index for how, index in found if how < FUZZY] or [index for _, index in found]

    def _prompt(self, choice: Choice, width: int) -> Text:
        prompt = super()._prompt(choice, width)
        start, length = self._words[choice]
        prompt.stylize(Style(bold=True, underline=True), start, start + length)
        return prompt

    def take_key(self, key: str) -> bool:
        """As the base class; change the order, or ignore what is highlighted."""
        if key not in ("tab", "delete"):
            return super().take_key(key)
        highlighted = self.narrow().highlighted or 0
        if key == "tab":
            self._by_place = not self._by_place
            highlighted = 0
        elif self._shown:
            self._ignore(self._rows[self._shown[highlighted]])
        self._sort()
        self._drawn = None
        options = self.narrow()
        if self._shown:
            options.highlighted = min(highlighted, len(self._shown) - 1)
        return True

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the flag in the draft."""
        event.stop()
        if not self._is_chosen and self._options.highlighted == event.option_index and self._shown:
            self._preview(self._rows[self._shown[event.option_index]])

    def _leave_with(self, row: int) -> None:
        if self._shown:
            self._is_chosen = True
            chosen = self._rows[self._shown[row]]
            self.dismiss(None)
            self._choose_row(chosen)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close, and bring back what was on the screen."""
        self._leave()
        self._is_chosen = True
        return super().dismiss(result)
