"""Commands with which the writer decides what is flagged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("ignore-here", "Ignore underline here", keys=("shift+f9", "f21"), group="Model", scope="app")
def ignore_here(app: LogproseApp) -> None:
    """Stop flagging this occurrence of the word at the caret, and go to the next flag."""
    app.ignoring.ignore_here()


@command("ignore-word", "Ignore word in this document", group="Model", scope="app")
def ignore_word(app: LogproseApp) -> None:
    """Stop flagging the word at the caret anywhere in this document."""
    app.ignoring.ignore_word()


@command("add-to-dictionary", "Add word to dictionary", group="Model", scope="app")
def add_to_dictionary(app: LogproseApp) -> None:
    """Stop flagging the word at the caret in every document."""
    app.ignoring.add_to_dictionary()


@command("ignore-for-session", "Ignore word until you quit", group="Model", scope="app")
def ignore_for_session(app: LogproseApp) -> None:
    """Stop flagging the word at the caret in every document until the program ends."""
    app.ignoring.ignore_for_session()


@command("unignore", "Undo last ignore", group="Model", scope="app")
def unignore(app: LogproseApp) -> None:
    """Flag the last ignored word again; repeat for the ones before it."""
    app.ignoring.unignore()


@command("flags", "List underlined words", keys=("shift+f4", "f16"), group="Model", scope="app")
def flags(app: LogproseApp) -> None:
    """List the flags, strongest first, to go to one."""
    app.flag_listing.open()
