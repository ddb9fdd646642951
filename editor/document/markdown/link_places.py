"""Links in a document: the one at the caret, and the positions that internal ones lead to."""

from __future__ import annotations

import re
from bisect import bisect_left

from editor.document.document import Document
from editor.document.markdown.definitions import normalise_label
from editor.document.markdown.inline import Link
from editor.document.markdown.line_state import Marker
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Heading
from editor.document.markdown.slugs import slugs

_LINK_KINDS = frozenset({"link.text", "link.url", "image", "footnote", "markup"})
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


def link_at(document: Document, markdown: Markdown, position: int, *, past_end: bool = True) -> Link | None:
    """Return the link, image or footnote reference at `position`; a link takes precedence over an image in it.

    Link definitions count too. `past_end`: a caret right after it counts as being on it.
    """
    index = document.block_index(position)
    offset = position - document.block_start(index)
    if not any(span.kind in _LINK_KINDS and span.start <= offset <= span.end for span in markdown.spans(index)):
        return None
    found = [*markdown.links(index), *_definitions(document, markdown, index)]
    around = [link for link in found if link.start <= position < link.end]
    if not around and past_end:
        around = [link for link in found if link.end == position]
    return max(around, key=lambda link: (link.kind != "image", link.start), default=None)


def _definitions(document: Document, markdown: Markdown, index: int) -> list[Link]:
    """Return the link definitions in a block's paragraph, as links."""
    paragraph = markdown.paragraph(index)
    if paragraph is None:
        return []
    links = []
    for item in paragraph.definitions:
        places = [paragraph.place(at) for at in (item.start, item.target_start, item.target_end)]
        start, text_start, end = [document.block_start(block) + offset for block, offset in places]
        links.append(Link("link", start, end, text_start, end, item.target))
    return links


def note_start(document: Document, markdown: Markdown, label: str) -> int | None:
    """Return the start of a footnote's text. The Markdown must have been read completely."""
    defined = markdown.footnote_definition(label)
    if defined is None:
        return None
    index = next(index for index, block in enumerate(document.blocks) if block.id == defined.block_id)
    marker = _footnote_marker(markdown, index)
    text = document.blocks[index].text
    end = 0 if marker is None else marker.end
    return document.block_start(index) + end + len(text[end:]) - len(text[end:].lstrip(" \t"))


def note_label(document: Document, markdown: Markdown, position: int) -> str | None:
    """Return the label of the footnote whose text contains `position`."""
    index = document.block_index(position)
    while any(container.kind == "footnote" for container in markdown.lines.of(index).containers):
        marker = _footnote_marker(markdown, index)
        if marker is not None:
            return normalise_label(document.blocks[index].text[marker.start + 2 : marker.end - 2])
        index -= 1
    return None


def first_reference(document: Document, markdown: Markdown, label: str) -> int | None:
    """Return the start of the first reference to a footnote. The Markdown must have been read completely."""
    for found in _REFERENCE.finditer(document.text):
        if normalise_label(found[1]) == label:
            links = markdown.links(document.block_index(found.start()))
            if any(link.kind == "footnote" and link.start == found.start() for link in links):
                return found.start()
    return None


def heading_named(headings: list[Heading], fragment: str) -> Heading | None:
    """Return the heading that `#fragment` refers to: an exact match, else one that differs only in case."""
    names = slugs(heading.text for heading in headings)
    for wanted, known in ((fragment, names), (fragment.casefold(), [name.casefold() for name in names])):
        if wanted in known:
            return headings[known.index(wanted)]
    return None


def heading_beside(headings: list[Heading], index: int, step: int) -> Heading | None:
    """Return the first heading below block `index` (step 1), or the last one above it (-1)."""
    blocks = [heading.block for heading in headings]
    place = bisect_left(blocks, index + 1) if step > 0 else bisect_left(blocks, index) - 1
    return headings[place] if 0 <= place < len(headings) else None


def _footnote_marker(markdown: Markdown, index: int) -> Marker | None:
    return next((marker for marker in markdown.lines.of(index).markers if marker.kind == "footnote"), None)
