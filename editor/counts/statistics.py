"""Counts of a text. Slow for a long one: meant for a thread, with a copy of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from wcwidth import iter_graphemes

from editor.document.authorship import Spans
from editor.document.document import Document
from editor.document.markdown.line_state import LineState
from editor.document.markdown.lines import LineStates
from editor.document.word_count import count_words, word_places
from editor.text.sentences import sentences


class Statistics(msgspec.Struct, frozen=True):
    """Counts of one text.

    Attributes:
        words: see `count_words`.
        characters: graphemes, spaces among them, line ends not.
        characters_without_spaces: those that aren't white space.
        sentences: in paragraphs, those of lists, quotes and footnotes too; not in headings, tables and code.
        paragraphs: each list item counts as one.
        headings: of any level.
    """

    words: int
    characters: int
    characters_without_spaces: int
    sentences: int
    paragraphs: int
    headings: int


def statistics(text: str) -> Statistics:
    """Return the counts of a text."""
    document = Document(text)
    lines = LineStates(document)
    characters = spaces = headings = 0
    for index, block in enumerate(document.blocks):
        if block.text.isascii():
            characters += len(block.text)
            spaces += sum(map(block.text.count, " \t\v\f\r"))
        else:
            graphemes = list(iter_graphemes(block.text))
            characters += len(graphemes)
            spaces += sum(grapheme.isspace() for grapheme in graphemes)
        headings += lines.of(index).level > 0
    texts = list(_paragraphs(document, lines))
    return Statistics(
        words=count_words(text),
        characters=characters,
        characters_without_spaces=characters - spaces,
        sentences=sum(len(sentences(paragraph)) for paragraph in texts),
        paragraphs=len(texts),
        headings=headings,
    )


def _paragraphs(document: Document, lines: LineStates) -> Iterator[str]:
    """Yield the text of each paragraph, without the marks before its lines."""
    parts: list[str] = []
    for index, block in enumerate(document.blocks):
        state = lines.of(index)
        if state.kind == "paragraph" and state.continues:
            parts.append(block.text[state.content :])
            continue
        if parts and not _is_heading_or_table(state):
            yield "\n".join(parts)
        parts = [block.text[state.content :]] if state.kind == "paragraph" else []
    if parts:
        yield "\n".join(parts)


def _is_heading_or_table(below: LineState) -> bool:
    """Return True if the text right above a line is a heading or the head of a table."""
    return below.kind in ("underline", "table.rule")


def accepted_words(text: str, spans: Spans, places: Sequence[tuple[int, int]]) -> int:
    """Return how many words in some places of a text were accepted: words of which a person wrote less than half."""
    count = first = 0
    accepted = [span for span in spans if not span.is_a_person]
    for start, end in _words_in(text, places) if accepted else ():
        while first < len(accepted) and accepted[first].end <= start:
            first += 1
        letters, index = 0, first
        while index < len(accepted) and accepted[index].start < end:
            letters += min(accepted[index].end, end) - max(accepted[index].start, start)
            index += 1
        count += 2 * letters > end - start
    return count


def _words_in(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in places:
        for start, end in word_places(text[first:last]):
            yield first + start, first + end


def share(count: int, total: int) -> str:
    """Return a share as a percentage: `12%`, and `< 1%` rather than 0%."""
    percent = round(100 * count / total) if total else 0
    return f"{percent}%" if percent or not count else "< 1%"


def reading_time(words: int, words_per_minute: int) -> str:
    """Return how long reading takes, to the minute: `4 min`, `1 h 12 min`."""
    minutes = round(words / words_per_minute)
    if not minutes:
        return "< 1 min" if words else "0 min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
