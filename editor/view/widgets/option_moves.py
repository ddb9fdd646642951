"""Moving in a list at once: by its bindings a key would come to it behind the keys that follow."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import OptionList

_MOVES: dict[str, Callable[[OptionList], None]] = {
    "up": OptionList.action_cursor_up,
    "down": OptionList.action_cursor_down,
    "home": OptionList.action_first,
    "end": OptionList.action_last,
    "pageup": OptionList.action_page_up,
    "pagedown": OptionList.action_page_down,
}


def move_in(options: OptionList, key: str) -> bool:
    """Move the highlight as `key` says; False where it is no key for that."""
    move = _MOVES.get(key)
    if move is not None:
        move(options)
        if options.highlighted is None:  # a page on there are only lines that cannot be chosen
            _MOVES["end" if key == "pagedown" else "home"](options)
    return move is not None
