"""A parser of terminal input, where Textual's own is too slow or loses something.

Textual 8.2.8 reads a bracketed paste character by character while holding the interpreter (0.8 s a megabyte), and
treats escape sequences in it as keys. After Alt and a letter it waits a tenth of a second for more; it treats Alt and
a digit or a sign as a typed character, or types the letter. It types the codes of sequences that it doesn't know. It
ends the program at the first byte that isn't UTF-8, which a paste can contain.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

from textual import events
from textual.keys import Keys
from textual.message import Message

from editor.system.extended_keys import read_extended_key
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

_LAST_LETTER = "\u10ff"  # of the scripts written with an alphabet on the keys
_CONTROL_SEQUENCE = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_NO_KEY = re.compile(r"\x1b\[(\[|<|M|\?.*\$y|48;.*t|[-\d;]+[mM]\Z)")
"""Control sequences that the base class reads: the mouse, reports, and the beginning of the Linux console's F keys."""


class TerminalParser(XTermParser):
    """Textual's parser, with whole pastes, and with Alt recognised with every key."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasted: list[str] | None = None
        self._tail = ""  # the last characters read: a marker can come in two reads

    def feed(self, data: str) -> Iterable[Message]:
        """Parse the text read, which is empty at the end of input. Yield the complete events."""
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
        """Return a sequence's keys; [] if it isn't complete. Keys with Alt are never typed."""
        if sequence == "\x1b\r":
            return [events.Key("alt+enter", None)]
        if sequence.startswith("\x1b[") and len(sequence) > 2:
            return self._of_control_sequence(sequence)
        if alt and len(sequence) == 1 and sequence.isprintable():
            return [_with_alt(sequence)]
        if len(sequence) != 2 or sequence[0] != "\x1b":
            return super()._sequence_to_key_events(sequence, alt)
        character = sequence[1]
        if not character.isascii() and character != "\x1b":
            if character.isalpha() and character <= _LAST_LETTER:
                return [_with_alt(character)]
            return [events.Key("escape", "\x1b"), *super()._sequence_to_key_events(character)]
        is_key = isinstance(ANSI_SEQUENCES_KEYS.get(sequence), tuple)  # Alt+B, Alt+F
        return (
            [_with_alt(character)]
            if character in _ALT_CHARACTERS and not is_key
            else (super()._sequence_to_key_events(sequence, alt))
        )

    def _of_control_sequence(self, sequence: str) -> Iterable[events.Key]:
        if not _CONTROL_SEQUENCE.fullmatch(sequence):
            return super()._sequence_to_key_events(sequence) if sequence in ANSI_SEQUENCES_KEYS else []
        ignored = events.Key(Keys.Ignore, sequence)
        if (keys := read_extended_key(sequence)) is not None:
            return keys or [ignored]
        if sequence in ANSI_SEQUENCES_KEYS:
            return super()._sequence_to_key_events(sequence)
        return [] if _NO_KEY.match(sequence) else [ignored]


def _with_alt(character: str) -> events.Key:
    shift = "shift+" if character.isupper() else ""
    return events.Key(f"alt+{shift}{character_to_key(character.lower())}", None)


def install() -> None:
    """Have Textual's driver read the terminal with this parser. Calling this again is harmless."""
    read_terminal_with(TerminalParser)
