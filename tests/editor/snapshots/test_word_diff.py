"""Differences by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.snapshots.word_diff import differing, plain
from editor.view.theme.theme import load_theme

THEME = load_theme("dark")
WORDS = st.lists(st.sampled_from(["one", "two", "three", "\n", "\n\n"]), max_size=25).map(" ".join)


def parts(old: str, new: str) -> tuple[list[str], list[str]]:
    """Return the struck-through text and the underlined text."""
    text = differing(old, new, THEME)
    spans = [(text.plain[span.start : span.end], span.style) for span in text.spans]
    went = [piece for piece, style in spans if getattr(style, "strike", None)]
    return went, [piece for piece, style in spans if getattr(style, "underline", None)]


def test_removed_and_added_words_are_marked() -> None:
    assert parts("She go to school.", "She goes to school.") == ([], ["es"])
    assert parts("a red house", "a house") == (["red "], [])
    assert differing("same", "same", THEME).plain == "no difference"


def test_only_the_surrounding_lines_are_shown() -> None:
    old = "\n".join(f"line {number}" for number in range(100))
    shown = differing(old, old.replace("line 50", "line fifty"), THEME).plain
    assert shown.split("\n") == ["⋯ line 49", "line 48", "line 49", "line 50fifty", "line 51", "line 52"]


@given(WORDS, WORDS)
def test_the_marks_cover_every_difference(old: str, new: str) -> None:
    went, came = parts(old, new)
    if old == new:
        assert not went
        assert not came
    assert len("".join(came)) - len("".join(went)) == len(new) - len(old), "line ends are shown as ⏎"


def test_control_characters_are_shown_as_symbols() -> None:
    assert "\x1b" not in plain("a\x1b[2Jb\r\nc").plain
    assert plain("a\r\nb").plain == "a\nb"
