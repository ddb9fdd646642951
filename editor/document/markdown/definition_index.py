"""The labels that a document defines, as links and as footnotes, and which blocks asked for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple


class DefinedAt(NamedTuple):
    """A definition's target (of a footnote: empty) and the id of the block that it begins in."""

    target: str
    block_id: int


class DefinitionIndex:
    """What is defined, of two definitions the first in the document.

    `asking` is set to the ids of the blocks whose text is parsed, so that they are known when a label that stands
    in them becomes defined or is no longer.
    """

    def __init__(self) -> None:
        self.links: Mapping[str, DefinedAt] = {}
        self.footnotes: Mapping[str, DefinedAt] = {}
        self.asking: tuple[int, ...] = ()
        self._asked: defaultdict[str, set[int]] = defaultdict(set)
        self._asked_footnotes: defaultdict[str, set[int]] = defaultdict(set)

    def link(self, label: str) -> str | None:
        self._asked[label].update(self.asking)
        defined = self.links.get(label)
        return None if defined is None else defined.target

    def has_footnote(self, label: str) -> bool:
        self._asked_footnotes[label].update(self.asking)
        return label in self.footnotes

    def define(self, links: Mapping[str, DefinedAt], footnotes: Mapping[str, DefinedAt]) -> set[int]:
        """Set what is defined. Returns the ids of the blocks that now mean something else."""
        concerned: set[int] = set()
        for label in self.links.keys() ^ links.keys():
            concerned |= self._asked.pop(label, set())
        for label in self.footnotes.keys() ^ footnotes.keys():
            concerned |= self._asked_footnotes.pop(label, set())
        self.links, self.footnotes = links, footnotes
        return concerned
