"""Changes of nouns and the words before them: number, articles, determiners."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.edits.kinds import EditKind
from scoring.edits.place import Change, Place
from scoring.edits.verbs import agreeing
from scoring.language.lexicon import Lexicon, Number

_ARTICLES = ("a", "an", "the")
_POSSESSIVES = ("my", "your", "his", "her", "its", "our", "their")
_OTHER_DETERMINERS = ("this", "that", "these", "those", "some", "any", "each", "every", "another", "no", *_POSSESSIVES)
_PARTS = ("one", "many", "each", "both", "several", "few", "number", "couple")
"""Words after which "of" requires a plural."""
_UNCOUNTED: dict[str, tuple[str, ...]] = {
    "a": ("some", ""),
    "an": ("some", ""),
    "one": ("some",),
    "many": ("much", "a lot of"),
    "several": ("some", "a lot of"),
    "few": ("little", "some"),
    "fewer": ("less",),
    "these": ("this",),
    "those": ("that",),
    "various": ("", "some"),
}
"""The determiners for an uncountable noun, in place of each of these."""


def nouns(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the changes of a noun, an article or a determiner."""
    yield from _uncountable(place, lexicon)
    yield from _number(place, lexicon)
    yield from _quantified(place, lexicon)
    yield from _articles(place, lexicon)


def _number(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the noun's other number, unless the mistake is in the verb after it."""
    plain = place.plain
    right = lexicon.made_up(plain)
    if right is not None:
        kind = EditKind.NUMBER if lexicon.is_word(plain) else EditKind.RESPELL
        yield Change(0, 1, right, EditKind.UNCOUNTABLE if lexicon.is_uncountable(right) else kind)
    number = lexicon.number(plain)
    wanted = _wanted(place, lexicon)
    if _verb_disagrees(place, lexicon, number) and wanted in (None, number):
        return
    doubt = 3.0 if wanted is not None and wanted == number else 0.0
    for other in lexicon.numbers(plain):
        if lexicon.is_word(other) and other != right and lexicon.is_word(plain):
            yield Change(0, 1, other, EditKind.NUMBER, doubt)


def excluded(place: Place, lexicon: Lexicon) -> frozenset[str]:
    """Return the noun's other forms if the mistake is in its verb ("the reasons was"), so that no edit proposes
    them."""
    plain = place.plain
    number, wanted = lexicon.number(plain), _wanted(place, lexicon)
    if not _verb_disagrees(place, lexicon, number) or wanted not in (None, number):
        return frozenset()
    before = place.text(-2) if lexicon.adverbs(place.text(-1)) else place.text(-1)
    verbs = lexicon.verb_forms(plain)
    if verbs and not lexicon.is_determiner(before):  # "what they wants is"
        return frozenset()
    others = {*lexicon.numbers(plain), *(form for verb in verbs for form in verb.all)}
    return frozenset(others - {lexicon.made_up(plain)})  # "the equipments is" has a wrong noun


def _wanted(place: Place, lexicon: Lexicon) -> Number | None:
    """Return the number that the words before a noun require; None if both are possible."""
    for back, text in enumerate(place.before(3)):
        if text == "of" and place.text(-back - 2) in _PARTS:
            return "plural"
        if lexicon.is_determiner(text):
            asked = lexicon.number_after(text)
            if asked is None and place.text(-back - 2) == "of" and place.text(-back - 3) in _PARTS:
                return "plural"  # "one of the reasons"
            return asked
        if back and not lexicon.adverbs(text):  # only adjectives may come in between
            break
    return None


def _verb_disagrees(place: Place, lexicon: Lexicon, number: Number | None) -> bool:
    """Return True if a noun with a determiner, or a plural, is followed by a verb of the other number."""
    if number is None or (number == "singular" and not any(map(lexicon.is_determiner, place.before(3)))):
        return False
    verb = place.text(1)
    singular = verb in ("is", "was", "has", "does", "doesn't", "isn't", "wasn't", "hasn't")
    plural = verb in ("are", "were", "have", "do", "don't", "aren't", "weren't", "haven't")
    if not singular and not plural:
        others = [] if lexicon.number(verb) or not verb.endswith("s") else agreeing(verb, lexicon)
        singular = any(verb == other + "s" for other in others)
    return singular if number == "plural" else plural


def _uncountable(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield corrections of a determiner together with its uncountable noun: "many informations", "an advice"."""
    for noun_at in (0, 1, 2):
        yield from _counted(place, lexicon, noun_at, noun_at - 1)
        yield from _counted(place, lexicon, noun_at, noun_at - 2)


def _counted(place: Place, lexicon: Lexicon, noun_at: int, at: int) -> Iterator[Change]:
    """Yield the changes for a noun and the determiner before it or its adjective; one of the two is the word."""
    noun, determiner = place.text(noun_at), place.text(at)
    right = lexicon.made_up(noun) or noun
    if at > 0 or determiner not in _UNCOUNTED or not lexicon.is_uncountable(right):
        return
    between = "".join(f"{place.text(offset)} " for offset in range(at + 1, noun_at))
    portion = lexicon.portion(right)
    texts = list(_UNCOUNTED[determiner])
    if determiner in ("a", "an", "one") and portion is not None:
        texts.append(f"{determiner.removesuffix('n')} {portion}" if determiner != "one" else f"one {portion}")
    for text in texts:
        if right == noun:
            yield Change(at, at + 1, text, EditKind.UNCOUNTABLE)
        else:
            yield Change(at, noun_at + 1, f"{text} {between}{right}".strip(), EditKind.UNCOUNTABLE)


def _quantified(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield the determiners that go with other nouns, for a determiner or the noun after it."""
    for other in lexicon.quantifiers(place.plain):
        yield Change(0, 1, other, EditKind.QUANTIFIER)
    if lexicon.number(place.plain) is not None and not lexicon.is_determiner(place.plain):
        for back in (-1, -2):
            before = place.text(back)
            for other in lexicon.quantifiers(before):
                yield Change(back, back + 1, other, EditKind.QUANTIFIER, 1.0)
            if lexicon.is_determiner(before):
                return


def _articles(place: Place, lexicon: Lexicon) -> Iterator[Change]:
    """Yield articles added, dropped and exchanged."""
    plain, before = place.plain, place.text(-1)
    if plain in _ARTICLES:
        for other in _ARTICLES:
            yield Change(0, 1, other, EditKind.ARTICLE)
        yield Change(0, 1, "", EditKind.ARTICLE_DROP)
    if plain in _ARTICLES or plain in _OTHER_DETERMINERS:
        for other in (*_ARTICLES, *_OTHER_DETERMINERS):
            yield Change(0, 1, other, EditKind.ARTICLE, 2.0)
        return
    if before in _ARTICLES:
        yield Change(-1, 0, "", EditKind.ARTICLE_DROP, 1.0)
        for other in ("a", "the"):
            yield Change(-1, 0, other, EditKind.ARTICLE, 1.0)
        return
    yield from (Change(0, 0, text, EditKind.ARTICLE_ADD) for text in ("the", "a"))
    if lexicon.number(plain) is not None and lexicon.adverbs(before):  # before the noun's adjective
        if place.text(-2) in _ARTICLES:
            yield Change(-2, -1, "", EditKind.ARTICLE_DROP, 2.0)
        elif not lexicon.is_determiner(before):
            yield from (Change(-1, -1, text, EditKind.ARTICLE_ADD, 2.0) for text in ("the", "a"))
