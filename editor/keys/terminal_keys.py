"""The keys that a program in a terminal can count on.

The terminals considered are xterm, the VTE family (GNOME Terminal and others), Konsole, Windows Terminal, iTerm2 and
whatever passes through tmux and SSH, all with default settings. Nothing here requires the newer protocols (kitty's,
modifyOtherKeys), which send the other keys. Two terminals send fewer: the Linux console sends no Shift, Ctrl or Alt
with navigation keys, and Apple's Terminal sends Alt only with "Use Option as Meta key" turned on.

Sources: "Key Encoding" in kitty's keyboard protocol, for the legacy codes; xterm's ctlseqs, "PC-Style Function Keys";
the default key tables of the terminals.
"""

from __future__ import annotations

import string

_NAVIGATION = frozenset(("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete"))
_FUNCTION = frozenset(f"f{number}" for number in range(1, 10)) | {"f12"}  # F10 opens menus, F11 fills the screen
_PLAIN = _NAVIGATION | _FUNCTION | {"enter", "tab", "escape", "backspace"}

_CTRL = frozenset(string.ascii_lowercase) - frozenset("hijm") | {"space"}
"""Ctrl+H, I, J and M are Backspace, Tab, line feed and Enter. Other characters depend on the keyboard layout."""

_ALT = frozenset(string.ascii_lowercase + string.digits) | {"enter", "comma", "full_stop", "slash", "minus"}
_ALT_SHIFT = frozenset(string.ascii_lowercase) - frozenset("opx")
"""ESC O starts the codes of other keys, and ESC P and ESC X start strings (DCS and SOS of ECMA-48)."""

_KEPT = frozenset(
    (
        *("shift+pageup", "shift+pagedown", "ctrl+shift+pageup", "ctrl+shift+pagedown"),  # scrolling back: most,
        *("alt+shift+pageup", "alt+shift+pagedown"),  # and xterm with any other modifier held
        *("ctrl+shift+up", "ctrl+shift+down"),  # scrolling by lines: VTE, Windows Terminal
        *("ctrl+shift+home", "ctrl+shift+end"),  # scrolling to the ends: Windows Terminal
        *("ctrl+pageup", "ctrl+pagedown"),  # the terminal's own tabs: VTE
        *("shift+insert", "ctrl+insert", "ctrl+shift+insert"),  # the terminal's own clipboard
        *("alt+f1", "alt+f2", "alt+f4", "ctrl+f4"),  # the desktop's
    )
)
"""Keys that terminals, or the desktop around them, keep for themselves."""


def is_sent_everywhere(key: str) -> bool:
    """Return True if every terminal sends `key` (named as by `normal_key`) to the program."""
    if key in _KEPT:
        return False
    *modifiers, name = key.split("+")
    match tuple(modifiers):
        case ():
            return name in _PLAIN
        case ("ctrl",):
            return name in _CTRL or name in _NAVIGATION
        case ("alt",):
            return name in _ALT or name in _NAVIGATION
        case ("alt", "shift"):
            return name in _ALT_SHIFT or name in _NAVIGATION
        case ("shift",):
            return name in _NAVIGATION or name in _FUNCTION or name == "tab"
        case ("ctrl", "shift") | ("alt", "ctrl"):
            return name in _NAVIGATION
    return False
