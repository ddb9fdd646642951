"""Key sequences that carry more than old terminals send: kitty's keyboard protocol, and xterm's modifyOtherKeys.

Textual's own parser knows neither the key of the base layout nor modifyOtherKeys, and reports modifiers pressed
alone. Sources: "Comprehensive keyboard handling in terminals" (kitty); "modifyOtherKeys" in xterm's manual.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual import events

from editor.system.textual_hooks import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS, character_to_key

_KITTY = re.compile(r"\x1b\[([\d:]{0,40})(?:;([\d:]{0,20}))?(?:;([\d:]{0,900}))?([u~ABCDEFHPQRS])")
_OTHER_KEYS = re.compile(r"\x1b\[27;(\d{1,9});(\d{1,9})~")

_MODIFIERS = ("shift", "alt", "ctrl", "super", "hyper", "meta")  # from the lowest bit; the locks above don't matter
_RELEASED = 3
_SILENT = frozenset(MODIFIER_FUNCTIONAL_KEYS) | frozenset(
    name
    for name in FUNCTIONAL_KEYS.values()
    if name.endswith(("_lock", "_volume")) or name.startswith("media_") or name in ("print_screen", "pause")
)
"""Keys that aren't meant for the program."""

_CONTROL_TWINS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+left_square_bracket": "escape"}
"""Keys that other terminals can't distinguish, so they shouldn't differ here."""

_SPECIAL_CHARACTERS = {"backspace": "\x7f", "enter": "\r", "tab": "\t"}


class LayoutKey(events.Key):
    """A key that has other names on other keyboard layouts.

    Args:
        key, character: as in the base class.
        names: all names, the likeliest first.
    """

    def __init__(self, key: str, character: str | None, names: Sequence[str]) -> None:
        super().__init__(key, character)
        self._names = tuple(names)

    @property
    def aliases(self) -> list[str]:
        """The names to look the key up by."""
        return [*self._names]

    def copy(self) -> LayoutKey:
        """Return a fresh event of the same key."""
        return LayoutKey(self.key, self.character, self._names)


LayoutKey.handler_name = events.Key.handler_name  # widgets handle it like any key


def read_extended_key(sequence: str) -> list[events.Key] | None:
    """Return the keys of a complete sequence; [] if it isn't the writer's; None if it isn't in one of these forms."""
    if match := _OTHER_KEYS.fullmatch(sequence):
        modifiers, code = match.groups()
        code, final, text = ("127" if code == "8" else code), "u", ""
    elif match := _KITTY.fullmatch(sequence):
        code, modifiers, text, final = match.groups(default="")
    else:
        return None
    own, shifted, base = [*_numbers(code), 0, 0, 0][:3]
    bits, kind = [*_numbers(modifiers), 1, 1][:2]
    name = FUNCTIONAL_KEYS.get(f"{own or 1}{final}")
    if name is None and final != "u":
        return None
    if kind == _RELEASED or name in _SILENT:
        return []
    held = [modifier for bit, modifier in enumerate(_MODIFIERS) if (max(bits, 1) - 1) & 1 << bit]
    typed = "".join(filter(None, map(_character, _numbers(text))))
    if name is not None:
        return _typed(typed) if typed and held in ([], ["shift"]) else [_functional(name, held)]
    return _of_character(_character(own), _character(shifted), _character(base), held, typed)


def _numbers(codes: str) -> list[int]:
    return [int(code) if code else 0 for code in codes.split(":")] if codes else []


def _character(code: int) -> str:
    """Return the character of a code; empty if it has none that can be typed."""
    is_typed = code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000 and code <= 0x10FFFF
    return chr(code) if is_typed else ""


def _typed(text: str, base: str = "") -> list[events.Key]:
    """Return the keys that type a text; a key of a script other than Latin also has the name of its position."""
    if len(text) == 1 and base and not text.isascii():
        name = character_to_key(text)
        return [LayoutKey(name, text, [name, character_to_key(base)])]
    return [events.Key(character_to_key(character), character) for character in text]


def _functional(name: str, held: list[str]) -> events.Key:
    character = None if held else _SPECIAL_CHARACTERS.get(name)
    return events.Key("+".join([*sorted(held), name]), character)


def _of_character(own: str, shifted: str, base: str, held: list[str], typed: str) -> list[events.Key]:
    """Return the keys for a key with a character: typed text, or a shortcut.

    Text that comes with Alt or Ctrl is typed if the layout turned it into another character; otherwise it is a
    shortcut.
    """
    if not held or held == ["shift"]:
        return _typed(typed or (shifted or own.upper() if held else own), base)
    if typed and typed not in (own, shifted, own.upper()):
        return _typed(typed)
    return [_shortcut(own, shifted, base, held)] if own else []


def _shortcut(own: str, shifted: str, base: str, held: list[str]) -> events.Key:
    """Return the event of a character with modifiers.

    Letters of a Latin layout are named by what is printed on them, letters of other layouts by their position. Signs
    and digits are named by what is printed, with Shift and without, then by their position, unless a letter is there.
    """

    def named(character: str, modifiers: list[str]) -> str:
        return "+".join([*sorted(modifiers), character_to_key(character)])

    if own.isupper():  # in xterm's form, Shift has been applied
        own, held = own.lower(), sorted({*held, "shift"})
    is_letter = own.isascii() and own.isalpha()
    without_shift = [modifier for modifier in held if modifier != "shift"]
    names = [named(own, held)]
    if not own.isalnum() or shifted.isascii():
        unshifted = shifted or own
        if "shift" in held and not unshifted.isalpha():
            names.append(named(unshifted, without_shift))
    by_place = named(base.lower(), held) if base else names[0]
    if base and not is_letter and not (own.isascii() and base.isalpha()):
        names.append(by_place)
    key = names[0] if own.isascii() else by_place
    if twin := _CONTROL_TWINS.get(names[0]):
        return LayoutKey(twin, _SPECIAL_CHARACTERS.get(twin), [twin])
    if "ctrl+h" in names:
        names.append("backspace")
    return LayoutKey(key, None, list(dict.fromkeys(names)))
