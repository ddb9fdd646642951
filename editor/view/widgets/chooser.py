"""A list over the draft that typing narrows: the command palette, the clipboard history."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, Line
from editor.view.widgets.option_moves import move_in

FUZZY = 1000
"""The lowest rank of a choice in which the typed words aren't at the starts of words."""

_TELLING = 3  # letters; fewer are within many words
_LONGEST_LABEL = 200  # code points of a label that are drawn and searched


class Choice(NamedTuple):
    """A row of the list: its label, a note at the right edge, and other words to find it by."""

    label: str
    note: str = ""
    also: str = ""


def rank(query: str, choice: Choice) -> int | None:
    """Return how well a choice matches the query, lower is better; None if it doesn't.

    Every word must be the start of a word, in any order. A match at the start of the label ranks before one at the
    start of another word of it, and that before one in the other words. A query that equals one of the other words
    ranks before all these: `select all` is select-all; one word at the start of the label, before that. Failing all
    that, the letters must be the first ones of words, in order, or every word, of three letters and more, must occur
    somewhere.
    """
    label, also = choice.label[:_LONGEST_LABEL].casefold(), choice.also.casefold()
    words = query.casefold().split()
    if len(words) == 1 and label.startswith(words[0]):
        return -2
    if "-".join(words) in also.split():
        return -1
    ranks = [_word_rank(word, label, also) for word in words]
    if None not in ranks:
        return sum(filter(None, ranks))
    initials = "".join(match[0] for match in _INITIAL.finditer(label))
    if len(words) == 1 and _has_in_order(words[0], initials):
        return FUZZY
    return FUZZY + 1 if all(len(word) >= _TELLING and word in f"{label} {also}" for word in words) else None


_INITIAL = re.compile(r"\b\w")


def found_among(choices: Sequence[Choice], query: str) -> list[int]:
    """Return the indices of the choices that match the query, best first; loose matches only if there are no others."""
    ranks = [(rank(query, choice), index) for index, choice in enumerate(choices)]
    found = sorted((how, index) for how, index in ranks if how is not None)
    return [index for how, index in found if how < FUZZY] or [index for _, index in found]


def _has_in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _word_rank(word: str, label: str, also: str) -> int | None:
    """Return how well one word matches at the start of a word; None if it doesn't."""
    if label.startswith(word):
        return 0
    at_start = re.compile(rf"(?<!\w){re.escape(word)}")
    return 1 if at_start.search(label) else 3 if at_start.search(also) else None


class Chooser(Dialog):
    """Asks for one of `choices`: typing narrows the list, arrows move, Enter or a click chooses, Escape closes.

    Args:
        text: shown above the list.
        choices: in the order in which they are listed before anything is typed.
        choose: called with the chosen index once the draft has the focus again.
    """

    DEFAULT_CSS = """
    Chooser { align: center top; }
    Chooser > Vertical { width: 84; margin-top: 2; padding: 1 2; }
    Chooser OptionList, Chooser OptionList:focus { margin-top: 1; max-height: 18; scrollbar-size-vertical: 1; }
    Chooser OptionList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
    }
    """

    def __init__(self, theme: Theme, text: str, choices: Sequence[Choice], choose: Callable[[int], None]) -> None:
        super().__init__(theme, text)
        self._choices = choices
        self._choose = choose
        self._shown: list[int] = []
        self._drawn: tuple[str, int] | None = None
        self._dim = theme.ink("popup.dim")
        self._first = 0  # the highlighted row before anything is typed

    def compose(self) -> ComposeResult:
        """Yield the query line and the list below it."""
        self._line: Line = _Query(self)
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False
        yield self._box(self._line, self._options)

    def on_resize(self) -> None:
        """Redraw the rows: notes are at the right edge."""
        self.call_after_refresh(self.narrow)

    def on_input_changed(self) -> None:
        """Narrow the list to the new query."""
        self.narrow()

    def narrow(self) -> OptionList:
        """List the matches for the current query, and return the list."""
        drawn = self._line.value, self._options.scrollable_content_region.width
        if drawn != self._drawn:
            highlighted = self._options.highlighted if self._drawn and self._drawn[0] == drawn[0] else None
            self._drawn = drawn
            self._shown = self._found(drawn[0])
            self._options.clear_options()
            for row, index in enumerate(self._shown):
                self._options.add_options([None] if self._begins_group(row) else [])
                self._options.add_option(Option(self._prompt(self._choices[index], drawn[1])))
            if self._shown:
                first = 0 if drawn[0] else self._first
                self._options.highlighted = first if highlighted is None else highlighted
            else:
                self._options.add_option(Option(Text("no match", self._dim), disabled=True))
        return self._options

    def _begins_group(self, row: int) -> bool:
        """Return True if a line goes above a row."""
        return False

    def _found(self, query: str) -> list[int]:
        """Return the indices of the matching choices, best first."""
        return found_among(self._choices, query)

    def _prompt(self, choice: Choice, width: int) -> Text:
        label, note = printable(choice.label[:_LONGEST_LABEL]), printable(choice.note)
        room = max(1, width - cell_len(note) - 3) if note else width
        if cell_len(label) > room:
            label = set_cell_size(label, room - 1) + "…"
        prompt = Text(set_cell_size(label, max(1, width - cell_len(note) - 1)), no_wrap=True)
        prompt.append(note, self._dim)
        return prompt

    def take_key(self, key: str) -> bool:
        """Act on a key that is for the list; return False if it is for the query line."""
        return key in ("up", "down", "pageup", "pagedown") and move_in(self.narrow(), key)

    def accept(self) -> None:
        """Choose the highlighted row, if any."""
        highlighted = self.narrow().highlighted
        if highlighted is not None:
            self._leave_with(highlighted)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the clicked row."""
        self._leave_with(event.option_index)

    def _leave_with(self, row: int) -> None:
        self.dismiss(None)
        self._choose(self._shown[row])


class _Query(Line):
    """The query line of a chooser; it passes arrow keys on to the list."""

    def __init__(self, chooser: Chooser) -> None:
        super().__init__("", lambda _: chooser.accept())
        self._chooser = chooser

    async def _on_key(self, event: events.Key) -> None:
        if self.screen.is_current and self._chooser.take_key(event.key):
            event.stop()
            event.prevent_default()
