"""English grammar: the forms of verbs and nouns, and which words go together.

Regular and most irregular forms come from lemminflect; short tables in `scoring.language.english_grammar_lists` fill
its gaps and correct its mistakes: its plural of "information" is "informations", and "leaves" has the lemma "leave".
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from scoring.language.english_grammar_lists import (
    ADVERBS,
    BEFORE_NAMES,
    CAPITALISED,
    CAPITALISED_AFTER,
    CONTRACTED_VERBS,
    DETERMINERS,
    GOVERNED,
    IRREGULAR_NOUNS,
    MODALS,
    MOVABLE,
    NEVER_PLURAL,
    NO_PLURALS,
    PERSONAL,
    PLURAL_ONLY,
    PORTIONS,
    PREPOSITIONS,
    QUANTIFIERS,
    SINGULAR_ONLY,
    UNCOUNTABLE,
)
from scoring.language.lexicon import Number, VerbForms

_HELPING = {
    "be": VerbForms("be", ("am", "is", "are"), ("was", "were"), ("been",), ("being",)),
    "have": VerbForms("have", ("have", "has"), ("had",), ("had",), ("having",)),
    "do": VerbForms("do", ("do", "does"), ("did",), ("done",), ("doing",)),
}
_NO_VERBS = frozenset(["people", "must", "can", "will", "may", "might", "shall", "should", "would", "could", "ought"])
_SHORT_FORMS = {"i'm": "I'm", "i've": "I've", "i'll": "I'll", "i'd": "I'd", "i": "I", "im": "I'm", "ive": "I've"}


def _groups(text: str) -> list[list[str]]:
    return [group.split() for group in text.split(",")]


def by_word(groups: str) -> dict[str, frozenset[str]]:
    """Map each word to the other words in all its groups."""
    found: dict[str, set[str]] = {}
    for group in _groups(groups):
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in found.items()}


_PREPOSITIONS = tuple(PREPOSITIONS.split())
_GOVERNED = {word: tuple(others) for word, *others in _groups(GOVERNED)}
_MODALS = frozenset(MODALS.split())
_NEGATIVE = by_word(CONTRACTED_VERBS)
_DETERMINERS = dict.fromkeys(DETERMINERS.split(), None)
_NUMBERED: dict[str, Number | None] = {
    **_DETERMINERS,
    **dict.fromkeys(SINGULAR_ONLY.split(), "singular"),
    **dict.fromkeys(PLURAL_ONLY.split(), "plural"),
}
_QUANTIFIERS = by_word(QUANTIFIERS)
_MADE_UP = dict(_groups(NEVER_PLURAL))
_UNCOUNTABLE = frozenset(UNCOUNTABLE.split())
_PORTIONS = {noun: " ".join(words) for noun, *words in _groups(PORTIONS)}
_PLURALS = dict(_groups(IRREGULAR_NOUNS))
_SINGULARS = {many: one for one, many in _PLURALS.items()}
_NO_PLURALS = frozenset(NO_PLURALS.split())
_ADVERBS = by_word(ADVERBS)
_MOVABLE = frozenset(MOVABLE.split())
_NAMES = {name.lower(): name for name in CAPITALISED.split()} | _SHORT_FORMS
_NAMES_AFTER = {name.lower(): name for name in CAPITALISED_AFTER.split()}
_BEFORE_NAMES = frozenset(BEFORE_NAMES.split())
_PERSONAL = by_word(PERSONAL)


class EnglishGrammar:
    """The part of `scoring.language.lexicon.Lexicon` that doesn't need word lists."""

    def verb_forms(self, word: str) -> tuple[VerbForms, ...]:
        """See `Lexicon`."""
        return _verb_forms(word)

    def negatives(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _NEGATIVE.get(word, frozenset())

    def is_modal(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _MODALS

    def number(self, noun: str) -> Number | None:
        """See `Lexicon`."""
        return _number(noun)

    def numbers(self, noun: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _numbers(noun)

    def is_uncountable(self, noun: str) -> bool:
        """See `Lexicon`."""
        return noun in _UNCOUNTABLE

    def portion(self, noun: str) -> str | None:
        """See `Lexicon`."""
        return _PORTIONS.get(noun)

    def made_up(self, noun: str) -> str | None:
        """See `Lexicon`."""
        return _MADE_UP.get(noun)

    def is_determiner(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _NUMBERED

    def number_after(self, determiner: str) -> Number | None:
        """See `Lexicon`."""
        return _NUMBERED.get(determiner)

    def quantifiers(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _QUANTIFIERS.get(word, frozenset())

    def prepositions(self) -> tuple[str, ...]:
        """See `Lexicon`."""
        return _PREPOSITIONS

    def governed(self, word: str) -> tuple[str, ...]:
        """See `Lexicon`."""
        return _GOVERNED.get(word, ())

    def adverbs(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _adverbs(word)

    def is_movable(self, word: str) -> bool:
        """See `Lexicon`."""
        return word in _MOVABLE or (word.endswith("ly") and "ADV" in _lemmas(word))

    def capitalised(self, word: str, before: str) -> str | None:
        """See `Lexicon`."""
        name = word.removesuffix("'s")
        found = _NAMES.get(name)
        if found is None and before in _BEFORE_NAMES:
            found = _NAMES_AFTER.get(name)
        return found + word[len(name) :] if found is not None else None

    def personal(self, word: str) -> frozenset[str]:
        """See `Lexicon`."""
        return _PERSONAL.get(word, frozenset())


@cache
def lemminflect() -> Any:
    """Return the package of that name."""
    import lemminflect as package  # reading its tables takes 0.2 s

    return package


@lru_cache(maxsize=10_000)
def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = lemminflect().getAllLemmas(word)
    return found


@lru_cache(maxsize=10_000)
def _verb_forms(word: str) -> tuple[VerbForms, ...]:
    for forms in _HELPING.values():
        if word in forms.all:
            return (forms,)
    if word in _NO_VERBS:
        return ()
    return tuple(_regular(base) for base in _lemmas(word).get("VERB", ()))


def _regular(base: str) -> VerbForms:
    forms: dict[str, tuple[str, ...]] = lemminflect().getAllInflections(base, upos="VERB")
    past = forms.get("VBD", ())
    return VerbForms(
        base, (base, *forms.get("VBZ", ())[:1]), past[:2], forms.get("VBN", past)[:2], forms.get("VBG", ())[:1]
    )


@lru_cache(maxsize=10_000)
def _number(noun: str) -> Number | None:
    if noun in _UNCOUNTABLE or noun in _PLURALS:
        return "singular"
    if noun in _SINGULARS:
        return "plural"
    lemmas = _lemmas(noun).get("NOUN", ())
    if not lemmas or noun in ("many", "few", "much", "this", "other"):
        return None
    return "singular" if noun in lemmas or noun in _NO_PLURALS else "plural"


@lru_cache(maxsize=10_000)
def _numbers(noun: str) -> frozenset[str]:
    if noun in _PLURALS:
        return frozenset({_PLURALS[noun]})
    found = {_SINGULARS[noun]} if noun in _SINGULARS else set()
    if noun in _MADE_UP:
        found.add(_MADE_UP[noun])
    if noun in _UNCOUNTABLE or noun in _NO_PLURALS or (found and noun != "leaves"):
        return frozenset(found)
    for lemma in _lemmas(noun).get("NOUN", ()):
        if lemma in _UNCOUNTABLE:
            found.add(lemma)
        elif lemma == noun:
            found.update(lemminflect().getAllInflections(noun, upos="NOUN").get("NNS", ())[:2])
        else:
            found.add(lemma)
    return frozenset(found - {noun})


@lru_cache(maxsize=10_000)
def _adverbs(word: str) -> frozenset[str]:
    found = set(_ADVERBS.get(word, ()))
    kinds = _lemmas(word)
    if "ADJ" in kinds and word not in _ADVERBS:
        found.update(adverb for adverb in _ly(word) if "ADV" in _lemmas(adverb))
    if "ADV" in kinds and word.endswith("ly"):
        stems = (word[:-2], word[:-2] + "le", word[:-3] + "y", word[:-4] if word.endswith("ally") else word, word[:-1])
        found.update(stem for stem in stems if "ADJ" in _lemmas(stem))
    for upos in ("ADJ", "ADV"):
        for lemma in kinds.get(upos, ()):
            for forms in lemminflect().getAllInflections(lemma, upos=upos).values():
                found.update(forms[:1])
    return frozenset(found - {word})


def _ly(adjective: str) -> tuple[str, ...]:
    if adjective.endswith("y"):
        return adjective[:-1] + "ily", adjective + "ly"
    if adjective.endswith("le"):
        return adjective[:-1] + "y", adjective + "ly"
    if adjective.endswith("ic"):
        return (adjective + "ally",)
    return (adjective + "ly", adjective + "y") if adjective.endswith("ll") else (adjective + "ly",)
