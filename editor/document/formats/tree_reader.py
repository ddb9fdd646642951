"""Reads a document by a tree-sitter grammar: which parts of each line are prose, code, commands, maths and so on.

The tree follows edits. A long document is parsed in steps when the writer pauses; until then its lines keep the spans
that they had.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from editor.document.buffer import BlockChange
from editor.document.document import Document
from editor.document.markdown.code_text import CodeText
from editor.document.markdown.grammars import Grammar
from editor.document.markdown.line_state import LineState
from editor.document.markdown.reader import LONGEST_ROW, Reader
from editor.document.markdown.spans import StyleSpan

_AT_ONCE = 100_000  # code points that are parsed between two keys: about 5 ms, with a tree to start from
_AFRESH_AT_ONCE = 20_000  # the same for grammars that start from nothing
_STEPS = 50
_CHUNK = 32  # rows whose spans are found together
_WHOLE_ROW = 1 << 30


class TreeReader(Reader):
    """Reads a document by a grammar.

    Args:
        document: the document.
        grammar: its grammar; its captures' kinds are those of `StyleSpan`, "" for prose.
        more: matches what the grammar misses within a line: a named group has the kind of its name, `_` for a dot.
    """

    def __init__(self, document: Document, grammar: Grammar, more: re.Pattern[str] | None = None) -> None:
        super().__init__()
        self._document = document
        self._more = more
        self._text = CodeText(grammar, _WHOLE_ROW)
        self._at_once = _AFRESH_AT_ONCE if grammar.is_afresh else _AT_ONCE
        self._is_changed = True  # since the rows were taken
        self._is_parsing = False
        self._given: dict[int, tuple[StyleSpan, ...]] = {}  # block id → its spans
        self._owes = False  # whether a line was given spans of an earlier text, or none

    @property
    def is_current(self) -> bool:
        return not self._is_changed and not self._is_parsing

    def spans(self, index: int, state: LineState, text: str) -> Sequence[StyleSpan]:
        blocks = self._document.blocks
        block = blocks[index]
        if not self.is_current:
            self._owes = True
            known = self._given.get(block.id, ())
            return [span._replace(end=min(span.end, len(text))) for span in known if span.start < len(text)]
        if block.id not in self._given:
            for at, spans in enumerate(self._text.spans(index, min(index + _CHUNK, len(blocks))), index):
                text = blocks[at].text
                self._given[blocks[at].id] = (*self._of_row(text[:LONGEST_ROW], spans), *self.rest_of(text))
        return self._given[block.id]

    def _of_row(self, text: str, spans: Sequence[StyleSpan]) -> Iterable[StyleSpan]:
        """Yield the spans of a row, given those of the grammar, its prose included."""
        yield from (span for span in spans if span.kind)
        if self._more is not None:
            for match in self._more.finditer(text):
                for kind, found in match.groupdict().items():
                    if found:
                        yield StyleSpan(*match.span(kind), kind.replace("_", "."))

    def follow(self, change: BlockChange) -> None:
        self._is_changed = True
        gone = set(change.removed_ids).difference(change.inserted_ids)
        for block_id in gone:
            self._given.pop(block_id, None)

    def update(self) -> None:
        if self._is_changed and len(self._document) <= self._at_once:
            self.settle()

    def advance(self) -> bool:
        self._take()
        return self._is_parsing and not self._parse(_STEPS)

    def settle(self) -> None:
        self._take()
        if self._is_parsing:
            self._parse(None)

    def _take(self) -> None:
        """Get the text from the document."""
        if self._is_changed:
            self._text.change([block.text[:LONGEST_ROW] for block in self._document.blocks])
            self._is_changed, self._is_parsing = False, True

    def _parse(self, steps: int | None) -> bool:
        """Continue parsing; when it is complete, report the lines that changed and return True."""
        changed = self._text.parse(steps)
        if changed is None:
            return False
        self._is_parsing = False
        blocks = self._document.blocks
        rows = list(changed)
        for row in rows:
            if row < len(blocks):
                self._given.pop(blocks[row].id, None)
        if self._owes or len(rows) == len(blocks):
            self._owes = False
            self.on_change(0, len(blocks))
        elif rows:
            self.on_change(rows[0], rows[-1] + 1)
        return True
