"""TOML with the lines of its keys, compared with files whose lines are known."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from editor.settings.toml_source import TomlError, TomlSource

FILE = '''\
# a ] comment [ with """ in it
theme = "d[ark" # "

keys = ["a",
  # ]
  'b', """c
]""",
]
text = """
theme = "x"
[no]
"""
inline = { deep = { er = [1, {x = 2}] } }
dotted.in."qu.oted" = 'it''s'
[scoring]
threshold = 0.9

[scoring."od[d".inner] # [x]
a = 1
[[many]]
b = 1
[[many]]
c = 1
'''.replace("'it''s'", "'its'")


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (["theme"], 2),
        (["keys"], 4),
        (["text"], 9),
        (["no"], 1),
        (["inline"], 13),
        (["inline", "deep", "er"], 13),
        (["dotted", "in", "qu.oted"], 14),
        (["scoring"], 15),
        (["scoring", "threshold"], 16),
        (["scoring", "od[d", "inner"], 18),
        (["scoring", "od[d", "inner", "a"], 19),
        (["many"], 20),
        (["many", "c"], 23),
        ([], 1),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_found_in_its_line(keys: list[str], line: int, newline: str) -> None:
    assert TomlSource(FILE.replace("\n", newline)).line_of(keys) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [("a = 1\n[b\n", 2), ("a = 1\nb = ", 2), ("a = 1\na = 2\n", 2), ("x = " + "[" * 5000, 1), ("x = " + "9" * 5000, 1)],
)
def test_an_error_names_its_line(text: str, line: int) -> None:
    with pytest.raises(TomlError) as caught:
        TomlSource(text)
    assert caught.value.line == line
    assert caught.value.reason


keys = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)
scalars = st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20) | st.just("]\n[x]\n")
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)


@given(st.dictionaries(keys, values, max_size=5))
def test_every_key_is_on_the_reported_line(tables: dict[str, Any]) -> None:
    text = tomlkit.dumps(tables)
    try:
        known = tomllib.loads(text)
    except tomllib.TOMLDecodeError:  # tomlkit doesn't write every odd key correctly
        return
    source = TomlSource(text)
    lines = text.split("\n")
    for key in known:
        line = source.line_of([key])
        assert key not in _loaded(lines[: line - 1])
        assert any(key in _loaded(lines[:end]) for end in range(line, len(lines) + 1))


def _loaded(lines: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        return {}


@given(st.text(st.sampled_from("a=\"'[]{}\n#.,1 \\")) | st.text())
def test_any_file_is_read_or_rejected(text: str) -> None:
    last = text.count("\n") + 1
    try:
        source = TomlSource(text)
    except TomlError as error:
        lines = [error.line]
    else:
        lines = [source.line_of([key]) for key in source.tables]
    assert all(1 <= line <= last for line in lines)
