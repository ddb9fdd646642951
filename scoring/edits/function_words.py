"""Changes of function words: prepositions, pronouns, missing words, superfluous words, and word order."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.edits.kinds import EditKind
from scoring.edits.place import Change, Place, Word
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare

_ARTICLES = ("a", "an", "the")
_AUXILIARIES = (
    "am",
    "is",
    "are",
    "was",
    "were",
    "have",
    "has",
    "had",
    "do",
    "does",
    "did",
    "can",
    "could",
    "will",
    "would",
)
_TWICE = {
    "that", "had", "very", "so", "is", "no", "far", "long", "much", "many", "really", "too", "bye", "ha", "now",
    "there", "yes", "on", "in",
}  # fmt: skip
"""Words that occur twice in a row in good prose, as in "all that that means" or "very, very" without its comma."""
_ANY = 3.0
"""The doubt about a function word that no word before it governs, in nats."""


def prepositions(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield prepositions exchanged, dropped and added."""
    plain, known = place.plain, lexicon.prepositions()
    if plain in known:
        asked = lexicon.governed(place.text(-1))
        for other in known:
            yield Change(0, 1, other, EditKind.PREPOSITION, 0.0 if other in asked else 1.5)
        yield Change(0, 1, "", EditKind.PREPOSITION_DROP)
        yield Change(1, 1, "to", EditKind.PREPOSITION_ADD, _ANY)  # "next the house", "close the sea"
    else:
        asked = lexicon.governed(place.text(-1))
        yield from (Change(0, 0, one, EditKind.PREPOSITION_ADD) for one in asked)
        if place.text(-1) not in known:
            yield from (Change(0, 0, one, EditKind.PREPOSITION_ADD, _ANY) for one in known[:20])
    after = place.text(1)
    asks = lexicon.governed(plain)
    if after in known:  # the word governs another one, or none: "depends of", "discuss about"
        yield from (Change(1, 2, one, EditKind.PREPOSITION, 0.5) for one in asks)
        yield Change(1, 2, "", EditKind.PREPOSITION_DROP, 2.0)
    elif after:
        yield from (Change(1, 1, one, EditKind.PREPOSITION_ADD, 0.5) for one in asks)
    if place.text(-1) in known and plain not in known:
        asked = lexicon.governed(place.text(-2))
        yield from (Change(-1, 0, one, EditKind.PREPOSITION, 0.5) for one in asked)
        yield from (Change(-1, 0, one, EditKind.PREPOSITION, _ANY) for one in known[:10])
        yield Change(-1, 0, "", EditKind.PREPOSITION_DROP, 1.5)


def others(place: Place, lexicon: Lexicon, *, all_edits: bool) -> Iterator[Change]:
    """Yield pronouns and conjunctions for one another, function words added, and the word dropped."""
    for other in lexicon.personal(place.plain):
        yield Change(0, 1, other, EditKind.SWAP_FUNCTION, 1.5)
    known = lexicon.prepositions()
    for text in lexicon.insertions():
        if text not in _ARTICLES and text not in known:
            yield Change(0, 0, text, EditKind.ADD, 1.5)
    yield from _dropped(place, lexicon, all_edits)


def repeated(place: Place) -> Iterator[Change]:
    """Yield the deletion of a repeated word or pair of words."""
    plain = place.plain
    if plain in (place.text(-1), place.text(1)) and plain not in _TWICE:
        yield Change(0, 1, "", EditKind.DROP_REPEATED)
    pair = (plain, place.text(1))
    if place.text(1) and pair == (place.text(-2), place.text(-1)):
        yield Change(0, 2, "", EditKind.DROP_REPEATED)
    if place.text(1) and pair == (place.text(2), place.text(3)):
        yield Change(0, 2, "", EditKind.DROP_REPEATED)


def _dropped(place: Place, lexicon: Lexicon, all_edits: bool) -> Iterator[Change]:
    plain = place.plain
    if lexicon.is_modal(plain):
        # "can sings": the verb after it is wrong, so this is only for the list of all edits.
        yield from [Change(0, 1, "", EditKind.DROP_FUNCTION, 4.0)] if all_edits else []
        return
    means = lexicon.is_adverbial(plain) or not lexicon.is_function_word(plain)
    yield Change(0, 1, "", EditKind.DROP if means else EditKind.DROP_FUNCTION, 2.0 if means else 0.5)
    if plain in lexicon.adverbs("much") or place.text(-1) in ("more", "most", "very"):
        yield Change(-1, 0, "", EditKind.DROP_FUNCTION, 1.0)  # "more better"


def order(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the word swapped with a neighbour, and moved over several words if it is an adverb or an auxiliary."""
    for first in (0, -1):
        yield from _moved(place, lexicon, first, first + 1, 0.0)
    if lexicon.is_movable(place.plain):
        for far in (2, 3):
            yield from _moved(place, lexicon, 0, far, 1.0)
            yield from _moved(place, lexicon, 0, -far, 1.0)
    elif place.plain in _AUXILIARIES:  # "I know where is the station", "Where you are going?"
        for far in (2, 3):
            yield from _moved(place, lexicon, 0, far, 0.5)
            yield from _moved(place, lexicon, 0, -far, 0.5)
    for low in (-2, -1, 0):  # "speaks very well English", "the station is" for "is the station"
        if any(lexicon.is_movable(text) or text in _AUXILIARIES for text in map(place.text, range(low, low + 3))):
            yield from _moved(place, lexicon, low, low + 2, 2.0)
            yield from _moved(place, lexicon, low + 2, low, 2.0)


def _moved(place: Place, lexicon: Lexicon, source: int, target: int, doubt: float) -> Iterator[Change]:
    """Yield the word at `source` moved to the place of the word at `target`."""
    low, high = sorted((source, target))
    words = [place.near(offset) for offset in range(low, high + 1)]
    own = [kept(word, lexicon) for word in words if word is not None and not _is_own_name(word, lexicon)]
    if len(own) < len(words):
        return
    moved = own[1:] + own[:1] if source < target else own[-1:] + own[:-1]
    if moved != own:
        yield Change(low, high + 1, " ".join(moved), EditKind.ORDER, doubt)


def _is_own_name(word: Word, lexicon: Lexicon) -> bool:
    return word.is_name and lexicon.capitalised(bare(word.text), "") is None


def kept(word: Word, lexicon: Lexicon) -> str:
    """Return a word as written when it no longer begins a sentence."""
    text = word.text
    plain = text.lower()
    if not word.opens or not text[1:].islower() or text.startswith(("I'", "I’")) or not lexicon.is_word(plain):
        return text
    return text if lexicon.capitalised(plain, "") is not None else text[:1].lower() + text[1:]
