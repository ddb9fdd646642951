r"""Finds the stretches of a text that aren't prose and may span many lines: fenced code, comments, literal blocks.

Several languages are recognised at once, since a text doesn't say which one it is in: Markdown and its relatives
(MDX, Obsidian, Liquid and Jinja, TeX maths), reStructuredText, Org, AsciiDoc, LaTeX with BibTeX, and mail. Only
constructs that don't occur in prose by chance count.
"""

from __future__ import annotations

import re

Stretch = tuple[int, int]

REACH = 5
"""In lines. Whether something opens or closes at a line doesn't depend on lines further away than this."""
_MOST_BLANK = 3
"""The most blank lines in a row within an indented block; more end it."""

_LINE = r"""
    (?P<margin>[ \t]*(?:>[ \t]*)*)(?:
        (?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})
        | (?P<maths>\$\$)(?![^\n]*\$\$)
        | (?P<bracket>\\\[)(?![^\n]*\\\])
        | (?i:\#\+begin_(?P<org>src|example|comment|export|latex|html|ascii)\b)
        | (?P<drawer>:[A-Z][A-Z_]+:[ \t]*$)
        | \.\.[ \t]+(?P<directive>[a-z][\w:.-]*)::
        | (?P<remark>\.\.(?:[ \t]+(?![\[_|.]|[\w:.-]+::)[^\n]*)?$)
        | (?P<doctest>>>>[ ]\S)
        | (?i:@(?P<bibtex>article|book|booklet|inbook|incollection|inproceedings|manual|mastersthesis|misc|online
          |phdthesis|proceedings|report|techreport|thesis|unpublished|string|preamble)[ \t]*\{)
        | (?P<tag></?[A-Za-z][\w.:-]*(?:[ \t]*$|[ \t][^<>\n]*$))
        | (?P<colons>:{3,})[ \t]*\{?(?:mermaid|math|code)\b
        | \[(?:source|listing|literal)\b[^\n]*\]\n(?P<delimiter>-{4,}|\.{4,})[ \t]*$
        | (?P<slashes>/{4,}[ \t]*$)
        | (?P<percent>%[^\n]*\n(?=[ \t]*%))
        | (?P<preamble>\\documentclass)\b
        | (?P<module>(?:export[ ](?:const|let|default|function)\b|import[ ][^\n]*\bfrom[ ]["'])[^\n]*$)
        | (?P<signature>--[ ]\n)(?=\S)
        | (?P<annotations>---[ \t]*\n(?=[^:\n]+:[ ]*\d+(?:,\d+)?[ ]+SHA-256[ ]+[0-9A-Fa-f]{32}))
        | (?P<headers>(?:From|To|Cc|Date|Sent|Subject|Message-ID|Received|Return-Path|MIME-Version|Reply-To|X-\w+):[ ]
          [^\n]*\n(?:From|To|Cc|Bcc|Date|Sent|Subject|[A-Z]\w+-[\w-]+):[ ])
    )
"""
_ANYWHERE = r"""
    (?P<skipped>`[^`\n]+` | %%[^%\n]+%%)
    | \{%-?[ \t]*(?P<block>comment|raw|verbatim|highlight|code|schema|style|stylesheet|javascript|prettify|doc)\b
      (?![^\n]*\{%-?[ \t]*end(?P=block)\b)
    | (?P<braces>\{[{%])(?![^\n]*[%}]\})
    | (?P<jinja>\{\#)(?![^\n]*\})
    | (?P<mdx>\{/\*)(?![^\n]*\*/)
    | (?P<comment><!--)(?![^\n]*-->)
    | <(?P<element>script|style|pre|svg|math|textarea)\b(?![^\n]*</(?P=element)\b)
    | \\begin\{(?P<environment>(?:equation|align|gather|multline|eqnarray|displaymath|math|verbatim|Verbatim|lstlisting
      |minted|tikzpicture|tabular|tabularx|longtable|array|algorithm|algorithmic|filecontents|comment|thebibliography)
      \*?)\}(?![^\n]*\\end\{(?P=environment)\})
    | (?P<note>%%[ \t]*$)
    | (?P<remark_within>%%(?=[^%\n]*$))
    | (?P<literal>::[ \t]*\n(?:[ \t]*\n){1,3})(?=[ \t]+\S)
    | (?<=wrote)(?P<reply>:[ \t]*\n(?:[ \t]*\n)?)(?=[ \t]*>)
"""
_OPENER = re.compile(rf"\n{_LINE} | {_ANYWHERE}", re.VERBOSE | re.MULTILINE)
_FIRST_LINE = re.compile(
    rf"(?P<yaml>---[ \t]*\n(?=[\w-]+[ \t]*:)) | (?P<toml>\+\+\+[ \t]*\n) | {_LINE}", re.VERBOSE | re.MULTILINE
)

_CLOSERS = {
    "block": r"\{{%-?[ \t]*end{}\b[^%\n]*%\}}",
    "braces": r"[%}}]\}}|\n[ \t]*(?=\n)",
    "jinja": r"\#\}}",
    "mdx": r"\*/\}}?",
    "comment": r"-->",
    "element": r"</{}\b[^>\n]*>?",
    "environment": r"\\end\{{{}\}}",
    "note": r"%%",
    "remark_within": r"%%|\n[ \t]*(?=\n)",
    "maths": r"\$\$",
    "bracket": r"\\\]",
    "org": r"(?i:^[ \t]*\#\+end_{}\b[^\n]*)",
    "drawer": r"^[ \t]*:END:[ \t]*$|^[ \t]*$",
    "doctest": r"^[ \t]*$",
    "bibtex": r"^[ \t]*\}}[ \t]*$|^[ \t]*$",
    "tag": r"/?>[ \t]*$|^[ \t]*$",
    "colons": r"^[ \t]*{}[ \t]*$",
    "delimiter": r"^{}[ \t]*$",
    "slashes": r"^/{{4,}}[ \t]*$",
    "percent": r"^(?![ \t]*%)",
    "preamble": r"^\\begin\{{document\}}",
    "module": r"^[ \t]*$",
    "signature": r"^[ \t]*$",
    "headers": r"^[ \t]*$",
    "reply": r"^(?![ \t]*>)",
    "yaml": r"^(?:---|\.\.\.)[ \t]*$",
    "annotations": r"^(?:---|\.\.\.)[ \t]*$",
    "toml": r"^\+\+\+[ \t]*$",
}
"""The pattern that ends each kind; {} is the text that opened it."""
_NAMES = (*_CLOSERS, "fence", "directive", "remark", "literal")
_WITH_PROSE = """
admonition attention caution centered class compound container danger deprecated epigraph error glossary highlights hint
important line-block note pull-quote rubric seealso sidebar tip title todo topic versionadded versionchanged warning
"""
_PROSE_DIRECTIVES = frozenset(_WITH_PROSE.split())
"""reStructuredText directives whose body is prose."""
_NO_QUOTE = re.compile(r"^(?![ \t]*>)", re.MULTILINE)
_LINES = re.compile(r"(?P<indent>[ \t]*)(?P<rest>[^\n]*)(?:\n|\Z)")


def next_verbatim(text: str, position: int, limit: int) -> Stretch | None:
    """Return the first stretch that isn't prose and opens in [position, limit); None if there isn't one.

    Args:
        text: the document.
        position: the end of the last such stretch, or the start of a line outside them.
        limit: the length of the text, or the start of a line.
    """
    stop = lines_down(text, limit)
    if position == 0 and (first := _FIRST_LINE.match(text, 0, stop)) and (found := _stretch(text, first)):
        return found if limit > 0 else None
    if 0 < position <= len(text) and text[position - 1] == "\n":
        position -= 1
    while match := _OPENER.search(text, position, stop):
        if match.start() + match[0].startswith("\n") >= limit:
            return None
        if match["skipped"]:
            position = match.end()
            continue
        found = _stretch(text, match)
        if found is not None:
            return found
        position = match.start() + 1
    return None


def lines_up(text: str, position: int) -> int:
    """Return the start of the line that is REACH lines above `position`."""
    for _ in range(REACH + 1):
        position = text.rfind("\n", 0, max(0, position))
        if position < 0:
            return 0
    return position + 1


def lines_down(text: str, position: int) -> int:
    """Return the end of the line that is REACH lines below `position`, its newline included."""
    for _ in range(REACH + 1):
        position = text.find("\n", position) + 1
        if position == 0:
            return len(text)
    return position


def _stretch(text: str, match: re.Match[str]) -> Stretch | None:
    """Return the stretch that an opener opens; None if it opens nothing after all."""
    groups = match.groupdict()
    kind = next(name for name in _NAMES if groups.get(name) is not None)
    opened = groups[kind]
    start = match.start() + match[0].startswith("\n")
    if kind == "literal":
        line = _LINES.match(text, text.rfind("\n", 0, start) + 1)
        assert line is not None
        is_directive = line["rest"].startswith(".. ")
        end = match.end() if is_directive else _dedent(text, match.end(), len(line["indent"].expandtabs()))
        return (match.end(), end) if end > match.end() else None
    if kind in ("directive", "remark"):
        if opened in _PROSE_DIRECTIVES:
            return None
        return start, _dedent(text, _line_end(text, match.end()), len(match["margin"].expandtabs()))
    if kind == "fence":
        return start, _fence_end(text, match)
    closer = re.compile(_CLOSERS[kind].format(re.escape(opened)), re.MULTILINE)
    found = closer.search(text, match.end())
    end = len(text) if found is None else found.end()
    return (match.end() if kind == "reply" else start), _with_line_end(text, end)


def _fence_end(text: str, match: re.Match[str]) -> int:
    ticks = match["fence"]
    begin = _line_end(text, match.end())
    closer = re.compile(rf"^[ \t>]*{ticks[0]}{{{len(ticks)},}}[ \t]*$", re.MULTILINE).search(text, begin)
    end = len(text) if closer is None else _with_line_end(text, closer.end())
    if ">" in match["margin"] and (outside := _NO_QUOTE.search(text, begin)):
        end = min(end, outside.start())
    return end


def _dedent(text: str, position: int, margin: int) -> int:
    """Return the end of the lines from `position` on that are indented by more than `margin`, including blank lines in
    between."""
    end, blank = position, 0
    for line in _LINES.finditer(text, position):
        if line["rest"].strip():
            if len(line["indent"].expandtabs()) <= margin:
                break
            end, blank = line.end(), 0
        elif (blank := blank + 1) > _MOST_BLANK or line.end() == len(text):
            break
    return end


def _line_end(text: str, position: int) -> int:
    """Return the start of the line after the one at `position`."""
    return text.find("\n", position) + 1 or len(text)


def _with_line_end(text: str, position: int) -> int:
    """Return `position`, or the start of the next line where only blanks come before it."""
    end = position
    while text[end : end + 1] in (" ", "\t"):
        end += 1
    return end + 1 if text[end : end + 1] == "\n" else position
