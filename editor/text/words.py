"""Words within the text of one block.

Offsets are code points of the given text; words are those of UAX #29. A line may be a million code points long, so each
function looks only at the neighbourhood of the offset, between the nearest spaces and at most `WORD_REACH` away. A
longer run without spaces is cut there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import regex
from uniseg.emoji import extended_pictographic
from uniseg.wordbreak import WordBreak, word_break

from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme

WORD_REACH = 512  # code points

# UAX #29 section 4.1. Each code point is mapped to the letter of its Word_Break class, so that one regular expression
# over these letters contains all rules. The comments give the rules' numbers.
_CLASS_LETTERS = {
    WordBreak.CR: "C",
    WordBreak.LF: "F",
    WordBreak.NEWLINE: "V",
    WordBreak.EXTEND: "e",
    WordBreak.FORMAT: "e",
    WordBreak.ZWJ: "Z",
    WordBreak.REGIONAL_INDICATOR: "R",
    WordBreak.KATAKANA: "K",
    WordBreak.HEBREW_LETTER: "H",
    WordBreak.ALETTER: "A",
    WordBreak.SINGLE_QUOTE: "'",
    WordBreak.DOUBLE_QUOTE: '"',
    WordBreak.MIDNUMLET: ".",
    WordBreak.MIDLETTER: ":",
    WordBreak.MIDNUM: ",",
    WordBreak.NUMERIC: "N",
    WordBreak.EXTENDNUMLET: "_",
    WordBreak.WSEGSPACE: "S",
    WordBreak.OTHER: "o",
}


class _ClassTable(dict[int, str]):
    """For str.translate: code point → letter of its class, filled lazily."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        letter = _CLASS_LETTERS[word_break(character)]
        if extended_pictographic(character):
            letter = {"A": "B", "o": "P"}.get(letter, letter)  # a circled letter, a picture
        elif letter == "o" and character.isalnum():
            letter = "I"  # an ideograph or Thai letter: each is a word by itself
        elif letter == "o" and character.isspace():
            letter = "s"  # a tab or no-break space
        self[code_point] = letter
        return letter


_CLASSES = _ClassTable()
_EXTEND = "[eZ]*+"  # WB4
_DANGLING = f"H{_EXTEND} '{_EXTEND}"  # WB7a: a Hebrew letter keeps a quote that isn't followed by a letter
_LETTERS = f"""(?:
      [AB]++ {_EXTEND} (?: [:.']{_EXTEND} (?=[ABH]) )?                              # WB5, WB6, WB7, WB9
    | H{_EXTEND} (?: [:.']{_EXTEND} (?=[ABH]) | "{_EXTEND} (?=H) | (?!') )       # WB7b, WB7c
    | N++ {_EXTEND} (?: [,.']{_EXTEND} (?=N) )?                                     # WB8, WB10, WB11, WB12
    )++"""
_KATAKANA = f"(?: K++ {_EXTEND} )++"  # WB13
_JOINED = f"(?: (?: {_LETTERS} | {_KATAKANA} )?+ (?: _{_EXTEND} )++ )"  # WB13a, WB13b
_PIECE = f"""(?:
      {_LETTERS} (?![_H])                                                        # nearly every word
    | S++ {_EXTEND}                                                              # WB3d
    | {_JOINED}*+ (?: {_LETTERS} (?: {_DANGLING} )? | {_DANGLING} | {_KATAKANA} )
    | {_JOINED}++
    | CF | [CFV]                                                                 # WB3, WB3a, WB3b
    | R{_EXTEND} (?: R{_EXTEND} )?                                               # WB15, WB16
    | . {_EXTEND}                                                                # WB999
    )"""
# Not `re`: in Python 3.11.2, the version of Debian 12, it backtracks too far out of possessive groups.
_SEGMENT = regex.compile(f"{_PIECE} (?: (?<=Z) (?=[BP]) {_PIECE} )*+", regex.VERBOSE)  # WB3c
_ALPHANUMERIC = re.compile("[ABHKNI]")
_SPACE = re.compile("[SsCFV]")
_SPACES = re.compile(r"\s*+")  # matches the text itself, not the letters


class _Token(NamedTuple):
    """A word, a run of white space, or a run of anything else, in [start, end)."""

    start: int
    end: int
    kind: Literal["word", "space", "other"]


def word_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return the word that contains `offset` or has it at an end, as (start, end); between two words, the second."""
    found = None
    for token in _tokens_around(text, offset):
        if token.kind == "word" and token.start <= offset <= token.end:
            found = _whole_graphemes(text, token)
    return found


def next_word_end(text: str, offset: int) -> int:
    """Return the target of Ctrl+Right: the end of the next word or run of punctuation, or the end of the text.

    As in VS Code, a single punctuation mark right before a word is skipped together with that word.
    """
    while offset < len(text):
        offset = _skip_space(text, offset)
        ahead = [token for token in _tokens_around(text, offset) if token.end > offset]
        solid = [token for token in ahead if token.kind != "space"]
        if solid:
            passes_mark = len(solid) > 1 and _is_mark_before(*solid[:2])
            return _whole_graphemes(text, solid[1] if passes_mark else solid[0])[1]
        offset = ahead[-1].end if ahead else len(text)  # a space together with a format character
    return len(text)


def previous_word_start(text: str, offset: int) -> int:
    """Return the target of Ctrl+Left: the start of the word or run of punctuation before `offset`, or 0.

    As in VS Code, a single punctuation mark right before a word is skipped together with the text before it.
    """
    token = _token_before(text, offset)
    if token is None:
        return 0
    following = next((other for other in _tokens_around(text, token.end) if other.start == token.end), None)
    if following is not None and _is_mark_before(token, following):
        token = _token_before(text, token.start)
    return 0 if token is None else _whole_graphemes(text, token)[0]


def _is_mark_before(token: _Token, following: _Token) -> bool:
    is_mark = token.kind == "other" and token.end - token.start == 1
    return is_mark and following.kind == "word" and following.start == token.end


def _token_before(text: str, offset: int) -> _Token | None:
    """Return the last word or run of punctuation that begins before `offset`."""
    while offset > 0:
        low = max(0, offset - WORD_REACH)
        offset = low + len(text[low:offset].rstrip())
        before = [token for token in _tokens_around(text, offset) if token.start < offset]
        for token in reversed(before):
            if token.kind != "space":
                return token
        offset = before[0].start if before else 0  # more space, or a space together with a format character
    return None


def _skip_space(text: str, offset: int) -> int:
    """Return the position of the first grapheme from `offset` on that isn't white space."""
    found = _SPACES.match(text, offset)
    assert found is not None
    end = found.end()
    return end if is_grapheme_boundary(text, end) else max(offset, previous_grapheme(text, end))


def _tokens_around(text: str, offset: int) -> Iterator[_Token]:
    """Yield the tokens between the spaces to the left and right of `offset`, including those that touch it."""
    start = text.rfind(" ", max(0, offset - WORD_REACH), offset)
    if start < 0:
        start = max(0, offset - WORD_REACH)
    reach = min(len(text), offset + WORD_REACH)
    end = text.find(" ", offset + 1, reach)
    classes = text[start : reach if end < 0 else end].translate(_CLASSES)
    run: int | None = None  # start of the current run of other segments
    for found in _SEGMENT.finditer(classes):
        if _ALPHANUMERIC.search(found[0]):
            kind: Literal["word", "space"] = "word"
        elif _SPACE.match(found[0]):
            kind = "space"
        else:
            run = found.start() if run is None else run
            continue
        if run is not None:
            yield _Token(start + run, start + found.start(), "other")
            run = None
        yield _Token(start + found.start(), start + found.end(), kind)
    if run is not None:
        yield _Token(start + run, start + len(classes), "other")


def _whole_graphemes(text: str, token: _Token) -> tuple[int, int]:
    """Return a token's span without partial graphemes (Thai sara am and prepended marks join two segments)."""
    start, end = token.start, token.end
    if not is_grapheme_boundary(text, start):
        start = previous_grapheme(text, start)
    if not is_grapheme_boundary(text, end):
        end = next_grapheme(text, end)
    return start, end
