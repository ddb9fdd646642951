"""The meaning of a text, character by character: according to HTML, and to our spans."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from typing import NamedTuple

from editor.document.document import Document
from editor.document.markdown.markdown import Markdown

TAGS = {
    "emphasis": ["em"],
    "strong": ["strong"],
    "strong.emphasis": ["strong", "em"],
    "code": ["code"],
    "code.block": ["pre"],
    "link.text": ["a"],
    "link.url": ["a"],  # if it doesn't recede
    "image": ["img"],
    "strikethrough": ["s"],
    "table.head": ["th"],
    "table.cell": ["td"],
    **{f"heading.{level}": [f"h{level}"] for level in range(1, 7)},
}
_UNSEEN = {"list.marker", "rule", "table.rule"}
_KEPT = {tag for tags in TAGS.values() for tag in tags}


class Reading(NamedTuple):
    """A visible character and the tags around it, with the number of quotes and list items."""

    character: str
    tags: frozenset[str]
    quotes: int
    items: int


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.readings: list[Reading] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._open.append("img")
            self.handle_data(dict(attrs).get("alt") or "")
            self._open.pop()
        elif tag not in ("br", "hr"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        tags = frozenset(self._open) & _KEPT
        if "pre" in tags:
            tags -= {"code"}
        quotes, items = self._open.count("blockquote"), self._open.count("li")
        self.readings += [Reading(character, tags, quotes, items) for character in data if not character.isspace()]


def read_html(text: str) -> list[Reading]:
    """Return the visible characters of a page without white space."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.readings


def html_of(text: str) -> str:
    """Build a page for `read_html` from our spans of a Markdown text: tags around every single character."""
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle()
    return "".join([_line_html(document, markdown, index) for index in range(len(document.blocks))])


def _line_html(document: Document, markdown: Markdown, index: int) -> str:
    text = document.blocks[index].text
    state = markdown.lines.of(index)
    spans = markdown.spans(index)
    around = ["blockquote"] * state.quote_depth + ["li"] * state.list_depth
    if state.kind in ("html", "comment"):
        return _tagged(around, text[state.content :]) + "\n"
    hidden = _hidden(markdown, index)
    whole = {span.start: span for span in spans if span.kind in ("html", "comment", "entity")}
    parts = []
    offset = state.content
    while offset < len(text):
        span = whole.get(offset)
        end = offset + 1 if span is None else span.end
        if span is not None and span.kind != "entity":
            parts.append(text[offset:end])
        elif offset not in hidden:
            kinds = sorted({other.kind for other in spans if other.start <= offset < other.end})
            tags = [tag for kind in kinds for tag in TAGS.get(kind, ())]
            shown = html.escape(text[offset:end] if span is None else html.unescape(text[offset:end]))
            if "img" in tags:
                tags.remove("img")
                shown = f'<img alt="{shown}">'
            parts.append(_tagged([*around, *tags], shown))
        offset = end
    return "".join(parts) + "\n"


def _hidden(markdown: Markdown, index: int) -> set[int]:
    """Return the offsets in a block that a page doesn't show: receding marks, bullets, link definitions."""
    unseen = [span for span in markdown.spans(index) if span.recedes or span.kind in _UNSEEN]
    hidden = {offset for span in unseen for offset in range(span.start, span.end)}
    paragraph = markdown.paragraph(index)
    for definition in () if paragraph is None else paragraph.definitions:
        assert paragraph is not None
        for line, start, end, distance in paragraph.pieces(definition.start, definition.end):
            if paragraph.first + line == index:
                hidden |= set(range(start + distance, end + distance))
    return hidden


def _tagged(tags: list[str], content: str) -> str:
    return "".join(f"<{tag}>" for tag in tags) + content + "".join(f"</{tag}>" for tag in reversed(tags))
