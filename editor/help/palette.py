"""The command palette: every command by its title, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from editor.help.command_choices import choice_of
from editor.keys.registry import Command, Keymap
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import Chooser


class Palette(Chooser):
    """Asks for a command and runs it.

    Textual's own palette is unsuitable: it gathers matches after the keys, so that Enter pressed at once runs the
    previous first match, and its matching takes time exponential in the typed text.

    Args:
        recent: names of the commands chosen last, newest first, listed first; updated here.
        run: gets the chosen command, when the draft has the focus again.
    """

    def __init__(self, theme: Theme, keymap: Keymap, recent: list[str], run: Callable[[Command[Any]], None]) -> None:
        order = [keymap.commands[name] for name in dict.fromkeys([*recent, *keymap.commands])]

        def choose(index: int) -> None:
            name = order[index].name
            if name in recent:
                recent.remove(name)
            recent.insert(0, name)
            run(order[index])

        super().__init__(theme, "Command:", [choice_of(command, keymap) for command in order], choose)
