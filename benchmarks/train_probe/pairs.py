"""Pairs of a wrong and a right sentence whose licence lets us learn from them: which words are wrong, and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.train_probe.features import Labelled
from benchmarks.train_probe.mistakes import KINDS
from benchmarks.train_probe.sentence import lemma
from benchmarks.train_probe.tables import BE, DO, HAVE, PREPOSITION_CONFUSIONS
from scoring.language.english import english
from scoring.language.words import words

HELD_OUT = 3
"""Of every third pair nothing is learnt while the training is being judged."""

_ARTICLES = {"a", "an", "the"}
_VERBS = BE | HAVE | DO


def read_pairs(path: Path) -> list[dict[str, Any]]:
    """Return the pairs of a file, a JSON object with `text`, `good`, `tokens`, `spans` and `edits` in each line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wrong(pair: dict[str, Any]) -> Labelled:
    """Return the wrong sentence with the labels of its words."""
    spans = tuple(words(pair["text"], 0, len(pair["text"])))
    labels = [0] * len(spans)
    for _, first, past, new in pair["edits"]:
        old = pair["tokens"][first:past]
        if not any(character.isalpha() for character in "".join([*old, new])) or "".join(old).lower() == new.lower():
            continue
        start = pair["spans"][first][0] if first < len(pair["spans"]) else len(pair["text"])
        end = pair["spans"][past - 1][1] if past > first else start
        touched = [index for index, (a, b) in enumerate(spans) if a < end and b > start]
        touched = touched or [index for index, (a, _) in enumerate(spans) if a >= start][:1]
        for index in touched:
            labels[index] = 1 + KINDS.index(kind_of(old, new.split()))
    return Labelled(pair["text"], spans, tuple(labels))


def right(pair: dict[str, Any]) -> Labelled:
    """Return the right sentence, with no word marked."""
    spans = tuple(words(pair["good"], 0, len(pair["good"])))
    return Labelled(pair["good"], spans, (0,) * len(spans))


def kind_of(old: list[str], new: list[str]) -> str:
    """Guess the kind of mistake from the words that were wrong and those in their place."""
    before, after = [one.lower() for one in old], [one.lower() for one in new]
    alone = before or after
    if not before or not after:
        if set(alone) <= _ARTICLES:
            return "article"
        if len(alone) == 1 and alone[0] in PREPOSITION_CONFUSIONS:
            return "preposition"
        return "extra" if before else "missing"
    if sorted(before) == sorted(after):
        return "order"
    if len(before) != 1 or len(after) != 1:
        return "confusion" if all(english().is_word(one) for one in before) else "spelling"
    one, two = before[0], after[0]
    if one in _ARTICLES and two in _ARTICLES:
        return "article"
    if one in PREPOSITION_CONFUSIONS and two in PREPOSITION_CONFUSIONS:
        return "preposition"
    if not english().is_word(one):
        return "spelling"
    if one in _VERBS and two in _VERBS:
        return "agreement"
    if lemma(one, "VERB") and lemma(one, "VERB") == lemma(two, "VERB"):
        return "verb_form"
    if lemma(one, "NOUN") and lemma(one, "NOUN") == lemma(two, "NOUN"):
        return "number"
    return "confusion"
