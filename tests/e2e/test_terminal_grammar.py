"""The terminal grammar itself: it must find everything it should."""

from __future__ import annotations

import pytest

from tests.e2e.terminal_grammar import findings
from tests.suites.hostile_texts import CLASSES


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_of_hostile_text_is_found_raw(name: str) -> None:
    drawn = b"\x1b[?1049h\x1b[2;3H" + CLASSES[name].encode("utf-8", "surrogateescape") + b"\x1b[?1049l"
    assert findings(drawn)


@pytest.mark.parametrize(
    "written",
    [
        "\x1b[?1049h\x1b[?25l\x1b[1;1H\x1b[1;4:3;38;2;1;2;3;58:2::4:5:6mword\x1b[0m\r\n\x1b[24;80Hx\x1b[?1049l\x1b[?25h",
        "logprose: bad\r\n",
        "é ‹202E› ␛ naïve 漢字 👩‍🚀 ☂️ क्‍ष \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "\rscoring\r\x1b[K",
    ],
)
def test_what_the_program_needs_is_allowed(written: str) -> None:
    assert findings(written.encode()) == []


@pytest.mark.parametrize(
    "written",
    ["\x1b[25;1H", "\x1b[1;81H", "\x1b[?1049h\x1b[?1049l\x1b[1;1Hafter", "\x1b[?1049h", "\x1b[38;2;1m", "\x1b[;m"],
)
def test_what_is_out_of_place_is_found(written: str) -> None:
    assert findings(written.encode())


def test_the_clipboard_gets_what_was_copied_and_nothing_else() -> None:
    written = b"\x1b]52;c;Y29waWVk\x07"
    assert findings(written, copied=["copied"]) == []
    assert findings(written)
    assert findings(written, copied=["other"])
    assert findings(b"", copied=["copied"])
