"""The Markdown of a document: the meaning of each stretch of its blocks, kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from editor.document.buffer import BlockChange
from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown.code_highlight import CodeHighlight
from editor.document.markdown.constructs import LINE_REACH, Paragraph, is_table_head, paragraph_at
from editor.document.markdown.definition_index import DefinedAt, DefinitionIndex
from editor.document.markdown.definitions import Definition, normalise_label
from editor.document.markdown.inline import Link, is_plain, parse_inline
from editor.document.markdown.line_marks import LineMarks
from editor.document.markdown.line_scan import FOOTNOTE_DEFINITION
from editor.document.markdown.line_spans import escaped_pipes, heading_end, line_spans, row_spans
from editor.document.markdown.line_state import LineState
from editor.document.markdown.lines import LineStates
from editor.document.markdown.reader import Reader
from editor.document.markdown.spans import NO_PROSE, StyleSpan
from editor.document.markdown.switches import Switches

_BY_ITSELF = frozenset({"fence", "code", "indented", "html", "comment", "math", "front_matter"})
"""Kinds of lines whose meaning doesn't depend on the lines around them, once they are identified."""

_ADVANCE = 2_000  # lines read at a time when idle: about 8 ms


class Markdown:
    """The styles of every block, parsed on request and kept until they change.

    The lines of a requested block are always correct, but definitions of labels are known only in the lines read so
    far: `advance` continues when the writer pauses. In a paragraph longer than LINE_REACH lines or INLINE_REACH code
    points, the rest gets no inline styles. Fenced code gets the spans of its language within the reach of
    CodeHighlight, at once or after some calls of `advance`.

    A document of another kind is read by a `Reader`, which provides its lines and spans, under the same names.

    Args:
        document: the document.
        reader: of a kind that isn't Markdown; None: it is.

    Attributes:
        lines: the state of each line.
        heading_marks: top-level headings read so far: the lines that begin with # and the underlines.
        switches: where flags are switched off, in the lines read so far.
        version: changes whenever spans that were returned may be outdated.
        redefinitions: how often definitions have changed the meaning of other blocks.
    """

    def __init__(self, document: Document, reader: Reader | None = None) -> None:
        self._document = document
        self._reader = reader
        self._listeners: list[Callable[[int, int], None]] = []
        self._spans: dict[int, tuple[StyleSpan, ...]] = {}  # block id → its spans
        self._index = DefinitionIndex()
        self._definition_marks = LineMarks()  # first lines of paragraphs that may begin with a definition
        self._footnote_marks = LineMarks()
        self._definitions: dict[int, tuple[Definition, ...]] = {}  # id of a marked block → its definitions
        self._definitions_changed = False
        self.redefinitions = 0
        self._asked = 0  # `changed` was last called up to this block
        self._changed: tuple[int, int] | None = None  # blocks above it whose spans may have changed since
        self.heading_marks = LineMarks()
        self.switches = Switches(document, self.spans)
        self.switches.is_markdown = reader is None
        self.version = 0
        self.lines = LineStates(document, self._lines_changed, None if reader is None else reader.scan)
        self._code = CodeHighlight(document, self.lines, self._code_changed)
        if reader is not None:
            reader.on_change = self._code_changed
        document.subscribe(self._follow, Phase.MODEL)

    @property
    def is_markdown(self) -> bool:
        """Whether the document is read as Markdown."""
        return self._reader is None

    @property
    def is_current(self) -> bool:
        """Whether spans that are returned now hold for the text as it is: reading a long document takes a while."""
        return self._reader is None or self._reader.is_current

    def read_by(self, reader: Reader | None) -> None:
        """Read the document as one of another kind; None: as Markdown."""
        self._reader = reader
        if reader is not None:
            reader.on_change = self._code_changed
        self._spans.clear()
        self._definitions.clear()
        self.switches.is_markdown = reader is None
        self.lines.read_by(None if reader is None else reader.scan)
        self._widen_changed(0, len(self._document.blocks))

    def listen(self, listener: Callable[[int, int], None]) -> None:
        """Have `listener` called with the range of blocks whose spans may have changed, whenever some may have."""
        self._listeners.append(listener)

    def spans(self, index: int) -> tuple[StyleSpan, ...]:
        """Return the spans of block `index`, by start, longer ones first; the same tuple until they change."""
        self.lines.of(index)
        self._read_paragraph_below(index + 1)
        self._define()
        self.update()
        block = self._document.blocks[index]
        spans = self._spans.get(block.id)
        if spans is None:
            self._parse(index)
            spans = self._spans[block.id]
        return spans

    def changed(self, end: int) -> range:
        """Return the indices of blocks above `end` whose spans may have changed since the last call.

        Blocks that weren't above `end` in the last call count as changed.
        """
        end = min(end, len(self._document.blocks))
        self.lines.scan(end)
        self._read_paragraph_below(end)
        self._define()
        self.update()
        if self._asked < end:
            self._changed = (self._asked, end) if self._changed is None else (min(self._changed[0], self._asked), end)
        first, last = self._changed or (end, end)
        self._asked, self._changed = end, None
        return range(min(first, end), min(last, end))

    def _read_paragraph_below(self, end: int) -> None:
        """Read the lines that continue the paragraph above `end`: its spans need them, and they may define labels."""
        limit = min(end + LINE_REACH, len(self._document.blocks))
        if self.lines.scanned >= limit:
            return
        while 0 < end < limit and self.lines.of(end - 1).kind == "paragraph" and self.lines.of(end).continues:
            end += 1

    def advance(self) -> bool:
        """Read more lines, and code that was requested. Returns True if there is more to do."""
        self.lines.scan(self.lines.scanned + _ADVANCE)
        self._define()
        has_more = self._reader is not None and self._reader.advance()
        return self._code.advance() or has_more or self.lines.scanned < len(self._document.blocks)

    def settle(self) -> None:
        """Read all lines."""
        self.lines.scan(len(self._document.blocks))
        self._define()
        if self._reader is not None:
            self._reader.settle()

    def update(self) -> None:
        """Read the changed parts of a document of another kind again, unless that takes long; for code, all of it."""
        self._code.update()
        if self._reader is not None:
            self._reader.update()

    def settle_code(self) -> None:
        """Read all lines and highlight all code, however long it takes; not for the screen."""
        self.settle()
        self._code.settle()

    def is_prose(self, index: int, start: int, end: int) -> bool:
        """Return True if nothing in [start, end) of block `index` is code, an address, maths, HTML or front matter."""
        return not any(span.kind in NO_PROSE and span.start < end and start < span.end for span in self.spans(index))

    def takes_flags(self, index: int, start: int, end: int) -> bool:
        """Return True if [start, end) of block `index` is prose and flags aren't switched off there."""
        return self.is_prose(index, start, end) and not self.switches.is_off(index, start)

    def is_plain(self, lines: Iterable[int]) -> bool:
        """Return True if these blocks, a whole paragraph, have no inline markup; a quick look at most of them."""
        return self._reader is None and all(is_plain(self._document.blocks[index].text) for index in lines)

    def paragraph(self, index: int) -> Paragraph | None:
        """Return the lines and text parsed together with block `index`; None if it isn't a paragraph."""
        return paragraph_at(self.lines, self._document.blocks, index)

    def links(self, index: int) -> list[Link]:
        """Return the links, images and footnote references in block `index`, in document positions.

        This includes those that only extend into the block.
        """
        self.spans(index)  # makes all definitions above known
        blocks, start_of = self._document.blocks, self._document.block_start
        block_start = start_of(index)
        paragraph = self.paragraph(index)
        if paragraph is None:
            found = [
                _moved(link, [block_start + start + at for at in link[1:5]])
                for start, end, _ in self._line_texts(index)
                for link in parse_inline(blocks[index].text[start:end], self._index).links
            ]
        else:
            places = [
                (link, map(paragraph.place, [at + paragraph.prose_start for at in link[1:5]]))
                for link in parse_inline(paragraph.text[paragraph.prose_start :], self._index).links
            ]
            found = [_moved(link, [start_of(block) + offset for block, offset in ends]) for link, ends in places]
        block_end = block_start + len(blocks[index].text)
        return [link for link in found if link.start <= block_end and link.end >= block_start]

    def link_definition(self, label: str) -> DefinedAt | None:
        """Return the definition of a label in the lines read so far."""
        self._define()
        return self._index.links.get(normalise_label(label))

    def link_targets(self) -> dict[str, str]:
        """Return the targets of all labels in the lines read so far."""
        self._define()
        return {label: defined.target for label, defined in self._index.links.items()}

    def footnote_definition(self, label: str) -> DefinedAt | None:
        """Return the definition of a footnote in the lines read so far."""
        self._define()
        return self._index.footnotes.get(normalise_label(label))

    def _line_texts(self, index: int) -> Iterator[tuple[int, int, str]]:
        """Yield the stretches of a block that are parsed on their own, with their kind."""
        state, text = self.lines.of(index), self._document.blocks[index].text
        if state.kind == "heading":
            yield state.content, heading_end(text, state.content), f"heading.{state.level}"
        elif state.kind == "table.row" or is_table_head(self.lines, len(self._document.blocks), index):
            kind = "table.cell" if state.kind == "table.row" else "table.head"
            for span in row_spans(text, state.content, kind):
                if span.kind == kind:
                    yield span.start, span.end, kind

    def _parse(self, index: int) -> None:
        """Find the spans of a block, and of all blocks parsed with it."""
        if self._reader is not None:
            block = self._document.blocks[index]
            self._keep(block.id, list(self._reader.spans(index, self.lines.of(index), block.text)))
            return
        paragraph = self.paragraph(index)
        blocks = self._document.blocks
        if paragraph is not None and index in paragraph.lines:
            self._parse_paragraph(paragraph)
            return
        block = blocks[index]
        state = self.lines.of(index)
        self._index.asking = (block.id,)
        found = list(line_spans(state, block.text))
        if state.kind == "code":
            found += [span.within(0, len(block.text), state.content) for span in self._code.spans(index)]
        for start, end, kind in self._line_texts(index):
            spans = [
                span.within(0, end - start, start) for span in parse_inline(block.text[start:end], self._index).spans
            ]
            if state.kind != "heading":
                spans += [StyleSpan(start, end, kind), *escaped_pipes(block.text, spans)]
            found += spans
        if state.kind == "table.row" or is_table_head(self.lines, len(blocks), index):
            found += [span for span in row_spans(block.text, state.content, "") if span.kind == "table.rule"]
        self._keep(block.id, found)

    def _parse_paragraph(self, paragraph: Paragraph) -> None:
        blocks = self._document.blocks[paragraph.first : paragraph.lines.stop]
        self._index.asking = tuple([block.id for block in blocks])
        found = [list(line_spans(self.lines.of(index), self._document.blocks[index].text)) for index in paragraph.lines]
        spans = [StyleSpan(item.start, item.end, "link.url") for item in paragraph.definitions]
        prose_start, end = paragraph.prose_start, len(paragraph.text)
        if paragraph.level:
            spans.append(StyleSpan(prose_start, end, f"heading.{paragraph.level}"))
        inline = parse_inline(paragraph.text[prose_start:], self._index)
        spans += [span.within(0, end - prose_start, prose_start) for span in inline.spans]
        for span in spans:
            for line, _, _, distance in paragraph.pieces(span.start, span.end):
                line_start, line_end = paragraph.starts[line], paragraph.starts[line + 1] - 1
                found[line].append(span.within(line_start, line_end, distance))
        for block, of_line in zip(blocks, found, strict=True):
            self._keep(block.id, of_line)

    def _keep(self, block_id: int, spans: list[StyleSpan]) -> None:
        self._spans[block_id] = tuple(sorted(spans, key=lambda span: (span.start, -span.end)))

    def _define(self) -> None:
        """Collect the definitions again if any may have changed; unread lines keep their old ones."""
        while self._definitions_changed:
            self._definitions_changed = False
            links: dict[str, DefinedAt] = {}
            for index in tuple(self._definition_marks.indices):
                block_id = self._document.blocks[index].id
                for item in self._definitions_at(index, block_id):
                    links.setdefault(item.label, DefinedAt(item.target, block_id))
            footnotes: dict[str, DefinedAt] = {}
            for index in self._footnote_marks.indices:
                block = self._document.blocks[index]
                for label in _footnote_labels(block.text):
                    footnotes.setdefault(label, DefinedAt("", block.id))
            concerned = self._index.define(links, footnotes)
            if concerned:
                self.redefinitions += 1
                for block_id in concerned:
                    self._spans.pop(block_id, None)
                self._widen_changed(0, len(self._document.blocks))

    def _definitions_at(self, index: int, block_id: int) -> tuple[Definition, ...]:
        known = self._definitions.get(block_id)
        if known is None:
            if index >= self.lines.scanned:
                return ()
            paragraph = self.paragraph(index)
            known = self._definitions[block_id] = () if paragraph is None else paragraph.definitions
        return known

    def _lines_changed(self, first: int, end: int) -> None:
        """Discard everything derived from lines [first, end), which were read again, and from their paragraphs."""
        state_of = self.lines.last_read
        states = [(index, state) for index in range(first, end) if (state := state_of(index)) is not None]
        headings = [index for index, state in states if state.level and not state.containers]
        self.heading_marks.set(first, end, headings)
        definitions = [index for index, state in states if _may_define(state)]
        footnotes = [index for index, state in states if any(marker.kind == "footnote" for marker in state.markers)]
        changed = self._definition_marks.set(first, end, definitions)
        changed |= self._footnote_marks.set(first, end, footnotes)
        self.switches.set(first, end, states)
        low, high = first, end
        if low and ((state := state_of(low - 1)) is None or state.kind not in _BY_ITSELF):
            low -= 1
        while low > max(first - LINE_REACH, 0) and _goes_on(state_of(low)):
            low -= 1
        while high < min(end + LINE_REACH, len(self._document.blocks)) and _goes_on(state_of(high)):
            high += 1
        for block in self._document.blocks[low:high]:
            self._spans.pop(block.id, None)
            changed |= self._definitions.pop(block.id, None) is not None
        self._definitions_changed |= changed
        self._widen_changed(low, high)
        self._code.lines_changed(first, end)

    def _code_changed(self, first: int, end: int) -> None:
        for block in self._document.blocks[first:end]:
            self._spans.pop(block.id, None)
        self._widen_changed(first, end)

    def _widen_changed(self, first: int, end: int) -> None:
        self.version += 1
        for listener in self._listeners:
            listener(first, end)
        end = min(end, self._asked)
        if first < end:
            self._changed = (
                (first, end) if self._changed is None else (min(first, self._changed[0]), max(end, self._changed[1]))
            )

    def _follow(self, event: DocumentChange) -> None:
        for change in event.block_changes:
            self.heading_marks.follow(change)
            self.switches.follow(change)
            self._definition_marks.follow(change)
            self._definitions_changed |= self._footnote_marks.follow(change)
            self._code.follow(change)
            if self._reader is not None:
                self._reader.follow(change)
            for block_id in change.removed_ids:
                self._spans.pop(block_id, None)
                self._definitions_changed |= self._definitions.pop(block_id, None) is not None
            if change.first < self._asked:
                self._asked = max(self._asked + change.inserted - change.removed, change.first + change.inserted)
            if self._changed is not None:
                self._changed = _moved_range(self._changed, change)


def _goes_on(state: LineState | None) -> bool:
    """Return True if a line's meaning depends on the line above."""
    return state is not None and state.continues and state.kind not in _BY_ITSELF


def _may_define(state: LineState) -> bool:
    leaf = state.after.leaf
    return state.kind == "paragraph" and not state.continues and leaf is not None and leaf.opening != ""


def _footnote_labels(text: str) -> Iterator[str]:
    for match in FOOTNOTE_DEFINITION.finditer(text):
        yield normalise_label(match[1])


def _moved(link: Link, positions: Iterable[int]) -> Link:
    start, end, text_start, text_end = positions
    return Link(link.kind, start, end, text_start, text_end, link.target)


def _moved_range(changed: tuple[int, int], change: BlockChange) -> tuple[int, int]:
    """Return a range of blocks after a change, extended to include it."""
    moved = change.inserted - change.removed
    first, end = changed
    return min(first, change.first), max(end + moved, change.first + change.inserted)
