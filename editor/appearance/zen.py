"""Zen: nothing on the screen but the text."""

from __future__ import annotations

from typing import Protocol

from editor.view.widgets.status import StatusLine
from editor.view.widgets.tabs import TabRow
from editor.workspace.workspace import Workspace


class Screen(Protocol):
    """What stands around the text."""

    tabs: TabRow
    status: StatusLine
    workspace: Workspace


class Zen:
    """Hides what stands around the text, and shows it again. A message is shown all the same, and so is an error."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._setting = False
        self.is_on = False

    def follow(self, setting: bool) -> None:
        """Be as the settings say; what was switched by a key stays until the setting changes."""
        if setting != self._setting:
            self._setting = setting
            self.switch(setting)
        elif self.is_on:
            self.switch(True)  # of drafts that were opened since too

    def switch(self, is_on: bool) -> None:
        """Hide everything else, or show it."""
        self.is_on = is_on
        self._screen.tabs.set_quiet(is_on)
        self._screen.status.set_quiet(is_on)
        for draft in self._screen.workspace.drafts:
            draft.canvas.set_bare(is_on)
