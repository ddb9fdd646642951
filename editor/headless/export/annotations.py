"""The model's view of a draft, as marks on its prose, each with a note."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Literal, NamedTuple

from editor.flags.heat import HEAT_FROM, heat_name
from editor.flags.kinds import style_name
from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import likelihood, message
from editor.headless.prose import Prose
from editor.text.printable import printable
from scoring.protocol import Flag, WordScore

AnnotationKind = Literal["none", "flags", "heat"]


class Annotation(NamedTuple):
    """A word drawn in the style `name` of a theme.

    Attributes:
        start, end: code points of the document.
        note: explains it in one line, safe to show.
    """

    start: int
    end: int
    name: str
    note: str


def annotations_of(
    prose: Prose, kind: AnnotationKind, flags: Iterable[Flag], words: Iterable[WordScore]
) -> list[Annotation]:
    """Return the annotations of a kind on prose, in order; of two that overlap, the first."""
    found: list[Annotation] = []
    for annotation in sorted(_flags(prose, flags) if kind == "flags" else _heat(words) if kind == "heat" else ()):
        if (not found or found[-1].end <= annotation.start) and prose.holds(annotation.start, annotation.end):
            found.append(annotation)
    return found


def _flags(prose: Prose, flags: Iterable[Flag]) -> Iterable[Annotation]:
    for flag in flags:
        offered = ", ".join(
            suggestion_label(prose.slice(edit.start, edit.end), edit.replacement) for edit in flag.suggestions
        )
        said = f"{message(flag.kind, flag.reason)} · {likelihood(flag.kind, flag.probability)}"
        note = f"{said} · {offered}" if offered else said
        yield Annotation(flag.start, flag.end, style_name(flag.kind), printable(note))


def _heat(words: Iterable[WordScore]) -> Iterable[Annotation]:
    for word in words:
        name = heat_name(word.surprisal)
        if name is not None:
            yield Annotation(word.start, word.end, name, f"{word.surprisal:.1f} nats")


def legend() -> list[tuple[str, str]]:
    """Return the theme's name for each step of the heat map, and its nats."""
    bounds = [f"{bound:g}" for bound in HEAT_FROM]
    ranges = [f"{low}–{high}" for low, high in pairwise(bounds)] + [f"from {bounds[-1]}"]
    return [(f"heat.{step}", text) for step, text in enumerate(ranges, 1)]


LEGEND_TITLE = "Surprisal of each word, in nats:"
