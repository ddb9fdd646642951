"""The reader of a hostile file sees everything, and none of it acts as a terminal command."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import iter_graphemes, wcswidth

from editor.text.printable import MAX_CELLS, SINGLE_CELL, is_plain, printable, show_grapheme
from tests.editor.view.strategies import texts

JOINERS = "\u200c\u200d"
TAGS = "".join(map(chr, range(0xE0020, 0xE0080)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, “quoted” – naïve", "plain text, “quoted” – naïve"),
        ("\x1b[31mred", "␛[31mred"),
        ("bell\x07 del\x7f csi\x9b31m", "bell␇ del␡ csi‹009B›31m"),
        ("a\nb\tc\r", "a␊b␉c␍"),
        ("safe\u202egpj.exe", "safe‹202E›gpj.exe"),
        ("zero\u200bwidth \ufeff", "zero‹200B›width ‹FEFF›"),
        ("\u2028 \u2029 \x85", "‹2028› ‹2029› ‹0085›"),
        ("bad\udcff byte, \ud800", "bad‹xFF› byte, ‹D800›"),
        ("hidden" + chr(0xE0041), "hidden‹E0041›"),
        ("x\ufe0f\ufe0e", "x\ufe0f‹FE0E›"),
        ("private \ue000", "private ‹E000›"),
        ("\u0301", "◌\u0301"),
        ("cafe\u0301", "cafe\u0301"),
        ("👨‍👩‍👧 👍🏽 🇩🇪 ❤️ 🏳️‍🌈 1️⃣", "👨‍👩‍👧 👍🏽 🇩🇪 ❤️ 🏳️‍🌈 1️⃣"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",) * 2,
        ("می‌خواهم", "می‌خواهم"),
        ("ක්‍ර", "ක්‍ර"),
        ("e\u200d", "e‹200D›"),
        ("🫨 (Unicode 15)", "🫨 (Unicode 15)"),
        ("हिन्दी में लिखना, বাংলা ভাষা", "हिन्दी में लिखना, বাংলা ভাষা"),
        ("தமிழ் மொழி, മലയാളം, မြန်မာ, ខ្មែរ", "தமிழ் மொழி, മലയാളം, မြန်မာ, ខ្មែរ"),
        ("\u093e", "◌\u093e"),
        ("a🏻 👍🏻", "a‹1F3FB› 👍🏻"),
    ],
)
def test_shows(text: str, shown: str) -> None:
    assert printable(text) == shown


def _is_forbidden(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and character not in JOINERS + TAGS


def _has_spacing_mark(text: str) -> bool:
    return any(wcswidth("x" + character) == 2 for character in text if unicodedata.category(character)[0] == "M")


def test_no_single_code_point_gets_through_as_a_control() -> None:
    for code in [*range(0x20000), *range(0xE0000, 0xE1000), *range(0x20000, sys.maxunicode + 1, 0x101)]:
        shown, width = show_grapheme.__wrapped__(chr(code))
        assert not any(map(_is_forbidden, shown)), hex(code)
        assert not set(shown) & set(JOINERS + TAGS), hex(code)
        assert 1 <= width == cell_len(shown) <= MAX_CELLS, hex(code)
        assert width == wcswidth(shown) or _has_spacing_mark(shown), hex(code)


@given(texts())
def test_nothing_forbidden_is_left_and_everything_is_visible(text: str) -> None:
    shown = printable(text)
    assert not any(map(_is_forbidden, shown))
    for grapheme in iter_graphemes(text):
        form, width = show_grapheme(grapheme)
        assert 1 <= width == cell_len(form) <= MAX_CELLS
        assert width == wcswidth(form) or _has_spacing_mark(form)


@given(texts())
def test_sanitised_text_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@given(st.text(st.characters(max_codepoint=0x2100)))
def test_plain_text_is_one_safe_cell_a_character(text: str) -> None:
    if is_plain(text):
        assert list(iter_graphemes(text)) == list(text)
        assert [show_grapheme.__wrapped__(character) for character in text] == [(character, 1) for character in text]


def test_every_plain_character_is_a_safe_grapheme_of_one_cell() -> None:
    plain = re.findall(f"[{SINGLE_CELL}]", "".join(map(chr, range(0x3000))))
    assert len(plain) > 900
    assert list(iter_graphemes("".join(plain))) == plain
    assert [show_grapheme.__wrapped__(character) for character in plain] == [(character, 1) for character in plain]
