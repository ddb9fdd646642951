"""The right-click menu: the features' offers at the caret, then the usual commands with their keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from textual.geometry import Offset

from editor.keys.readable import readable_key
from editor.view.widgets.menu import Menu, Offer
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft

_COMMANDS = ("cut", "copy", "paste"), ("alternatives", "synonyms", "definitions")
"""The commands in it, by groups."""

_OF_FLAGS = "ignore-here", "add-to-dictionary"
"""Added at the end at a flagged word."""


class Offering(Protocol):
    """Something that has offers for the menu."""

    def offers(self, draft: Draft) -> Sequence[Offer]:
        """Return the offers at the caret."""


class DraftMenu:
    """Opens the menu in the shown draft.

    Args:
        bench: has the commands and the screen.
        first: their offers come first.
    """

    def __init__(self, bench: Workbench, first: Sequence[Offering]) -> None:
        self._bench = bench
        self._first = first

    def open(self, place: Offset) -> None:
        """Open it at a cell of the screen, unless another screen is over the draft."""
        bench = self._bench
        if len(bench.textual.screen_stack) > 1:
            return
        offers = [offer for one in self._first for offer in one.offers(bench.workspace.shown)]
        names = (*_COMMANDS, _OF_FLAGS if bench.status.status.note else ())
        known = [[offer for name in group if (offer := self._offer(name)) is not None] for group in names]
        bench.textual.push_screen(Menu(bench.theme_in_use, place, [offers, *known]))

    def _offer(self, name: str) -> Offer | None:
        """Return the offer of a command; None where the program doesn't have it."""
        keymap = self._bench.settings.keymap
        command, keys = keymap.commands.get(name), keymap.keys_for(name)
        if command is None:
            return None
        return Offer(command.help, readable_key(keys[0]) if keys else "", partial(self._bench.run_command, command))
