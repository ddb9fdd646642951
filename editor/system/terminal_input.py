"""A parser of terminal input, for where Textual's own is too slow or loses something.

Textual 8.2.8 reads a bracketed paste character by character while holding the interpreter (0.8 s a megabyte), and
takes an escape sequence within it for keys. After Alt and a letter it waits a tenth of a second for more, and it takes
Alt and a digit or a sign for a typed character. It ends the program at the first byte that isn't UTF-8, which a paste
can contain.
"""

from __future__ import annotations

import string
from collections.abc import Iterable

from textual import events
from textual.message import Message

from editor.system.textual_hooks import (
    ANSI_SEQUENCES_KEYS,
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    XTermParser,
    character_to_key,
    read_terminal_with,
)

_MARKER_LENGTH = len(BRACKETED_PASTE_START)
_ALT_CHARACTERS = frozenset(string.ascii_letters + string.digits + string.punctuation) - frozenset("OP[]X^_\\")
"""Characters recognised after Alt at once; the others can be part of longer sequences, and take a moment."""


class TerminalParser(XTermParser):
    """Textual's parser, with whole pastes, and with Alt recognised with every key."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._tail = ""  # the last characters read: a marker can come in two reads

    def feed(self, data: str) -> Iterable[Message]:
        """Parse what was read, empty at the end of input. Yield the complete events."""
        if not data:
            yield from super().feed(data)
        while data:
            marker = BRACKETED_PASTE_START if self._pasted is None else BRACKETED_PASTE_END
            found = (self._tail + data).find(marker)
            length = len(data) if found < 0 else found + _MARKER_LENGTH - len(self._tail)
            piece, data = data[:length], data[length:]
            self._tail = "" if found >= 0 else (self._tail + piece)[1 - _MARKER_LENGTH :]
            if self._pasted is None:
                yield from super().feed(piece)
            else:
                self._pasted.append(piece)
            if found >= 0:
                yield from self._begin_or_end_paste()

    def _begin_or_end_paste(self) -> Iterable[Message]:
        """Handle a marker. Textual's parser sees both markers with nothing between them."""
        if self._pasted is None:
            self._pasted = []
            return
        text, self._pasted = "".join(self._pasted)[:-_MARKER_LENGTH], None
        for event in super().feed(BRACKETED_PASTE_END):
            if not isinstance(event, events.Paste):
                yield event
        # Terminals on Windows insert null characters: https://github.com/Textualize/textual/issues/1661
        yield events.Paste(text.replace("\x00", ""))

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        """Return a sequence's keys; unlike the base class, know Alt with letters, digits, signs and Enter at once."""
        if sequence == "\x1b\r":
            return [events.Key("alt+enter", None)]
        is_alt = len(sequence) == 2 and sequence[0] == "\x1b" and sequence[1] in _ALT_CHARACTERS
        if not is_alt or isinstance(ANSI_SEQUENCES_KEYS.get(sequence), tuple):  # Alt+B, Alt+F
            return super()._sequence_to_key_events(sequence, alt)
        character = sequence[1]
        shift = "shift+" if character.isupper() else ""
        return [events.Key(f"alt+{shift}{character_to_key(character.lower())}", None)]


def install() -> None:
    """Have Textual's driver read the terminal with this parser. You can call this again."""
    read_terminal_with(TerminalParser)
