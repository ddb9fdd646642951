"""Finds the words of a passage that are prose in the lexicon's language: not code, addresses, markup or foreign words.

Only the passage itself is considered. Code blocks and other constructs of many lines aren't in passages: see
`scoring.language.verbatim`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from scoring.language.foreign import is_foreign, is_strange
from scoring.language.lexicon import Lexicon
from scoring.language.markup import without_markup
from scoring.language.words import bare, words

_CODE = tuple("/\\_@#<>=`$~|^")
_WITHIN = (".", ":")
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")
_ACRONYM = re.compile(r"[A-Z]{2,}[a-z]{1,2}|[A-Z][A-Za-z]?[A-Z]+")
"""“PhD”, “TVs”, “HCl”: not a word unless the dictionary has it, as in “THe”."""
_GOES_ON = (",", ";", ":", ")")
_CONTRACTED = ("d", "ll", "ve", "re", "st")
_ROMAN = re.compile(r"[ivx]{2,}|(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_LONGEST_WORD = 40

_QUOTED = re.compile(
    r"“[^“”\n]+(?:”|\Z)|«[^«»\n]+(?:»|\Z)|„[^„“”\n]+(?:[“”]|\Z)|\"[^\"\n]+\"|‘[^‘’\n]+’(?!\w)|(?<!\w)'[^'\n]+'(?!\w)"
    r"|(?<![\w*])\*[^*\n]+\*(?!\w)|(?<![\w_])_[^_\n]+_(?!\w)"
)
"""Quotations and italics."""
_OPENING = "\"'“‘«([*_#>-–— \t\n"
_ENDS_SENTENCE = ".!?…"

_FEWEST_IN_A_ROW = 4
"""The fewest unknown words in a cluster that make it foreign by themselves."""
_GAP = 2
"""How many known words may come between two foreign ones (“plus ça change, plus c'est”)."""
_MOST_CAPITALS = 2
_REPEATED = 4
"""The fewest repetitions of a word in a row that aren't a slip."""

_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "ibn", "la", "le", "van", "von")
)
"""Small words within names."""

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ProseWord:
    """A word of a passage at the code points [start, end).

    Attributes:
        plain: its spelling in a dictionary: lower case, straight apostrophes.
        is_known: whether the dictionary has it.
        is_name: whether it is capitalised in mid-sentence and unknown to the dictionary.
        is_judged: whether it may be flagged; False for foreign words, for example.
    """

    start: int
    end: int
    plain: str
    is_known: bool
    is_name: bool
    is_judged: bool = True


def prose_words(text: str, start: int, lexicon: Lexicon) -> list[ProseWord]:
    """Return the words of a passage that aren't code, addresses and the like, in order.

    Args:
        text: the passage, after its context.
        start: the code point at which the passage starts; everything before it is context.
        lexicon: of the language.
    """
    rest = without_markup(text)
    found = [
        _plain_word(text, low, high, lexicon)
        for low, high in words(text, 0, len(text))
        if _is_prose(rest, low, high, lexicon)
    ]
    foreign = _foreign(text, start, found, lexicon)
    return [replace(word, is_judged=word not in foreign) for word in found if word.start >= start]


def _plain_word(text: str, start: int, end: int, lexicon: Lexicon) -> ProseWord:
    plain = bare(text[start:end])
    is_known = lexicon.is_word(plain) or _is_contraction(plain, lexicon)
    is_name = text[start].isupper() and not is_known and not opens_sentence(text, start)
    return ProseWord(start, end, plain, is_known, is_name)


def _is_contraction(plain: str, lexicon: Lexicon) -> bool:
    """Return True for a known word with an ending that any word can take: “there're”, “who'd”, a poet's “cross'd”."""
    stem, apostrophe, ending = plain.rpartition("'")
    if not apostrophe or ending not in _CONTRACTED:
        return False
    return lexicon.is_word(stem) or (ending == "d" and lexicon.is_word(stem + "ed"))


def opens_sentence(text: str, start: int) -> bool:
    """Return True if the word at code point `start` begins a sentence."""
    before = text[:start].rstrip(_OPENING)
    return not before or before[-1] in _ENDS_SENTENCE or "\n\n" in text[len(before) : start]


def _foreign(text: str, start: int, found: Sequence[ProseWord], lexicon: Lexicon) -> set[ProseWord]:
    """Return the words that are foreign, in all capitals, names at the beginning of a sentence, or repeated many
    times."""
    own = [word for word in found if word.start >= start]
    foreign = {word for word in found if not word.is_known and not text[word.start : word.end].isascii()}
    quotations = [_foreign_quotation(found, match.span(), foreign, lexicon) for match in _QUOTED.finditer(text)]
    quoted = {word for quotation in quotations for word in quotation}
    around = [word.plain for word in found if word not in quoted and not word.is_name]
    plain = [word.plain for word in own if word not in quoted and not word.is_name]
    if _is_in_capitals(text, own) or is_foreign(plain, lexicon, around):
        return set(own)
    foreign |= quoted
    for run in _runs(own, lexicon):
        foreign.update(run)
    for _, group in groupby(own, key=lambda word: word.plain):
        repeated = list(group)
        if len(repeated) >= _REPEATED:
            foreign.update(repeated)
    foreign |= _parts_of_names(text, own, lexicon)
    foreign.update(word for word in own if not word.is_known and text[word.start : word.end].isupper())
    return foreign


def _parts_of_names(text: str, own: Sequence[ProseWord], lexicon: Lexicon) -> set[ProseWord]:
    """Return the words that only belong to a name: known ones next to it (“An” in “Nguyễn Văn An”), particles in it,
    and an unknown word that begins a sentence."""
    found: set[ProseWord] = set()
    name: list[ProseWord] = []
    for word in [*own, None]:
        if word is not None and name and text[name[-1].end : word.start] in (" ", "-") and _is_of_name(text, word):
            name.append(word)
            continue
        while name and name[-1].plain in _PARTICLES and text[name[-1].start].islower():
            name.pop()
        if len(name) > 1 and _is_name(name, lexicon):
            found |= {one for one in name if not (one.is_name or (one.is_known and opens_sentence(text, one.start)))}
        name = [word] if word is not None and text[word.start].isupper() and word.plain != "i" else []
    return found


def _is_name(words: Sequence[ProseWord], lexicon: Lexicon) -> bool:
    """Return True if some capitalised words are a name: one is unknown, or a function word follows another word (“Van
    An”, but not “Did You”)."""
    serving = [lexicon.is_function_word(word.plain) for word in words]
    return any(not word.is_known for word in words) or (any(serving) and not serving[0])


def _is_of_name(text: str, word: ProseWord) -> bool:
    return (text[word.start].isupper() and word.plain != "i") or word.plain in _PARTICLES


def _foreign_quotation(
    found: Sequence[ProseWord], quoted: Stretch, foreign: set[ProseWord], lexicon: Lexicon
) -> Sequence[ProseWord]:
    """Return the words of a quotation if it is in another language; `foreign` are words already known to be foreign."""
    within = [word for word in found if quoted[0] <= word.start and word.end <= quoted[1]]
    is_foreign_one = is_foreign([word.plain for word in within], lexicon)
    return within if is_foreign_one or any(word in foreign for word in within) else ()


def _is_in_capitals(text: str, own: Sequence[ProseWord]) -> bool:
    capitals = sum(text[word.start : word.end].isupper() and word.end - word.start > 1 for word in own)
    return capitals > _MOST_CAPITALS and 2 * capitals > len(own)


def _runs(own: Sequence[ProseWord], lexicon: Lexicon) -> Iterator[Sequence[ProseWord]]:
    """Yield clusters of four or more foreign words, with the words between them."""
    strange: list[int] = []
    for index, word in enumerate(own):
        if not word.is_name and is_strange(word.plain, lexicon):
            if strange and index - strange[-1] > _GAP + 1:
                strange = []
            strange.append(index)
        elif lexicon.is_function_word(word.plain):
            strange = []
        if len(strange) >= _FEWEST_IN_A_ROW and is_foreign(
            [one.plain for one in own[strange[0] : strange[-1] + 1]], lexicon, fewest=_FEWEST_IN_A_ROW
        ):
            yield own[strange[0] : strange[-1] + 1]


def is_name_elsewhere(text: str, start: int, end: int) -> bool:
    """Return True if the capitalised word at [start, end) begins a sentence and also occurs in the middle of one, so
    that it must be a name."""
    if not opens_sentence(text, start):
        return False
    name = text[start:end].removesuffix("'s").removesuffix("’s")
    return name[:1].isupper() and re.search(rf"(?<=[\w,;] ){re.escape(name)}(?!\w)", text) is not None


def _is_prose(rest: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return True unless the word at [start, end) is an identifier, a number or an abbreviation.

    `rest` is the text that `without_markup` returned.
    """
    word = rest[start:end]
    if word.isspace() or len(word) > _LONGEST_WORD or _CAMEL_CASE.search(word):
        return False
    if word != "I" and _ROMAN.fullmatch(word):
        return False
    if _ACRONYM.fullmatch(word) and not word.isupper() and not lexicon.is_word(word.lower()):
        return False
    before, after = rest[max(0, start - 1) : start], rest[end : end + 1]
    if before in _CODE or after in _CODE:
        return False
    if (after in _WITHIN and rest[end + 1 : end + 2].isalnum()) or (
        before in _WITHIN and rest[start - 2 : start - 1].isalnum()
    ):
        return False
    return not _is_abbreviation(rest, start, end, lexicon)


def _is_abbreviation(text: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return True for an abbreviation or unit (“12 kHz”, “pp. 3–5”), not for a word that is spelled the same."""
    plain = text[start:end].lower()
    if not lexicon.is_abbreviation(plain):
        return False
    if not lexicon.is_word(plain) or text[max(0, start - 2) : start].rstrip()[-1:].isdigit():
        return True
    after = text[end + 1 : end + 3].lstrip()[:1]
    return text[end : end + 1] == "." and (after.isdigit() or after.islower() or after in _GOES_ON)
