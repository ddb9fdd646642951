"""Commands that find, replace and jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("find", "Find", keys=("ctrl+f",), group="Find", scope="app")
def find(app: LogproseApp) -> None:
    """Open the find bar. One selected line becomes the query; several become the range to search."""
    app.open_find()


# Many terminals send the same control character for Backspace and Ctrl+H, and Textual reads it as Backspace. Ctrl+H
# arrives only from terminals that distinguish the two.
@command("replace", "Find and replace", keys=("ctrl+r", "ctrl+h"), group="Find", scope="app")
def replace(app: LogproseApp) -> None:
    """Open the find bar with its replacement line."""
    app.open_find(with_replace=True)


@command("find-next", "Go to next match", keys=("f3",), group="Find", scope="app")
def find_next(app: LogproseApp) -> None:
    """Select the next match, wrapping at the end; without a query, open the find bar."""
    if app.finding.bar.search_query.text:
        app.finding.go_next()
    else:
        app.open_find()


@command("find-previous", "Go to previous match", keys=("shift+f3", "f15"), group="Find", scope="app")
def find_previous(app: LogproseApp) -> None:
    """Select the previous match, wrapping at the start; without a query, open the find bar."""
    if app.finding.bar.search_query.text:
        app.finding.go_previous()
    else:
        app.open_find()


@command("find-select-all", "Select all matches", group="Find", scope="app")
def find_select_all(app: LogproseApp) -> None:
    """Select each match."""
    app.finding.select_all()


@command("go-to", "Go to line", keys=("ctrl+g",), group="Find", scope="app")
def go_to(app: LogproseApp) -> None:
    """Ask for a line, a line and column, a percentage or a number of lines, and jump there."""
    app.going.ask()


@command("last-edit", "Go to last edit, then earlier ones", keys=("alt+z",), group="Find", scope="app")
def last_edit(app: LogproseApp) -> None:
    """Move the caret to the last edit."""
    app.going.go_to_last_edit()
