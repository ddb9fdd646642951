"""A draft as a self-contained page: HTML that runs nothing, fetches nothing, and prints well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.render import make_parser
from editor.document.markdown.slugs import slugs
from editor.headless.export.annotations import LEGEND_TITLE, Annotation, legend
from editor.headless.export.code import highlighted
from editor.headless.export.css import stylesheet
from editor.headless.export.word_marks import WordMarks, class_of
from editor.view.theme.theme import Theme

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_NESTING = 100  # levels of quotes and lists; anything deeper is lost
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = frozenset({"http", "https", "mailto"})
_TITLE = re.compile(r"""title[ \t]*[:=][ \t]*(["']?)(\S.*?)\1[ \t]*""", re.IGNORECASE)
_OLD_ENDING = re.compile("\r(?!\n)")
# Not allowed in HTML: controls (also a carriage return without a line feed), surrogates and noncharacters. Not wanted:
# characters that turn the direction of everything after them.
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202d\u202e]|\r(?!\n)|"
    + "|".join(f"[{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}]" for plane in range(17))
)


def safe_text(text: str) -> str:
    """Return `text` with a visible symbol for each character that HTML can't hold."""
    return _NO_TEXT.sub(lambda found: _symbol(found[0]), text)


def to_page(text: str, name: str, theme: Theme, annotations: Sequence[Annotation] = ()) -> str:
    """Return a draft as an HTML page.

    Args:
        text: the draft's Markdown.
        name: the draft's name, which is the title if it has no other.
        theme: the colours.
        annotations: in order, without overlaps.
    """
    text = safe_text(_OLD_ENDING.sub("\n", text))  # as many code points as before
    document = Document(text)
    marks = WordMarks(text, annotations)
    parser = _make_parser()
    tokens, environment = marks.parse(parser)
    front_matter = _front_matter(document)
    # Again: a draft can spell characters as entities.
    body = safe_text(marks.replaced(str(parser.renderer.render(tokens, parser.options, environment))))
    title = _front_matter_title(front_matter) or _first_heading(tokens, marks) or safe_text(name)
    names = {annotation.name for annotation in annotations}
    has_heat = any(annotation.name.startswith("heat.") for annotation in annotations)
    if has_heat:
        names.update(heat for heat, _ in legend())
    lines = [
        "<!DOCTYPE html>",
        "<html>",
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="logprose">',
        f'<meta name="color-scheme" content="{"dark" if theme.dark else "light"}">',
        f"<title>{escape(title)}</title>",
        f"<style>\n{stylesheet(theme, names)}</style>",
        "</head>",
        "<body>",
        "<main>",
        *([f'<pre class="front-matter">{escape(front_matter)}</pre>'] if front_matter else []),
        body.rstrip("\n"),
        "</main>",
        *(_legend() if has_heat else []),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


def _symbol(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def _make_parser() -> MarkdownIt:
    parser = make_parser()
    parser.options["maxNesting"] = _NESTING
    parser.options["highlight"] = highlighted
    setattr(parser, "validateLink", _is_safe)  # noqa: B010  # as markdown-it documents it; typed as a method
    parser.core.ruler.push("heading_names", _name_headings)
    # Before the rule that inserts check boxes for tasks as HTML tokens.
    parser.core.ruler.after("inline", "draft_html", _set_apart_html)
    parser.add_render_rule("draft_html", _escaped_inline)
    parser.add_render_rule("html_block", _escaped_block)
    parser.add_render_rule("image", _image)
    return parser


def _name_headings(state: StateCore) -> None:
    """Give headings the ids by which links reach them, distinct from those of footnotes."""
    headings = [(before, token) for before, token in pairwise(state.tokens) if before.type == "heading_open"]
    names = slugs(_visible(token) for _, token in headings)
    for (heading, _), name in zip(headings, names, strict=True):
        heading.attrSet("id", f"heading-{name}" if not name or re.match(r"fn(ref)?\d", name) else name)


def _visible(heading: Token) -> str:
    return "".join(child.content for child in heading.children or () if child.type in ("text", "code_inline"))


def _is_safe(target: str) -> bool:
    """Return True if a link may lead there: to the web, to a mail address, or relative to this page."""
    scheme = _SCHEME.match(re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]", "", target))
    return scheme is None or scheme[1].lower() in _SCHEMES


def _set_apart_html(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "html_inline":
                child.type = "draft_html"


def _escaped_inline(_: RendererHTML, tokens: Sequence[Token], index: int, *__: object) -> str:
    content = tokens[index].content
    return "" if content.startswith("<!--") else f'<span class="html">{escape(content)}</span>'


def _escaped_block(_: RendererHTML, tokens: Sequence[Token], index: int, *__: object) -> str:
    content = tokens[index].content.strip("\n")
    if content.lstrip().startswith("<!--") and content.find("-->") == len(content.rstrip()) - 3:
        return ""
    return f'<pre class="html">{escape(content)}</pre>\n'


def _image(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    """Return a link instead of a picture, which would have to be fetched."""
    token = tokens[index]
    text = renderer.renderInlineAsText(token.children, options, env)  # type: ignore[arg-type]
    target, title = str(token.attrGet("src") or ""), str(token.attrGet("title") or "")
    titled = f' title="{escape(title)}"' if title else ""
    return f'<a class="image" href="{escape(target)}"{titled}>{escape(text or target)}</a>'


def _front_matter(document: Document) -> str:
    lines, end = Markdown(document).lines, 0
    while end < len(document.blocks) and lines.of(end).kind == "front_matter":
        end += 1
    return "\n".join(block.text for block in document.blocks[1 : max(1, end - 1)])


def _front_matter_title(front_matter: str) -> str:
    found = next(filter(None, map(_TITLE.fullmatch, front_matter.splitlines())), None)
    return found[2] if found else ""


def _first_heading(tokens: Sequence[Token], marks: WordMarks) -> str:
    found = (_visible(token) for before, token in pairwise(tokens) if before.type == "heading_open")
    return marks.strip(next(found, "")).strip()


def _legend() -> list[str]:
    steps = " ".join(f'<span class="{class_of(name)}">{text}</span>' for name, text in legend())
    return [f'<footer class="legend">{LEGEND_TITLE} {steps}</footer>']
