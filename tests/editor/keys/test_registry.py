"""Commands and keys: clashes are caught, the writer's settings win, errors name the setting."""

from __future__ import annotations

from collections import Counter

import pytest
from textual import events

import editor.app  # noqa: F401  # fills the registry
from editor.keys.registry import COMMANDS, Command, Keymap, command, normal_key
from editor.keys.terminal_keys import is_sent_everywhere
from editor.system.terminal_input import TerminalParser


def test_every_command_has_help_and_no_two_share_a_key() -> None:
    assert all(entry.help and entry.group and entry.name == name for name, entry in COMMANDS.items())
    keys = Counter(key for entry in COMMANDS.values() for key in entry.keys)
    assert keys.most_common(1)[0][1] == 1
    assert keys["ctrl+z"] == keys["ctrl+shift+left"] == 1


SOME_TERMINALS_SCROLL = {f"select-{unit}-{way}" for unit in ("page", "paragraph") for way in ("up", "down")} | {
    "select-document-start",
    "select-document-end",
}
"""Commands with the keys that writers expect, though some terminals scroll with them; the palette has them too."""
ALSO_BY_ASKING_AGAIN = {"next-continuation", "previous-continuation"}
"""Alt with a bracket also begins other codes; the key that requests a continuation cycles through all candidates."""


def test_every_command_with_keys_has_one_that_every_terminal_sends() -> None:
    unsure = {entry.name for entry in COMMANDS.values() if entry.keys and not any(map(is_sent_everywhere, entry.keys))}
    assert unsure <= SOME_TERMINALS_SCROLL | ALSO_BY_ASKING_AGAIN


@pytest.mark.parametrize("key", ["ctrl+shift+z", "ctrl+1", "shift+enter", "ctrl+enter", "ctrl+backspace", "ctrl+tab"])
def test_default_keys_do_not_rely_on_keys_without_their_own_code(key: str) -> None:
    assert not is_sent_everywhere(normal_key(key))


@pytest.mark.parametrize(
    "key", ["ctrl+full_stop", "ctrl+i", "ctrl+left_square_bracket", "f11", "super+s", "shift+pageup"]
)
def test_default_keys_do_not_rely_on_ambiguous_or_reserved_keys(key: str) -> None:
    assert not is_sent_everywhere(key)


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        *((chr(ord(letter) - 96), f"ctrl+{letter}") for letter in "abcdefgklnopqrstuvwxyz"),
        *((f"\x1b{letter}", f"alt+{letter}") for letter in "acdeghijklmnopqrstuvwxyz0123456789"),
        *((f"\x1b{letter.upper()}", f"alt+shift+{letter}") for letter in "acez"),
        *((f"\x1b[1;{code}A", f"{modifiers}up") for code, modifiers in ((2, "shift+"), (3, "alt+"), (5, "ctrl+"))),
        *((f"\x1b[1;{code}H", f"{modifiers}home") for code, modifiers in ((4, "alt+shift+"), (7, "alt+ctrl+"))),
        ("\x00", "ctrl+space"),
        ("\x1b,", "alt+comma"),
        ("\x1b[19;2~", "shift+f8"),
        ("\x1b[Z", "shift+tab"),
    ],
)
def test_default_keys_arrive_under_their_names(sent: str, key: str) -> None:
    assert is_sent_everywhere(key)
    command = Command("x", "X", (key,), "Edit", print, object)
    (event,) = TerminalParser().feed(sent)
    assert isinstance(event, events.Key)
    assert Keymap(commands={"x": command}).lookup(*event.aliases) is command


@pytest.mark.parametrize(
    ("name", "keys", "message"),
    [
        ("undo", (), "two commands named undo"),
        ("other", ("shift+ctrl+z",), r"ctrl\+shift\+z is a default of both redo and other"),
        ("other", ("ctrl+nokey",), "a key"),
    ],
)
def test_a_clash_of_default_keys_is_an_error(name: str, keys: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        command(name, "Help", keys=keys, group="Edit", target=object)(lambda canvas: None)
    assert "other" not in COMMANDS


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ctrl+s", "ctrl+s"),
        ("Ctrl+PgUp", "ctrl+pageup"),
        ("shift+ctrl+z", "ctrl+shift+z"),
        ("esc", "escape"),
        ("F8", "f8"),
        ("ctrl+@", "ctrl+space"),
        ("ctrl+space", "ctrl+space"),
        ("ctrl+m", "enter"),
        ("ctrl++", "ctrl+plus"),
        ("alt+.", "alt+full_stop"),
        ("ctrl+-", "ctrl+minus"),
        ("ctrl+ö", "ctrl+ö"),
    ],
)
def test_keys_have_one_name(written: str, key: str) -> None:
    assert normal_key(written) == key


@pytest.mark.parametrize(
    "key", ["", "ctrl+", "control+x", "ctrl+banana", "a", "A", "shift+a", "space", "comma", "ctrl+ctrl"]
)
def test_invalid_keys_and_keys_that_type_are_rejected(key: str) -> None:
    with pytest.raises(ValueError, match=r"a key|types a character"):
        normal_key(key)


def test_settings_replace_the_keys_of_a_command() -> None:
    keymap = Keymap({"undo": ["ctrl+u", "F9"], "redo": []})
    assert keymap.keys_for("undo") == ("ctrl+u", "f9")
    assert keymap.keys_for("redo") == ()
    assert keymap.lookup("ctrl+u") is COMMANDS["undo"]
    assert keymap.lookup("ctrl+z") is None
    assert keymap.lookup("ctrl+y") is None


def test_a_key_can_be_taken_from_another_command() -> None:
    keymap = Keymap({"select-all": ["ctrl+y"]})
    assert keymap.lookup("ctrl+y") is COMMANDS["select-all"]
    assert keymap.keys_for("redo") == ("ctrl+shift+z",)


def test_terminals_other_names_for_a_key_are_known() -> None:
    jump = Command("jump", "Jump", ("ctrl+space",), "Move", print, object)
    keymap = Keymap(commands={"jump": jump})
    assert keymap.lookup("ctrl+@") is keymap.lookup("ctrl+at", "ctrl+space") is jump
    assert keymap.lookup("x") is None


@pytest.mark.parametrize(
    ("overrides", "complaints"),
    [
        ({"udno": ["ctrl+u"]}, ["udno: no such command (did you mean undo?); F1 lists them all"]),
        ({"undo": ["ctrl+banana"]}, ["undo: “ctrl+banana” isn't a key; write keys like ctrl+s"]),
        ({"undo": ["u"]}, ["undo: “u” types a character; add ctrl or alt"]),
        ({"undo": ["f9"], "redo": ["F9"]}, ["redo: f9 is also set for undo; remove it from one of them"]),
        ({"x": ["f9"], "undo": ["u", "f"]}, ["x: no such command; F1", "undo: “u” types", "undo: “f” types"]),
    ],
)
def test_wrong_settings_are_named_and_the_others_used(overrides: dict[str, list[str]], complaints: list[str]) -> None:
    keymap = Keymap({**overrides, "select-all": ["ctrl+j"]})
    found = [f"{name}: {complaint}" for name, complaint in keymap.complaints]
    assert len(found) == len(complaints)
    assert all(one.startswith(expected) for one, expected in zip(found, complaints, strict=True))
    assert keymap.lookup("ctrl+j") is COMMANDS["select-all"]


def test_the_valid_ones_of_a_commands_keys_are_used() -> None:
    keymap = Keymap({"undo": ["ctrl+banana", "ctrl+u"], "redo": ["ctrl+banana"]})
    assert keymap.keys_for("undo") == ("ctrl+u",)
    assert keymap.keys_for("redo") == COMMANDS["redo"].keys
