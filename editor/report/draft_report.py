"""The report on a draft: sections of rows, each with the place in the draft that it refers to.

Slow for a long draft: meant for a thread, with a copy of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.passages import Passage, Sentence, passages
from editor.report.passive import passive_at
from editor.report.readability import readability
from editor.report.repetitions import Repetition, repeated_phrases, repeated_words

_LISTED = 12
"""The most rows of a section that lists places."""
_DAYS = 14
_BIN, _BINS = 5, 10
"""Words per bar of the plot, and the number of bars; the last one has all longer sentences."""
_LONG = 25
"""Words from which a sentence is listed as long; the longest few are listed anyway."""
_LEAST_LISTED = 3
_LEAST_PASSAGE = 30
"""Words of the shortest paragraph that is listed as hard: the indices say little about fewer."""
_EXCERPT = 120


class Row(NamedTuple):
    """A line of the report.

    Attributes:
        label: its subject.
        note: a number, or a remark about the label.
        place: the document position that it leads to, in code points; None: nowhere.
        share: the length of its bar, from 0 to 1; None: it has none.
    """

    label: str
    note: str
    place: int | None = None
    share: float | None = None


class Section(NamedTuple):
    """A part of the report; it has at least one row."""

    title: str
    rows: tuple[Row, ...]


def report_on(
    document: Document, markdown: Markdown, days: Mapping[str, int], rest: Callable[[], None] = lambda: None
) -> list[Section]:
    """Return the report on a draft.

    Args:
        days: the words written on each day, see `editor.report.days`.
        rest: called between pieces of the work, so that others can run.
    """
    found: list[Passage] = []
    for passage in passages(document, markdown):
        found.append(passage)
        rest()
    sentences = [sentence for passage in found for sentence in passage.sentences]
    passives: list[tuple[Sentence, int]] = []
    for sentence in sentences:
        place = passive_at(sentence)
        if place is not None:
            passives.append((sentence, place))
        rest()
    hardest = _hardest(found, rest)
    words = repeated_words(found)
    rest()
    phrases = repeated_phrases(found)
    sections = [
        Section("Overview", tuple(_overview(sentences, found, passives, hardest))),
        Section("Words written per day", tuple(_day_rows(days))),
        Section("Sentences by length in words", tuple(_plot(sentences))),
        Section("Longest sentences", tuple(_longest(sentences))),
        Section("Hardest paragraphs", tuple(hardest[:_LISTED])),
        Section("Repeated phrases", tuple(map(_repeated, phrases[:_LISTED]))),
        Section("Repeated words", tuple(map(_repeated, words[:_LISTED]))),
        Section("Passive sentences", tuple(Row(_excerpt(one), "", place) for one, place in passives[:_LISTED])),
    ]
    return [section for section in sections if section.rows]


def _overview(
    sentences: Sequence[Sentence],
    found: Sequence[Passage],
    passives: Sequence[tuple[Sentence, int]],
    hardest: Sequence[Row],
) -> Iterator[Row]:
    if not sentences:
        yield Row("No sentences", "", 0)
        return
    lengths = [len(sentence.words) for sentence in sentences]
    longest = max(sentences, key=lambda sentence: len(sentence.words))
    score = readability(sentences)
    hard = hardest[0].place if hardest else found[0].place
    if score is not None:
        yield Row(f"Flesch reading ease: {score.band}", f"{score.ease:.0f}", hard)
        yield Row("Coleman–Liau grade, years at school", f"{max(0.0, score.grade):.0f}", hard)
    yield Row("Words in sentences", f"{sum(lengths):,}", found[0].place)
    yield Row("Sentences", f"{len(sentences):,}", found[0].place)
    yield Row("Words per sentence, median", f"{median(lengths):.0f}", longest.place)
    yield Row("Words in the longest", f"{max(lengths):,}", longest.place)
    share = len(passives) / len(sentences)
    yield Row("Passive sentences", f"{share:.0%}", passives[0][1] if passives else found[0].place)


def _day_rows(days: Mapping[str, int]) -> Iterator[Row]:
    recent = sorted(days.items())[-_DAYS:]
    most = max((words for _, words in recent), default=0)
    for day, words in recent:
        share = max(0, words) / most if most > 0 else 0.0
        yield Row(f"{day} {date.fromisoformat(day):%a}", f"{words:,}", None, share)


def _plot(sentences: Sequence[Sentence]) -> Iterator[Row]:
    """Yield a bar for each range of lengths; it leads to the longest sentence in it."""
    bins: list[list[Sentence]] = [[] for _ in range(_BINS)]
    for sentence in sentences:
        bins[min((len(sentence.words) - 1) // _BIN, _BINS - 1)].append(sentence)
    most = max(map(len, bins))
    last = max((index for index, one in enumerate(bins) if one), default=-1)
    for index, one in enumerate(bins[: last + 1]):
        first = index * _BIN + 1
        label = f"{first}+" if index == _BINS - 1 else f"{first}–{first + _BIN - 1}"
        longest = max(one, key=lambda sentence: len(sentence.words), default=None)
        yield Row(f"{label:>5}", f"{len(one):,}", None if longest is None else longest.place, len(one) / most)


def _longest(sentences: Iterable[Sentence]) -> Iterator[Row]:
    for rank, sentence in enumerate(sorted(sentences, key=lambda one: -len(one.words))[:_LISTED]):
        if rank < _LEAST_LISTED or len(sentence.words) >= _LONG:
            yield Row(_excerpt(sentence), f"{len(sentence.words):,} words", sentence.place)


def _hardest(found: Iterable[Passage], rest: Callable[[], None]) -> list[Row]:
    """Return a row for each paragraph of some length, the hardest first."""
    scored = []
    for passage in found:
        if sum(len(sentence.words) for sentence in passage.sentences) >= _LEAST_PASSAGE:
            score = readability(passage.sentences)
            if score is not None:
                scored.append((score.ease, passage))
        rest()
    scored.sort(key=lambda one: one[0])
    return [Row(_excerpt(passage.sentences[0]), f"ease {ease:.0f}", passage.place) for ease, passage in scored]


def _repeated(one: Repetition) -> Row:
    return Row(f"“{one.text}”", f"{one.times}× in {one.span:,} words", one.place)


def _excerpt(sentence: Sentence) -> str:
    text = sentence.text
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
