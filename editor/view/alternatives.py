"""The list of words that could stand where the caret is."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.view.lists import move_in
from editor.view.sanitise import sanitise
from editor.view.theme import Theme
from scoring.protocol import Alternatives

_DIGITS = frozenset("123456789")
_MIN_WIDTH, _MAX_WIDTH, _MAX_HEIGHT = 24, 44, 12  # cells, where the screen has them
_WORD_CELLS = 18


class AlternativesList(OptionList, can_focus=False):
    """Stands at a word while open.

    The focus stays in the draft, which offers every key to `take_key` first: so no key is lost, or overtaken by the
    next.

    Args:
        theme: its looks.
        accepted: gets the word that the writer chose, at once.
        closed: called whenever the list has been closed, after `accepted`.
    """

    DEFAULT_CSS = """
    AlternativesList {
        overlay: screen; constrain: inside inflect; position: absolute; display: none;
        width: auto; height: auto;
        border: none; padding: 0; scrollbar-size-vertical: 0;
    }
    AlternativesList:ansi { border: round $foreground !important; }  /* a compact list has none */
    AlternativesList > .option-list--option-highlighted {
        color: $block-cursor-foreground; background: $block-cursor-background;
    }
    """

    def __init__(self, theme: Theme, accepted: Callable[[str], None], closed: Callable[[], None]) -> None:
        super().__init__(markup=False, compact=True)
        self._tell_accepted = accepted
        self._tell_closed = closed
        self.set_theme(theme)
        self._found: Alternatives | None = None

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme, from the next time it opens."""
        self._dim = theme.ink("popup.dim")

    def wait_at(self, place: Offset, word: str) -> None:
        """Open at a cell of the screen, the words still to come."""
        self._found = None
        self.clear_options()
        self.add_option(Option(self._line(sanitise(word), "…"), disabled=True))
        room = self.screen.size
        self.styles.min_width, self.styles.max_width = min(_MIN_WIDTH, room.width), min(_MAX_WIDTH, room.width)
        self.styles.max_height = max(1, min(_MAX_HEIGHT, room.height - 1))
        self.absolute_offset = place
        self.display = True

    def show_found(self, found: Alternatives) -> None:
        """List what could stand there, most probable first, under what stands there now."""
        self._found = found
        self.clear_options()
        here = Text(no_wrap=True)
        here.append_text(self._line(sanitise(found.word), _percent(found.prob)))
        here.append(f"  no. {found.rank:,} ", self._dim)
        self.add_option(Option(here, disabled=True))
        for number, alternative in enumerate(found.alternatives, 1):
            line = self._line(sanitise(alternative.text), _percent(alternative.prob), f" {number} ")
            self.add_option(Option(line, id=str(number)))
        if found.alternatives:
            self.highlighted = 1
        else:
            self.add_option(Option(Text("   no other word comes near ", self._dim), disabled=True))

    def _line(self, word: str, prob: str, number: str = "   ") -> Text:
        dim = self._dim
        padding = " " * (_WORD_CELLS + 1 - cell_len(word))
        return Text.assemble((number, dim), word + padding, (f"{prob:>8}", dim), no_wrap=True)

    def close(self) -> None:
        """Close without choosing."""
        if self.display:
            self.display = False
            self._found = None
            self._tell_closed()

    def accept(self, number: int) -> bool:
        """Choose alternative `number`, counted from 1; False where there is no such."""
        found = self._found
        if found is None or not 1 <= number <= len(found.alternatives):
            return False
        self._tell_accepted(found.alternatives[number - 1].text)
        self.close()
        return True

    def take_key(self, event: events.Key) -> bool:
        """Do what a key of the draft does here; False where it does nothing here, and has closed the list."""
        if not self.display:
            return False
        if move_in(self, event.key):
            return True
        if event.key in ("enter", "tab"):
            if self._found is not None and not self.accept(self.highlighted or 0):
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


def _percent(prob: float) -> str:
    """A probability for a narrow column."""
    percent = prob * 100
    if percent < 0.01:
        return "<0.01 %"
    return f"{percent:.1f} %" if percent >= 0.1 else f"{percent:.2f} %"
