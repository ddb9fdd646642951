"""A draft as pandoc's own document tree, built from the Markdown that the editor reads.

Pandoc has a reader for Markdown, but it isn't the editor's: it takes the last of two footnotes with one label, changes
quotes and spaces, and drops HTML with the text in it. With the tree, readers get what the writer sees.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup
from markdown_it.common.html_blocks import block_names
from markdown_it.tree import SyntaxTreeNode

from editor.document.markdown.render import CHECK_BOX, make_parser
from editor.document.markdown.slugs import slugs

Element = dict[str, Any]
"""A block or an inline of pandoc: its type `t` and usually its contents `c`."""

_NO_NAME: list[Any] = ["", [], []]
_NESTING = 100  # levels of quotes and lists; anything deeper is lost
_PARTS = re.compile("[ \t]|[^ \t]+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)[\s/>]", re.IGNORECASE)
_TAGS = {
    "b": "Strong",
    "strong": "Strong",
    "i": "Emph",
    "em": "Emph",
    "u": "Underline",
    "ins": "Underline",
    "s": "Strikeout",
    "del": "Strikeout",
    "sub": "Subscript",
    "sup": "Superscript",
}
_SILENT = re.compile(  # of these, only the text is left
    "a|abbr|acronym|address|audio|bdi|bdo|big|br|button|canvas|center|cite|code|data|dfn|font|img|input|kbd|label|mark|"
    "meter|nobr|object|output|picture|pre|progress|q|ruby|rp|rt|samp|script|select|slot|small|span|strike|style|svg|"
    "textarea|time|tt|var|video|wbr"
)
_SPANS = {"em": "Emph", "strong": "Strong", "s": "Strikeout"}
_PICTURES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff"))
_WIDE = 72  # code points of a table's row above which its cells are wrapped, in the formats that need to be told


def blocks_of(text: str, picture: Callable[[str], str | None]) -> list[Element]:
    """Return a draft's Markdown as blocks of pandoc; front matter isn't among them.

    Args:
        picture: returns where to read a picture from, "" to leave it out, None to show only its link.
    """
    parser = make_parser()
    parser.options["maxNesting"] = _NESTING
    return _Tree(SyntaxTreeNode(parser.parse(text)), picture).blocks


def local_picture(target: str, folder: Path, seen_from: Path | None = None) -> str | None:
    """Return the address of a picture on this machine, None for any other target: nothing is fetched.

    Args:
        folder: the draft's.
        seen_from: the folder from which the address leads there; None: the address is absolute.
    """
    if target.startswith("data:image/"):
        return target
    name = unquote(target)
    if re.match(r"[a-z][a-z0-9+.-]*:", name, re.IGNORECASE) or name.startswith("//") or "\0" in name:
        return None
    path = Path(os.path.abspath(folder / name))
    if path.suffix.lower() not in _PICTURES or not path.is_file():
        return None
    return quote(str(path) if seen_from is None else os.path.relpath(path, seen_from))


def anchor_of(heading: Element) -> Element:
    """Return an empty block to which the links to a heading lead."""
    return _element("Div", [heading["c"][1], []])


def plain(inlines: Iterable[Element]) -> str:
    """Return the text of inlines, without notes."""
    return "".join(map(_plain, inlines))


def _plain(inline: Element) -> str:
    match inline["t"]:
        case "Str":
            return str(inline["c"])
        case "Space" | "SoftBreak" | "LineBreak":
            return " "
        case "Code" | "Math":
            return str(inline["c"][1])
        case "Link":
            return plain(inline["c"][1])
        case "Image" | "Note":
            return ""
        case _:
            return plain(inline["c"])


class _Tree:
    """Turns a parsed draft into pandoc's blocks."""

    def __init__(self, root: SyntaxTreeNode, picture: Callable[[str], str | None]) -> None:
        self._picture = picture
        self._notes: dict[int, SyntaxTreeNode] = {}
        self._numbers: dict[int, int] = {}  # of the notes printed so far
        self._owed: list[SyntaxTreeNode] | None = None  # within a note: other notes it refers to
        headings: list[SyntaxTreeNode] = []
        for node in root.walk():
            if node.type == "heading":
                headings.append(node)
            elif node.type == "footnote":
                self._notes[node.meta["id"]] = node
        names = slugs(_visible(heading) for heading in headings)
        self._names = {id(heading): name for heading, name in zip(headings, names, strict=True)}
        self.blocks = self._blocks(root.children)

    # -- blocks --------------------------------------------------------------------------------------------------------

    def _blocks(self, nodes: Iterable[SyntaxTreeNode]) -> list[Element]:
        return [block for node in nodes for block in self._block(node)]

    def _block(self, node: SyntaxTreeNode) -> list[Element]:
        match node.type:
            case "paragraph":
                return [_element("Plain" if node.hidden else "Para", self._inlines(node))]
            case "heading":
                name = self._names.get(id(node), "")
                return [_element("Header", [int(node.tag[1:]), [name, [], []], self._inlines(node)])]
            case "bullet_list":
                return [_element("BulletList", self._items(node))]
            case "ordered_list":
                after = _element("OneParen" if node.markup == ")" else "Period")
                style = [int(node.attrs.get("start", 1)), _element("Decimal"), after]
                return [_element("OrderedList", [style, self._items(node)])]
            case "blockquote":
                return [_element("BlockQuote", self._blocks(node.children))]
            case "fence":
                language = node.info.split(maxsplit=1)[:1]
                return [_element("CodeBlock", [["", language, []], node.content.removesuffix("\n")])]
            case "code_block":
                return [_element("CodeBlock", [_NO_NAME, node.content.removesuffix("\n")])]
            case "hr":
                return [_element("HorizontalRule")]
            case "math_block":
                return [_element("Para", [_element("Math", [_element("DisplayMath"), node.content.strip()])])]
            case "html_block":
                return _html_block(node.content)
            case "table":
                return [self._table(node)]
            case "footnote_block" | "footnote_anchor":
                return []  # notes are where they are referred to
            case _:
                return self._blocks(node.children)

    def _items(self, node: SyntaxTreeNode) -> list[list[Element]]:
        return [self._blocks(item.children) for item in node.children]

    def _table(self, node: SyntaxTreeNode) -> Element:
        parts = {part.type: part for part in node.children}
        head = [self._row(row) for row in parts["thead"].children]
        body = [self._row(row) for row in parts["tbody"].children] if "tbody" in parts else []
        aligned = [_alignment(cell) for cell in parts["thead"].children[0].children]
        widths = _column_widths(node, len(aligned))
        columns = [[alignment, width] for alignment, width in zip(aligned, widths, strict=True)]
        content = [
            _NO_NAME,
            [None, []],
            columns,
            [_NO_NAME, head],
            [[_NO_NAME, 0, [], body]],
            [_NO_NAME, []],
        ]
        return _element("Table", content)

    def _row(self, node: SyntaxTreeNode) -> list[Any]:
        default = _element("AlignDefault")
        return [
            _NO_NAME,
            [[_NO_NAME, default, 1, 1, [_element("Plain", self._inlines(cell))]] for cell in node.children],
        ]

    # -- inlines -------------------------------------------------------------------------------------------------------

    def _inlines(self, node: SyntaxTreeNode) -> list[Element]:
        """Return the inlines in a node; an HTML tag for a style applies up to its closing tag."""
        found: list[Element] = []
        opened: list[tuple[str, int]] = []  # a tag's name, and where in `found` its text begins
        for child in node.children:
            if child.type != "html_inline":
                found += self._inlines(child) if child.type == "inline" else self._inline(child)
                continue
            if CHECK_BOX in child.content:
                found.append(_element("Str", "☒" if "checked=" in child.content else "☐"))
                continue
            tag = _TAG.match(child.content)
            name = tag[2].lower() if tag else ""
            if name == "br":
                found.append(_element("LineBreak"))
            elif tag and not tag[1] and name in _TAGS:
                opened.append((name, len(found)))
            elif tag and not _is_html(name):
                found += _words(child.content)
            elif name in (one for one, _ in opened):
                while opened[-1][0] != name:
                    opened.pop()
                _, start = opened.pop()
                found[start:] = [_element(_TAGS[name], found[start:])]
        return found

    def _inline(self, node: SyntaxTreeNode) -> list[Element]:
        match node.type:
            case "text":
                return _words(node.content)
            case "softbreak":
                return [_element("SoftBreak")]
            case "hardbreak":
                return [_element("LineBreak")]
            case "code_inline":
                return [_element("Code", [_NO_NAME, node.content])]
            case "math_inline":
                return [_element("Math", [_element("InlineMath"), node.content.strip()])]
            case "math_inline_double":
                return [_element("Math", [_element("DisplayMath"), node.content.strip()])]
            case "em" | "strong" | "s":
                return [_element(_SPANS[node.type], self._inlines(node))]
            case "link":
                return self._link(node)
            case "image":
                return [self._image(node)]
            case "footnote_ref":
                return self._note(node.meta["id"])
            case _:
                return self._inlines(node) if node.children else _words(node.content)

    def _link(self, node: SyntaxTreeNode) -> list[Element]:
        text, target, title = self._inlines(node), str(node.attrs.get("href", "")), str(node.attrs.get("title", ""))
        if target.startswith("#"):
            name = unquote(target[1:])
            found = next((one for one in (name, name.lower()) if one in self._names.values()), "")
            if not found:
                return text  # a typesetter would stop at a link to nowhere
            target = f"#{found}"
        return [_element("Link", [_NO_NAME, text, [target, title]])]

    def _image(self, node: SyntaxTreeNode) -> Element:
        target, title = str(node.attrs.get("src", "")), str(node.attrs.get("title", ""))
        text, source = self._inlines(node), self._picture(target)
        if source is None:
            return _element("Link", [_NO_NAME, text or _words(target), [target, title]])
        return _element("Image", [_NO_NAME, text, [source, title]])

    def _note(self, number: int) -> list[Element]:
        """Return a note at its first reference, and its number at later ones.

        Pandoc would print a note again for every reference, and notes within notes not at all.
        """
        if number in self._numbers:
            return [_element("Superscript", [_element("Str", str(self._numbers[number]))])]
        note = self._notes.get(number)
        if note is None:
            return []
        if self._owed is not None:
            if note not in self._owed:
                self._owed.append(note)
            return []
        self._numbers[number] = len(self._numbers) + 1
        self._owed = owed = [note]
        blocks = [block for one in owed for block in self._blocks(one.children)]  # it grows meanwhile
        self._owed = None
        return [_element("Note", blocks)]


def _element(kind: str, content: Any = None) -> Element:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def _words(text: str) -> list[Element]:
    """Return text as words and spaces, unchanged: no-break spaces and the like belong to words."""
    return [_element("Space") if part in " \t" else _element("Str", part) for part in _PARTS.findall(text)]


def _visible(heading: SyntaxTreeNode) -> str:
    """Return the text of a heading from which its id is made, as in the built-in page."""
    children = heading.children[0].children if heading.children else []
    return "".join(
        token.content for child in children for token in child.walk() if token.type in ("text", "code_inline")
    )


def _is_html(name: str) -> bool:
    """Return True for the names of HTML's tags; anything else in angle brackets is the writer's text."""
    return name in _TAGS or name in block_names or _SILENT.fullmatch(name) is not None


def _html_block(content: str) -> list[Element]:
    """Return the text in a block of HTML; comments have none."""
    tag = _TAG.match(content.lstrip())
    is_html = tag is None or _is_html(tag[2].lower())
    lines = (BeautifulSoup(content, "html.parser").get_text() if is_html else content).strip().split("\n")
    inlines: list[Element] = []
    for line in lines:
        inlines += [_element("SoftBreak"), *_words(line.strip())] if inlines else _words(line.strip())
    return [_element("Para", inlines)] if inlines else []


def _alignment(cell: SyntaxTreeNode) -> Element:
    found = re.search(r"text-align:(left|center|right)", str(cell.attrs.get("style", "")))
    return _element(f"Align{found[1].title() if found else 'Default'}")


def _column_widths(table: SyntaxTreeNode, count: int) -> Sequence[Mapping[str, Any]]:
    """Return the widths of columns, as shares of the text's where a row is too long for a line."""
    longest = [1] * count
    for row in (row for part in table.children for row in part.children):
        for index, cell in enumerate(row.children[:count]):
            longest[index] = max(longest[index], len(cell.children[0].content) if cell.children else 0)
    total = sum(longest)
    if total <= _WIDE:
        return [_element("ColWidthDefault")] * count
    least = max(longest) / 8  # or a short word would be broken
    shares = [max(one, least) for one in longest]
    return [_element("ColWidth", share / sum(shares)) for share in shares]
