"""The table of commands: name, title, default keys and handler. The help screen and the settings read it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, Generic, TypeVar

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, Keys, key_to_character

Target = TypeVar("Target")
Result = TypeVar("Result")

_MODIFIERS = ("alt", "ctrl", "hyper", "meta", "shift", "super")
_SPELLINGS = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "page_up": "pageup",
    "pgdn": "pagedown",
    "page_down": "pagedown",
}
_SAME_KEYS = {"ctrl+at": "ctrl+space", "ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_brace": "escape"}
_NAMED_KEYS = frozenset(
    name for key in Keys if len(name := key.value.rpartition("+")[2]) > 1 and not name.startswith("<")
) | {"space"}


@dataclass(frozen=True)
class Command(Generic[Target]):
    """Something the writer can do.

    Attributes:
        target: the class of the argument of `run`: the canvas, or a feature, without which the command doesn't exist.
    """

    name: str
    help: str
    keys: tuple[str, ...]
    group: str
    run: Callable[[Target], Any]
    target: type[Target]


COMMANDS: dict[str, Command[Any]] = {}
"""All commands by name, in the order the help shows them."""


def command(
    name: str, help: str, *, keys: Iterable[str] = (), group: str, target: type[Target]
) -> Callable[[Callable[[Target], Result]], Callable[[Target], Result]]:
    """Register the decorated function as a command on objects of the class `target`.

    Raises ValueError if the name is taken, a key already belongs to another command, or a key isn't valid.
    """

    def register(run: Callable[[Target], Result]) -> Callable[[Target], Result]:
        normal = tuple(normal_key(key) for key in keys)
        if name in COMMANDS:
            raise ValueError(f"there are two commands named {name}")
        for other in COMMANDS.values():
            for key in normal:
                if key in other.keys:
                    raise ValueError(f"the key {key} is a default of both {other.name} and {name}")
        COMMANDS[name] = Command(name, help, normal, group, run, target)
        return run

    return register


def normal_key(key: str) -> str:
    """Return the canonical name of a key: `Ctrl+PgUp` → `ctrl+pageup`, `shift+ctrl+z` → `ctrl+shift+z`.

    Raises ValueError if it isn't a key, or if the key types a character.
    """
    *modifiers, name = [part.strip().lower() for part in (key[:-1] + "plus" if key.endswith("++") else key).split("+")]
    parts = sorted(set(modifiers))
    name = _SPELLINGS.get(name, name)
    if len(name) == 1 and not name.isalnum():
        name = unicodedata.name(name, name).lower().replace("-", "_").replace(" ", "_")
    name = KEY_NAME_REPLACEMENTS.get(name, name)
    character = None if name in _NAMED_KEYS else key_to_character(REPLACED_KEYS.get(name, name))
    is_character = character is not None and (len(name) == 1 or character.isascii())
    if not set(parts) <= set(_MODIFIERS) or not (is_character or name in _NAMED_KEYS):
        raise ValueError(f"“{key}” isn't a key; write keys like ctrl+s, alt+backspace, shift+f8, pageup")
    if (is_character or name == "space") and set(parts) <= {"shift"}:
        raise ValueError(f"“{key}” types a character; add ctrl or alt")
    full = "+".join([*parts, name])
    return _SAME_KEYS.get(full, full)


@lru_cache(maxsize=1024)
def _as_registered(key: str) -> str:
    """Return the canonical name of a pressed key: `shift+alt+a` and `alt+A` → `alt+shift+a`. Text is unchanged."""
    *modifiers, name = key.replace("@", "at").split("+")
    if not modifiers:
        return _SAME_KEYS.get(name, name)
    if len(name) == 1 and name.isupper():
        modifiers.append("shift")
        name = name.lower()
    full = "+".join([*sorted(set(modifiers)), name])
    return _SAME_KEYS.get(full, full)


def _like(name: str, commands: Iterable[str]) -> str:
    """Return a “did you mean” suffix for a complaint; empty if no command has a similar name."""
    found = get_close_matches(name, commands, 1)
    return f" (did you mean {found[0]}?)" if found else ""


class Keymap:
    """Maps keys to commands: the registry's defaults, overridden by the writer's own keys.

    Attributes:
        commands: those that can be run, by name.
        complaints: pairs (command, problem) for the writer's keys that can't be used; the rest are used.
    """

    def __init__(
        self, overrides: Mapping[str, Iterable[str]] | None = None, commands: Mapping[str, Command[Any]] | None = None
    ) -> None:
        """Build the map. `overrides` gives the complete list of keys per command; an empty list removes them all.

        A key given to one command is taken from the command that has it by default. A command keeps its default keys if
        none of its own can be used.
        """
        self.commands = commands = COMMANDS if commands is None else commands
        self.complaints: list[tuple[str, str]] = []
        self._keys: dict[str, tuple[str, ...]] = {}
        self._commands: dict[str, Command[Any]] = {}
        for name, keys in (overrides or {}).items():
            if name in commands:
                self._override(commands[name], list(keys))
            else:
                self.complaints.append((name, f"no such command{_like(name, commands)}; F1 lists them all"))
        for name, default in commands.items():
            if name not in self._keys:
                self._keys[name] = tuple(key for key in default.keys if key not in self._commands)
        for name, own_keys in self._keys.items():
            for key in own_keys:
                self._commands[key] = commands[name]

    def _override(self, command: Command[Any], keys: list[str]) -> None:
        usable: list[str] = []
        for written in keys:
            try:
                key = normal_key(written)
            except ValueError as error:
                self.complaints.append((command.name, str(error)))
                continue
            other = self._commands.setdefault(key, command)
            if other is command:
                usable.append(key)
            else:
                complaint = f"{key} is also set for {other.name}; remove it from one of them"
                self.complaints.append((command.name, complaint))
        if usable or not keys:
            self._keys[command.name] = tuple(usable)

    def lookup(self, *keys: str) -> Command[Any] | None:
        """Return the command of the first of `keys` (a key event's names, as Textual reports them) that has one."""
        for key in keys:
            found = self._commands.get(_as_registered(key))
            if found is not None:
                return found
        return None

    def keys_for(self, name: str) -> tuple[str, ...]:
        """Return the keys of a command; () if it has none, or there is no such command."""
        return self._keys.get(name, ())
