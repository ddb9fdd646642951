"""Line break opportunities: the cached answers equal uniseg's for the whole line."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from uniseg.linebreak import line_break_breakables
from wcwidth import iter_graphemes

from editor.text.line_breaks import LOOK_AHEAD, may_break

# One of every line breaking class, and characters named by single rules. `?`, `&` and `#` are tested with URLs.
_PIECES = [
    "a", "b", "é", "e\u0301", "1", "2", " ", "  ", "\t", ",", ".", ":", "-", "—", "–", "‐", "‑", "/", "(", ")", "[",
    "]", "}", "!", "%", "$", "€", "+", "'", '"', "“", "”", "’", "«", "»", "…", "\u00a0", "\u202f", "\u2060",
    "\u200b", "\u00ad", "\u200d", "漢", "字", "か", "っ", "ー", "。", "、", "（", "）", "「", "」", "한", "글", "ᄀ",
    "ก", "ก้", "ภาษา", "א", "־", "ᬅ", "ᬓ᭄", "\u25cc", "👍🏽", "👨‍👩‍👧", "🇩🇪", "🇩", "´", "\u2024", "\ufffc",
    "\udc80", "\u0301", "a" + "\u0301" * 40,
]  # fmt: skip


def _units(text: str) -> list[str]:
    """Return the pieces between which a line may break."""
    graphemes = list(iter_graphemes(text))
    units = [graphemes[0]]
    for index in range(1, len(graphemes)):
        if may_break(graphemes[: index + LOOK_AHEAD], index):
            units.append("")
        units[-1] += graphemes[index]
    return units


@example("1.)%")
@example('漢"漢”漢')
@example("a– ‐a")
@example("ᬓ᭄\u25cc")
@example("a“ b")
@example("\u200d\u0301漢")
@example("$(.5")
@example("א-b")
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12).map("".join))
def test_breaks_where_uniseg_breaks_the_whole_line(text: str) -> None:
    breakables = list(line_break_breakables(text))
    graphemes = list(iter_graphemes(text))
    offset = 0
    for index in range(1, len(graphemes)):
        offset += len(graphemes[index - 1])
        assert may_break(graphemes[: index + LOOK_AHEAD], index) == bool(breakables[offset]), offset


@pytest.mark.parametrize(
    "units",
    [
        "well-|known",
        "from |-5 |to |-3",
        "em|—|dash",
        "1914–|1918",
        "and/|or",
        "3.14 |or |1/2",
        "5\u00a0% |and |$5",
        "10\u202fkm",
        "a\u2060b",
        "zero\u200b|width",
        "soft\u00ad|hyphen",
        "“He |said |‘no’,” |she |wrote…",
        "Vraiment\u00a0? |« Oui »",
        "ちょっ|と、|待っ|て",
        "漢|字。|（仮|名）",
        "ภาษา |ไทย",
        "Q&A, |AT&T",
        "What?! |No.",
        "see |https://|example.com/|a/|b|?one=1|&two=2|#part",
        "👨‍👩‍👧|👍🏽|🇩🇪|🇫🇷",
    ],
)
def test_breaks_as_people_write(units: str) -> None:
    assert "|".join(_units(units.replace("|", ""))) == units
