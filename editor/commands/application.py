"""Commands that concern the program rather than the text: save, quit, help, and what the model has to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from editor.commands.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("save", "Save", keys=("ctrl+s",), group="File", scope="app")
def save(app: LogproseApp) -> None:
    """Write the draft to its file, asking for a name where it has none."""
    app.save()


@command("quit", "Quit", keys=("ctrl+q",), group="File", scope="app")
def quit_(app: LogproseApp) -> None:
    """Leave, asking first where something is not saved."""
    app.leave()


@command("alternatives", "Words that could stand here", keys=("ctrl+space", "f2"), group="Model", scope="app")
def alternatives(app: LogproseApp) -> None:
    """Open the list of alternatives at the word under the caret."""
    app.open_alternatives()


@command("next-flag", "Go to the next underlined word", keys=("f8",), group="Model", scope="app")
def next_flag(app: LogproseApp) -> None:
    """Put the caret on the next flagged word, from the end on from the beginning."""
    app.go_to_flag(forward=True)


@command("previous-flag", "Go to the previous underlined word", keys=("shift+f8", "f20"), group="Model", scope="app")
def previous_flag(app: LogproseApp) -> None:
    """Put the caret on the flagged word before it, from the beginning on from the end."""
    app.go_to_flag(forward=False)


@command("restart-model", "Start the model anew", group="Model", scope="app")
def restart_model(app: LogproseApp) -> None:
    """End the worker and start another one."""
    app.start_scorer()


@command("help", "This help", keys=("f1",), group="Help", scope="app")
def help_(app: LogproseApp) -> None:
    """List all commands and their keys."""
    app.show_help()
