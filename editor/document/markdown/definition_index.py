"""The labels that a document defines, for links and footnotes, and the blocks that looked them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple


class DefinedAt(NamedTuple):
    """A definition's target (empty for a footnote) and the id of the block where it begins."""

    target: str
    block_id: int


class DefinitionIndex:
    """The definitions; of two for the same label, the first in the document.

    Set `asking` to the ids of the blocks being parsed, so that they are known if a label in them becomes defined or
    undefined.
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
        """Replace the definitions. Returns the ids of the blocks whose meaning changes."""
        concerned: set[int] = set()
        for label in self.links.keys() ^ links.keys():
            concerned |= self._asked.pop(label, set())
        for label in self.footnotes.keys() ^ footnotes.keys():
            concerned |= self._asked_footnotes.pop(label, set())
        self.links, self.footnotes = links, footnotes
        return concerned
