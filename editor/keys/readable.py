"""Keys as people write them."""

from __future__ import annotations

from textual.keys import key_to_character

_NAMES = {"pageup": "PageUp", "pagedown": "PageDown"}


def readable_key(key: str) -> str:
    """Return a key as people write it: `Ctrl+PageUp`, `Alt+.`."""
    *modifiers, name = key.split("+")
    character = key_to_character(name)
    if name in _NAMES:
        name = _NAMES[name]
    elif character is not None and character.isprintable() and not character.isspace():
        name = character.upper()
    else:
        name = name.capitalize()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])
