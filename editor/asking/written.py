"""An answer in the model's own words as shown to the writer: each sentence with its source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.style import Style
from rich.text import Text

from editor.asking.answers import Answer
from editor.text.printable import printable
from scoring.protocol import MOST_PASSAGES, NOTHING_SAID, AnswerSentence, WrittenAnswer

SEEN = 5
"""How many of the best passages the model sees, if the writer doesn't choose."""
UNSUPPORTED = "unsupported"


class Said(NamedTuple):
    """A sentence to show.

    Attributes:
        text: the sentence.
        source: its source, or a note that nothing supports it; "": not known yet.
        is_supported: False if nothing supports it.
    """

    text: str
    source: str
    is_supported: bool


def seen(answers: Sequence[Answer], chosen: Sequence[int] = ()) -> list[Answer]:
    """Return the passages that the model sees: those `chosen`, by their numbers in the list from 0, or the best."""
    numbers = chosen or range(SEEN)
    return [answers[number] for number in numbers if number < len(answers)][:MOST_PASSAGES]


def said(written: WrittenAnswer, labels: Sequence[str]) -> Iterator[Said]:
    """Yield the rows that show an answer; `labels`: of the passages that the model saw, in order."""
    if written.is_silent:
        yield Said(NOTHING_SAID, "", True)
    for sentence in written.sentences:
        if not written.is_silent or sentence.source is not None:
            yield Said(printable(sentence.text), _source(sentence, labels), sentence.is_supported)


class Shown(NamedTuple):
    """An answer as the panel shows it.

    Attributes:
        sentences: of the answer.
        note: one line about it.
        prompt: the text the model saw; "": nothing was asked.
    """

    sentences: tuple[Said, ...] = ()
    note: str = ""
    prompt: str = ""


def drawn(shown: Shown, ghost: Style, source: Style) -> Text:
    """Return an answer as text, in the style of ghost text, each sentence with its source; a note comes last."""
    text = Text()
    for one in shown.sentences:
        text.append(one.text, ghost)
        text.append(f" [{one.source}] " if one.source else " ", source)
    text.append(shown.note, source)
    return text


def _source(sentence: AnswerSentence, labels: Sequence[str]) -> str:
    if not sentence.is_checked:
        return ""
    if not sentence.is_supported or sentence.source is None:
        return UNSUPPORTED
    return printable(labels[sentence.source])
