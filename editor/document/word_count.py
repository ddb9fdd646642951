"""The number of words in a document, recounted only where it changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from editor.document.annotation_block import is_annotation
from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown.critic import may_have_marks, meant
from editor.document.prefix_sums import PrefixSums
from editor.text.line_endings import split_lines

IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of Chinese and Japanese, for a class of a regular expression."""
# Text between blanks with a letter or digit; in Chinese and Japanese each character, as in word processors.
_WORD = re.compile(f"[{IDEOGRAPH}]|[^\\W_{IDEOGRAPH}][^\\s{IDEOGRAPH}]*")


_LONGEST = 50_000  # code points of a paragraph that are searched for changes and comments


def count_words(text: str) -> int:
    """Return the number of words in `text` as word processors count. (UAX #29 words would take seconds for 10 MB.)

    CriticMarkup changes count as applied; comments don't count.
    """
    return _count(_as_meant(text))


def words_of(text: str) -> list[str]:
    """Return the words that `count_words` counts."""
    return _WORD.findall(_as_meant(text))


def _count(text: str) -> int:
    return len(_WORD.findall(text))


def _count_line(line: str) -> int:
    """Return the number of words in a line; annotations of authors have none."""
    return 0 if is_annotation(line) else _count(line)


def _as_meant(text: str) -> str:
    if not may_have_marks(text):
        return text
    return "\n".join(_lines_as_meant([line for line, _ in split_lines(text)]))


def _lines_as_meant(lines: Sequence[str]) -> list[str]:
    """Return the same number of lines without deletions and comments; a mark can span lines, but no blank ones."""
    made: list[str] = []
    for is_blank, paragraph in groupby(lines, lambda line: not line.strip()):
        text = "\n".join(paragraph)
        made += (text if is_blank or len(text) > _LONGEST else meant(text)).split("\n")
    return made


def word_places(text: str) -> list[tuple[int, int]]:
    """Return the start and the end of each word, in changes and comments of CriticMarkup too."""
    return [found.span() for found in _WORD.finditer(text)]


class WordCount:
    """Keeps the number of words of a document and of each of its blocks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._has_marks = False  # whether there have been any; from then on paragraphs are counted as a whole
        self._counts = PrefixSums(_count_line(block.text) for block in document.blocks)
        self._look_for_marks(range(len(document.blocks)))
        document.subscribe(self._follow, Phase.MODEL)

    @property
    def total(self) -> int:
        """The number of words, see `count_words`."""
        return self._counts.total

    def between(self, start: int, end: int) -> int:
        """Return the number of words in [start, end), in code points; a partial word at either end counts as one."""
        document = self._document
        first, last = document.block_index(start), document.block_index(end)
        if first == last:
            return count_words(document.slice(start, end))
        at_first = count_words(document.slice(start, document.block_start(first + 1)))
        at_last = count_words(document.slice(document.block_start(last), end))
        return at_first + self._counts.start(last) - self._counts.start(first + 1) + at_last

    def _follow(self, change: DocumentChange) -> None:
        is_within = len(change.block_changes) == 1 and change.block_changes[0][1:3] == (1, 1)
        if is_within and not self._has_marks:
            self._count_around(change)
        else:
            self._count_blocks(change)
        for changed in change.changed_blocks:
            self._look_for_marks(changed)

    def _look_for_marks(self, changed: range) -> None:
        """Count the paragraphs of some blocks, without deletions and comments if there are marks."""
        blocks = self._document.blocks
        if not self._has_marks:
            self._has_marks = any("{" in blocks[index].text and may_have_marks(blocks[index].text) for index in changed)
        if not self._has_marks:
            return
        first, stop = changed.start, changed.stop
        while first and blocks[first - 1].text.strip():
            first -= 1
        while stop < len(blocks) and blocks[stop].text.strip():
            stop += 1
        lines = [block.text for block in blocks[first:stop]]
        if any(map(may_have_marks, lines)):
            lines = _lines_as_meant(lines)
        for index, line in enumerate(lines, first):
            self._counts.set(index, _count_line(line))

    def _count_around(self, change: DocumentChange) -> None:
        """Follow an edit within one block by recounting only the text between the spaces around it."""
        [edit], [inverse], [part] = change.transaction.changes, change.inverse.changes, change.block_changes
        text = self._document.blocks[part.first].text
        if not self._counts[part.first] or is_annotation(text):  # it may have been an annotation, or is one now
            self._counts.set(part.first, _count_line(text))
            return
        start, end = edit.start - part.start, inverse.end - part.start
        space = text.find(" ", end)
        before, after = text[text.rfind(" ", 0, start) + 1 : start], text[end : space if space >= 0 else None]
        gained = _count(before + edit.text + after) - _count(before + inverse.text + after)
        self._counts.set(part.first, self._counts[part.first] + gained)

    def _count_blocks(self, change: DocumentChange) -> None:
        for part in change.block_changes:
            self._counts.splice(part.first, part.removed, [0] * part.inserted)
        blocks = self._document.blocks
        for changed in change.changed_blocks:
            for index in changed:
                self._counts.set(index, _count_line(blocks[index].text))
