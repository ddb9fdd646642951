"""The list of words that could stand where the caret is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.document.annotations import SpanEdit
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
    """An edit that is offered: what the list says of it, and what comes in the place of [start, end), in code points
    from the beginning of the word that the list stands at."""

    label: str
    note: str
    start: int
    end: int
    replacement: str


class SuggestionList(OptionList, can_focus=False):
    """Stands at a word while open.

    The focus stays in the draft, which offers every key to `take_key` first: so no key is lost, or overtaken by the
    next.

    Args:
        theme: its looks.
        accepted: gets what the writer chose, at once.
        highlighted: gets what the highlight comes to, at once; None: there is nothing any more.
        closed: called whenever the list has been closed, after `accepted`.
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

    def __init__(
        self,
        theme: Theme,
        *,
        accepted: Callable[[SuggestionRow], None],
        highlighted: Callable[[SuggestionRow | None], None],
        closed: Callable[[], None],
    ) -> None:
        super().__init__(markup=False, compact=True)
        self._tell_accepted = accepted
        self._tell_highlighted = highlighted
        self._tell_closed = closed
        self.set_theme(theme)
        self._offers: list[SuggestionRow] | None = None  # None: still to come

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme, from the next time it opens."""
        self._dim = theme.ink("popup.dim")

    def wait_at(self, place: Offset, word: str) -> None:
        """Open at a cell of the screen, the words still to come."""
        self._offers = None
        self.clear_options()
        self.add_option(Option(self._line(printable(word), "…"), disabled=True))
        room = self.screen.size
        self.styles.min_width, self.styles.max_width = min(_MIN_WIDTH, room.width), min(_MAX_WIDTH, room.width)
        self.styles.max_height = max(1, min(_MAX_HEIGHT, room.height - 1))
        self.absolute_offset = place
        self.display = True

    def show_found(self, found: Alternatives) -> None:
        """List what could be done there, the best first, under what stands there now."""
        here = Text(no_wrap=True)
        here.append_text(self._line(printable(found.word), _percent(found.prob)))
        here.append(f"  no. {found.rank:,} ", self._dim)
        self._show(here, offers(found))

    def show_edits(self, word: str, kind: str, listed: Sequence[SuggestionRow]) -> None:
        """List the edits of a flagged word under the word, and what kind of flag it is."""
        self._show(self._line(printable(word), kind), listed)

    def _show(self, here: Text, listed: Sequence[SuggestionRow]) -> None:
        self._offers = list(listed)
        self.clear_options()
        self.add_option(Option(here, disabled=True))
        for number, offer in enumerate(self._offers, 1):
            self.add_option(Option(self._line(printable(offer.label), offer.note, f" {number} "), id=str(number)))
        if self._offers:
            self.highlighted = 1
        else:
            self.add_option(Option(Text("   no other word comes near ", self._dim), disabled=True))

    def show_rest(self, effect: Effect | None) -> None:
        """Say in a last line how much likelier the highlighted edit makes the rest of its sentence; None: that is not
        known yet."""
        value = "…" if effect is None else f"{effect.gain:+.1f} nats" if effect.tokens else "–"
        line = Text(f"   {'rest of sentence':{_WORD_CELLS + 1}}{value:>10}", self._dim, no_wrap=True)
        if self.option_count and self.get_option_at_index(self.option_count - 1).id == _REST:
            self.replace_option_prompt(_REST, line)
        else:
            self.add_option(Option(line, id=_REST, disabled=True))

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Tell what the highlight has come to."""
        super().watch_highlighted(highlighted)
        offered = self._offers if self.display and highlighted is not None else None
        self._tell_highlighted(offered[highlighted - 1] if offered and highlighted else None)

    def _line(self, label: str, note: str, number: str = "   ") -> Text:
        dim = self._dim
        padding = " " * (_WORD_CELLS + 1 - cell_len(label))
        return Text.assemble((number, dim), label + padding, (f"{note:>10}", dim), no_wrap=True)

    def close(self) -> None:
        """Close without choosing."""
        if self.display:
            self.display = False
            self._offers = None
            self._tell_closed()

    def accept(self, number: int) -> bool:
        """Choose alternative `number`, counted from 1; False where there is no such."""
        if self._offers is None or not 1 <= number <= len(self._offers):
            return False
        self._tell_accepted(self._offers[number - 1])
        self.close()
        return True

    def take_key(self, event: events.Key) -> bool:
        """Do what a key of the draft does here; False where it does nothing here, and has closed the list."""
        if not self.display:
            return False
        if move_in(self, event.key):
            return True
        if event.key in ("enter", "tab"):
            if self._offers is not None and not self.accept(self.highlighted or 0):
                self.close()
        elif event.key == "escape":
            self.close()
        elif not (event.key in _DIGITS and self.accept(int(event.key))):
            self.close()
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a line chooses it."""
        event.stop()
        self.accept(event.option_index)


def offers(found: Alternatives) -> list[SuggestionRow]:
    """The edits, and behind them the words that are probable by the text before alone and are not among them."""
    listed = []
    for edit in found.suggestions:
        start, end = edit.start - found.start, edit.end - found.start
        label = suggestion_label(found.word[max(0, start) : max(0, end)], edit.replacement)
        listed.append(SuggestionRow(label, _nats(edit.gain), start, end, edit.replacement))
    known = {offer.replacement.strip() for offer in listed}
    length = found.end - found.start
    listed += [
        SuggestionRow(alternative.text, _percent(alternative.prob), 0, length, alternative.text)
        for alternative in found.alternatives
        if alternative.text not in known
    ]
    return listed[:_MOST]


def offers_of_flag(edits: Sequence[SpanEdit]) -> list[SuggestionRow]:
    """The edits that a flag brings along."""
    return [
        SuggestionRow(
            suggestion_label(edit.old, edit.replacement),
            _nats(edit.gain),
            edit.start,
            edit.end,
            edit.replacement,
        )
        for edit in edits
    ]


def _nats(gain: float) -> str:
    """What an edit gains; nothing where it was not found by the model (a wording)."""
    return f"{gain:+.1f} nats" if gain else ""


def _percent(prob: float) -> str:
    """A probability for a narrow column."""
    percent = prob * 100
    if percent < 0.01:
        return "<0.01 %"
    return f"{percent:.1f} %" if percent >= 0.1 else f"{percent:.2f} %"
