"""Word's lists, which are paragraphs with a style and a marker as text, as lists in HTML."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

_LEVEL = re.compile(r"mso-list\s*:\s*(?P<list>l\d+)?\s*level(?P<level>\d+)", re.IGNORECASE)
_SKIPPED = re.compile(r"mso-list\s*:\s*(?:skip|none)", re.IGNORECASE)
_MARKER_STYLE = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_MARKER = re.compile(
    r"[ \t\xa0\r\n]*(?P<marker>[·•◦▪‣§¨Øoü\uf0a7\uf0b7\uf0d8-]|\(?(?:\w{1,3}|[ivxlcdm]{1,7})[.)])[ \t\xa0\r\n]+"
)
_NUMBER = re.compile(r"\(?(\w{1,7})[.)]")
_MOST_LEVELS = 9


def make_lists(soup: BeautifulSoup) -> None:
    """Turn runs of Word's list paragraphs into nested lists."""
    for paragraph in soup.find_all(_is_item):
        if paragraph.parent is not None and paragraph.name != "li":
            _make_list(soup, paragraph)


def _is_item(tag: Tag) -> bool:
    if tag.name not in ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6"):
        return False
    style = str(tag.get("style") or "")
    if _LEVEL.search(style):
        return not _SKIPPED.search(style)
    classes = " ".join(tag.get_attribute_list("class")) if tag.get("class") else ""
    return "MsoListParagraph" in classes and _MARKER.match(tag.get_text()) is not None


def _make_list(soup: BeautifulSoup, first: Tag) -> None:
    """Build the list that begins with a paragraph from it and the ones that follow."""
    paragraphs = [first]
    sibling = first.next_sibling
    while sibling is not None and (_is_blank(sibling) or (isinstance(sibling, Tag) and _is_item(sibling))):
        if isinstance(sibling, Tag):
            paragraphs.append(sibling)
        sibling = sibling.next_sibling
    place: Tag = soup.new_tag("div")
    first.insert_before(place)
    lists: list[tuple[int, Tag]] = []  # level and list, the outermost first
    for paragraph in paragraphs:
        level, marker = _level(paragraph), _take_marker(paragraph)
        number = _NUMBER.fullmatch(marker)
        kind = "ol" if number is not None else "ul"
        while lists and (lists[-1][0] > level or (lists[-1][0] == level and lists[-1][1].name != kind)):
            lists.pop()
        if not lists or lists[-1][0] < level:
            made = soup.new_tag(kind)
            if number is not None and number[1].isascii() and number[1].isdecimal() and number[1] != "1":
                made["start"] = number[1]
            items = lists[-1][1].find_all("li", recursive=False) if lists else []
            (items[-1] if items else place).append(made)
            lists.append((level, made))
        item = soup.new_tag("li")
        lists[-1][1].append(item)
        paragraph.extract()
        item.extend(list(paragraph.contents))
    place.unwrap()


def _is_blank(node: object) -> bool:
    return isinstance(node, NavigableString) and not node.strip()


def _level(paragraph: Tag) -> int:
    found = _LEVEL.search(str(paragraph.get("style") or ""))
    return 1 if found is None else min(int(found["level"]), _MOST_LEVELS)


def _take_marker(paragraph: Tag) -> str:
    """Remove the marker from a paragraph, and return it."""
    styled = paragraph.find(style=_MARKER_STYLE)
    if styled is not None:
        marker = styled.get_text().strip(" \t\xa0\r\n")
        styled.decompose()
        return marker
    found = _MARKER.match(paragraph.get_text())
    if found is None:
        return ""
    left = found.end()
    for text in list(paragraph.find_all(string=True)):
        taken = min(left, len(text))
        text.replace_with(NavigableString(text[taken:]))
        left -= taken
        if not left:
            break
    return found["marker"]
