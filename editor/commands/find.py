"""Commands that find, replace and jump."""

from __future__ import annotations

from editor.find.feature import FindFeature
from editor.keys.registry import command
from editor.navigation.feature import NavigationFeature


@command("find", "Find", keys=("ctrl+f",), group="Find", target=FindFeature)
def find(finder: FindFeature) -> None:
    """Open the find bar. One selected line becomes the query; several become the range to search."""
    finder.open()


# Not Ctrl+H: only some terminals can tell it from Backspace, and a key does the same in all of them.
@command("replace", "Find and replace", keys=("ctrl+r",), group="Find", target=FindFeature)
def replace(finder: FindFeature) -> None:
    """Open the find bar with its replacement line."""
    finder.open(with_replace=True)


@command("find-next", "Go to next match", keys=("f3",), group="Find", target=FindFeature)
def find_next(finder: FindFeature) -> None:
    """Select the next match, wrapping at the end; without a query, open the find bar."""
    finder.go_next()


@command("find-previous", "Go to previous match", keys=("shift+f3", "f15"), group="Find", target=FindFeature)
def find_previous(finder: FindFeature) -> None:
    """Select the previous match, wrapping at the start; without a query, open the find bar."""
    finder.go_previous()


@command("find-select-all", "Select all matches", group="Find", target=FindFeature)
def find_select_all(finder: FindFeature) -> None:
    """Select each match."""
    finder.select_all()


@command("go-to", "Go to line", keys=("ctrl+g",), group="Find", target=NavigationFeature)
def go_to(navigation: NavigationFeature) -> None:
    """Ask for a line, a line and column, a percentage or a number of lines, and jump there."""
    navigation.ask()


@command("last-edit", "Go to last edit, then earlier ones", keys=("alt+z",), group="Find", target=NavigationFeature)
def last_edit(navigation: NavigationFeature) -> None:
    """Move the caret to the last edit."""
    navigation.go_to_last_edit()
