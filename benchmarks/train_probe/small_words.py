"""Mistakes with the small words: articles, prepositions, words left out, put in or out of order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from benchmarks.train_probe.forms import lower
from benchmarks.train_probe.sentence import Change, Word, is_only, lemma, plural, singular, verb_form, verb_tags
from benchmarks.train_probe.tables import (
    ABSTRACT,
    ADVERBS,
    BE,
    EXTRA_PREPOSITION,
    GOVERNED,
    MODALS,
    PREPOSITION_CONFUSIONS,
    SMALL_WORDS,
    SUBJECTS,
    UNCOUNTABLE,
    entries,
)

_GOVERNED = {head: tuple(wrong.split()) for head, wrong in (entry.split(":") for entry in entries(GOVERNED))}
_EXTRA = {head: tuple(wrong.split()) for head, wrong in (entry.split(":") for entry in entries(EXTRA_PREPOSITION))}
_CONFUSED = {right: tuple(wrong.split()) for right, wrong in PREPOSITION_CONFUSIONS.items()}
_ADVERBS = frozenset(ADVERBS.split())
_UNCOUNTABLE = frozenset(UNCOUNTABLE.split())
_VOWELS = "aeiou"
_PLACES = {"home", "here", "there", "abroad", "upstairs", "downstairs", "today", "tomorrow", "yesterday"}
_LEFT_OUT = {
    **dict.fromkeys(("is", "are", "was", "were", "be", "been", "am"), 1.0),
    **dict.fromkeys(("it", "he", "she", "they", "i", "we", "you"), 0.7),
    **dict.fromkeys(("them", "him", "me", "us"), 0.4),
    **dict.fromkeys(("have", "has", "had", "will", "would", "can", "could", "do", "does", "did"), 0.6),
    **dict.fromkeys(("who", "which", "and", "as", "than", "if", "because", "or", "but", "when"), 0.5),
    **dict.fromkeys(("there", "not", "so", "what", "how", "my", "his", "their", "our", "your", "its"), 0.4),
}
_SMALL = frozenset(SMALL_WORDS.split())
_RIVALS = {
    "the": "a", "a": "the", "is": "be", "was": "is", "are": "is", "be": "is", "in": "on", "on": "in", "to": "for",
    "of": "for", "for": "of", "with": "by", "at": "in", "and": "with", "as": "like", "it": "this",
}  # fmt: skip
"""Words of which a writer who changed his mind may leave both."""
_AFTER_QUESTION = {"what", "where", "when", "why", "how", "who"}
_DETERMINERS = {
    "my",
    "your",
    "his",
    "her",
    "its",
    "our",
    "their",
    "this",
    "that",
    "these",
    "those",
    "some",
    "any",
    "each",
}


def articles(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Use a wrong article, none, or one too many."""
    if words[index].lower in ("a", "an", "the"):
        yield from _other_article(words, index)
    elif words[index].joined or not index:
        yield from _needless_article(words, index)


def _other_article(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Use another article than the one at `index`, or none."""
    word, following = words[index].lower, words[index + 1] if index + 1 < len(words) else None
    nearest = following.lower if following and following.joined else ""
    if word in ("a", "an") and nearest:
        yield Change(index, index + 1, "an" if word == "a" else "a", "article", 1.5)
        yield Change(index, index + 1, "", "article", 2.5 if not words[index].opens else 0.7)
        if nearest in ("lot", "few", "little", "while", "bit"):
            yield Change(index, index + 1, "the", "article", 2.0)
    if word == "the" and nearest:
        second = lower(words, index + 2) or (words[index + 2].lower if index + 2 < len(words) else "")
        head = nearest if lemma(nearest, "NOUN") else second
        counted = bool(plural(head)) and head not in _UNCOUNTABLE
        certain = nearest in (
            "same",
            "first",
            "only",
            "most",
            "best",
            "last",
            "next",
            "end",
            "other",
            "rest",
            "world",
            "whole",
        )
        if counted or certain:
            yield Change(index, index + 1, "", "article", 2.5 if certain else 1.6)
        if certain or singular(nearest):
            article = "an" if nearest[0] in _VOWELS else "a"
            yield Change(index, index + 1, article, "article", 0.7)


def _needless_article(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Use an article before the word at `index`, which needs none."""
    word = words[index].lower
    before = words[index - 1].lower if index else ""
    article = "an" if word[0] in _VOWELS else "a"
    if word in _UNCOUNTABLE and before in ("", "of", "for", "with", "and", "have", "has", "is", "was", "get", "give"):
        yield Change(index, index, article, "article", 0.8)
    if (
        singular(word)
        and not lemma(word, "VERB")
        and before in ("of", "are", "were", "have", "with", "for", "in", "and", "like")
    ):
        yield Change(index, index, article, "article", 0.35)
    if word in ABSTRACT and before in ("of", "in", "for", "about", "with", "and", "") and not words[index].opens:
        yield Change(index, index, "the", "article", 1.0)
    if (
        singular(word)
        and not lemma(word, "VERB")
        and before in ("of", "are", "with", "for", "in", "and", "like", "about", "from")
    ):
        yield Change(index, index, "the", "article", 0.2)
    if word in _DETERMINERS and index:
        yield Change(index, index, "the" if word[0] not in _VOWELS else "an", "article", 0.12)
    if (
        words[index].text[0].isupper()
        and index
        and words[index].text[1:].islower()
        and before in ("to", "in", "from", "with", "of", "and")
    ):
        yield Change(index, index, "the", "article", 0.5)


def prepositions(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Use a wrong preposition, none, or one too many."""
    word, before = words[index].lower, lower(words, index - 1)
    following = words[index + 1].lower if index + 1 < len(words) and words[index + 1].joined else ""
    governed = _GOVERNED.get(f"{before} {word}", ()) if words[index].joined else ()
    for wrong in governed:
        yield Change(index, index + 1, wrong.strip("-"), "preposition", 3.0)
    infinitive = word == "to" and "VB" in verb_tags(following)
    if word in _CONFUSED and following and not infinitive and not governed:
        particle = before and verb_tags(before) and not lemma(before, "NOUN")
        for place, wrong in enumerate(_CONFUSED[word]):
            yield Change(index, index + 1, wrong, "preposition", 1.0 / (1 + place) * (0.6 if particle else 1.0))
        if word in ("of", "to", "in", "on", "at", "for", "with", "by", "from") and words[index].joined:
            yield Change(index, index + 1, "", "preposition", 1.5 if word in ("of", "to") else 0.7)
    if infinitive and words[index].joined and before:
        yield Change(index, index + 1, "", "missing", 0.8)
        yield Change(index, index + 1, "for to" if before not in ("for",) else "for", "preposition", 0.12)
        yield Change(index, index + 1, "for", "preposition", 0.3)
    if (
        before in _EXTRA
        and words[index].joined
        and (word in ("the", "a", "an", *_DETERMINERS, "me", "him", "them", "us", "it"))
    ):
        yield from (Change(index, index, wrong, "preposition", 1.2) for wrong in _EXTRA[before])
    if word in _PLACES and before and verb_tags(before):
        yield Change(index, index, "to" if word not in ("today", "tomorrow", "yesterday") else "on", "preposition", 1.5)
    if word in ("last", "next", "every") and following in (
        "week",
        "year",
        "month",
        "day",
        "morning",
        "night",
        "time",
        "summer",
    ):
        yield Change(index, index, "in" if words[index].joined else "on", "preposition", 1.5)


def left_out(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Leave a word out."""
    word = words[index]
    if word.lower in _LEFT_OUT and index + 1 < len(words) and words[index + 1].joined:
        before = lower(words, index - 1)
        if word.lower in ("have", "has", "had", "do", "does", "did") and not verb_tags(words[index + 1].lower):
            return
        opening = word.opens and word.lower not in ("it", "there", "he", "she", "they")
        if (not opening and before not in ("and", "but")) or word.lower not in (
            "it",
            "he",
            "she",
            "they",
            "i",
            "we",
            "you",
        ):
            yield Change(index, index + 1, "", "missing", _LEFT_OUT[word.lower])
    elif 0 < index < len(words) - 1 and word.joined and words[index + 1].joined:
        before, following = words[index - 1].lower, words[index + 1].lower
        small = before in ("the", "a", "an", "of", "to") and following in ("of", "in", "to", "is", "was", "and", "for")
        if small and lemma(word.lower, "NOUN"):
            yield Change(index, index + 1, "", "missing", 0.25)


def put_in(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Write a word too many."""
    word, before = words[index].lower, lower(words, index - 1)
    if not words[index].joined:
        return
    if before in _SMALL:
        yield Change(index, index, before, "extra", 0.7)
    if word in _RIVALS:
        yield Change(index, index, _RIVALS[word], "extra", 0.25)
    tags = verb_tags(word)
    if (
        before in SUBJECTS
        and tags & {"VBP", "VBZ", "VBD"}
        and word not in BE
        and word not in MODALS
        and not lemma(word, "ADJ")
    ):
        past = "VBD" in tags and "VB" not in tags
        helper = {"i": "am", "he": "is", "she": "is", "it": "is", "this": "is", "that": "is"}.get(before, "are")
        if past:
            helper = "were" if before in ("we", "you", "they") else "was"
        yield Change(index, index, helper, "extra", 0.6)
        if past:
            yield Change(index, index, "did", "extra", 0.1)
    if before in MODALS and "VB" in tags:
        yield Change(index, index, "be", "extra", 0.5)
    if is_only(word, "ADJ") and len(word) > 4 and word.endswith("er") and lemma(word, "ADJ") not in ("", word):
        yield Change(index, index, "more", "extra", 3.0)
    if is_only(word, "ADJ") and word.endswith("est") and lemma(word, "ADJ") not in ("", word):
        yield Change(index, index, "most", "extra", 3.0)
    if word in ("is", "was", "has", "are", "were", "have", "will", "can") and before and plural(before) and index > 1:
        yield Change(index, index, "it" if word in ("is", "was", "has") else "they", "extra", 0.3)
    if word in ("and", "but", "because") and index > 3:
        yield Change(index, index, "so", "extra", 0.1)
    if lemma(word, "NOUN") and before in ("the", "this") and index > 2:
        yield Change(index, index, "of", "extra", 0.06)


def out_of_order(words: Sequence[Word], index: int) -> Iterator[Change]:
    """Swap two neighbours."""
    if not words[index].joined:
        return
    left, right = words[index - 1], words[index]
    one, two = left.lower, right.lower
    if two == "i" or (one == "i" and left.opens):
        return
    swapped = f"{two} {one}" if one != "i" else f"{two} I"
    weight = 0.0
    following = words[index + 1].lower if index + 1 < len(words) and right.joined else ""
    if (one in BE or one in MODALS) and two in (
        "not",
        "never",
        "always",
        "often",
        "also",
        "really",
        "still",
        "just",
        "only",
    ):
        weight = 2.0 if two == "not" else 1.2
    elif one in _ADVERBS and verb_tags(two) and two not in BE and not left.opens:
        weight = 1.0
    elif lemma(one, "ADJ") and is_only(two, "NOUN") and not left.opens and not lemma(one, "NOUN"):
        weight = 0.7
    elif (one in BE or one in MODALS or one in ("do", "does", "did")) and two in SUBJECTS and index >= 2:
        weight = 4.0 if words[index - 2].lower in _AFTER_QUESTION else 0.5
    elif one in SUBJECTS and (two in BE or two in MODALS) and index >= 2 and words[index - 2].lower in _AFTER_QUESTION:
        weight = 3.0 if following else 0.0
    elif two == "enough" and lemma(one, "ADJ"):
        weight = 5.0
    elif (
        one
        in ("the", "a", "an", "of", "to", "in", "for", "with", "very", "so", "too", "from", "at", "by", "his", "her")
        and not left.opens
    ):
        weight = 0.12
    elif verb_form(one, "VBG") and two in ("it", "them", "him", "me", "us") and not left.opens:
        weight = 0.4
    if weight:
        yield Change(index - 1, index + 1, swapped, "order", weight)
