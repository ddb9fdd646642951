"""The list of words that could stand where the caret is."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from editor.view.sanitise import sanitise
from editor.view.theme import Theme
from scoring.protocol import Alternatives


class AlternativesList(OptionList):
    """Stands at a word while open; takes the keys that choose and closes on any other, which then goes to the draft."""

    DEFAULT_CSS = """
    AlternativesList {
        overlay: screen; constrain: inside inflect; position: absolute; display: none;
        width: auto; min-width: 24; max-width: 44; height: auto; max-height: 12;
        border: none; padding: 0 1; scrollbar-size-vertical: 0;
    }
    AlternativesList:focus { border: none; background-tint: $foreground 0%; }
    """

    class Accepted(Message):
        """The writer chose `word` for what stands at [start, end)."""

        def __init__(self, start: int, end: int, word: str) -> None:
            super().__init__()
            self.start, self.end, self.word = start, end, word

    class Closed(Message):
        """The list was closed; `key` is the event that did it and should go on to the draft, if any."""

        def __init__(self, key: events.Key | events.Paste | None) -> None:
            super().__init__()
            self.key = key

    def __init__(self, theme: Theme) -> None:
        super().__init__(markup=False, compact=True)
        self._dim = Style(color=theme.colour("popup.dim"))
        self._found: Alternatives | None = None

    def wait_at(self, place: Offset, word: str) -> None:
        """Open at a cell of the screen, the words still to come."""
        self._found = None
        self.clear_options()
        self.add_option(Option(self._line(sanitise(word), "…"), disabled=True))
        self.absolute_offset = place
        self.display = True
        self.focus(scroll_visible=False)

    def show_found(self, found: Alternatives) -> None:
        """List what could stand there, most probable first, under what stands there now."""
        self._found = found
        self.clear_options()
        here = Text(no_wrap=True)
        here.append_text(self._line(sanitise(found.word), _percent(found.prob)))
        here.append(f"  no. {found.rank:,}" if found.rank is not None else "", self._dim)
        self.add_option(Option(here, disabled=True))
        for number, alternative in enumerate(found.alternatives, 1):
            line = self._line(sanitise(alternative.text), _percent(alternative.prob), f"{number} ")
            self.add_option(Option(line, id=str(number)))
        if found.alternatives:
            self.highlighted = 1
        else:
            self.add_option(Option(Text("no other word comes near", self._dim), disabled=True))

    def _line(self, word: str, prob: str, number: str = "  ") -> Text:
        dim = self._dim
        return Text.assemble((number, dim), f"{word:<18} ", (f"{prob:>8}", dim), no_wrap=True)

    def close(self, key: events.Key | events.Paste | None = None) -> None:
        """Close without choosing."""
        if self.display:
            self.display = False
            self.post_message(self.Closed(key))

    def accept(self, number: int) -> None:
        """Choose alternative `number`, counted from 1; out of range does nothing."""
        if self._found is None or not 1 <= number <= len(self._found.alternatives):
            return
        found = self._found
        self.display = False
        self.post_message(self.Accepted(found.start, found.end, found.alternatives[number - 1].text))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("up", "down", "home", "end", "pageup", "pagedown"):
            return
        event.stop()
        event.prevent_default()
        if event.key in ("enter", "tab"):
            if self._found is not None:
                self.accept(self.highlighted or 0)
        elif event.character is not None and event.character in "123456789":
            self.accept(int(event.character))
        elif event.key == "escape":
            self.close()
        else:
            self.close(event)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        self.close(event)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click on a line chooses it."""
        event.stop()
        self.accept(event.option_index)

    def on_blur(self) -> None:
        """A click elsewhere closes the list."""
        self.close()


def _percent(prob: float) -> str:
    """A probability for a narrow column."""
    percent = prob * 100
    if percent < 0.01:
        return "<0.01 %"
    return f"{percent:.1f} %" if percent >= 0.1 else f"{percent:.2f} %"
