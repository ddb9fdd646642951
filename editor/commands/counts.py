"""Counting words and more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("statistics", "Count words, characters, sentences", keys=("shift+f6", "f18"), group="Counts", scope="app")
def statistics(app: LogproseApp) -> None:
    """Show the counts of the draft and of what is selected."""
    app.filing.begin(partial(app.counting.show_statistics, app.look, app.filing.conversation))


@command("goal", "Set how many words to write in this session", group="Counts", scope="app")
def goal(app: LogproseApp) -> None:
    """Ask for a number of words; the status line shows how far you are."""
    app.counting.ask_goal(app.look)
