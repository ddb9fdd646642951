"""How many words a document has, counted anew only where it changes."""

from __future__ import annotations

from editor.document.document import Document, DocumentChange
from editor.document.positions import count_words


class WordCount:
    """Keeps the number of words of a document.

    Attributes:
        total: the number of words (pieces that hold a letter or digit).
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._counts = [count_words(block.text) for block in document.blocks]
        self.total = sum(self._counts)
        document.subscribe(self._follow)

    def _follow(self, change: DocumentChange) -> None:
        # Later changes of the text come first; the blocks as they are now lie at what the earlier ones add.
        shift = sum(part.inserted - part.removed for part in change.block_changes)
        for part in change.block_changes:
            shift -= part.inserted - part.removed
            first = part.first + shift
            blocks = self._document.blocks[first : first + part.inserted]
            counts = [count_words(block.text) for block in blocks]
            self.total += sum(counts) - sum(self._counts[part.first : part.first + part.removed])
            self._counts[part.first : part.first + part.removed] = counts
