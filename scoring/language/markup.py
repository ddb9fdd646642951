"""Blanks out everything in a passage that isn't prose: code, addresses, maths, citations, and markup.

Constructs of many lines aren't in passages to begin with; see `scoring.language.verbatim`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_MARKUP = re.compile(
    r"""
    `[^`\n]+`                                             # code
    | \{--.*?--\} | \{>>.*?<<\} | \{~~(?:(?!~~\}).)*?~>  # CriticMarkup: what is out, remarks
    | \{(?:\+\+|==) | (?:\+\+|==|~~)\}                    # its signs around what is in
    | \{%-?[ ]*(?P<block>comment|raw|verbatim|highlight|code)\b.*?\{%-?[ ]*end(?P=block)\b[^%\n]*%\}
    | [\w'’]*[ ]?\{%-?[ ]*(?P<branch>if|unless|case)\b (?:(?!\{%-?[ ]*end)[^\n])* \{%-?[ ]*el(?:se|if|sif)\b
      (?:(?!\{%-?[ ]*end)[^\n])* \{%-?[ ]*end(?P=branch)\b[^%\n]*%\} [ ]?[\w'’]*   # branches next to each other
    | (?:\b[Aa]n?[ ])?\{\{[^{}]*\}\} | \{\#.*?\#\} | \{/\*.*?\*/\} | <!--.*?-->
    | %%[^%]*%%                                           # Obsidian's comments
    | !\[\[[^\]\n]*\]\] | \[\[[^\]\n]*(?:\||\]\[) | \[\[[^\]\n|]*[#/:^][^\]\n|]*\]\] | \[![\w-]+\][+-]?
    | [ ]\^[\w-]+$                                        # a block's name
    | </?[A-Za-z!?][^<>\n]*>                              # tags, addresses in angle brackets
    | [<\[]\d{4}-\d\d-\d\d[^>\]\n]*[>\]]                  # Org's dates
    | \$\$[^$]+\$\$ | \$(?=[^\s\d])[^$\n]*(?<=\S)\$(?!\w) # maths
    | \\footnote(?:\[[^\]\n]*\])?\{                       # TeX commands that may follow a word at once
    | \\(?:label|cite\w*|ref|index|footnotemark)\*?(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})+
    | (?<![\w:\\])\\(?:emph|text(?:[a-z]{2}|normal)?|enquote|mbox|fbox|underline|uline|sout|thanks|alert
      |(?:sub){0,2}section|chapter|paragraph|footnote|caption|title)\*?
      (?:\[[^\]\n]*\])?\{
    | (?<![\w:\\])\\[A-Za-z]+\*?(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})*    # TeX commands with their arguments
    | \\[(\[].*?\\[)\]]
    | \[[^\]\n]*(?<![\w.])@\w[^\]\n]*(?:\]|\Z)            # citations; the end may be in another passage
    | \[\^[^\]\s]+\] | \[[^\]\s]+\]_                      # footnotes
    | (?<=\])\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s"[^"\n]*")?\)   # a link's target
    | (?<![\w=])=(?=[^\s=])[^=\n]*(?<=\S)=(?![\w=]) | (?<![\w~])~(?=[^\s~])[^~\n]*(?<=\S)~(?![\w~])   # Org's code
    | (?<![\w:]):[A-Za-z][\w+.:-]*:(?=`) | (?<![\w:]):[a-z][\w+-]*:(?![\w:])     # roles, emoji
    | \b[\w-]+::(?=[ \t]+\S) | (?<!\w)\|[\w .-]+\|(?!\w)  # Dataview's fields, substitutions
    | (?<!\w)O-O(?:-O)?(?!\w)                             # castling
    | &\w+; | \{[.\#%{:][^}\n]*\} | \{[\w.]+\}
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_LINE_MARKUP = re.compile(
    r"""
    ^[ \t]*(?:
        %[% \t][^\n]*                                     # comments in LaTeX
        | \.\.[ ]_[^\n]*:[^\n]* | \.\.[ ]\|[^\n]* | \.\.[ ][\w:.-]+:: | \.\.[ ]\[[^\]\n]+\]
        | :[A-Za-z][^:\n]{0,60}:(?=[ \t]|$)               # fields
        | \#\+(?i:title|subtitle|caption|description)(?=:) | \#\+\w+[^\n]*
        | (?:SCHEDULED|DEADLINE|CLOSED|CLOCK):[^\n]*
        | \*+[ ](?:TODO|DONE|NEXT|WAITING|HOLD|CANCELL?ED|STARTED)\b
        | [!?]{3}\+?[ ][\w-]+ | :{3,}[ \t]*\{?[\w-]*      # admonitions
        | (?:[-*+][ ])?(?:feat|fix|docs|chore|refactor|perf|tests?|build|ci|style|revert)(?:\([^)\n]*\))?!?:(?=[ ])
        | (?:INT|EXT|EST|INT\./EXT|I/E)\.[ ][^\n]*        # a scene
        | [A-Z][A-Z .'’\d-]+(?:[ ]\([^)\n]*\))?:(?=\s)    # a speaker
        | \[?\d{1,2}:\d\d(?::\d\d)?(?:[ ]?[APap][Mm])?\]?[ ](?:<[^<>\n]{1,30}>|[\w.-]{1,30}:)
        | \[?\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?[ ]\d{1,2}:\d\d[^\n:]{0,40}:   # a line of a chat
    )
    | [ \t](?::[\w@]+)+:[ \t]*$                           # Org's tags
    """,
    re.VERBOSE | re.MULTILINE,
)
_EMPHASIS = re.compile(r"(?<![\w\\])(_{1,3})(?=[^\s_])[^_\n]*(?<=[^\s_])\1(?!\w)")
_PIECE = re.compile(r"[^\s—–…“”«»]+")
"""Text between blanks and dashes."""
_CODE_PIECE = re.compile(
    r"""
    :// | ^\W*www\. | @ | \\ | \w_\w | \w=\S | ::(?=\S) | ->|=> | \w\(\) | \w[(\[]\w+[,)\]]\S*\w
    | ^["'(\[]*(?:[~.]?/|[A-Za-z]:[\\/]|--?[A-Za-z]|[\#$%&]\w) | /\S*/ | [A-Za-z]\d\S*[A-Za-z]
    | ^[A-Za-z0-9+/=]{40,}
    """,
    re.VERBOSE,
)
_CODE_MARKS = re.compile(r"[{}<>=;|\\_$@~^+&]|\w\(|\(\)|/(?=/)|\w\.\w")
_LINE = re.compile(r"[^\n]+")
_FEWEST_MARKS = 3
_LETTERS_A_MARK = 8
"""A line is code if it has at least `_FEWEST_MARKS` code marks, and at least one for this many letters."""


def without_markup(text: str) -> str:
    """Blank out all code, addresses, maths, citations and other markup in a passage, character by character."""
    rest = _blanked(text, (match.span() for match in _LINE_MARKUP.finditer(text)))
    rest = _blanked(rest, (match.span() for match in _MARKUP.finditer(rest)))
    rest = _blanked(rest, (mark for match in _EMPHASIS.finditer(rest) for mark in _both_marks(match)))
    rest = _blanked(rest, (match.span() for match in _PIECE.finditer(rest) if _CODE_PIECE.search(match[0])))
    return _blanked(rest, (match.span() for match in _LINE.finditer(rest) if _is_code(match[0])))


def _both_marks(match: re.Match[str]) -> tuple[tuple[int, int], tuple[int, int]]:
    width = len(match[1])
    return (match.start(), match.start() + width), (match.end() - width, match.end())


def _blanked(text: str, stretches: Iterable[tuple[int, int]]) -> str:
    pieces, position = [], 0
    for start, end in stretches:
        pieces += [text[position:start], re.sub(r"[^\n]", " ", text[start:end])]
        position = end
    return "".join([*pieces, text[position:]])


def _is_code(line: str) -> bool:
    """Return True if a line has more digits or code marks than prose: a program, a table, a log."""
    letters, digits = sum(map(str.isalpha, line)), sum(map(str.isdigit, line))
    marks = len(_CODE_MARKS.findall(line))
    return digits > letters or (marks >= _FEWEST_MARKS and marks * _LETTERS_A_MARK > letters)
