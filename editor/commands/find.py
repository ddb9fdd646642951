"""Commands that find, replace and go somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("find", "Find in the draft", keys=("ctrl+f",), group="Find", scope="app")
def find(app: LogproseApp) -> None:
    """Open the find bar; selected text is what to find, several selected lines are where to."""
    app.open_find()


# Textual reads the control character that many terminals send for Backspace as Backspace; Ctrl+H arrives only from
# terminals that tell the two apart.
@command("replace", "Find and replace", keys=("ctrl+r", "ctrl+h"), group="Find", scope="app")
def replace(app: LogproseApp) -> None:
    """Open the find bar with its replace line."""
    app.open_find(with_replace=True)


@command("find-next", "Go to the next match", keys=("f3",), group="Find", scope="app")
def find_next(app: LogproseApp) -> None:
    """Select the next match, from the end on from the beginning; ask what to find where that is not known."""
    if app.finding.bar.search_query.text:
        app.finding.go_next()
    else:
        app.open_find()


@command("find-previous", "Go to the previous match", keys=("shift+f3", "f15"), group="Find", scope="app")
def find_previous(app: LogproseApp) -> None:
    """Select the match before, from the beginning on from the end; ask what to find where that is not known."""
    if app.finding.bar.search_query.text:
        app.finding.go_previous()
    else:
        app.open_find()


@command("find-select-all", "Select every match", group="Find", scope="app")
def find_select_all(app: LogproseApp) -> None:
    """Make a selection of each match."""
    app.finding.select_all()


@command("go-to", "Go to a line", keys=("ctrl+g",), group="Find", scope="app")
def go_to(app: LogproseApp) -> None:
    """Ask for a line, a line and column, a percentage or a number of lines, and go there."""
    app.going.ask()


@command("last-edit", "Go back to the last edit, then to those before", keys=("alt+z",), group="Find", scope="app")
def last_edit(app: LogproseApp) -> None:
    """Put the caret where the draft was edited last."""
    app.going.go_to_last_edit()
