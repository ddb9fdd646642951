"""The tokens of one paragraph, heading or cell, with the position of each in its text.

markdown-it's inline rules parse them; they follow CommonMark to the letter but keep no positions. So every rule is
wrapped to record on its tokens where it started and ended. Additional rules: footnotes and maths.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_MATH = re.compile(r"\$\$(?!\$)(?:[^\\$]|\\.|\$(?!\$))+?\$\$|\$(?![\s$])(?:[^\\$]|\\.)*?(?<![\s\\])\$(?!\d)", re.DOTALL)
_BEGINS = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "math": "$",
    "strikethrough": "~",
    "emphasis": "*_",
    "footnote": "[",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""The characters at which each rule is tried."""


class _Parser(MarkdownIt):
    """markdown-it with every address accepted as a link and kept as written."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url


class _State(StateInline):
    """A parser state that records on each token the position where it was made."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta = {"made_at": self.pos}
        return token


_Rule = Callable[[StateInline, bool], bool]


def _located(rule: _Rule, begins: str) -> _Rule:
    """Wrap a rule so that its tokens record their range [start, end) of the text."""

    def parse(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in begins:
            return False
        if silent:
            return rule(state, True)
        if state.pending:
            state.pushPending()
        start, first = state.pos, len(state.tokens)
        if not rule(state, False):
            return False
        position = start
        for token in state.tokens[first:]:
            if "end" in token.meta:  # made by a rule inside this one
                continue
            if token.type == "text":  # a mark that may later open or close something
                token.meta.update(start=position, end=position + len(token.content))
                position += len(token.content)
            else:
                token.meta.update(start=start, end=state.pos)
        return True

    return parse


def _footnote_rule(state: StateInline, silent: bool) -> bool:
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    label = normalizeReference(match[1])
    if not state.env["footnotes"](label):
        return False
    if not silent:
        state.push("footnote", "", 0).content = label
    state.pos = match.end()
    return True


def _math_rule(state: StateInline, silent: bool) -> bool:
    match = _MATH.match(state.src, state.pos, state.posMax)
    if match is None or state.src[max(state.pos - 1, 0)].isdigit():
        return False
    if not silent:
        state.push("math", "", 0)
    state.pos = match.end()
    return True


def _make_parser() -> _Parser:
    parser = _Parser("commonmark")
    parser.options["maxNesting"] = 100
    parser.options["strikethrough_single_tilde"] = True  # one or two, as on GitHub
    ruler = parser.inline.ruler
    ruler.enable("strikethrough")
    parser.inline.ruler2.enable("strikethrough")
    parser.inline.ruler2.disable("fragments_join")  # it joins texts, but only their positions matter here
    ruler.before("link", "footnote", _footnote_rule)
    ruler.after("backticks", "math", _math_rule)
    for name, rule in zip(ruler.get_active_rules(), ruler.getRules(""), strict=True):
        if name != "text":
            ruler.at(name, _located(rule, _BEGINS[name]))
    return parser


_parser = _make_parser()
_MOST_BRACKETS = 400


def with_few_brackets(text: str) -> str:
    """Return a text up to where it has so many opening brackets that parsing more would take long.

    Their cost grows with their square, and with the length of the text after them.
    """
    if text.count("[") <= _MOST_BRACKETS:
        return text
    return "[".join(text.split("[", _MOST_BRACKETS)[:_MOST_BRACKETS])


def located_tokens(
    text: str, references: Mapping[str, Mapping[str, str]], has_footnote: Callable[[str], bool]
) -> list[Token]:
    """Return the tokens of a text without block markup: markdown-it's, plus `math` and `footnote`.

    A token's `meta` has its position in code points: `start` and `end` of the text that its rule consumed, for a link
    from its first mark to its last. In a `link_close`, `made_at` is the end of the link's text. For `**`, the tokens
    are the second mark before the text and the first after it. Text that isn't a mark has no `end`.

    Args:
        text: the text.
        references: normalised labels → "href" and "title" of their definitions.
        has_footnote: returns True if a normalised label is that of a footnote.
    """
    state = _State(text, _parser, {"references": references, "footnotes": has_footnote}, [])
    _parser.inline.tokenize(state)
    for rule in _parser.inline.ruler2.getRules(""):
        rule(state)
    return state.tokens
