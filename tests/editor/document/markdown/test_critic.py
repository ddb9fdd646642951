"""Which marks of CriticMarkup a text has."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document.markdown.critic import critic_marks

# The marks according to one pattern, which would take hours if many markers aren't closed.
PLAIN = re.compile(
    r"""
    \{\+\+(?P<addition>.*?)\+\+\} | \{--(?P<deletion>.*?)--\} | \{~~(?P<old>(?:(?!~~\}).)*?)~>(?P<new>.*?)~~\}
    | \{==(?P<highlight>.*?)==\} | \{>>(?P<comment>.*?)<<\}
    | (?<!`)(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | `+ | \\[\\`{] | <!--.*?-->
    """,
    re.VERBOSE | re.DOTALL,
)
SIGNS = [
    "{++",
    "++}",
    "{--",
    "--}",
    "{~~",
    "~>",
    "~~}",
    "{==",
    "==}",
    "{>>",
    "<<}",
    "`",
    "``",
    "\\",
    "<!--",
    "-->",
    "a",
    "~",
    "-",
    "{",
    "}",
    ">",
    "+",
]


@given(st.lists(st.sampled_from([*SIGNS, "\n"]), max_size=14).map("".join))
def test_marks_match_a_reference_pattern(text: str) -> None:
    names = ("addition", "deletion", "new", "highlight", "comment")
    expected = [match.span() for match in PLAIN.finditer(text) if any(match[name] is not None for name in names)]
    assert [(mark.start, mark.end) for mark in critic_marks(text)] == expected


@pytest.mark.parametrize("sign", [*SIGNS, "{~~a~>", "{~~a", "``` "])
def test_unclosed_markers_take_no_time(sign: str) -> None:
    text = sign * 20_000
    assert [mark.end for mark in critic_marks("{--a--} " + text)][:1] == [7]
