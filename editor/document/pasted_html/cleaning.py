"""HTML from the clipboard, cleaned into a form that Markdown can express."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from editor.document.pasted_html.marks import KINDS, marks_of_texts, nest_marks
from editor.document.pasted_html.word_lists import make_lists

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
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([\w+#.-]+)")
_TARGET = re.compile(r"(?:https?|ftp|mailto|tel):\S|(?![\w+.-]+:|#)\S", re.IGNORECASE)


def clean(html: str) -> BeautifulSoup:
    """Return the visible part of HTML: blocks, links, images, code, and marks, never around blocks and breaks."""
    soup = BeautifulSoup(_CONTROLS.sub("", html), "html.parser")
    _drop_unseen(soup)
    for paragraph in soup.find_all("pre"):
        _flatten_code(paragraph)
    make_lists(soup)
    marks = marks_of_texts(soup)
    _wrap_stray_text(soup)
    _fix_structure(soup)
    for code in soup.find_all(["code", "kbd", "samp"]):
        if code.find([*BLOCKS, "br"]):
            code.unwrap()
        elif code.find(True):
            code.string = code.get_text()
    for tag in soup.find_all(["code", "kbd", "samp", "sub", "sup"]):
        if not tag.get_text().strip() and not tag.find("img"):
            tag.unwrap()
    nest_marks(soup, marks, BLOCKS)
    soup.smooth()
    _fix_spaces(soup)
    return soup


def is_rich(soup: BeautifulSoup) -> bool:
    """Return True if clean HTML has more than its text: not if it is only paragraphs or one piece of code."""
    if soup.find([*HEADINGS, *KINDS, "li", "table", "blockquote", "hr", "a", "img", "sub", "sup"]):
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


def _wrap_stray_text(soup: BeautifulSoup) -> None:
    """Put text that is in a list but in no item into paragraphs, so that the item after it begins a line."""
    for outer in soup.find_all(["ul", "ol"]):
        run: Tag | None = None
        for node in list(outer.contents):
            if isinstance(node, Tag) and node.name in BLOCKS:
                run = None
            elif run is not None:
                run.append(node.extract())
            elif isinstance(node, Tag) or str(node).strip():
                run = soup.new_tag("p")
                node.wrap(run)


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
    for tag in soup.find_all([*HEADINGS, "a", "blockquote"]):
        if not tag.get_text().strip() and not tag.find("img"):
            tag.unwrap()


def _fix_spaces(soup: BeautifulSoup) -> None:
    """Replace no-break spaces at the edges of text, which browsers put there."""
    for text in soup.find_all(string=re.compile("^\xa0|\xa0$")):
        if not text.find_parent("pre"):
            body = text.strip("\xa0")
            before, _, after = str(text).partition(body) if body else (str(text), "", "")
            text.replace_with(NavigableString(" " * len(before) + body + " " * len(after)))
