"""HTML as Markdown in the editor's style: `-`, `**`, `*`, `#`, fences, tables with aligned columns.

markdownify does the work. Overridden are the things it doesn't escape and those that would be misread. At first only a
few characters are escaped, so that the text stays readable; if the result is misread, all of them are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from editor.document.formatting.links import destination, text_of_link
from editor.document.formatting.marks import BLOCK_START
from editor.document.formatting.tables import Alignment, Table
from editor.document.markdown.render import to_html
from editor.document.pasted_html.cleaning import BLOCKS, CONTAINERS, clean, is_rich, style_of

_CELL, _ROW, _BREAK = "\x01", "\x02", "\x03"  # temporary marks: ends of cells and rows, hard line breaks
_WIDEST = 100  # maximum width in terminal cells of a table with aligned columns
_MOST_COLUMNS = 100

_ESCAPED = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]) | [`*] | (?<!\w)_ | _(?!\w) | !(?=\[) | \[(?=\^) | \](?=[(\[:])
    | <(?=[A-Za-z/!?]) | &(?=\#?\w+;)""",
    re.VERBOSE,
)
_ANY = re.compile(r"[!-/:-@\[-`{-~]")
_FENCES = re.compile(r"^ *(`{3,}|~{3,})", re.MULTILINE)
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_OUTSIDE = " >"


def to_markdown(html: str) -> str | None:
    """Convert HTML from the clipboard to Markdown; None if it has nothing beyond the plain text."""
    soup = clean(html)
    if not is_rich(soup):
        return None
    markdown = _finished(_Converter().convert_soup(soup))
    if _read(BeautifulSoup(to_html(markdown), "html.parser")) != _read(soup):
        markdown = _finished(_Converter(escapes_all=True).convert_soup(soup))
    return markdown or None


def _read(soup: BeautifulSoup) -> str:
    """Return the text without white space."""
    return "".join(soup.get_text().split())


def _finished(text: str) -> str:
    """Write line breaks where a line follows, and remove trailing spaces."""
    lines = re.sub(f"[{_CELL}{_ROW}]", " ", text).split("\n")
    written = []
    for line, next_line in pairwise([*lines, ""]):
        base = line.rstrip(f" \t{_BREAK}") if _BREAK in line else line.rstrip(" \t")
        follows = base.strip(_OUTSIDE) and next_line.replace(_BREAK, "").strip(_OUTSIDE)
        written.append(base.replace(_BREAK, " ") + ("\\" if _BREAK in line[len(base) :] and follows else ""))
    return "\n".join(written).strip()


class _Converter(MarkdownConverter):  # type: ignore[misc]
    """markdownify in the editor's style."""

    def __init__(self, *, escapes_all: bool = False) -> None:
        super().__init__(
            heading_style="atx", bullets="-", sub_symbol="<sub>", sup_symbol="<sup>", wrap=True, wrap_width=None
        )
        self._escaped = _ANY if escapes_all else _ESCAPED
        self._numbers: dict[int, int] = {}  # id of an ordered list → number of its next item

    # Text

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        text = str(super().process_text(el, parent_tags))
        if "_noformat" in (parent_tags or ()) or not _begins_line(el):
            return text
        indent = len(text) - len(text.lstrip())
        begins = BLOCK_START.match(text, indent)
        return text if begins is None else f"{text[: begins.end()]}\\{text[begins.end() :]}"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return self._escaped.sub(r"\\\g<0>", text)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else f"{_BREAK}\n"

    # Marks

    def _marked(self, mark: str, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Put marks around text, except where CommonMark wouldn't recognise them."""
        inner = text.strip(f" \n{_BREAK}")
        if "_noformat" in parent_tags or not inner:
            return text
        before, after = _spaces_around(el, text)
        left = before or _last_character(el.previous_sibling)
        right = after or _first_character(el.next_sibling)
        if _is_word(left) and not _is_word(inner[0]):
            return text
        if _is_word(right) and not _is_word(inner[-1]):
            return text
        return f"{before}{mark}{inner}{mark}{after}"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked("**", el, text, parent_tags)

    def convert_i(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked("*", el, text, parent_tags)

    def convert_s(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked("~~", el, text, parent_tags)

    def convert_sup(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text if el.find("a") else str(super().convert_sup(el, text, parent_tags))

    # Links and images

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        inner = " ".join(text.replace(_BREAK, " ").split())
        if "_noformat" in parent_tags or not inner:
            return text
        url = _address(el, "href")
        if el.get_text().strip() == url and "://" in url:
            return f"<{url}>"
        before, after = _spaces_around(el, text)
        return f"{before}[{text_of_link(inner)}]({destination(url)}){after}"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        alt = text_of_link(self.escape(" ".join(str(el.get("alt") or "").split()), parent_tags))
        return f"![{alt}]({destination(_address(el, 'src'))})"

    # Blocks

    def convert_input(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if el.get("type") != "checkbox" or "li" not in parent_tags:
            return ""
        space = "" if _first_character(el.next_sibling).isspace() else " "
        return ("[x]" if el.has_attr("checked") else "[ ]") + space

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if not text:
            return "\n"
        marker = "- "
        if el.parent is not None and el.parent.name == "ol":
            number = self._numbers.setdefault(id(el.parent), _first_number(el.parent))
            self._numbers[id(el.parent)] += 1
            marker = f"{number}. "
        lines = text.split("\n")
        return "\n".join([marker + lines[0], *(" " * len(marker) + line if line else "" for line in lines[1:])]) + "\n"

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = el.get_text().strip("\n")
        if not code.strip():
            return ""
        longest = max([2, *(len(fence) for fence in _FENCES.findall(code) if fence[0] == "`")])
        fence = "`" * (longest + 1)
        return f"\n\n{fence}{el.get('lang', '')}\n{code}\n{fence}\n\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        span = str(el.get("colspan") or "")
        columns = min(int(span), _MOST_COLUMNS) if span.isdecimal() and span.isascii() else 1
        return " ".join(text.replace(_BREAK, " ").split()) + _CELL * max(1, columns)

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return text + _ROW

    def convert_table(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        rows = [
            tuple(_PIPE.sub(r"\\|", cell.strip()) for cell in row.split(_CELL)[:-1]) for row in text.split(_ROW)[:-1]
        ]
        rows = [row for row in rows if row]
        if not rows:
            return ""
        columns = max(map(len, rows))
        rows = [row + ("",) * (columns - len(row)) for row in rows]
        alignments = [_alignment(cell) for cell in el.find_all(["td", "th"], limit=len(rows[0]))]
        alignments += ["none"] * (columns - len(alignments))
        table = Table(0, tuple(rows), tuple(alignments), ("",) * (len(rows) + 1))
        padded = table.lines(padded=True)
        lines = padded if len(padded[0]) <= _WIDEST else table.lines(padded=False)
        return "\n\n" + "\n".join(lines) + "\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(self.convert_p(el, text, parent_tags))

    convert_dd = convert_summary = convert_dt

    def get_conv_fn(self, tag_name: str) -> Callable[..., str] | None:
        """Return the function that converts a tag; more tags than in markdownify are containers."""
        found: Any = super().get_conv_fn("div" if tag_name in CONTAINERS else tag_name)
        return found  # type: ignore[no-any-return]


def _begins_line(el: NavigableString) -> bool:
    """Return True if a text may be the start of its line."""
    before = el.previous_sibling
    return before is None or (isinstance(before, Tag) and (before.name == "br" or before.name in BLOCKS))


def _spaces_around(el: Tag, text: str) -> tuple[str, str]:
    """Return the spaces at an element's start and end, unless there are some next to it."""
    before = text[:1].isspace() and not _last_character(el.previous_sibling).isspace()
    after = text[-1:].isspace() and not _first_character(el.next_sibling).isspace()
    return " " * before, " " * after


def _last_character(element: PageElement | None) -> str:
    """Return the character before a position, from the element before it; empty at the start of a line."""
    if element is None or (isinstance(element, Tag) and (element.name == "br" or element.name in BLOCKS)):
        return ""
    return (element.get_text() if isinstance(element, Tag) else str(element))[-1:]


def _first_character(element: PageElement | None) -> str:
    """Return the character after a position, like `_last_character`."""
    if element is None or (isinstance(element, Tag) and (element.name == "br" or element.name in BLOCKS)):
        return ""
    return (element.get_text() if isinstance(element, Tag) else str(element))[:1]


def _is_word(character: str) -> bool:
    """Return True if a character is neither a space nor punctuation, as in CommonMark 6.2."""
    return character != "" and not character.isspace() and unicodedata.category(character)[0] not in "PSZC"


def _address(el: Tag, attribute: str) -> str:
    return re.sub(r"\s", "%20", str(el.get(attribute) or "").strip()).replace("<", "%3C").replace(">", "%3E")


def _first_number(ordered: Tag) -> int:
    number = str(ordered.get("start") or "1")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else 1


def _alignment(cell: Tag) -> Alignment:
    styled = _ALIGNED.search(style_of(cell))
    found = (styled[1] if styled else str(cell.get("align") or "")).lower()
    alignments: dict[str, Alignment] = {"left": "left", "center": "centre", "right": "right"}
    return alignments.get(found, "none")
