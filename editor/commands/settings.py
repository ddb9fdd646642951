"""Commands for the settings, and the tour."""

from __future__ import annotations

from editor.files.feature import FilesFeature
from editor.help.tour import TourFeature
from editor.keys.registry import command
from editor.preferences.feature import PreferencesFeature


@command("settings", "Settings", keys=("alt+shift+g",), group="Help", target=PreferencesFeature)
def settings(preferences: PreferencesFeature) -> None:
    """List all settings; change them in the list."""
    preferences.show()


@command("edit-settings", "Edit settings file", group="Help", target=FilesFeature)
def edit_settings(files: FilesFeature) -> None:
    """Open the settings file in a tab; if there is none, create one that documents every setting."""
    files.begin(files.open_settings)


@command("tour", "Tour", group="Help", target=TourFeature)
def tour(tour: TourFeature) -> None:
    """Show the tour of the first start again."""
    tour.show()
