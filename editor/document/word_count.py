"""The number of words in a document, recounted only where it changes."""

from __future__ import annotations

import re

from editor.document.document import Document, DocumentChange, Phase
from editor.document.prefix_sums import PrefixSums

IDEOGRAPH = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Characters of Chinese and Japanese, for a class of a regular expression."""
# Text between blanks with a letter or digit; in Chinese and Japanese each character, as in word processors.
_WORD = re.compile(f"[{IDEOGRAPH}]|[^\\W_{IDEOGRAPH}][^\\s{IDEOGRAPH}]*")


def count_words(text: str) -> int:
    """Return the number of words in `text` as word processors count. (UAX #29 words would take seconds for 10 MB.)"""
    return len(_WORD.findall(text))


def words_of(text: str) -> list[str]:
    """Return the words that `count_words` counts."""
    return _WORD.findall(text)


class WordCount:
    """Keeps the number of words of a document and of each of its blocks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._counts = PrefixSums(count_words(block.text) for block in document.blocks)
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
        if len(change.block_changes) == 1 and change.block_changes[0][1:3] == (1, 1):
            self._count_around(change)
        else:
            self._count_blocks(change)

    def _count_around(self, change: DocumentChange) -> None:
        """Follow an edit within one block by recounting only the text between the spaces around it."""
        [edit], [inverse], [part] = change.transaction.changes, change.inverse.changes, change.block_changes
        text = self._document.blocks[part.first].text
        start, end = edit.start - part.start, inverse.end - part.start
        space = text.find(" ", end)
        before, after = text[text.rfind(" ", 0, start) + 1 : start], text[end : space if space >= 0 else None]
        gained = count_words(before + edit.text + after) - count_words(before + inverse.text + after)
        self._counts.set(part.first, self._counts[part.first] + gained)

    def _count_blocks(self, change: DocumentChange) -> None:
        # Changes come last one first; in the current list the blocks are shifted by what the earlier changes add.
        shift = sum(part.inserted - part.removed for part in change.block_changes)
        for part in change.block_changes:
            shift -= part.inserted - part.removed
            first = part.first + shift
            blocks = self._document.blocks[first : first + part.inserted]
            self._counts.splice(part.first, part.removed, [count_words(block.text) for block in blocks])
