"""Links and images: insert them around the selection, select their target, remove them.

Each function returns one transaction and the selections after it. All positions are code points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from editor.document import units
from editor.document.caret_edits import CaretEdit, edit_all
from editor.document.document import Document
from editor.document.formatting.containers import VERBATIM
from editor.document.formatting.inline import InlineSpan, Leaf, parse_inline
from editor.document.formatting.passages import Passage, link_labels, passage_at
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Transaction

_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{1,31}://|mailto:|www\.)[^\s<>]+")
_BRACKET = re.compile(r"(?<!\\)([\[\]])")
_IMAGE = re.compile(r"!\[(?P<text>.*)\](?P<target>\(.*\)|\[.*\])?", re.DOTALL)
_NO_ADDRESS = re.compile(r"(?:\\.|[^\[\]\\])*\]\(\)")
_IN_BRACKETS = re.compile(r"(?<!\\)\[(?:\\.|[^\[\]\\])*$")
_IN_ADDRESS = re.compile(r"(?<!\\)\[(?:\\.|[^\[\]\\])*\]\([^()\s]*$")
_DESTINATION = re.compile(r"\(\s*(<[^>]*>|[^\s)]*(?:\([^\s)]*\)[^\s)]*)*)")


def toggle_link(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Make a link from each selection, or from the word at a caret, and put the caret where the target goes.

    A selected URL becomes the target. In a link, select its target; if the target is selected or empty, remove the
    link.
    """
    return _toggled(document, lines, selections, "[")


def toggle_image(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Do the same as `toggle_link` with images: the selection becomes the description."""
    return _toggled(document, lines, selections, "![")


def next_part(document: Document, lines: LineStates, selections: Selections) -> Edited | None:
    """Go from the text of a link or image without an address to where the address goes, and from an address out.

    None elsewhere, and in an address that wasn't just typed, where the caret isn't at the end.
    """
    caret = selections.main.head
    index = document.block_index(caret)
    text, start = document.blocks[index].text, document.block_start(index)
    if not selections.main.is_empty or lines.of(index).kind in VERBATIM or passage_at(document, lines, caret) is None:
        return None
    before, after = text[: caret - start], text[caret - start :]
    rest = _NO_ADDRESS.match(after)
    if rest is not None and _IN_BRACKETS.search(before):
        place = caret + rest.end() - 1
    elif _IN_ADDRESS.search(before) and after.startswith(")"):
        place = caret + 1
    else:
        return None
    return Transaction(()), Selections.single(place, place)


def is_url(text: str) -> bool:
    """Return True if a text is a URL and nothing else."""
    return _URL.fullmatch(text) is not None


def linked(document: Document, lines: LineStates, selection: Selection, url: str) -> CaretEdit | None:
    """Link the selected text to `url`; None if it can't be a link: code, several blocks, another URL."""
    passage = passage_at(document, lines, selection.start)
    if passage is None or selection.is_empty or is_url(document.slice(selection.start, selection.end)):
        return None
    span = _linkable(document, passage, selection)
    if span is None:
        return None
    text = text_of_link(document.slice(*span))
    return CaretEdit(*span, f"[{text}]({destination(url)})")


def _toggled(document: Document, lines: LineStates, selections: Selections, opening: str) -> Edited:
    references = link_labels(document)
    edits = [_toggle(document, lines, selection, opening, references) for selection in selections]
    return edit_all(selections, edits)


def _toggle(
    document: Document, lines: LineStates, selection: Selection, opening: str, references: Sequence[str]
) -> CaretEdit | None:
    passage = passage_at(document, lines, selection.start)
    if passage is not None:
        found = _around(passage, passage.offset(selection.start), passage.offset(selection.end), opening, references)
        if found is not None:
            return _edited(passage, found, selection)
    elif not selection.is_empty or lines.of(document.block_index(selection.head)).kind != "blank":
        return None
    if selection.is_empty:
        word = units.word_at(document, selection.head)
        if word is None or not word[0] < selection.head < word[1]:
            return CaretEdit(selection.head, selection.head, f"{opening}]()", head=len(opening))
        selection = Selection(*word)
    if passage is None:
        return None
    text = document.slice(selection.start, selection.end).strip()
    if is_url(text):
        start = selection.start + document.slice(selection.start, selection.end).index(text)
        return CaretEdit(start, start + len(text), f"{opening}]({destination(text)})", head=len(opening))
    span = _linkable(document, passage, selection)
    if span is None:
        return None
    made = f"{opening}{text_of_link(document.slice(*span))}]()"
    return CaretEdit(*span, made, head=len(made) - 1)


def _around(
    passage: Passage, start: int, end: int, opening: str, references: Sequence[str]
) -> tuple[int, int, int, int] | None:
    """Return start, text start, text end and end in the passage of the innermost link or image around [start, end)."""
    whole = passage.parse(references)
    if opening == "[":
        for span in reversed([span for span in whole.spans() if span.kind == "link"]):
            if _holds(span.start, span.end, start, end):
                return span.start, span.inner_start, span.inner_end, span.end
        return None
    for leaf, _ in whole.leaves():
        image = (
            _IMAGE.fullmatch(passage.source, leaf.start, leaf.end) if _holds(leaf.start, leaf.end, start, end) else None
        )
        if image is not None and not leaf.is_text:
            return leaf.start, image.start("text"), image.end("text"), leaf.end
    return None


def _holds(outer_start: int, outer_end: int, start: int, end: int) -> bool:
    if start == end:
        return outer_start < start < outer_end
    return outer_start <= start and end <= outer_end


def _edited(passage: Passage, found: tuple[int, int, int, int], selection: Selection) -> CaretEdit:
    """Select the target of a link, or remove the link."""
    start, text_start, text_end, end = found
    origin = passage.position(start)
    target = _DESTINATION.match(passage.source, text_end + 1, end)
    if target is not None and target[1] and text_end > text_start:
        first, last = passage.position(target.start(1)), passage.position(target.end(1))
        if not (first <= selection.start and selection.end <= last):
            return CaretEdit(origin, origin, "", anchor=first - origin, head=last - origin)
    text = passage.source[text_start:text_end] or ("" if target is None else target[1])
    if "\n" in passage.source[start:end]:  # it contains markup of quotes and lists, which must stay
        return CaretEdit(origin, origin, "")
    return CaretEdit(origin, passage.position(end), text, anchor=0, head=len(text))


def _linkable(document: Document, passage: Passage, selection: Selection) -> tuple[int, int] | None:
    """Return the span of the document to use as link text: the selection, extended to contain whole marks.

    None if it exceeds one line of the passage, is blank, or already contains links.
    """
    start, end = passage.offset(selection.start), passage.offset(selection.end)
    whole = passage.parse()
    is_growing = True
    while is_growing:
        cut = [place for place in _indivisible(whole) if _is_cut(place, start, end)]
        is_growing = bool(cut)
        start, end = min([start, *(place.start for place in cut)]), max([end, *(place.end for place in cut)])
    text = passage.source[start:end]
    if "\n" in text or not text.strip() or passage.position(passage.offset(selection.end)) != selection.end:
        return None
    if any(span.kind == "link" and span.start < end and span.end > start for span in whole.spans()):
        return None
    start += len(text) - len(text.lstrip())
    return passage.position(start), passage.position(start + len(text.strip()))


def _indivisible(whole: InlineSpan) -> list[InlineSpan | Leaf]:
    return [*whole.spans(), *(leaf for leaf, _ in whole.leaves() if leaf.end - leaf.start > 1)]


def _is_cut(place: InlineSpan | Leaf, start: int, end: int) -> bool:
    """Return True if marks at the edges of [start, end) would split a span or an indivisible leaf."""
    if place.start >= end or place.end <= start or (start <= place.start and place.end <= end):
        return False
    if isinstance(place, Leaf) or place.kind == "code":
        return True
    return not (place.inner_start <= start and end <= place.inner_end)


def text_of_link(text: str) -> str:
    """Return text escaped as needed for the brackets of a link."""
    read = parse_inline(f"[{text}](x)").children
    is_link = len(read) == 1 and isinstance(read[0], InlineSpan) and read[0].kind == "link"
    return text if is_link else _BRACKET.sub(r"\\\1", text)


def destination(url: str) -> str:
    return url if url.count("(") == url.count(")") else f"<{url}>"
