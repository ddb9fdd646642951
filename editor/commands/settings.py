"""Commands that concern the settings, and the tour that explains the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("settings", "Settings", keys=("alt+shift+g",), group="Help", scope="app")
def settings(app: LogproseApp) -> None:
    """List all settings, to change them."""
    app.show_settings()


@command("edit-settings", "Edit the settings file", group="Help", scope="app")
def edit_settings(app: LogproseApp) -> None:
    """Open the settings file in a tab; one that explains everything is made where there is none."""
    app.filing.begin(app.filing.open_settings)


@command("tour", "Tour of the program", group="Help", scope="app")
def tour(app: LogproseApp) -> None:
    """Show the tour of the first start again."""
    app.touring.show()
