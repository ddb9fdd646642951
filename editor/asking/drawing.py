"""A passage in the cells of the panel, and why it is listed: the question's words as heat."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import regex
from rich.cells import cell_len
from rich.console import Console
from rich.style import Style
from rich.text import Text

from editor.asking import terms
from editor.asking.answers import Answer, WordGain
from editor.asking.excerpts import excerpt
from editor.text.cells import cut
from editor.text.printable import printable

_ROWS = 3  # of a passage, at most
_INDENT = "  "
_HEAT_FROM = (0.25, 0.75, 1.5, 2.5, 4.0, 6.0, 8.0)
"""The gains in nats from which a word has the heat 1, 2 … 7."""
_BARS = "▁▂▃▄▅▆▇█"
_ANSWER, _MATCH = Style(bold=True), Style(underline=True)
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+")


def heat(nats: float) -> int:
    """Return the heat of a word of a question, from 0 to 7, given how many nats more probable a passage makes it."""
    return bisect_right(_HEAT_FROM, nats)


def bar(nats: float) -> str:
    """Return the same step as a character, for terminals without colour."""
    return _BARS[heat(nats)]


def drawn(answer: Answer, label: str, asked: Iterable[str], width: int, dim: Style, console: Console) -> Text:
    """Return a passage as a few lines of a width in cells: its place, and the sentence that answers, with its words.

    Args:
        label: the place.
        asked: the question's words, as `terms.words` returns them.
        dim: the style of the place.
    """
    nats = "" if answer.nats is None else f" {answer.nats:+.1f}"
    headings = " › ".join(answer.found.piece.headings)
    head = cut(printable(f"{label}  {headings}".rstrip()), width - cell_len(nats))
    lines = [Text.assemble((head + " " * max(0, width - cell_len(head) - cell_len(nats)), dim), (nats, dim))]
    room = max(1, width - len(_INDENT))
    length = len(answer.found.piece.sentences[answer.sentence].text)
    parts = excerpt(answer.found.piece, answer.sentence, max(0, (room * (_ROWS - 1) - length) // 2))
    shown = [printable(part) for part in parts]
    text = Text(" ".join(part for part in shown if part))
    if shown[1]:
        start = len(shown[0]) + 1 if shown[0] else 0
        text.stylize(_ANSWER, start, start + len(shown[1]))
    stems = {terms.stem(word) for word in terms.telling(list(asked))}
    for found in _WORD.finditer(text.plain):
        if terms.stem(terms.folded(found[0])) in stems:
            text.stylize(_MATCH, *found.span())
    wrapped = text.wrap(console, room)
    for row in wrapped[:_ROWS]:
        row.rstrip()
        lines.append(Text.assemble(_INDENT, row))
    if len(wrapped) > _ROWS:
        lines[-1].append("…")
    return Text("\n", no_wrap=True).join(lines)


def why(gains: Sequence[WordGain], style_of: dict[int, Style], matches: Sequence[str]) -> Text:
    """Return the reason for a passage's rank: the words that match, and how much more probable it makes each word.

    Args:
        gains: of the question's words; none without a model.
        style_of: the colours of the heats from 1 to 7.
        matches: the question's words that are in the passage.
    """
    text = Text()
    for word, nats in gains:
        text.append(f"{printable(word)}{bar(nats)}", style_of.get(heat(nats)))
        text.append(" ")
    if matches or not gains:
        text.append("· " if gains else "")
        text.append(f"matches: {printable(', '.join(matches)) or 'none'}")
    return text


def figures(gains: Sequence[WordGain], matches: Sequence[str]) -> str:
    """Return `why` without colours, with the nats as figures."""
    words = [f"{printable(word)}{bar(nats)} {nats:+.1f}" for word, nats in gains]
    return " · ".join([*words, f"matches: {printable(', '.join(matches)) or 'none'}"])


def matching(asked: Iterable[str], answer: Answer) -> list[str]:
    """Return the distinguishing words of the question that occur in a passage or its headings."""
    piece = answer.found.piece
    plain = terms.folded(piece.titled)
    stems = {terms.stem(word) for word in terms.words(plain)}
    return [
        word
        for word in terms.telling(list(asked))
        if terms.stem(word) in stems or (terms.is_letterwise(word) and word in plain)
    ]
