"""Moving the highlight in a list at once: through its bindings a key would act after the keys that follow."""

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
    """Move the highlight for a key; return False if the key doesn't move it."""
    move = _MOVES.get(key)
    if move is not None:
        move(options)
        if options.highlighted is None:  # one page further there are only disabled rows
            _MOVES["end" if key == "pagedown" else "home"](options)
    return move is not None
