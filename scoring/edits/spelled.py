"""Changes of spelling: typos, apostrophes, capitals, words run together, confused words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from scoring.edits.kinds import EditKind
from scoring.edits.place import Change, Place
from scoring.language.lexicon import Lexicon
from scoring.language.made_by_rule import made_by_rule

_COMMON = 3.0
_RESPELLED = 20
"""The number of spellings proposed for a non-word."""
_RESEMBLING = 24
"""The number of similarly spelled words proposed for a dictionary word."""
_CLEAR = 5
"""The least length of a rarer word that was run together with a very common one, in letters: "isexplicitly"."""
_FREQUENCY_SHARE = 0.9
"""The weight of a word's frequency: less than 1, since the model already takes frequency into account."""
_USUAL = 6.0
_MOST_SLIPS = 14.0
"""The most unlikely slip, in nats, for which a word is still considered."""
_RELATED = 8.0
"""The doubt about a word that only shares its stem with the non-word, in nats."""
_UNLIKE_A_NAME = 8
"""The least length of a capitalised non-word that is taken for a common word with one letter wrong, not for a name:
"the Goverment"."""
_RARER = 2.0
"""The doubt about a rarer word, besides that for its frequency, in nats: "rember" means "remember", not "ember"."""
_CONTRACTED = ("s", "ll", "re", "ve", "d", "m")


def spelled(place: Place, lexicon: Lexicon, *, all_edits: bool) -> Iterator[Change]:
    """Yield the changes of a word's spelling; for `all_edits` also how other dialects spell it."""
    yield from _capitals(place, lexicon)
    yield from _apostrophes(place, lexicon)
    yield from _apart(place, lexicon)
    if all_edits:
        yield from (Change(0, 1, other, EditKind.RESEMBLE) for other in sorted(lexicon.variants(place.plain)))
    if lexicon.is_word(place.plain):
        yield from _resembling(place, lexicon)
    else:
        yield from _respelled(place, lexicon)


def _capitals(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    word = place.word
    name = lexicon.capitalised(place.plain, place.text(-1))
    if name is not None and word.text[:1].islower():
        yield Change(0, 1, name, EditKind.CAPITAL)
    elif word.opens and word.text[:1].islower():
        yield Change(0, 1, word.text[:1].upper() + word.text[1:], EditKind.CAPITAL, 1.0)


def _apostrophes(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    plain = place.plain
    kind = EditKind.APOSTROPHE_KNOWN if lexicon.is_word(plain) else EditKind.APOSTROPHE
    if "'" in plain:
        stem, _, ending = plain.rpartition("'")
        if lexicon.is_word(stem + ending):
            yield Change(0, 1, stem + ending, EditKind.APOSTROPHE_KNOWN, 1.0)  # "apple's" for "apples"
        if ending == "s" and lexicon.is_word(stem):
            yield Change(0, 1, stem, EditKind.APOSTROPHE_KNOWN, 3.0)
            yield from (Change(0, 1, one, EditKind.APOSTROPHE_KNOWN, 2.0) for one in lexicon.numbers(stem))
            yield Change(0, 1, f"{stem} is", EditKind.APOSTROPHE_KNOWN, 4.0)
        if ending in ("t", "nt") and lexicon.is_word(plain.replace("'", "")[:-1] + "'t"):
            yield Change(0, 1, plain.replace("'", "")[:-1] + "'t", EditKind.RESPELL)  # "do'nt"
        return
    for ending in _CONTRACTED:
        stem = plain.removesuffix(ending)
        if stem and stem != plain and lexicon.is_word(f"{stem}'{ending}") and (stem != "i" or ending in ("m", "ve")):
            doubt = 0.0 if lexicon.is_function_word(stem) else 2.5
            yield Change(0, 1, f"{stem}'{ending}", kind, doubt)
    if plain.endswith("s") and lexicon.number(plain) == "plural" and place.near(1) is not None:
        yield Change(0, 1, plain + "'", EditKind.APOSTROPHE_KNOWN, 3.0)  # "the boys' room"
    elif lexicon.number(plain) is not None and place.near(1) is not None:
        yield Change(0, 1, plain + "'s", EditKind.APOSTROPHE_KNOWN, 4.0)
    if plain.endswith("nt") and lexicon.is_word(plain[:-1] + "'t"):
        yield Change(0, 1, plain[:-1] + "'t", kind)


def _apart(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the splits of words wrongly written as one, and the joins of words wrongly split."""
    plain, known = place.plain, lexicon.is_word(place.plain)
    split = EditKind.SPLIT_KNOWN if known else EditKind.SPLIT
    for text in lexicon.confusions(plain):
        if all(map(lexicon.is_word, text.split())):
            yield Change(0, 1, text, split if " " in text else EditKind.CONFUSED)
    for first in (-1, 0):
        one, other = place.near(first), place.near(first + 1)
        if one is None or other is None:
            continue
        left, right = place.text(first), place.text(first + 1)
        for text in lexicon.confusions(f"{left} {right}"):
            if all(map(lexicon.is_word, text.split())):
                yield Change(first, first + 2, text, EditKind.CONFUSED if " " in text else EditKind.JOIN)
        if lexicon.frequency(left + right) >= _COMMON and not other.is_name:
            yield Change(first, first + 2, left + right, EditKind.JOIN, 1.0)
    if place.word.is_name:
        return
    least = 4.8 if known else 4.3
    for cut in range(1, len(plain)):
        left, right = plain[:cut], plain[cut:]
        if known and min(len(left), len(right)) < 2 and left != "a":
            continue
        rarer, more_common = sorted((left, right), key=lexicon.frequency)
        is_clear = len(rarer) >= _CLEAR and lexicon.frequency(more_common) >= _USUAL and not known
        if lexicon.frequency(rarer) >= (_COMMON if is_clear else least):
            yield Change(0, 1, f"{left} {right}", split, 2.0 if known else 0.5)


def _respelled(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    plain, is_name = place.plain, place.word.is_name
    unknown = EditKind.RENAME if is_name else EditKind.RESPELL
    yield from (Change(0, 1, text, unknown) for text in made_by_rule(plain, lexicon))
    rarer = lexicon.rarer_neighbours(plain)
    near = lexicon.neighbours(plain) | rarer
    for text, doubt in _likeliest(plain, near.keys() | lexicon.sounding_like(plain), lexicon, rarer)[:_RESPELLED]:
        name = lexicon.capitalised(text, "")
        kind = EditKind.RESPELL if near.get(text) == 1 else EditKind.RESPELL_FAR
        if text.replace("'", "") == plain:
            kind = EditKind.APOSTROPHE
        if is_name and name is None and (near.get(text) != 1 or text in rarer or len(plain) < _UNLIKE_A_NAME):
            kind = EditKind.RENAME
        yield Change(0, 1, name or text, kind, doubt)
    yield from (Change(0, 1, text, unknown, _RELATED) for text in lexicon.inflections(plain))


def _resembling(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    plain = place.plain
    doubt = 3.0 if lexicon.verb_forms(plain) else 1.0  # "ringed" is a word, but a bell rang
    yield from (Change(0, 1, text, EditKind.VERB_FORM, doubt) for text in made_by_rule(plain, lexicon))
    for text, doubt in _likeliest(plain, lexicon.neighbours(plain), lexicon)[:_RESEMBLING]:
        yield Change(0, 1, lexicon.capitalised(text, "") or text, EditKind.RESEMBLE, doubt + 1.0)


def _likeliest(
    plain: str, others: Iterable[str], lexicon: Lexicon, rarer: Container[str] = ()
) -> list[tuple[str, float]]:
    """Return the words that may have been meant, the likeliest first, each with its doubt in nats."""
    found = []
    for other in others:
        slips = lexicon.slip(plain, other)
        if slips <= _MOST_SLIPS:
            frequency = max(lexicon.frequency(other), lexicon.frequency(other.removesuffix("'s")))
            doubt = slips - _FREQUENCY_SHARE * (frequency - _USUAL)
            found.append((other, doubt + (_RARER if other in rarer else 0.0)))
    return sorted(found, key=lambda one: (one[1], one[0]))
