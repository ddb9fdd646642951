"""Highlighting of a document's fenced code, each block with the grammar of its language, kept up to date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

from editor.document.buffer import Block, BlockChange
from editor.document.document import Document
from editor.document.markdown.code_text import CodeText
from editor.document.markdown.grammars import is_loaded, language_named, load
from editor.document.markdown.line_marks import LineMarks
from editor.document.markdown.lines import LineStates
from editor.document.markdown.spans import StyleSpan

CODE_LINE_REACH = 3_000
CODE_REACH = 200_000
"""Lines and code points of one block that are highlighted; the rest is plain."""

_STEPS = 50  # of the parser: 2 ms of code, 7 ms of non-code; longer parses continue when the writer pauses
_AHEAD = 200  # lines read in search of a block's end when its first lines are requested
_COMPARED = 100  # rows compared with their old spans; if there are more, all count as changed
_CHUNK = 8  # rows highlighted together


class _Code:
    """One block of fenced code.

    Attributes:
        language: as returned by `language_named`.
        text: its rows; None if no grammar is loaded (yet).
        ids: of the blocks that are its rows.
        given: id of a block → its revision and the spans returned for it.
        owed: ids of the blocks returned plain because `text` wasn't ready.
        is_current: whether `text` matches the document.
    """

    def __init__(self) -> None:
        self.language: str | None = None
        self.text: CodeText | None = None
        self.ids: list[int] = []
        self.given: dict[int, tuple[int, tuple[StyleSpan, ...]]] = {}
        self.owed: set[int] = set()
        self.is_current = False


class CodeHighlight:
    """The styles of the code in a document's fenced blocks.

    A block is parsed when one of its lines is requested. If that takes long (its grammar must be loaded first, or its
    text is long), its lines are plain, or keep their old styles, until `advance` has finished it.

    `on_change` is called with the range [first, end) of lines whose spans have changed since they were returned.
    """

    def __init__(self, document: Document, lines: LineStates, on_change: Callable[[int, int], None]) -> None:
        self._document = document
        self._lines = lines
        self._on_change = on_change
        self._fences = LineMarks()  # the lines that open fenced code
        self._fence_ids: set[int] = set()  # the ids of their blocks
        self._regrouped = False  # whether some of them came or went since all lines were read
        self._codes: dict[int, _Code] = {}  # id of the opening fence's block → the code below it, if requested
        self._was_asked = False  # whether any spans have been returned that may change
        self._dirty: set[int] = set()  # ids of fences below which lines were read again
        self._parsing: set[int] = set()  # ids of fences whose text isn't completely parsed yet
        self._unloaded: set[str] = set()  # languages to load

    def lines_changed(self, first: int, end: int) -> None:
        """Note that lines [first, end) were read again."""
        fences = []
        for index, block in enumerate(self._document.blocks[first:end], first):
            state = self._lines.last_read(index)
            is_fence = state is not None and state.kind == "fence" and not state.continues
            if is_fence:
                fences.append(index)
            if is_fence != (block.id in self._fence_ids):
                self._fence_ids ^= {block.id}
                self._regrouped = True
        self._fences.set(first, end, fences)
        if not self._was_asked:
            return
        above = bisect_right(self._fences.indices, first) - 1
        for index in (*self._fences.indices[max(above, 0) : above + 1], *fences):
            block_id = self._document.blocks[index].id
            code = self._codes.get(block_id)
            if code is not None and (not code.is_current or first <= index + 1 + len(code.ids)):  # not below its end
                self._dirty.add(block_id)
        if self._regrouped:
            self._regroup(end)

    def _regroup(self, first: int) -> None:
        """Report the lines of code from `first` on: they belong to another fence now, though they read the same."""
        end, limit = first, min(first + CODE_LINE_REACH, len(self._document.blocks))
        while end < limit and (state := self._lines.last_read(end)) is not None and state.kind == "code":
            end += 1
        if end > first:
            self._on_change(first, end)

    def follow(self, change: BlockChange) -> None:
        """Follow a change of the document's blocks."""
        self._fences.follow(change)
        if change.removed > 1:
            kept = set(change.inserted_ids)
            for block_id in change.removed_ids:
                if block_id in self._fence_ids and block_id not in kept:
                    self._fence_ids.remove(block_id)
                    self._regrouped = True
                    self._codes.pop(block_id, None)
                    self._parsing.discard(block_id)
                    self._dirty.discard(block_id)

    def spans(self, index: int) -> tuple[StyleSpan, ...]:
        """Return the spans of the line of code in block `index`, in offsets of its content, by start."""
        fence = self._fences.indices[bisect_right(self._fences.indices, index) - 1]
        row = index - fence - 1
        if row >= CODE_LINE_REACH or language_named(self._lines.of(fence).info) is None:
            return ()
        code = self._code_below(fence)
        self.update()
        block = self._document.blocks[index]
        revision, spans = code.given.get(block.id, (None, ()))
        if revision != block.revision:
            if code.is_current and code.text is not None and row < len(code.ids):
                self._give(code, code.text, fence, row)
                return code.given[block.id][1]
            spans = ()
            code.given[block.id] = block.revision, spans
            code.owed.add(block.id)
        return spans

    def update(self) -> None:
        """Read changed blocks again."""
        if self._lines.scanned == len(self._document.blocks):
            self._regrouped = False
        if not self._dirty:
            return
        dirty, self._dirty = self._dirty, set()
        read = set()
        for fence in tuple(self._fences.indices):
            block_id = self._document.blocks[fence].id
            if block_id in dirty:
                self._read(fence, _STEPS)
                read.add(block_id)
        self._dirty -= read  # reading them may just have marked them again

    def advance(self) -> bool:
        """Load a grammar, or continue parsing for some milliseconds. Returns True if there is more to do."""
        self.update()
        if self._unloaded:
            language = self._unloaded.pop()
            load(language)
            self._dirty |= {block_id for block_id, code in self._codes.items() if code.language == language}
            self.update()
        elif self._parsing:
            blocks = self._document.blocks
            fence = next((fence for fence in self._fences.indices if blocks[fence].id in self._parsing), None)
            if fence is None:
                self._parsing.clear()
            else:
                code = self._codes[blocks[fence].id]
                if self._lines.scanned > fence + len(code.ids):  # otherwise there may be an unread change in it
                    self._parse(code, fence, _STEPS)
        return bool(self._unloaded or self._parsing)

    def settle(self) -> None:
        """Highlight all code in the lines read so far, however long it takes."""
        for fence in tuple(self._fences.indices):
            language = language_named(self._lines.of(fence).info)
            if language is not None:
                load(language)
                self._code_below(fence)
                self._read(fence, None)
        self._unloaded.clear()

    def _code_below(self, fence: int) -> _Code:
        block_id = self._document.blocks[fence].id
        if block_id not in self._codes:
            self._was_asked = True
            self._codes[block_id] = _Code()
            self._dirty.add(block_id)
        return self._codes[block_id]

    def _read(self, fence: int, steps: int | None) -> None:
        """Take the text of a block from the document."""
        code = self._codes[self._document.blocks[fence].id]
        language = language_named(self._lines.of(fence).info)
        if language != code.language:
            code.language, code.text = language, None
        code.is_current = False
        if language is not None and not is_loaded(language):
            self._unloaded.add(language)
            return
        grammar = None if language is None else load(language)
        blocks = self._blocks_below(fence)
        if blocks is None:
            return
        code.ids = [block.id for block, _ in blocks]
        if grammar is None:
            code.is_current = True
            return
        if code.text is None:
            code.text = CodeText(grammar)
        code.text.change([block.text[content:] for block, content in blocks])
        self._parse(code, fence, steps)

    def _blocks_below(self, fence: int) -> list[tuple[Block, int]] | None:
        """Return the lines of a block within reach and the start of each one's content; None if its end is unread."""
        lines, blocks = self._lines, self._document.blocks
        limit = min(len(blocks), fence + 1 + CODE_LINE_REACH)
        found: list[tuple[Block, int]] = []
        length = 0
        lines.scan(min(limit, max(lines.scanned, fence + 1)))
        may_scan = True
        for index in range(fence + 1, limit):
            if index >= lines.scanned:
                if not may_scan:
                    return None
                lines.scan(min(limit, index + _AHEAD))
                may_scan = False
            state, block = lines.of(index), blocks[index]
            length += len(block.text) + 1
            if state.kind != "code" or length > CODE_REACH:
                break
            found.append((block, state.content))
        return found

    def _parse(self, code: _Code, fence: int, steps: int | None) -> None:
        """Continue parsing, and report the changes when it is complete."""
        assert code.text is not None
        block_id = self._document.blocks[fence].id
        changed = code.text.parse(steps)
        if changed is None:
            self._parsing.add(block_id)
            return
        self._parsing.discard(block_id)
        code.is_current = True
        self._tell(code, code.text, fence, changed)

    def _tell(self, code: _Code, text: CodeText, fence: int, changed: Iterable[int]) -> None:
        if code.owed:
            changed = sorted({*changed, *[row for row, block_id in enumerate(code.ids) if block_id in code.owed]})
            code.owed.clear()
        rows = [row for row in changed if code.ids[row] in code.given]
        if len(rows) <= _COMPARED:
            rows = [row for row in rows if self._is_other(code, text, fence, row)]
        for row in rows:
            code.given.pop(code.ids[row], None)
        if rows:
            self._on_change(fence + 1 + rows[0], fence + 2 + rows[-1])

    def _is_other(self, code: _Code, text: CodeText, fence: int, row: int) -> bool:
        """Return True if a row's spans differ from those returned; otherwise mark the row as up to date."""
        block = self._document.blocks[fence + 1 + row]
        spans = code.given[block.id][1]
        is_other = text.spans(row, row + 1)[0] != spans
        if not is_other:
            code.given[block.id] = block.revision, spans
        return is_other

    def _give(self, code: _Code, text: CodeText, fence: int, row: int) -> None:
        """Highlight a row and the ones after it that will be requested next."""
        blocks = self._document.blocks
        end = min(row + _CHUNK, len(code.ids))
        for at, spans in enumerate(text.spans(row, end), row):
            block = blocks[fence + 1 + at] if fence + 1 + at < len(blocks) else None
            if block is None or block.id != code.ids[at]:  # an unread change further down
                break
            if at == row or block.id not in code.given:
                code.given[block.id] = block.revision, spans
