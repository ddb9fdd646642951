"""The kind of one line of Markdown, and the constructs it leaves open for the line below."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

LineKind = Literal[
    "blank",
    "paragraph",  # also a table's header and the text of a setext heading, which only the next line reveals
    "heading",  # the kind that begins with #
    "underline",  # of a setext heading
    "rule",
    "fence",  # the line that opens or closes fenced code
    "code",  # a line of fenced code
    "indented",  # a line of indented code
    "html",
    "comment",  # an HTML block that is a comment
    "math",
    "front_matter",
    "table.rule",  # the delimiter row below a table's header
    "table.row",
]

LeafKind = Literal["paragraph", "table", "fence", "html", "comment", "math", "front_matter", "dashes"]


class Container(NamedTuple):
    """A quote, list item or footnote that contains a line.

    `width` is the number of columns by which the lines below must be indented to be in it; 0 for a quote. `is_empty`
    marks an item or footnote that began with a blank line and has no content yet.
    """

    kind: Literal["quote", "item", "footnote"]
    width: int = 0
    is_empty: bool = False


class Leaf(NamedTuple):
    """A construct that the next line may continue.

    Attributes:
        fence: the backticks or tildes that opened fenced code, or the delimiter of front matter.
        info: the info string after the fence, as written: `python`.
        indent: indentation of the opening fence in columns.
        columns: number of cells of the table, or of a line that may be a table's header.
        html: which of the seven kinds of HTML blocks, from 0.
        opening: the text of a paragraph that so far may consist only of link reference definitions.
    """

    kind: LeafKind
    fence: str = ""
    info: str = ""
    indent: int = 0
    columns: int = 0
    html: int = 0
    opening: str = ""


class Open(NamedTuple):
    """The constructs open between two lines: everything that parsing the line below depends on."""

    containers: tuple[Container, ...] = ()
    leaf: Leaf | None = None


class Marker(NamedTuple):
    """A structural mark before a line's content: [start, end) in the line, without spaces around it."""

    kind: Literal["quote", "bullet", "number", "footnote", "task", "heading"]
    start: int
    end: int


class LineState(msgspec.Struct, frozen=True):
    """One line. All offsets are code points in the line.

    Attributes:
        kind: its kind.
        containers: the quotes, items and footnotes around it, outermost first.
        markers: the marks before its content, in order.
        content: start of the content, after indentation and markers; for code, before the indentation that is code.
        continues: whether it continues the paragraph, code, table... of the line above.
        level: of a heading (or its underline), 1 to 6, otherwise 0.
        task: whether its item's task is done; None without a task box.
        info: the info string of an opening fence.
        after: the blocks open below it.
    """

    kind: LineKind
    containers: tuple[Container, ...] = ()
    markers: tuple[Marker, ...] = ()
    content: int = 0
    continues: bool = False
    level: int = 0
    task: bool | None = None
    info: str = ""
    after: Open = Open()

    @property
    def quote_depth(self) -> int:
        """The number of quotes around it."""
        return sum(container.kind == "quote" for container in self.containers)

    @property
    def list_depth(self) -> int:
        """The number of list items around it."""
        return sum(container.kind == "item" for container in self.containers)
