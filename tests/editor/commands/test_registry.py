"""Commands and keys: clashes are caught, the writer's settings win, errors name the setting."""

from __future__ import annotations

from collections import Counter

import pytest

import editor.commands  # noqa: F401  # fills the registry
from editor.commands.registry import COMMANDS, Command, Keymap, KeymapError, command, normal_key


def test_every_command_has_help_and_no_two_share_a_key() -> None:
    assert all(entry.help and entry.group and entry.name == name for name, entry in COMMANDS.items())
    keys = Counter(key for entry in COMMANDS.values() for key in entry.keys)
    assert keys.most_common(1)[0][1] == 1
    assert keys["ctrl+z"] == keys["ctrl+shift+left"] == 1


@pytest.mark.parametrize(
    ("name", "keys", "message"),
    [
        ("undo", (), "two commands named undo"),
        ("other", ("shift+ctrl+z",), r"ctrl\+shift\+z is a default of both redo and other"),
        ("other", ("ctrl+nokey",), "no key"),
    ],
)
def test_a_clash_of_default_keys_is_an_error(name: str, keys: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        command(name, "Help", keys=keys, group="Edit")(lambda canvas: None)
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
def test_what_is_no_key_or_types_a_character_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match=r"no key|types a character"):
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
    jump = Command("jump", "Jump", ("ctrl+space",), "Move", print, "app")
    keymap = Keymap(commands={"jump": jump})
    assert keymap.lookup("ctrl+@") is keymap.lookup("ctrl+at", "ctrl+space") is jump
    assert keymap.lookup("x") is None


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"udno": ["ctrl+u"]}, r"keys\.udno: there is no such command"),
        ({"undo": ["ctrl+banana"]}, r"keys\.undo: 'ctrl\+banana' is no key"),
        ({"undo": ["u"]}, r"keys\.undo: 'u' types a character"),
        ({"undo": ["f9"], "redo": ["F9"]}, r"keys\.redo: f9 is set for undo too"),
    ],
)
def test_a_wrong_setting_is_named(overrides: dict[str, list[str]], message: str) -> None:
    with pytest.raises(KeymapError, match=message) as caught:
        Keymap(overrides)
    assert "\n" not in str(caught.value)
