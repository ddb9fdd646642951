"""HTML as Markdown in the editor's style: `-`, `**`, `*`, `#`, fences, tables with aligned columns.

markdownify does the work. We override it for things it doesn't escape and things that would be misread. The result is
rendered and read: if that isn't the text of the page, marks are left out, then more characters are escaped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from copy import copy
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
from editor.document.pasted_html.marks import KINDS

_CELL, _ROW, _BREAK = "\x01", "\x02", "\x03"  # temporary marks: ends of cells and rows, hard line breaks
_WIDEST = 100  # maximum width in terminal cells of a table with aligned columns
_MOST_COLUMNS = 100

_FEW = re.compile(
    r"""\\(?=[!-/:-@\[-`{-~]) | [`*] | (?<!\w)_ | _(?!\w) | !(?=\[) | \[(?=\^) | \](?=[(\[:])
    | <(?=[A-Za-z/!?]) | &(?=\#?\w+;)""",
    re.VERBOSE,
)
_SIGNS = re.compile(r"[\\`*_~$|!<>&\[\]#]")
_ANY = re.compile(r"[!-/:-@\[-`{-~]")
_LEVELS = (_FEW, _SIGNS, _ANY)
"""The characters to escape, fewest first: the text stays more readable."""
_FENCES = re.compile(r"^ *(`{3,}|~{3,})", re.MULTILINE)
_ALIGNED = re.compile(r"text-align\s*:\s*(left|center|right)", re.IGNORECASE)
_PIPE = re.compile(r"(?<!\\)\|")
_OUTSIDE = " >"
_EDGES = {"a": ("[", "]"), "sub": (">", "<"), "sup": (">", "<")}
"""The markers put at the edges of a tag's contents."""
_CODE = ("code", "kbd", "samp")
_CODE_EDGES = dict.fromkeys(_CODE, ("`", "`"))
_EDGES_OUTSIDE = {"a": ("[", ")"), "img": ("!", ")"), "sub": ("<", ">"), "sup": ("<", ">"), **_CODE_EDGES}
"""The marks that a tag itself begins and ends with."""
_NO_EDGES = ("", "")
_MOST_TRIALS = 12  # marks of a run that are tried one by one


def to_markdown(html: str) -> str | None:
    """Convert HTML from the clipboard to Markdown; None if it has nothing beyond the plain text."""
    soup = clean(html)
    if not is_rich(soup):
        return None
    markdown = _readable(soup, _LEVELS[:1])
    if markdown is None:
        _settle_marks(soup)
        markdown = _readable(soup, _LEVELS)
    if markdown is None:
        _unwrap(soup.find_all(KINDS))
        markdown = _readable(soup, _LEVELS) or _converted(soup, _ANY)
    return markdown or None


def _readable(soup: BeautifulSoup, levels: Iterable[re.Pattern[str]]) -> str | None:
    """Return the Markdown that escapes least and still reads like the page; None if none does."""
    _join(soup)
    for escaped in levels:
        markdown = _converted(soup, escaped)
        if _read(BeautifulSoup(to_html(markdown), "html.parser")) == _read(soup):
            return markdown
    return None


def _join(soup: BeautifulSoup) -> None:
    """Merge adjacent code elements, whose backquotes would be read together."""
    soup.smooth()
    for code in soup.find_all(_CODE):
        follower = code.next_sibling
        while not code.decomposed and isinstance(follower, Tag) and follower.name in _CODE:
            code.string = code.get_text() + follower.get_text()
            follower.decompose()
            follower = code.next_sibling


def _converted(soup: BeautifulSoup, escaped: re.Pattern[str]) -> str:
    return _finished(_Converter(escaped).convert_soup(soup))


def _settle_marks(soup: BeautifulSoup) -> None:
    """Remove the marks that Markdown can't have where they are: rendered, their signs would appear as text."""
    for holder in [soup, *soup.find_all(BLOCKS)]:
        run: list[PageElement] = []
        for node in [*holder.contents, None]:
            if node is not None and not (isinstance(node, Tag) and (node.name == "br" or node.name in BLOCKS)):
                run.append(node)
                continue
            _settle_run(run)
            run = []


def _settle_run(run: list[PageElement]) -> None:
    """Remove as few marks as possible, one after the other, until a run of inline contents reads as it should."""
    while True:
        marks = [mark for node in run if isinstance(node, Tag) for mark in _marks_of(node)]
        if not marks or _is_read_well(run, None):
            return
        one = next((mark for mark in marks[:_MOST_TRIALS] if _is_read_well(run, mark)), marks[-1])
        at = run.index(one) if one in run else -1
        kept = list(one.contents)
        one.unwrap()
        if at >= 0:
            run[at : at + 1] = kept


def _marks_of(node: Tag) -> list[Tag]:
    own = [node] if node.name in KINDS else []
    return [*own, *node.find_all(KINDS)]


def _is_read_well(run: list[PageElement], without: Tag | None) -> bool:
    """Return True if a run reads as its text once it is Markdown, without one of its marks if one is given."""
    alone = BeautifulSoup("<p></p>", "html.parser")
    paragraph = alone.p
    assert paragraph is not None
    if without is not None:
        without["unwrapped"] = ""
    for node in run:
        paragraph.append(copy(node))
    if without is not None:
        del without["unwrapped"]
        _unwrap(paragraph.find_all(True, attrs={"unwrapped": ""}))
    return _readable(alone, _LEVELS[:2]) is not None


def _unwrap(tags: Iterable[Tag]) -> None:
    for tag in tags:
        tag.unwrap()


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

    def __init__(self, escaped: re.Pattern[str]) -> None:
        super().__init__(
            heading_style="atx", bullets="-", sub_symbol="<sub>", sup_symbol="<sup>", wrap=True, wrap_width=None
        )
        self._escaped = escaped
        self._following = ""
        self._numbers: dict[int, int] = {}  # id of an ordered list → number of its next item

    # Text

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        beside = el.next_sibling or el.parent
        self._following = "*" if isinstance(beside, Tag) and beside.name in KINDS else _character_after(el)
        text = str(super().process_text(el, parent_tags))
        self._following = ""
        if "_noformat" in (parent_tags or ()) or not _begins_line(el):
            return text
        indent = len(text) - len(text.lstrip())
        begins = BLOCK_START.match(text, indent)
        return text if begins is None else f"{text[: begins.end()]}\\{text[begins.end() :]}"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        # Text after it in another element may give the last character a meaning.
        joined = text + (self._following.strip() or ("*" if text.endswith("\\") else ""))
        places = [found.start() for found in self._escaped.finditer(joined) if found.start() < len(text)]
        parts = [text[start:stop] for start, stop in pairwise([0, *places, len(text)])]
        return "\\".join(parts)

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else f"{_BREAK}\n"

    # Marks

    def _marked(self, mark: str, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Put marks around text, except where CommonMark wouldn't recognise them."""
        inner = text.strip(f" \n{_BREAK}")
        if "_noformat" in parent_tags or not inner:
            return text
        before, after = _spaces_around(el, text)
        left = before or _character_before(el)
        right = after or _character_after(el)
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
        space = "" if _character_after(el).isspace() else " "
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
    before = text[:1].isspace() and not _character_before(el).isspace()
    after = text[-1:].isspace() and not _character_after(el).isspace()
    return " " * before, " " * after


def _character_before(el: PageElement) -> str:
    """Return the character that the Markdown has before an element, apart from marks; empty at the start of a line."""
    while el.previous_sibling is None and el.parent is not None and el.parent.name in KINDS:
        el = el.parent
    before, parent = el.previous_sibling, el.parent
    if before is None:
        return _EDGES.get(parent.name, _NO_EDGES)[0] if parent is not None else ""
    if not isinstance(before, Tag):
        return str(before)[-1:]
    if before.name in KINDS:
        inner = before.contents[-1:]
        return _edges(inner[0])[1] if inner and _edges(inner[0]) != _NO_EDGES else before.get_text()[-1:]
    return _edges(before)[1]


def _character_after(el: PageElement) -> str:
    """Return the character after an element, like `_character_before`."""
    while el.next_sibling is None and el.parent is not None and el.parent.name in KINDS:
        el = el.parent
    after, parent = el.next_sibling, el.parent
    if after is None:
        return _EDGES.get(parent.name, _NO_EDGES)[1] if parent is not None else ""
    if not isinstance(after, Tag):
        return str(after)[:1]
    if after.name in KINDS:
        inner = after.contents[:1]
        return _edges(inner[0])[0] if inner and _edges(inner[0]) != _NO_EDGES else after.get_text()[:1]
    return _edges(after)[0]


def _edges(element: PageElement) -> tuple[str, str]:
    """Return the signs that an element begins and ends with in Markdown."""
    return _EDGES_OUTSIDE.get(element.name, _NO_EDGES) if isinstance(element, Tag) else _NO_EDGES


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
