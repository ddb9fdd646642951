"""Markdown as HTML and as text without markup, for copying and for export.

CommonMark with tables, strikethrough, task lists, footnotes, maths and front matter, as the editor parses them.
"""

from __future__ import annotations

from collections import UserDict
from collections.abc import Mapping
from typing import Any

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from editor.document.annotation_block import without_block
from editor.document.document import Document
from editor.document.markdown.definitions import normalise_label
from editor.document.markdown.lines import LineStates

CHECK_BOX = 'class="task-list-item-checkbox"'
"""Tells the HTML of a task's check box from the draft's own."""


def make_parser() -> MarkdownIt:
    """Return a parser for all Markdown that the editor knows. Raw HTML is kept, front matter and annotations dropped.

    The lines in its tokens' `map` are those of the whole text, including front matter.
    """
    parser = MarkdownIt("commonmark", {"strikethrough_single_tilde": True}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False, double_inline=True)
    parser.use(footnote_plugin, inline=False)
    parser.use(tasklists_plugin)
    parser.core.ruler.after("normalize", "front_matter", _blank_front_matter)
    parser.core.ruler.before("normalize", "footnote_labels", _fold_footnote_labels)
    parser.core.ruler.before("footnote_tail", "first_footnotes", _keep_first_footnotes)
    # The plugin's <div> would end the paragraph that contains the formula.
    parser.add_render_rule("math_inline_double", _display_math)
    return parser


def to_html(text: str, targets: Mapping[str, str] | None = None) -> str:
    """Render a text as an HTML fragment. `targets` gives the targets of link labels defined elsewhere."""
    return str(make_parser().render(text, _environment(targets)))


def to_plain_text(text: str, targets: Mapping[str, str] | None = None) -> str:
    """Render a text as plain text: links as their text, items after bullets or numbers, cells separated by tabs."""
    return _blocks(SyntaxTreeNode(make_parser().parse(text, _environment(targets))), "\n\n")


def _environment(targets: Mapping[str, str] | None) -> dict[str, Any]:
    return {"references": {label: {"href": target, "title": ""} for label, target in (targets or {}).items()}}


def _blank_front_matter(state: StateCore) -> None:
    document = Document(state.src)
    lines, end = LineStates(document), 0
    while end < len(document.blocks) and lines.of(end).kind == "front_matter":
        end += 1
    if end:
        start = document.block_start(end) if end < len(document.blocks) else len(state.src)
        state.src = "\n" * end + state.src[start:]
    state.src = without_block(state.src)


class _FootnoteLabels(UserDict[str, int]):
    """The plugin's table of labels, each with a colon before it, found in any case."""

    def __getitem__(self, label: str) -> int:
        return super().__getitem__(normalise_label(label))

    def __setitem__(self, label: str, number: int) -> None:
        super().__setitem__(normalise_label(label), number)

    def __contains__(self, label: object) -> bool:
        return super().__contains__(normalise_label(str(label)))


def _fold_footnote_labels(state: StateCore) -> None:
    """Let references find notes regardless of the label's case, as in the editor and on GitHub."""
    state.env["footnotes"] = {"refs": _FootnoteLabels(), "list": {}}


def _keep_first_footnotes(state: StateCore) -> None:
    """Keep the first of several notes with one label. The plugin would show the last."""
    for note in state.env["footnotes"]["list"].values():
        note["label"] = normalise_label(note["label"])
    kept: list[Token] = []
    labels: set[str] = set()
    dropped = 0  # levels of notes within one that is left out
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"] = normalise_label(token.meta["label"])
            dropped += bool(dropped) or label in labels
            labels.add(label)
        if not dropped:
            kept.append(token)
        elif token.type == "footnote_reference_close":
            dropped -= 1
    state.tokens = kept


def _display_math(_: RendererHTML, tokens: list[Token], index: int, *__: object) -> str:
    return f'<span class="math display">{escapeHtml(tokens[index].content.strip())}</span>'


def _blocks(node: SyntaxTreeNode, gap: str) -> str:
    """Join the children of a block, skipping those without text."""
    return gap.join(text for child in node.children if (text := _block(child)))


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "paragraph" | "heading":
            return "".join(map(_inline, node.children))
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "table":
            rows = [row for part in node.children for row in part.children]
            return "\n".join("\t".join("".join(map(_inline, cell.children)) for cell in row.children) for row in rows)
        case "fence" | "code_block":
            return node.content.removesuffix("\n")
        case "math_block":
            return node.content.strip()
        case "html_block":
            return BeautifulSoup(node.content, "html.parser").get_text().strip()
        case "footnote_block":
            return "\n".join(_hanging(_number(note), _blocks(note, "\n\n")) for note in node.children)
        case _:
            return _blocks(node, "\n\n")


def _list(node: SyntaxTreeNode) -> str:
    is_tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    gap = "\n" if is_tight else "\n\n"
    first = node.attrs.get("start", 1)
    items = []
    for number, item in enumerate(node.children, int(first)):
        text = _blocks(item, gap)
        marker = "• " if node.type == "bullet_list" else f"{number}. "
        is_task = "task-list-item" in str(item.attrs.get("class", ""))
        items.append(_hanging("" if is_task and node.type == "bullet_list" else marker, text))
    return gap.join(items)


def _hanging(marker: str, text: str) -> str:
    """Return a marker followed by text with a hanging indent."""
    return (marker + text.replace("\n", "\n" + " " * len(marker))).rstrip()


def _number(note: SyntaxTreeNode) -> str:
    return f"[{note.meta['id'] + 1}] "


def _inline(node: SyntaxTreeNode) -> str:
    match node.type:
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline":
            if CHECK_BOX in node.content:
                return "☑" if "checked=" in node.content else "☐"
            return "\n" if node.content.lower().startswith("<br") else ""
        case "footnote_ref":
            return _number(node).rstrip()
        case "math_inline" | "math_inline_double":
            return node.content.strip()
        case _:
            return "".join(map(_inline, node.children)) if node.children else node.content
