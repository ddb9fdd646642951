"""Commands that concern the program rather than the text: files, tabs, quit, help, and what the model has to say."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("new", "New draft", keys=("ctrl+n",), group="File", scope="app")
def new(app: LogproseApp) -> None:
    """Open a draft without a file in a tab of its own."""
    app.filing.begin(app.filing.new)


@command("open", "Open a file", keys=("ctrl+o",), group="File", scope="app")
def open_(app: LogproseApp) -> None:
    """Ask for a file, completing its path, and open it in a tab of its own."""
    app.filing.begin(app.filing.open)


@command("open-recent", "Open a recent file", keys=("f4",), group="File", scope="app")
def open_recent(app: LogproseApp) -> None:
    """Ask which of the files that were open last is to be opened."""
    app.filing.begin(partial(app.filing.open, choose_recent=True))


@command("save", "Save", keys=("ctrl+s",), group="File", scope="app")
def save(app: LogproseApp) -> None:
    """Write the draft to its file, asking for a name where it has none."""
    app.filing.begin(partial(app.filing.save, app.workspace.shown))


@command("save-as", "Save under another name", keys=("ctrl+shift+s", "alt+s"), group="File", scope="app")
def save_as(app: LogproseApp) -> None:
    """Ask for a name and write the draft there; it is the draft's file from then on."""
    app.filing.begin(partial(app.filing.save_as, app.workspace.shown))


@command("save-all", "Save all drafts", group="File", scope="app")
def save_all(app: LogproseApp) -> None:
    """Save every draft with changes."""
    app.filing.begin(app.filing.save_all)


@command("reload", "Read the file again from disk", group="File", scope="app")
def reload(app: LogproseApp) -> None:
    """Put what is in the file in the place of the draft; undo brings it back."""
    app.filing.begin(partial(app.filing.reload, app.workspace.shown))


@command("reopen-with-encoding", "Read the file again in another encoding", group="File", scope="app")
def reopen_with_encoding(app: LogproseApp) -> None:
    """Ask for an encoding, such as Latin-1, and read the file in it; undo brings the text back."""
    app.filing.begin(app.encoding_choice.reopen)


@command("save-with-encoding", "Save in another encoding", group="File", scope="app")
def save_with_encoding(app: LogproseApp) -> None:
    """Ask for an encoding and save the draft in it; it is the draft's from then on."""
    app.filing.begin(app.encoding_choice.save)


@command("recover", "Recover what was not saved", group="File", scope="app")
def recover(app: LogproseApp) -> None:
    """List what earlier editors left unsaved, what was put aside included; the chosen one becomes a draft."""
    app.filing.begin(app.recovery.offering.choose)


@command("close", "Close the draft", keys=("ctrl+f4", "alt+q"), group="File", scope="app")
def close(app: LogproseApp) -> None:
    """Close the tab, asking first where something is not saved."""
    app.filing.begin(partial(app.filing.close, app.workspace.shown))


@command("quit", "Quit", keys=("ctrl+q",), group="File", scope="app")
def quit_(app: LogproseApp) -> None:
    """Leave, asking first where something is not saved."""
    app.filing.begin(app.filing.leave)


@command("next-tab", "Go to the next tab", keys=("ctrl+pagedown", "alt+."), group="File", scope="app")
def next_tab(app: LogproseApp) -> None:
    """Show the draft to the right, from the last on the first."""
    app.show_tab((app.workspace.shown_index + 1) % len(app.workspace.drafts))


@command("previous-tab", "Go to the previous tab", keys=("ctrl+pageup", "alt+,"), group="File", scope="app")
def previous_tab(app: LogproseApp) -> None:
    """Show the draft to the left, from the first on the last."""
    app.show_tab((app.workspace.shown_index - 1) % len(app.workspace.drafts))


def _register_tab(number: int) -> None:
    @command(f"tab-{number}", f"Go to tab {number}", keys=(f"alt+{number}",), group="File", scope="app")
    def tab(app: LogproseApp) -> None:
        """Show the draft of one tab."""
        app.show_tab(number - 1)


for _number in range(1, 10):
    _register_tab(_number)


@command("alternatives", "Words that could stand here", keys=("ctrl+space", "f2"), group="Model", scope="app")
def alternatives(app: LogproseApp) -> None:
    """Open the list of alternatives at the word under the caret."""
    app.reading.suggesting.open()


@command("next-flag", "Go to the next underlined word", keys=("f8",), group="Model", scope="app")
def next_flag(app: LogproseApp) -> None:
    """Put the caret on the next flagged word, from the end on from the beginning."""
    app.reading.go_to_flag(forward=True)


@command("previous-flag", "Go to the previous underlined word", keys=("shift+f8", "f20"), group="Model", scope="app")
def previous_flag(app: LogproseApp) -> None:
    """Put the caret on the flagged word before it, from the beginning on from the end."""
    app.reading.go_to_flag(forward=False)


@command("restart-model", "Start the model anew", group="Model", scope="app")
def restart_model(app: LogproseApp) -> None:
    """End the worker and start another one."""
    app.start_scorer()


@command("palette", "Find a command", keys=("ctrl+p", "f9"), group="Help", scope="app")
def palette(app: LogproseApp) -> None:
    """List the commands, to find one by typing and run it."""
    app.show_palette()


@command("help", "This help", keys=("f1",), group="Help", scope="app")
def help_(app: LogproseApp) -> None:
    """List all commands and their keys."""
    app.show_help()


@command("theme", "Choose a theme", group="View", scope="app")
def theme(app: LogproseApp) -> None:
    """List the themes and try them on."""
    app.choose_theme()
