"""Sentences within a text.

The rules are those of UAX #29, section 5, with additions that writers expect:

- A line ending counts as a space: paragraphs may be wrapped by hand.
- "Mr.", "e.g.", "Fig." before a number, "U.S." and initials don't end a sentence, or do so only before a word that
  often begins one.
- The marks . ! ? … end a sentence only before a space, and the first three also before an ideograph: addresses stay
  whole.
- Emphasis marks and footnote references belong to the sentence that they close.
- After a closing quote, lower case continues the sentence: “Really?” she asked.
- Text without a letter isn't a sentence: dots at the start of a sentence, the number of a list item.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category

from uniseg.sentencebreak import SentenceBreak, sentence_break

# Each code point is mapped to the letter of its Sentence_Break class, so that one regular expression over these letters
# contains all rules. The comments give the rules' numbers.
_CLASS_LETTERS = {
    SentenceBreak.CR: "s",
    SentenceBreak.LF: "s",
    SentenceBreak.SEP: "P",
    SentenceBreak.EXTEND: "e",
    SentenceBreak.FORMAT: "e",
    SentenceBreak.SP: "s",
    SentenceBreak.LOWER: "L",
    SentenceBreak.UPPER: "U",
    SentenceBreak.OLETTER: "O",
    SentenceBreak.NUMERIC: "N",
    SentenceBreak.ATERM: "A",
    SentenceBreak.STERM: "T",
    SentenceBreak.SCONTINUE: ",",
    SentenceBreak.CLOSE: "c",
    SentenceBreak.OTHER: "o",
}
_EMPHASIS = frozenset("*_~`")
_TAILORED = {
    "…": "A",
    "(": "p",
    "[": "p",
    ")": "r",
    "]": "r",
    **dict.fromkeys("\u00a0\u202f", "b"),  # French puts one of them before a mark and a closing quote
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "c"),  # a footnote number
    **dict.fromkeys(_EMPHASIS, "c"),
}


class _ClassTable(dict[int, str]):
    """For str.translate: code point → letter of its class, filled lazily."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        letter = _TAILORED.get(character) or _CLASS_LETTERS[sentence_break(character)]
        if letter == "c" and category(character) == "Ps":
            letter = "o"  # an opening bracket right after a full stop in Chinese or Japanese begins a sentence
        self[code_point] = letter
        return letter


_CLASSES = _ClassTable()
_BOUNDARY = re.compile(
    r"""
      (?: (?P<mark>[AT]) e*+ )++
      (?P<closers> (?: b?[cr] e*+ | p [^spr]{1,300}+ r )*+ )    # SB9, and [^note] or (address)
      (?P<spaces> (?: [sb] e*+ )*+ )                            # SB10
      (?: P | (?! [P,AT] ) )                                    # SB8a, SB11
    | P                                                         # SB4
    """,
    re.VERBOSE,
)
_LOWER_NEXT = re.compile("[^OULNPAT]*+L")  # SB8 would also allow numbers before the lower case letter
_LETTER = re.compile("[OUL]")

_SPACED_MARKS = ".!?…"
_WORD_BEFORE = re.compile(r"[\w.]*$")
_WORD_BEFORE_REACH = 12  # code points
_WORD_AFTER = re.compile(r"\W*+(\w*+\.?)")  # including its full stop: an initial isn't a common first word
_NEVER_LAST = re.compile(
    r"""Mrs? | M[sxt] | Dr | Prof | Rev | Hon | Gen | Col | Capt | Cmdr | Maj | Lt | Sgt | Gov | Sen | Rep | Pres | Supt
    | Messrs | Mme | Mlle | [Ee]\.?g | [Ii]\.?e | [Cc]f | viz | vs""",
    re.VERBOSE,
)
_BEFORE_NUMBERS = re.compile(
    r"""nos? | nr | pp? | figs? | vols? | chap | chs? | sect? | eqs? | art | paras? | pt | op | ca? | approx | est
    | jan | feb | mar | apr | jun | jul | aug | sept? | oct | nov | dec""",
    re.VERBOSE | re.IGNORECASE,
)
_SELDOM_LAST = re.compile(  # plus initials (except "I") and U.S., a.m.
    r"Inc | Ltd | Co | Corp | Bros | [JS]r | St | Ave | Blvd | Rd | Ph\.D | al | [A-HJ-Z] | (?:[^\W\d_]\.)+ [^\W\d_]",
    re.VERBOSE,
)
_OFTEN_FIRST = re.compile(
    r"""A | After | All | Also | An | And | Another | As | At | But | By | For | From | He | Her | His | How | However
    | I | If | In | Its? | My | No | Not | Now | On | One | Or | Our | She | So | Some | That | The | Their | Then
    | There | These | They | This | Those | To | We | What | When | Where | Which | While | Who | Why | With | Yes
    | Your?""",
    re.VERBOSE,
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as (start, end) in code points, without surrounding white space."""
    classes = text.translate(_CLASSES)
    edges = [0]
    letter = _first_letter(classes, 0)
    for found in _BOUNDARY.finditer(classes):
        end = found.end()
        if classes[end - 1] == "P" or (letter < end and not _goes_on(text, classes, found)):
            edges.append(end)
            letter = _first_letter(classes, end)
    edges.append(len(text))
    return [span for start, end in pairwise(edges) if (span := _strip(text, start, end)) is not None]


def _first_letter(classes: str, start: int) -> int:
    found = _LETTER.search(classes, start)
    return len(classes) if found is None else found.start()


def _goes_on(text: str, classes: str, found: re.Match[str]) -> bool:
    """Return True if the sentence continues after what UAX #29 considers its end."""
    mark = text[found.start("mark")]
    if not found["spaces"] and mark in _SPACED_MARKS and (mark == "…" or classes[found.end() : found.end() + 1] != "O"):
        return True
    if (found["mark"] == "A" or found["closers"]) and _LOWER_NEXT.match(classes, found.end()):
        return True
    if mark != "." or found.start("mark") != found.start():
        return False
    return _EMPHASIS.issuperset(text[slice(*found.span("closers"))]) and _is_abbreviation(text, found)


def _is_abbreviation(text: str, found: re.Match[str]) -> bool:
    """Return True if a full stop only abbreviates a word and the sentence continues after it."""
    before = _WORD_BEFORE.search(text, max(0, found.start() - _WORD_BEFORE_REACH), found.start())
    after = _WORD_AFTER.match(text, found.end())
    assert before is not None
    assert after is not None
    word, next_word = before[0].strip("_."), after[1].lstrip("_")
    if _NEVER_LAST.fullmatch(word) or (next_word[:1].isdigit() and _BEFORE_NUMBERS.fullmatch(word)):
        return True
    return bool(_SELDOM_LAST.fullmatch(word)) and not _OFTEN_FIRST.fullmatch(next_word)


def _strip(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
