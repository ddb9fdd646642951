"""HTML from the clipboard, cleaned into a form that Markdown can express."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "s": "s", "del": "s", "strike": "s"}
"""Tags of marks → the tag for that kind in clean HTML."""

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTAINERS = (
    *("address", "article", "aside", "body", "center", "details", "div", "dl", "fieldset", "figure", "footer", "form"),
    *("header", "html", "main", "nav", "section"),
)
_PARAGRAPHS = ("dd", "dt", "figcaption", "p", "summary")
BLOCKS = frozenset(
    (*HEADINGS, *CONTAINERS, *_PARAGRAPHS, *("blockquote", "hr", "li", "ol", "pre", "table", "td", "th", "tr", "ul"))
)

_UNSEEN = (
    *("audio", "button", "canvas", "colgroup", "embed", "head", "iframe", "link", "map", "meta", "noscript", "object"),
    *("script", "select", "style", "svg", "template", "textarea", "title", "video"),
)
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s*:\s*(\w+)", re.IGNORECASE)
_ITALIC = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([\w+#.-]+)")
_TARGET = re.compile(r"(?:https?|ftp|mailto|tel):\S|(?![\w+.-]+:|#)\S", re.IGNORECASE)


def clean(html: str) -> BeautifulSoup:
    """Return the visible part of HTML; tags of marks aren't nested in themselves or around blocks and breaks."""
    soup = BeautifulSoup(_CONTROLS.sub("", html), "html.parser")
    _drop_unseen(soup)
    for paragraph in soup.find_all("pre"):
        _flatten_code(paragraph)
    _read_styles(soup)
    _fix_structure(soup)
    _fix_marks(soup)
    return soup


def is_rich(soup: BeautifulSoup) -> bool:
    """Return True if clean HTML has more than its text: not if it is only paragraphs or one piece of code."""
    if soup.find([*HEADINGS, *set(MARKS.values()), "li", "table", "blockquote", "hr", "a", "img", "sub", "sup"]):
        return True
    code = soup.find(["pre", "code", "kbd", "samp"])
    return isinstance(code, Tag) and code.get_text().strip() != soup.get_text().strip()


def style_of(tag: Tag) -> str:
    """Return the style attribute."""
    return str(tag.get("style") or "")


def _drop_unseen(soup: BeautifulSoup) -> None:
    for comment in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    for tag in soup.find_all(_UNSEEN):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all(style=_HIDDEN):
        if not tag.decomposed:
            tag.decompose()
    for image in soup.find_all("img"):
        is_dot = str(image.get("width")) in ("0", "1") or str(image.get("height")) in ("0", "1")
        if is_dot or not _TARGET.match(str(image.get("src") or "")):
            image.replace_with("" if is_dot else str(image.get("alt") or ""))
    for link in soup.find_all("a"):
        if not _TARGET.match(str(link.get("href") or "")) or link.find_parent("a"):
            link.unwrap()


def _flatten_code(pre: Tag) -> None:
    """Reduce code to its text, with its language in the attribute `lang`."""
    if pre.parent is None or pre.find_parent("pre"):
        return
    named = [pre, *pre.find_all("code", limit=1), *([pre.parent] if pre.parent else [])]
    classes = " ".join(str(name) for tag in named for name in (tag.get("class") or []))
    language = _LANGUAGE.search(classes)
    for line_break in pre.find_all("br"):
        line_break.replace_with("\n")
    pre.string = pre.get_text()
    pre["lang"] = "" if language is None else language[1]


def _read_styles(soup: BeautifulSoup) -> None:
    """Convert marks given by style: Google Docs uses them inside a <b> that isn't bold."""
    is_styled = soup.find(id=re.compile("^docs-internal-guid")) is not None
    for tag in soup.find_all(["b", "strong", "i", "em"]):
        weight = _WEIGHT.search(style_of(tag))
        if tag.name in ("b", "strong") and weight is not None and weight[1].lower() in ("normal", "400"):
            tag.unwrap()
    for tag in soup.find_all("span") if is_styled else []:
        style = style_of(tag)
        weight = _WEIGHT.search(style)
        if weight is not None and weight[1].lower() in ("bold", "600", "700", "800", "900"):
            tag.wrap(soup.new_tag("b"))
        if _ITALIC.search(style):
            tag.wrap(soup.new_tag("i"))
        if _STRUCK.search(style):
            tag.wrap(soup.new_tag("s"))


def _fix_structure(soup: BeautifulSoup) -> None:
    """Put nested lists into items, dissolve layout tables, and keep only text in links and headings."""
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name not in ("ul", "ol"):
            stray = item.wrap(soup.new_tag("ul"))
            while isinstance(stray.next_sibling, Tag) and stray.next_sibling.name == "li":
                stray.append(stray.next_sibling.extract())
    for inner in soup.find_all(["ul", "ol"]):
        above = inner.find_previous_sibling()
        if inner.parent is not None and inner.parent.name in ("ul", "ol") and above is not None and above.name == "li":
            above.append(inner.extract())
    for table in soup.find_all("table"):
        if table.find("table") or len(table.find_all(["td", "th"], limit=2)) < 2:
            for part in table.find_all(["thead", "tbody", "tfoot", "tr", "td", "th", "caption"]):
                if part.find_parent("table") is table:
                    part.name = "div"
            table.name = "div"
    for part in soup.find_all(["tr", "td", "th"]):
        if not part.find_parent("table"):
            part.name = "div"
    for caption in soup.find_all("caption"):
        caption.name = "p"
        captioned = caption.find_parent("table")
        if captioned is not None:
            captioned.insert_before(caption.extract())
    for item in soup.find_all("li"):
        paragraphs = item.find_all("p", recursive=False, limit=2)
        if len(paragraphs) == 1:
            paragraphs[0].unwrap()
    for link in soup.find_all(["a", *HEADINGS]):
        for block in link.find_all(BLOCKS):
            block.insert_before(" ")
            block.unwrap()
    for heading in soup.find_all(HEADINGS):
        for mark in heading.find_all(["b", "strong"]):  # headings are bold anyway
            mark.unwrap()
    for tag in soup.find_all([*HEADINGS, "a", "blockquote"]):
        if not tag.get_text().strip() and not tag.find("img"):
            tag.unwrap()


def _fix_marks(soup: BeautifulSoup) -> None:
    for tag in soup.find_all(MARKS):
        tag.name = MARKS[tag.name]
    for mark in soup.find_all(set(MARKS.values())):
        if mark.find_parent(mark.name):
            mark.unwrap()
    for mark in soup.find_all(set(MARKS.values())):
        if mark.find([*BLOCKS, "br"]):
            for text in mark.find_all(string=True):
                if text.strip() and not text.find_parent("pre"):
                    text.wrap(soup.new_tag(mark.name))
            mark.unwrap()
    for code in soup.find_all(["code", "kbd", "samp"]):
        if code.find([*BLOCKS, "br"]):
            code.unwrap()
        elif code.find(True):
            code.string = code.get_text()
    soup.smooth()
    for mark in soup.find_all([*set(MARKS.values()), "code"]):
        if mark.parent is None or mark.find_parent("pre"):
            continue
        _merge_followers(mark)
        if not mark.get_text().strip() and not mark.find("img"):
            mark.unwrap()
    soup.smooth()
    _fix_spaces(soup)


def _merge_followers(mark: Tag) -> None:
    """Merge adjacent marks of one kind."""
    follower = mark.next_sibling
    while isinstance(follower, Tag) and follower.name == mark.name:
        mark.extend(list(follower.contents))
        follower.extract()
        follower = mark.next_sibling


def _fix_spaces(soup: BeautifulSoup) -> None:
    """Replace no-break spaces at the edges of text, which browsers put there."""
    for text in soup.find_all(string=re.compile("^\xa0|\xa0$")):
        if not text.find_parent("pre"):
            body = text.strip("\xa0")
            before, _, after = str(text).partition(body) if body else (str(text), "", "")
            text.replace_with(NavigableString(" " * len(before) + body + " " * len(after)))
