"""Keys in the newer protocols: shortcuts work on every layout, modifiers alone do nothing, text arrives whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.drivers import linux_driver
from textual.message import Message

import editor.app  # noqa: F401  # fills the registry
from editor.keys.registry import Keymap
from editor.system.terminal_input import TerminalParser, install

install()
KEYMAP = Keymap()


def keys(sent: str) -> list[events.Key]:
    return [event for event in TerminalParser().feed(sent) if isinstance(event, events.Key)]


def command_of(sent: str) -> str | None:
    """Return the command of the only key of a sequence, which types nothing."""
    (key,) = keys(sent)
    assert not key.is_printable
    found = KEYMAP.lookup(*key.aliases)
    return found.name if found else None


def typed(sent: str) -> str:
    return "".join(key.character or "" for key in keys(sent) if key.is_printable)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("\x1b[1099::115;5u", "save"),  # Russian ы on the key of s
        ("\x1b[963::115;5u", "save"),  # Greek σ
        ("\x1b[1099:1067:115;6u", "save-as"),  # with Shift
        ("\x1b[1099::115;133u", "save"),  # Num Lock is on
        ("\x1b[1103::122;5u", "undo"),
        ("\x1b[97::113;5u", "select-all"),  # AZERTY: a is where q is
        ("\x1b[113::97;5u", "quit"),
        ("\x1b[115;5u", "save"),
        ("\x1b[115;5:2u", "save"),  # held down
        ("\x1b[27;5;115~", "save"),  # modifyOtherKeys
        ("\x1b[27;6;83~", "save-as"),
        ("\x1b[83;6u", "save-as"),  # modifyOtherKeys in the other form
        ("\x1b[1;2R", "find-previous"),
        ("\x1b[13;2~", "find-previous"),
        ("\x1b[104;5u", "delete-back"),  # Ctrl+H is Backspace for other terminals
        ("\x1b[27;5;104~", "delete-back"),
        ("\x1b[27;3;127~", "delete-word-left"),
        ("\x1b[27;3;8~", "delete-word-left"),
        ("\x1b[1088::104;5u", "delete-back"),
    ],
)
def test_a_shortcut_is_read_on_every_layout(sent: str, name: str) -> None:
    assert command_of(sent) == name


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("\x1b[38::49;3u", "alt+1"),  # AZERTY: & is where 1 is
        ("\x1b[38:49:49;4u", "alt+1"),  # with Shift it types 1
        ("\x1b[59:46:44;4u", "alt+full_stop"),  # Shift+; types .
        ("\x1b[55:47:55;4u", "alt+slash"),  # German: Shift+7
        ("\x1b[27;4;63~", "alt+question_mark"),
        ("\x1b[1102::46;3u", "alt+full_stop"),  # Russian ю
        ("\x1b[97;3;97u", "alt+a"),  # text without the effect of Alt
    ],
)
def test_symbols_and_digits_are_found_by_label_and_by_position(sent: str, name: str) -> None:
    (key,) = keys(sent)
    assert name in key.aliases
    assert not key.is_printable


@pytest.mark.parametrize(
    "sent",
    [
        *(f"\x1b[{code};{modifiers}u" for code in range(57441, 57455) for modifiers in (1, 2, 5)),
        "\x1b[57358u",  # Caps Lock
        "\x1b[57361u",  # Print Screen
        "\x1b[57439u",  # volume up
        "\x1b[115;5:3u",  # Ctrl+S released
        "\x1b[999z",  # an unknown sequence
        "\x1b[?62;22c",
        "\x1b[99999999;5u",
    ],
)
def test_modifiers_alone_and_unknown_sequences_are_not_keys(sent: str) -> None:
    assert keys(sent) == []
    assert [key.key for key in keys(f"{sent}a")] == ["a"]


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ("\x1b[97;;97u", "a"),
        ("\x1b[97:65;2;65u", "A"),
        ("\x1b[32;2;32u", " "),
        ("\x1b[27;2;65~", "A"),
        ("\x1b[27;2;32~", " "),
        ("\x1b[57400;;49u", "1"),  # the keypad
        ("\x1b[57409;129;46u", "."),
        ("\x1b[101;3;8364u", "€"),  # Option made another character
        ("\x1b[113;7;64u", "@"),  # AltGr
        ("\x1b[0;;12354u", "あ"),
        ("\x1b[27;3;120~", ""),  # Alt+X
        ("\x1bO", ""),
        ("\x1b\u044b", ""),  # Alt and a letter of another alphabet
        ("\x1b\u6f22", "漢"),  # Escape, then a character that came quickly
    ],
)
def test_what_a_key_types(sent: str, text: str) -> None:
    parser = TerminalParser()
    found = [event for data in (sent, "") for event in parser.feed(data) if isinstance(event, events.Key)]
    assert "".join(key.character or "" for key in found if key.is_printable) == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_all_the_text_of_one_key_is_typed(text: str) -> None:
    codes = ":".join(str(ord(character)) for character in text)
    assert typed(f"\x1b[0;;{codes}u") == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_character_but_controls_is_typed_from_plain_bytes(text: str) -> None:
    assert typed(text) == text


@given(st.text(st.sampled_from("\x1b[0123456789;:u~ABRMm<?27 z"), min_size=1, max_size=60))
def test_no_sequence_stops_the_parser(sent: str) -> None:
    parser = TerminalParser()
    for data in (sent, ""):
        for event in parser.feed(data):
            assert isinstance(event, Message)


def test_the_driver_asks_for_the_key_of_the_base_layout() -> None:
    asked = linux_driver.KITTY_DISAMBIGUATE_ESCAPE_CODES | linux_driver.KITTY_REPORT_ALL_KEYS
    asked |= linux_driver.KITTY_REPORT_ASSOCIATED_TEXT
    assert asked & linux_driver.KITTY_REPORT_ALTERNATE_KEYS
