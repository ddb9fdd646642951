"""Makes mistakes of all kinds in clean prose, and keeps what turns them back.

    mistaken = make(random.Random(1), "She has two brothers. They live in the same town.")

The same seed and text always give the same mistakes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.train_probe.forms import agreement, number, verbs
from benchmarks.train_probe.sentence import Change, Word, sentence_words
from benchmarks.train_probe.slips import capitals, confusions, slips
from benchmarks.train_probe.small_words import articles, left_out, out_of_order, prepositions, put_in
from scoring.language.sentences import SENTENCE_END
from scoring.language.words import like, words

KINDS = (
    "spelling", "agreement", "verb_form", "article", "preposition", "number", "confusion", "missing", "extra", "order",
    "capital",
)  # fmt: skip

_WEIGHTS = {
    "spelling": 0.19, "agreement": 0.10, "verb_form": 0.12, "article": 0.12, "preposition": 0.13, "number": 0.09,
    "confusion": 0.13, "missing": 0.08, "extra": 0.06, "order": 0.05, "capital": 0.02,
}  # fmt: skip
"""How often each kind is made: between what learners and what native writers do."""

_MANNERS = ((0.2, (1.0,)), (0.28, (0.62, 0.3, 0.07, 0.01)), (0.28, (0.3, 0.4, 0.22, 0.08)),
            (0.14, (0.08, 0.32, 0.35, 0.25)), (0.1, (0.03, 0.17, 0.25, 0.25, 0.2, 0.1)))  # fmt: skip
"""How writers differ: their share, and the probability that they make 0, 1, 2 or more mistakes in a sentence."""

_RULES = (agreement, verbs, number, articles, prepositions, confusions, left_out, put_in, out_of_order, capitals)


@dataclass(frozen=True, slots=True)
class Edit:
    """`replacement` in place of the code points [start, end) takes one mistake back; `kind` is one of `KINDS`."""

    start: int
    end: int
    replacement: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mistaken:
    """A text with mistakes.

    Attributes:
        text: with the mistakes.
        edits: take them back, all together, in the order of the text; they don't overlap.
    """

    text: str
    edits: tuple[Edit, ...]

    def right(self) -> str:
        """Return the text without the mistakes."""
        text = self.text
        for edit in reversed(self.edits):
            text = text[: edit.start] + edit.replacement + text[edit.end :]
        return text


def make(rng: random.Random, text: str) -> Mistaken:
    """Return `text` with the mistakes of one writer: none at all, a few, or several in most sentences."""
    (_, counts), *_ = rng.choices(_MANNERS, [share for share, _ in _MANNERS])
    wrong: list[tuple[int, int, str, str]] = []
    for start, end in sentences(text):
        found = sentence_words(text, start, end)
        number_wanted = rng.choices(range(len(counts)), counts)[0] if len(found) > 2 else 0
        if number_wanted:
            wrong += _replacements(text, found, _chosen(rng, found, number_wanted))
    return _applied(text, wrong)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the code points of each sentence."""
    start = 0
    for match in re.finditer(SENTENCE_END + r"|\n", text):
        if match.end() - start > 1:
            yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def labels(mistaken: Mistaken) -> tuple[tuple[tuple[int, int], ...], tuple[int, ...]]:
    """Return the words of the text and the label of each: 0 where it is right, else 1 + the index of its kind.

    A mistake is at the words that its edit touches; where a word is missing, at the next one.
    """
    spans = tuple(words(mistaken.text, 0, len(mistaken.text)))
    found = [0] * len(spans)
    for edit in mistaken.edits:
        touched = [index for index, (start, end) in enumerate(spans) if start < edit.end and end > edit.start]
        if not touched:
            touched = [index for index, (start, _) in enumerate(spans) if start >= edit.end][:1]
        for index in touched:
            found[index] = 1 + KINDS.index(edit.kind)
    return spans, tuple(found)


def _chosen(rng: random.Random, found: Sequence[Word], count: int) -> list[Change]:
    """Choose `count` mistakes that leave each other alone, fewer if the sentence has no room for them."""
    by_kind: dict[str, list[Change]] = {}
    for index in range(len(found)):
        for rule in _RULES:
            for change in rule(found, index):
                by_kind.setdefault(change.kind, []).append(change)
        for change in slips(rng, found, index):
            by_kind.setdefault(change.kind, []).append(change)
    chosen: list[Change] = []
    for _ in range(4 * count):
        kinds = sorted(by_kind)
        if len(chosen) == count or not kinds:
            break
        # A kind that the sentence offers only in odd places is made there less often.
        room = [_WEIGHTS[kind] * min(1.0, sum(change.weight for change in by_kind[kind])) for kind in kinds]
        kind = rng.choices(kinds, room)[0]
        change = rng.choices(by_kind[kind], [one.weight for one in by_kind[kind]])[0]
        if all(change.past < other.first or change.first > other.past for other in chosen):
            chosen.append(change)
        by_kind[kind].remove(change)
        if not by_kind[kind]:
            del by_kind[kind]
    return sorted(chosen, key=lambda change: change.first)


def _replacements(text: str, found: Sequence[Word], chosen: Sequence[Change]) -> Iterator[tuple[int, int, str, str]]:
    """Yield what replaces the code points [start, end) of the right text: (start, end, new, kind)."""
    for change in chosen:
        first = found[change.first]
        if change.first == change.past:
            opening = first.opens
            yield first.start, first.start, f"{change.new.capitalize() if opening else change.new} ", change.kind
        elif change.new:
            last, new = found[change.past - 1], change.new
            if change.kind != "capital":
                new = _cased(new, first)
            if "’" in text:
                new = new.replace("'", "’")
            if new != text[first.start : last.end]:
                yield first.start, last.end, new, change.kind
        elif change.past < len(found):
            following = found[change.past]
            if first.opens:
                yield first.start, following.end, following.text[:1].upper() + following.text[1:], change.kind
            else:
                yield first.start, following.start, "", change.kind


def _cased(new: str, word: Word) -> str:
    if word.opens or (word.text[:1].isupper() and word.lower != "i" and word.text[1:] == word.text[1:].lower()):
        return like(new, word.text) if word.text != "I" else new[:1].upper() + new[1:]
    return new


def _applied(text: str, wrong: Sequence[tuple[int, int, str, str]]) -> Mistaken:
    pieces, edits, done, length = [], [], 0, 0
    for start, end, new, kind in sorted(wrong):
        if start < done:
            continue
        pieces += [text[done:start], new]
        length += start - done
        edits.append(Edit(length, length + len(new), text[start:end], kind))
        length += len(new)
        done = end
    return Mistaken("".join([*pieces, text[done:]]), tuple(edits))
