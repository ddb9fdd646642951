"""Terminal bytes become events: pastes whole and untouched, however reads cut them; Alt with every key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events
from textual.drivers import linux_driver
from textual.message import Message

from editor.system.terminal_input import TerminalParser, install

START, END = "\x1b[200~", "\x1b[201~"


def plain(messages: list[Message]) -> list[str]:
    """Return keys by name, pastes in brackets."""
    return [
        f"[{message.text}]" if isinstance(message, events.Paste) else message.key
        for message in messages
        if isinstance(message, events.Paste | events.Key)
    ]


pieces = st.sampled_from(["a", "\r", "é", "\x1b", "\x1b[31m", "\x1b[20", "\x1b[200~", "[201"])  # never the end marker


@given(pasted=st.lists(pieces, max_size=8).map("".join), cuts=st.lists(st.integers(0, 60), max_size=4))
@example(pasted="\x1b[31mred" * 9, cuts=[])
@example(pasted="a", cuts=[8, 10])
def test_a_paste_is_one_event_with_exactly_its_text(pasted: str, cuts: list[int]) -> None:
    data = f"x{START}{pasted}{END}y{START}{END}\x1b[A"
    edges = [0, *sorted(cut for cut in cuts if cut < len(data)), len(data)]
    parser = TerminalParser()
    got = [event for start, end in pairwise(edges) if end > start for event in parser.feed(data[start:end])]
    assert plain(got) == ["x", f"[{pasted}]", "y", "[]", "up"]


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("\x1bv", "alt+v"),
        ("\x1bV", "alt+shift+v"),
        ("\x1b1", "alt+1"),
        ("\x1b-", "alt+minus"),
        ("\x1b.", "alt+full_stop"),
        ("\x1b\r", "alt+enter"),
        ("\x1bb", "ctrl+left"),
        ("\x1bOP", "f1"),
        ("\x1b[1;3A", "alt+up"),
    ],
)
def test_alt_is_seen_at_once_and_types_nothing(sent: str, key: str) -> None:
    (event,) = TerminalParser().feed(sent)
    assert isinstance(event, events.Key)
    assert event.key == key
    assert event.character is None


def test_textuals_driver_reads_with_it() -> None:
    install()
    assert linux_driver.__dict__["XTermParser"] is TerminalParser
