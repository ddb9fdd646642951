"""Make text from anywhere safe and visible on a terminal.

Every string that doesn't come from our own source passes through here before it is drawn: the draft, file names,
pastes, suggestions, error texts. Characters are allowed by Unicode category (letters, marks, numbers, punctuation,
symbols and spaces); everything else, above all control characters and escape sequences, is shown as a symbol. So no
byte of a file can reach the terminal as a command, and nothing in a draft is invisible.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from wcwidth import iter_graphemes, wcswidth, wcwidth

import editor.text.spacing_marks  # noqa: F401  # before the first width is measured
from editor.text.graphemes import extends_grapheme

MAX_CELLS = 8
"""Maximum width of a single drawn grapheme in cells: `‹10FFFF›`."""

UNKNOWN = "�"

# Each of these characters is a grapheme by itself, one cell wide, and safe: Latin, Greek, Cyrillic, typographic
# punctuation. (U+034F and similar, U+00AD, and all combining marks are excluded.)
SINGLE_CELL = (
    "\x20-\x7e\xa1-\xac\xae-\u02ff\u0370-\u0373\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u2010-\u2027\u2030-\u203b"
)
_PLAIN = re.compile(f"[{SINGLE_CELL}]*")

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_VIRAMA = 9  # canonical combining class of every virama
_MAX_MARKS = 31  # UAX #15, stream-safe text: no more than 30 marks on a base

# Letters and marks that draw nothing (Default_Ignorable_Code_Point of DerivedCoreProperties.txt, without the format
# characters, which are already excluded by their category).
_INVISIBLE = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0}.union(
        range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
    )
)

# The only emoji with tag characters that are recommended for interchange (UTS #51): three flags.
_TAG_FLAGS = frozenset(
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in place) + "\U000e007f"
    for place in ("gbeng", "gbsct", "gbwls")
)


def is_plain(text: str) -> bool:
    """Return True if each character of `text` is a safe grapheme of exactly one cell, as in most prose."""
    if text.isascii():
        return text.isprintable()
    return _PLAIN.fullmatch(text) is not None


def code_form(character: str) -> str:
    """Return the visible form of a character that must not be drawn: `␛`, `‹202E›`, `‹x80›` (an invalid byte)."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:  # surrogateescape: a byte that isn't valid UTF-8
        return f"‹x{code - 0xDC00:02X}›"
    return f"‹{code:04X}›"


def _is_visible(character: str) -> bool:
    """Return True if the character draws something by itself or, if it is a mark, on its base."""
    category = unicodedata.category(character)
    if category[0] in "LMNPS":
        return ord(character) not in _INVISIBLE
    if category == "Cn":
        # Unassigned in this Python's Unicode version. wcwidth's tables are newer: a character that they call wide is a
        # later emoji or ideograph.
        return wcwidth(character) == 2
    return category == "Zs"


def _may_join(grapheme: str, index: int) -> bool:
    """Return True if a joiner inside a grapheme cluster has an effect there.

    It does in an emoji sequence (a pictograph follows; otherwise the cluster would have ended), and after a virama or
    an Arabic letter, where RFC 5892 appendix A allows it.
    """
    before = grapheme[index - 1]
    if unicodedata.combining(before) == _VIRAMA or unicodedata.bidirectional(before) == "AL":
        return True
    after = grapheme[index + 1 : index + 2]
    return grapheme[index] == _ZWJ and after != "" and unicodedata.category(after) in ("So", "Cn", "Sm", "Po")


def _is_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _cleaned(grapheme: str) -> str:
    """Return a grapheme cluster with its unsafe characters replaced by their code form."""
    first = grapheme[0]
    shown = [first if _is_visible(first) else code_form(first)]
    if unicodedata.category(first)[0] == "M" and extends_grapheme(first):
        shown.insert(0, "\u25cc")  # a mark without a base gets a dotted circle, as in Unicode's charts
    for index in range(1, len(grapheme)):
        character = grapheme[index]
        if character in (_ZWJ, _ZWNJ):
            keep = _may_join(grapheme, index)
        elif _is_selector(character):
            before = grapheme[index - 1]
            keep = _is_visible(before) and unicodedata.category(before)[0] in "LNPS"  # one only, right after its base
        else:
            keep = _is_visible(character)
        shown.append(character if keep else code_form(character))
    return "".join(shown)


def _unambiguous(cluster: str) -> str:
    """Return the form of a cleaned cluster on whose width wcwidth and Rich disagree: terminals don't agree either.

    Letters with marks stay whole, without joiners: wcwidth gives a cluster of several letters two cells at most, but
    most terminals add them up, as Rich does. Of other clusters the first character stays (a wide emoji without its text
    selector), and what follows is shown by its code, for example a skin tone on a letter.
    """
    first, rest = cluster[0], [one for one in cluster[1:] if one not in (_ZWJ, _ZWNJ) and not _is_selector(one)]
    if wcswidth(first) != cell_len(first) and unicodedata.category(first)[0] != "M":
        first = code_form(first)
    are_letters = all(unicodedata.category(character)[0] in "LM" for character in rest)
    return first + "".join(rest if are_letters else map(code_form, rest))


@lru_cache(maxsize=8192)
def show_grapheme(grapheme: str) -> tuple[str, int]:
    """Return the drawn form of one grapheme cluster and its width in cells (1 to `MAX_CELLS`).

    The width is the one that wcwidth and Rich agree on; if they don't, it is Rich's width of an unambiguous form. Tabs
    are the caller's responsibility; here a tab is a symbol like any control character.
    """
    if grapheme in _TAG_FLAGS:
        return grapheme, 2
    shown = _cleaned(grapheme) if len(grapheme) <= _MAX_MARKS else UNKNOWN
    if wcswidth(shown) != cell_len(shown):
        shown = _unambiguous(shown)
    width = cell_len(shown)
    if width < 1:
        shown = code_form(grapheme[0])
        width = len(shown)
    return (shown, width) if width <= MAX_CELLS else (UNKNOWN, 1)


def printable(text: str) -> str:
    """Return `text` with everything that must not reach a terminal shown as a visible symbol, including line endings.

    For single-line strings: a file name, an error, a suggestion. Applying it twice changes nothing.
    """
    if is_plain(text):
        return text
    return "".join(show_grapheme(grapheme)[0] for grapheme in iter_graphemes(text))
