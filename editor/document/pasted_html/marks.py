"""Bold, italic and struck text: from tags and from styles, as tags nested as Markdown requires."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "del": "s", "strike": "s"}
"""Tags of marks → the tag for that kind in clean HTML."""

KINDS = ("b", "i", "s")
_CODE = ("code", "kbd", "samp", "tt")
_HOLDERS = ("a", "sub", "sup")  # marks can be around them and in them
_ATOMS = (*_HOLDERS, *_CODE, "br", "hr", "img", "input", "pre")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_WEIGHT = re.compile(r"(?:^|[;\s])font-weight\s*:\s*(\w+)", re.IGNORECASE)
_SLANT = re.compile(r"(?:^|[;\s])font-style\s*:\s*(\w+)", re.IGNORECASE)
_FONT = re.compile(r"(?:^|[;\s])font\s*:\s*([^;]*)", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_LAID_OUT = re.compile(r"white-space\s*:\s*pre\b(?!-(?:line|wrap))", re.IGNORECASE)

_BOLD = 600  # the least weight that counts

Marks = frozenset[str]


class _Leaf(NamedTuple):
    """Something inline with its marks; None for white space, which has the marks of its neighbours."""

    node: PageElement
    marks: Marks | None


def marks_of_texts(soup: BeautifulSoup) -> dict[int, Marks]:
    """Return the marks of every piece of text, image and code by its id: those of the nearest tag or style."""
    found: dict[int, Marks] = {}
    seen: dict[int, tuple[bool | None, bool | None, bool, bool]] = {}
    for node in soup.find_all(lambda tag: tag.name == "img" or tag.name in _CODE) + soup.find_all(string=True):
        bold, italic, struck, is_code = _around(node.parent, seen)
        if not is_code:
            found[id(node)] = frozenset(
                kind for kind, is_on in zip(KINDS, (bold, italic, struck), strict=True) if is_on
            )
    return found


def _around(
    tag: Tag | None, seen: dict[int, tuple[bool | None, bool | None, bool, bool]]
) -> tuple[bool | None, bool | None, bool, bool]:
    """Return whether text in a tag is bold, italic, struck, or laid out as code, whose styles don't count."""
    path = []
    while tag is not None and id(tag) not in seen:
        path.append(tag)
        tag = tag.parent
    bold, italic, struck, is_code = (None, None, False, False) if tag is None else seen[id(tag)]
    for one in reversed(path):
        style = str(one.get("style") or "")
        is_code = is_code or one.name == "pre" or _LAID_OUT.search(style) is not None
        own_bold, own_italic = _own(style)
        kind = MARKS.get(one.name)
        if own_bold is None and kind == "b":
            own_bold = True
        if own_italic is None and kind == "i":
            own_italic = True
        bold = bold if own_bold is None else own_bold
        italic = italic if own_italic is None else own_italic
        struck = struck or kind == "s" or _STRUCK.search(style) is not None
        seen[id(one)] = bold, italic, struck, is_code
    return bold, italic, struck, is_code


def _own(style: str) -> tuple[bool | None, bool | None]:
    """Return whether a style makes text bold and italic; None where it doesn't say."""
    if "font" not in style.lower():
        return None, None
    bold: bool | None = None
    italic: bool | None = None
    font = _FONT.search(style)
    if font is not None:
        words = font[1].lower().split()
        bold = any(word in ("bold", "bolder", "600", "700", "800", "900") for word in words)
        italic = "italic" in words or "oblique" in words
    weight, slant = _WEIGHT.search(style), _SLANT.search(style)
    if weight is not None:
        value = weight[1].lower()
        bold = (
            int(value) >= 600 if value.isdecimal() else {"bold": True, "bolder": True, "normal": False}.get(value, bold)
        )
    if slant is not None and slant[1].lower() != "inherit":
        italic = slant[1].lower() in ("italic", "oblique")
    return bold, italic


def _is_bold(weight: str, otherwise: bool | None) -> bool | None:
    if weight.isdecimal():
        return int(weight) >= _BOLD
    return {"bold": True, "bolder": True, "normal": False, "lighter": False}.get(weight, otherwise)


def nest_marks(soup: BeautifulSoup, marks: dict[int, Marks], blocks: frozenset[str]) -> None:
    """Put the marks of all texts around them again, as few as possible; other inline tags go."""
    for tag in soup.find_all(True):
        if tag.name not in blocks and tag.name not in _ATOMS:
            tag.unwrap()
    holders = [soup, *soup.find_all(blocks)]
    for holder in holders:
        if holder.name != "pre":
            _nest_in(soup, holder, marks, blocks)
    for mark in reversed(soup.find_all(KINDS)):  # the inner ones first
        _put_spaces_outside(mark)


def _nest_in(soup: BeautifulSoup, holder: Tag, marks: dict[int, Marks], blocks: frozenset[str]) -> None:
    """Nest the marks of each run of inline contents."""
    run: list[_Leaf] = []
    for node in [*holder.contents, None]:
        is_end = node is None or (isinstance(node, Tag) and (node.name in blocks or node.name == "br"))
        if is_end:
            _nest(soup, run, Marks())
            run = []
        elif node is not None:
            run.append(_leaf(soup, node, marks, blocks, in_heading=_is_in_heading(holder)))


def _is_in_heading(tag: Tag) -> bool:
    return tag.name in _HEADINGS or tag.find_parent(_HEADINGS) is not None


def _leaf(
    soup: BeautifulSoup, node: PageElement, marks: dict[int, Marks], blocks: frozenset[str], *, in_heading: bool
) -> _Leaf:
    """Return a leaf; for a link, return the marks that all of it has, and put the others into it."""
    of_all: Marks | None = marks.get(id(node), Marks())
    if isinstance(node, Tag) and node.name in _HOLDERS:
        inner = [one for one in node.find_all(string=True) if one.strip()]
        of_each = [marks.get(id(one), Marks()) for one in inner]
        of_all = frozenset.intersection(*of_each) if of_each else None
        for one, own in zip(inner, of_each, strict=True):
            marks[id(one)] = own - (of_all or Marks())
        _nest_in(soup, node, marks, blocks)
    elif isinstance(node, NavigableString) and not node.strip():
        of_all = None
    if in_heading and of_all is not None:  # headings are bold anyway
        of_all -= {"b"}
    return _Leaf(node, of_all)


def _nest(soup: BeautifulSoup, run: Sequence[_Leaf], inside: Marks) -> None:
    """Wrap the leaves of a run in the marks that they have apart from `inside`."""
    start = 0
    while start < len(run):
        here = run[start].marks
        best, kind = start, ""
        for one in KINDS if here is not None else ():
            if here is not None and one in here - inside:
                stop = _extent(run, start, one)
                if stop > best:
                    best, kind = stop, one
        if not kind:
            start += 1
            continue
        wrap = soup.new_tag(kind)
        run[start].node.insert_before(wrap)
        for leaf in run[start:best]:
            wrap.append(leaf.node.extract())
        _nest(soup, run[start:best], inside | {kind})
        start = best


def _extent(run: Sequence[_Leaf], start: int, kind: str) -> int:
    """Return where the text with a mark from `start` on ends; white space at its end doesn't belong to it."""
    stop = start
    for index in range(start, len(run)):
        marks = run[index].marks
        if marks is None:
            continue
        if kind not in marks:
            break
        stop = index + 1
    return stop


def _put_spaces_outside(mark: Tag) -> None:
    """Move the white space at the edges of marked text out of the mark."""
    first = mark.contents[0] if mark.contents else None
    if isinstance(first, NavigableString) and (body := first.lstrip()) != first:
        mark.insert_before(NavigableString(first[: len(first) - len(body)]))
        first.replace_with(NavigableString(body))
    last = mark.contents[-1] if mark.contents else None
    if isinstance(last, NavigableString) and (body := last.rstrip()) != last:
        mark.insert_after(NavigableString(last[len(body) :]))
        last.replace_with(NavigableString(body))
    if not mark.get_text() and mark.find("img") is None:
        mark.unwrap()
