"""What the model has to say about a draft, as marks on its prose with a note each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.spans import NO_PROSE
from editor.view.heat import HEAT_FROM, heat_name
from editor.view.sanitise import sanitise
from scoring.protocol import Flag, WordScore

AnnotationKind = Literal["none", "flags", "heat"]

# Beside what is not prose: marks and labels that mean something to Markdown though letters stand in them.
_HIDDEN = NO_PROSE | {"task.open", "task.done", "footnote", "list.marker", "quote.bar", "markup", "escape"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What the model found.

    Attributes:
        flags: the flagged words, each with words that could stand in its place, the most probable first.
        words: the surprisal of every word.
    """

    flags: Sequence[tuple[Flag, tuple[str, ...]]] = ()
    words: Sequence[WordScore] = ()


class Annotation(NamedTuple):
    """A word at [start, end), code points of the document, that is drawn as `name` of a theme and explained by `note`,
    one line that is safe to show."""

    start: int
    end: int
    name: str
    note: str


class Prose:
    """Where a draft's prose is."""

    def __init__(self, document: Document, markdown: Markdown) -> None:
        self._document = document
        self._markdown = markdown
        markdown.settle()  # what is defined further down decides what is a label
        self._hidden: tuple[int, list[int], list[int]] = (-1, [], [])  # of the block asked for last: starts and ends

    def has_words(self) -> bool:
        """Whether there is anything for a model to read."""
        for index, block in enumerate(self._document.blocks):
            position = 0
            for start, end in (*self._of(index), (len(block.text), 0)):
                if any(map(str.isalpha, block.text[position:start])):
                    return True
                position = end
        return False

    def holds(self, start: int, end: int) -> bool:
        """Whether [start, end) of the document lies within one block's prose."""
        index = self._document.block_index(start)
        if self._hidden[0] != index:
            found = self._of(index)
            self._hidden = index, [start for start, _ in found], [end for _, end in found]
        block_start = self._document.block_start(index)
        if not 0 <= start < end <= block_start + len(self._document.blocks[index].text):
            return False
        _, starts, ends = self._hidden
        place = bisect_right(starts, end - block_start - 1)
        return not place or ends[place - 1] <= start - block_start

    def _of(self, index: int) -> list[tuple[int, int]]:
        """The stretches of a block that are no prose, in order, none touching another."""
        merged: list[tuple[int, int]] = []
        for span in self._markdown.spans(index):
            if span.kind in _HIDDEN:
                if merged and span.start <= merged[-1][1]:
                    merged[-1] = merged[-1][0], max(merged[-1][1], span.end)
                else:
                    merged.append((span.start, span.end))
        return merged


def annotations_of(prose: Prose, kind: AnnotationKind, findings: Findings) -> list[Annotation]:
    """The annotations of a kind on prose, in order; of two that overlap the first."""
    found: list[Annotation] = []
    for annotation in sorted(_flags(findings) if kind == "flags" else _heat(findings) if kind == "heat" else ()):
        if (not found or found[-1].end <= annotation.start) and prose.holds(annotation.start, annotation.end):
            found.append(annotation)
    return found


def _flags(findings: Findings) -> Iterable[Annotation]:
    for flag, alternatives in findings.flags:
        note = f"{', '.join(alternatives)} ({flag.reason})" if alternatives else flag.reason
        yield Annotation(flag.start, flag.end, f"flag.{flag.kind}", sanitise(note))


def _heat(findings: Findings) -> Iterable[Annotation]:
    for word in findings.words:
        name = heat_name(word.surprisal)
        if name is not None:
            yield Annotation(word.start, word.end, name, f"{word.surprisal:.1f} nats")


def legend() -> list[tuple[str, str]]:
    """The steps of heat by the theme's names, and how many nats each stands for."""
    bounds = [f"{bound:g}" for bound in HEAT_FROM]
    ranges = [f"{low}–{high}" for low, high in pairwise(bounds)] + [f"from {bounds[-1]}"]
    return [(f"heat.{step}", text) for step, text in enumerate(ranges, 1)]


LEGEND_TITLE = "Surprisal of each word, in nats:"
