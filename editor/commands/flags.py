"""Commands by which the writer decides what is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("ignore-here", "Ignore what is underlined here", keys=("shift+f9", "f21"), group="Model", scope="app")
def ignore_here(app: LogproseApp) -> None:
    """Flag the word at the caret no longer, here, and go on to the next flag."""
    app.ignoring.ignore_here()


@command("ignore-word", "Ignore this word in this document", group="Model", scope="app")
def ignore_word(app: LogproseApp) -> None:
    """Flag the word at the caret no longer, wherever it stands in this document."""
    app.ignoring.ignore_word()


@command("add-to-dictionary", "Add this word to the dictionary", group="Model", scope="app")
def add_to_dictionary(app: LogproseApp) -> None:
    """Flag the word at the caret in no document from now on."""
    app.ignoring.add_to_dictionary()


@command("ignore-for-session", "Ignore this word until you quit", group="Model", scope="app")
def ignore_for_session(app: LogproseApp) -> None:
    """Flag the word at the caret in no document until the program ends."""
    app.ignoring.ignore_for_session()


@command("unignore", "Take back what was ignored last", group="Model", scope="app")
def unignore(app: LogproseApp) -> None:
    """Flag what was ignored last again; repeatedly, what was ignored before that."""
    app.ignoring.unignore()


@command("flags", "List all that is underlined", keys=("shift+f4", "f16"), group="Model", scope="app")
def flags(app: LogproseApp) -> None:
    """List the flags, the strongest first, to go to one."""
    app.flag_listing.open()
