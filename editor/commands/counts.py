"""Commands that count words and more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("statistics", "Show statistics (word count)", keys=("shift+f6", "f18"), group="Counts", scope="app")
def statistics(app: LogproseApp) -> None:
    """Show the counts for the draft and for the selection."""
    app.filing.begin(partial(app.counting.show_statistics, app.look, app.filing.conversation))


@command("goal", "Set word goal for this session", group="Counts", scope="app")
def goal(app: LogproseApp) -> None:
    """Ask for a number of words; the status line then shows the progress."""
    app.counting.ask_goal(app.look)
