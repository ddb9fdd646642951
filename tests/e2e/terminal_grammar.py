"""The grammar of terminal output: an allow-list of what the program needs, not of what it happens to write.

Everything else is a finding: any other sequences, unneeded colours and modes, bytes that aren't UTF-8, and characters
that are invisible or change how others look.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator, Sequence

from wcwidth import wcwidth

_TOKEN = re.compile(
    r"""
      (?P<text>   [^\x00-\x1f\x7f-\x9f]+)
    | (?P<sgr>    \x1b\[ [\d;:]+ m)
    | (?P<goto>   \x1b\[ \d+ ; \d+ H)
    | (?P<mode>   \x1b\[\? \d+ [hl])
    | (?P<ask>    \x1b\[\? (?:2026|2048) \$p)     # does the terminal know synchronised output, and reports of its size?
    | (?P<keys>   \x1b\[ (?:>\d+|<) u)            # kitty's keyboard protocol, and back
    | (?P<pointer>\x1b\]22; [a-z-]+ \x07)         # the mouse pointer's shape
    | (?P<copy>   \x1b\]52;c; [A-Za-z0-9+/=]* \x07)
    | (?P<erase>  \x1b\[K)
    | (?P<break>  \r\n | [\r\n\t])
    | (?P<other>  \x1b[\[\]P_^X]?[^\x1b\x07]{0,20} | .)
    """,
    re.VERBOSE | re.DOTALL,
)
_MODES = frozenset({7, 25, 1000, 1003, 1004, 1006, 1015, 1016, 1049, 2004, 2026, 2048})
_COLOUR = r"(?:2[;:]:?\d{1,3}[;:]\d{1,3}[;:]\d{1,3}|5[;:]\d{1,3})"
_SGR = re.compile(
    rf"(?:[012379]|4(?::[0-5])?|2[1-57-9]|[34][0-79]|5[359]|(?:9|10)[0-7]|[345]8[;:]{_COLOUR})(?:;(?!$)|$)", re.ASCII
)
"""One attribute: no blinking, no concealing, no other fonts."""

_MOST_MARKS = 32

# Characters without a shape of their own (Default_Ignorable_Code_Point, and the braille blank), except for format
# characters.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_TAG_FLAG = re.compile("\U0001f3f4[\U000e0061-\U000e007a]{5}\U000e007f")  # England, Scotland, Wales


def findings(written: bytes, *, copied: Sequence[str] = (), size: tuple[int, int] = (24, 80)) -> list[str]:
    """Return everything that a program should not have written.

    Args:
        written: to the terminal, from the program's start to its end.
        copied: the texts meant for the clipboard, in order.
        size: of the terminal, in rows and columns.

    Returns:
        One line for each finding, with the bytes around it.
    """
    text = written.decode("utf-8", "surrogateescape")
    to_come = list(copied)
    is_screen = was_screen = False
    found = []
    for match in _TOKEN.finditer(text):
        token, kind = match[0], match.lastgroup
        complaint = ""
        if kind == "text":
            complaint = ", ".join(_hidden(token))
        elif kind == "sgr":
            complaint = "" if _is_sgr(token[2:-1]) else "attribute"
        elif kind == "goto":
            row, column = map(int, token[2:-1].split(";"))
            complaint = "" if is_screen and 0 < row <= size[0] and 0 < column <= size[1] else "place"
        elif kind == "mode":
            number, is_set = int(token[3:-1]), token.endswith("h")
            complaint = "" if number in _MODES else "mode"
            if number == 1049:
                complaint = "second alternate screen" if is_set == is_screen or (is_set and was_screen) else complaint
                is_screen, was_screen = is_set, True
        elif kind == "copy":
            expected = base64.b64encode(to_come.pop(0).encode()).decode() if to_come else None
            complaint = "" if token == f"\x1b]52;c;{expected}\x07" else "clipboard"
        elif kind == "break":
            complaint = "line break on the screen" if is_screen and token != "\r\n" else ""
        elif kind == "erase":
            complaint = "erased a line of the screen" if is_screen else ""
        elif kind == "other":
            complaint = "sequence or control character"
        if complaint:
            around = text[max(0, match.start() - 60) : match.end() + 40]
            found.append(f"{complaint}: {token[:40]!r} in {around!r}")
    if is_screen:
        found.append("the alternate screen was not left")
    found += [f"not copied: {rest!r}" for rest in to_come]
    return found


def plain(written: bytes) -> str:
    """Return a program's output without colours and other attributes."""
    return re.sub(r"\x1b\[[\d;:]*m", "", written.decode("utf-8", "replace"))


def _is_sgr(parameters: str) -> bool:
    position = 0
    while position < len(parameters):
        match = _SGR.match(parameters, position)
        if match is None:
            return False
        position = match.end()
    return True


def _hidden(text: str) -> Iterator[str]:
    """Return the characters of a text that are invisible or change how others look."""
    marks = 0
    for match in re.finditer(f"{_TAG_FLAG.pattern}|.", text, re.DOTALL):
        character = match[0]
        if len(character) > 1:
            continue
        category = unicodedata.category(character)
        marks = marks + 1 if category[0] == "M" else 0
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if marks > _MOST_MARKS:
            yield f"{marks} marks on a letter"
        elif character in "\u200c\u200d":
            if not _joins(before, after):
                yield f"a joiner that joins nothing, U+{ord(character):04X}"
        elif "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef":
            if not before or unicodedata.category(before)[0] not in "LNPS":
                yield f"a selector after nothing, U+{ord(character):04X}"
        elif character in _BLANK or not (
            category[0] in "LMNPS" or category == "Zs" or (category == "Cn" and wcwidth(character) == 2)
        ):
            yield f"U+{ord(character):04X} ({category})"


def _joins(before: str, after: str) -> bool:
    """Return True if a joiner is in place: in an emoji, after a virama or an Arabic letter (RFC 5892, appendix A)."""
    if not before:
        return False
    if unicodedata.combining(before) == 9 or unicodedata.bidirectional(before) == "AL":
        return True
    return after != "" and unicodedata.category(after) in ("So", "Cn", "Sm", "Po")
