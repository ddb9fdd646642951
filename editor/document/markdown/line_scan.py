"""Parsing one line of Markdown: its containers and its kind (CommonMark 0.31, appendix).

This needs only the line and the constructs open above it. In addition to CommonMark: tables and task boxes as in GitHub
Flavored Markdown, footnotes, display maths, the inside of front matter, and iA Writer's annotations, which are read as
front matter.
"""

from __future__ import annotations

import re

from markdown_it.rules_block.html_block import HTML_SEQUENCES

from editor.document.annotation_block import HASH_ANNOTATION
from editor.document.markdown.definitions import read_definitions
from editor.document.markdown.line_state import Container, Leaf, LineKind, LineState, Marker, Open

NOTHING = Open()
"""The state above the first line."""

_DASHES = Leaf("dashes")
_PARAGRAPH = Open((), Leaf("paragraph"))
_BLANK = LineState("blank", after=NOTHING)
_PLAIN = LineState("paragraph", after=_PARAGRAPH)
_PLAIN_CONTINUED = LineState("paragraph", continues=True, after=_PARAGRAPH)

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$", re.DOTALL)
_RULE = re.compile(r"([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_UNDERLINE = re.compile(r"(=+|-+)[ \t]*$")
_ITEM = re.compile(r"(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)")
FOOTNOTE_DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
_TASK = re.compile(r"\[([ xX])\](?=[ \t])")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_PIPE = re.compile(r"(?<!\\)\|")  # a backslash always escapes it, whatever comes before, as on GitHub
_MATH_LINE = re.compile(r"\$\$(?!\$).*[^\\]\$\$[ \t]*$|\$\$[ \t]*$", re.DOTALL)
_MATH_END = re.compile(r".*\$\$[ \t]*$", re.DOTALL)

UP_TO_BLANK = 5
"""Kinds of HTML from here on end before a blank line (see `Leaf.html`)."""

ROW_REACH = 8_000
"""Maximum code points of a line that may be the header of a table."""

_NESTING = 100  # maximum containers of a line
_COMMENT = 1  # index in HTML_SEQUENCES
_OPENING_LIMIT = 2_000  # code points of a paragraph within which definitions and underlined headings are distinguished


def scan_line(above: Open, text: str) -> LineState:
    """Return the state of a line below `above`."""
    if not above.containers and (above.leaf is None or above.leaf is _PARAGRAPH.leaf):
        if not text.strip(" \t"):
            return _BLANK
        if text[0].isalpha() and "|" not in text:  # most lines
            return _PLAIN if above.leaf is None else _PLAIN_CONTINUED
    return _LineReader(above, text).read()


def table_cells(text: str) -> list[tuple[int, int]]:
    """Return the cells of a table's row as offsets, including spaces; the outer pipes are optional."""
    stripped = text.strip(" \t")
    start = len(text) - len(text.lstrip(" \t"))
    end = start + len(stripped)
    bounds = [match.start() for match in _PIPE.finditer(text, start, end)]
    if bounds[:1] == [start]:
        start = bounds.pop(0) + 1
    if bounds[-1:] == [end - 1]:
        end = bounds.pop()
    starts = [start, *[bound + 1 for bound in bounds]]
    return list(zip(starts, [*bounds, end], strict=True)) if starts[0] <= end else []


class _LineReader:
    """A position in a line, in offsets and columns (a tab may be half consumed), and the markup found before it."""

    def __init__(self, above: Open, text: str) -> None:
        self._above = above
        self._text = text
        self._offset = self._column = 0
        self._containers: list[Container] = []
        self._markers: list[Marker] = []
        self._look()

    def _look(self) -> None:
        """Find the next character that isn't a space: its offset, its column, and the indentation before it."""
        offset, column = self._offset, self._column
        for character in self._text[offset:]:
            if character == " ":
                column += 1
            elif character == "\t":
                column += 4 - column % 4
            else:
                break
            offset += 1
        self._next, self._next_column = offset, column
        self._indent = column - self._column
        self._is_blank = offset == len(self._text)

    def _advance(self, columns: int) -> None:
        """Consume white space."""
        while columns > 0 and self._offset < self._next:
            width = 4 - self._column % 4 if self._text[self._offset] == "\t" else 1
            self._column += min(width, columns)
            if width <= columns:
                self._offset += 1
            columns -= width
        self._indent = self._next_column - self._column  # the rest is as it was: a deep item has many levels

    def _consume(self, characters: int) -> None:
        """Skip white space, then `characters`, and find the next character that isn't a space."""
        self._offset = self._next + characters
        self._column = self._next_column + characters
        self._look()

    def read(self) -> LineState:
        above = self._above
        matched = 0
        while matched < len(above.containers) and self._goes_on_in(above.containers[matched]):
            matched += 1
        all_matched = matched == len(above.containers)
        leaf = above.leaf
        if all_matched and leaf is not None and leaf.kind not in ("paragraph", "table"):
            state = self._go_on_with(leaf)
            if state is not None:
                return state
            leaf = None
        paragraph = leaf if leaf is not None and leaf.kind == "paragraph" else None
        state = self._open_blocks(paragraph, leaf, all_matched)
        if state is not None:
            return state
        if self._is_blank:
            return self._line("blank", self._next, None)
        opened = len(self._containers) > matched
        if paragraph is not None and not opened:  # lazily, if some containers are missing
            self._containers += above.containers[matched:]
            return self._text_line(paragraph)
        if leaf is not None and leaf.kind == "table" and all_matched and not opened:
            return self._line("table.row", self._next, leaf, continues=True)
        return self._text_line(None)

    def _goes_on_in(self, container: Container) -> bool:
        """Consume the markup of a container that is open above; return False if the line isn't in it."""
        if container.kind == "quote":
            if self._indent > 3 or self._is_blank or self._text[self._next] != ">":
                return False
            self._open_quote()
            return True
        if self._is_blank:
            if container.is_empty:
                return False
        elif self._indent >= container.width:
            self._advance(container.width)
        else:
            return False
        self._containers.append(container if self._is_blank else container._replace(is_empty=False))
        return True

    def _open_quote(self) -> None:
        self._markers.append(Marker("quote", self._next, self._next + 1))
        self._containers.append(Container("quote"))
        self._consume(1)
        if self._indent:
            self._advance(1)

    def _go_on_with(self, leaf: Leaf) -> LineState | None:
        """Read the line as a continuation of the open code, HTML, maths or front matter; None if that has ended."""
        rest = self._text[self._next :]
        if leaf.kind == "fence":
            closing = rest.rstrip(" \t")
            if self._indent <= 3 and len(closing) >= len(leaf.fence) and closing == leaf.fence[0] * len(closing):
                return self._line("fence", self._next, None, continues=True)
            self._advance(min(self._indent, leaf.indent))
            return self._line("code", self._offset, leaf, continues=True)
        if leaf.kind == "dashes":
            block = Leaf("front_matter", "---")
            return self._line("front_matter", 0, block) if HASH_ANNOTATION.fullmatch(self._text) else None
        if leaf.kind == "front_matter":
            ends = rest.rstrip(" \t") in (leaf.fence, "..." if leaf.fence == "---" else leaf.fence)
            return self._line("front_matter", 0, None if ends else leaf, continues=True)
        if leaf.kind == "math":
            if self._is_blank:  # TeX allows none in display maths, so unclosed maths ends here
                return None
            return self._line("math", self._next, None if _MATH_END.match(rest) else leaf, continues=True)
        if leaf.html >= UP_TO_BLANK:
            ends = self._is_blank
            return None if ends else self._line(self._html_kind(leaf), self._offset, leaf, continues=True)
        ends = HTML_SEQUENCES[leaf.html][1].search(rest) is not None
        return self._line(self._html_kind(leaf), self._offset, None if ends else leaf, continues=True)

    def _open_blocks(self, paragraph: Leaf | None, leaf: Leaf | None, all_matched: bool) -> LineState | None:
        """Open the containers that begin in this line; return the line if a block other than text follows."""
        may_be_lazy = paragraph is not None
        interrupted = paragraph if all_matched else None
        while not self._is_blank and len(self._containers) < _NESTING:
            if self._indent >= 4:
                if may_be_lazy:
                    return None
                self._advance(4)
                return self._line("indented", self._offset, None)
            if self._text[self._next] == ">":
                self._open_quote()
            else:
                state = self._leaf_line(interrupted, may_be_lazy=may_be_lazy, all_matched=all_matched)
                if state is not None:
                    return state
                if not self._open_footnote() and not self._open_item(interrupted):
                    return self._table_rule(interrupted)
            interrupted, may_be_lazy = None, False
        return None

    def _leaf_line(self, paragraph: Leaf | None, *, may_be_lazy: bool, all_matched: bool) -> LineState | None:
        """Read the line as a new heading, fence, maths, HTML or rule; None if it is none of these."""
        start = self._next
        rest = self._text[start:]
        if heading := _HEADING.match(rest):
            level = len(heading[1])
            self._markers.append(Marker("heading", start, start + level))
            return self._line("heading", start + heading.end(), None, level=level)
        if fence := _FENCE.match(rest):
            info = (fence[2] or fence[4] or "").strip()
            leaf = Leaf("fence", fence[1] or fence[3], info, self._indent)
            return self._line("fence", start, leaf, info=info)
        if _MATH_LINE.match(rest):
            return self._line("math", start, Leaf("math") if rest.rstrip(" \t") == "$$" else None)
        if rest[0] == "<":
            for kind, (begin, end, may_interrupt) in enumerate(HTML_SEQUENCES):
                if begin.search(rest) and (may_interrupt or not may_be_lazy):
                    html = Leaf("comment" if kind == _COMMENT else "html", html=kind)
                    is_open = kind >= UP_TO_BLANK or end.search(rest) is None
                    return self._line(self._html_kind(html), self._offset, html if is_open else None)
        if paragraph is not None and (line := _UNDERLINE.match(rest)) and not _is_only_definitions(paragraph.opening):
            level = 1 if line[1][0] == "=" else 2
            return self._line("underline", start, self._dashes(), continues=True, level=level)
        if _RULE.match(rest) and (all_matched or paragraph is None):
            return self._line("rule", start, self._dashes())
        return None

    def _dashes(self) -> Leaf | None:
        """Return the state for the line below: annotations may begin there (see `annotation_block`)."""
        return _DASHES if self._text.rstrip(" \t") == "---" else None

    def _open_footnote(self) -> bool:
        if not (footnote := FOOTNOTE_DEFINITION.match(self._text, self._next)):
            return False
        self._markers.append(Marker("footnote", self._next, footnote.end()))
        self._consume(footnote.end() - self._next)
        self._containers.append(Container("footnote", 4, self._is_blank))
        self._advance(self._indent)
        return True

    def _open_item(self, paragraph: Leaf | None) -> bool:
        item = _ITEM.match(self._text, self._next)
        if item is None:
            return False
        if paragraph is not None and (not self._text[item.end() :].strip(" \t") or (item[1] and int(item[1]) != 1)):
            return False
        indent, length = self._indent, item.end() - self._next
        self._markers.append(Marker("number" if item[1] else "bullet", self._next, item.end()))
        self._consume(length)
        spaces = self._indent if 1 <= self._indent <= 4 and not self._is_blank else 1
        self._advance(spaces)
        self._containers.append(Container("item", indent + length + spaces, self._is_blank))
        return True

    def _table_rule(self, paragraph: Leaf | None) -> LineState | None:
        if paragraph is None or not paragraph.columns:
            return None
        rest = self._text[self._next :]
        if not _TABLE_RULE.match(rest) or len(table_cells(rest)) != paragraph.columns:
            return None
        return self._line("table.rule", self._next, Leaf("table", columns=paragraph.columns), continues=True)

    def _text_line(self, paragraph: Leaf | None) -> LineState:
        """Read the line as text that continues the paragraph above or begins one."""
        start = self._next
        task = None
        if paragraph is None and self._markers and self._markers[-1].kind in ("bullet", "number"):
            box = _TASK.match(self._text, start)
            if box is not None:
                task = box[1] != " "
                self._markers.append(Marker("task", start, box.end()))
                self._consume(3)
                start = self._next
        rest = self._text[start:]
        opening = ""
        if paragraph is None:
            opening = rest if rest.startswith("[") else ""
        elif paragraph.opening and len(paragraph.opening) < _OPENING_LIMIT:
            opening = f"{paragraph.opening}\n{rest}"
        columns = len(table_cells(rest)) if "|" in rest and len(rest) <= ROW_REACH else 0
        leaf = Leaf("paragraph", columns=columns, opening=opening) if columns or opening else _PARAGRAPH.leaf
        return self._line("paragraph", start, leaf, continues=paragraph is not None, task=task)

    @staticmethod
    def _html_kind(leaf: Leaf) -> LineKind:
        return "comment" if leaf.kind == "comment" else "html"

    def _line(
        self,
        kind: LineKind,
        content: int,
        leaf: Leaf | None,
        *,
        continues: bool = False,
        level: int = 0,
        task: bool | None = None,
        info: str = "",
    ) -> LineState:
        containers = tuple(self._containers)
        after = Open(containers, leaf)
        return LineState(kind, containers, tuple(self._markers), content, continues, level, task, info, after)


def _is_only_definitions(text: str) -> bool:
    definitions = read_definitions(text)
    return bool(definitions) and definitions[-1].end == len(text)
