"""Commands for the settings, and the tour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("settings", "Settings", keys=("alt+shift+g",), group="Help", scope="app")
def settings(app: LogproseApp) -> None:
    """List all settings; change them in the list."""
    app.show_settings()


@command("edit-settings", "Edit settings file", group="Help", scope="app")
def edit_settings(app: LogproseApp) -> None:
    """Open the settings file in a tab; if there is none, create one that documents every setting."""
    app.filing.begin(app.filing.open_settings)


@command("tour", "Tour", group="Help", scope="app")
def tour(app: LogproseApp) -> None:
    """Show the tour of the first start again."""
    app.touring.show()
