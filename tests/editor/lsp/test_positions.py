"""Positions are exact in all three encodings, whatever the text, against a plain computation."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from editor.document import Document
from editor.lsp.positions import Encoding, Positions, preferred

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}

LINES = ("\n", "\r", "\r\n")
NO_LINES = ("\t", "\f", "\v", "\x1c", "\x85", "\u2028", "\u2029")  # line ends for Python, not for the protocol
LETTERS = ("a", "word ", "é", "e\u0301", "ß", "€", "中", "😀", "👩‍👩‍👧", "𝔸")
texts = st.lists(st.sampled_from(LINES + NO_LINES + LETTERS), max_size=40).map("".join)


def plain_lines(text: str) -> list[tuple[int, str]]:
    """The start of each line of the protocol, and the line without its ending."""
    found, start = [], 0
    for ending in re.finditer("\r\n|\n|\r", text):
        found.append((start, text[start : ending.start()]))
        start = ending.end()
    return [*found, (start, text[start:])]


def units(text: str, encoding: Encoding) -> int:
    codec, width = CODECS[encoding]
    return len(text.encode(codec)) // width


def plain_offset(text: str, line: int, column: int, encoding: Encoding) -> int:
    """The code point at a position, by counting from the start of its line."""
    lines = plain_lines(text)
    if line >= len(lines):
        return len(text)
    start, found = lines[line]
    fitting = [count for count in range(len(found) + 1) if units(found[:count], encoding) <= column]
    return start + fitting[-1]


@given(texts, st.integers(0, 12), st.integers(0, 90), st.sampled_from(ENCODINGS))
def test_a_position_matches_counting(text: str, line: int, column: int, encoding: Encoding) -> None:
    positions = Positions(Document(text), encoding)
    assert positions.to_offset(Position(line, column)) == plain_offset(text, line, column, encoding)


@given(texts, st.lists(st.integers(0, 100), max_size=12), st.sampled_from(ENCODINGS))
def test_a_code_points_position_matches_counting(text: str, offsets: list[int], encoding: Encoding) -> None:
    positions, lines = Positions(Document(text), encoding), plain_lines(text)
    for offset in (min(offset, len(text)) for offset in offsets):
        line = max(number for number, (start, _) in enumerate(lines) if start <= offset)
        start, found = lines[line]
        assert positions.to_position(offset) == Position(line, units(found[: offset - start], encoding))


@given(texts, texts, st.integers(0, 100), st.integers(0, 100), st.sampled_from(ENCODINGS))
def test_positions_refer_to_the_current_text(text: str, more: str, at: int, asked: int, encoding: Encoding) -> None:
    document = Document(text)
    positions = Positions(document, encoding)
    positions.to_position(min(asked, len(text)))
    document.replace(min(at, len(text)), min(at, len(text)), more)
    fresh = Positions(Document(document.text), encoding)
    offset = min(asked, len(document))
    assert positions.to_position(offset) == fresh.to_position(offset)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_columns_past_a_line_mean_its_end_and_lines_past_the_text_its_end(encoding: Encoding) -> None:
    positions = Positions(Document("😀é\r\nab"), encoding)
    asked = Position(0, 99)
    assert positions.to_offset(asked) == 2
    assert asked == Position(0, 99)
    assert positions.to_offset(Position(1, 3)) == 6
    assert positions.to_offset(Position(2, 0)) == 6
    assert positions.to_offset(Position(2**31 - 1, 2**31 - 1)) == 6


def test_a_column_within_a_character_means_its_start() -> None:
    assert Positions(Document("a😀b"), "utf-16").to_offset(Position(0, 2)) == 1
    assert [Positions(Document("a😀b"), "utf-8").to_offset(Position(0, column)) for column in range(7)] == [
        *(0, 1, 1, 1, 1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (None, "utf-16"),
        ([], "utf-16"),
        (["utf-16"], "utf-16"),
        (["utf-16", "utf-8"], "utf-8"),
        (["utf-16", "utf-8", "utf-32"], "utf-32"),
        (["utf-7"], "utf-16"),
    ],
)
def test_the_cheapest_encoding_is_chosen(offered: list[str] | None, chosen: str) -> None:
    assert preferred(offered) == chosen
