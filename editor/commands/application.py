"""Commands for the program rather than the text: files, tabs, quitting, help, and the model."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from editor.keys.registry import command

if TYPE_CHECKING:
    from editor.app import LogproseApp


@command("new", "New draft", keys=("ctrl+n",), group="File", scope="app")
def new(app: LogproseApp) -> None:
    """Open an empty draft in a new tab."""
    app.filing.begin(app.filing.new)


@command("open", "Open file", keys=("ctrl+o",), group="File", scope="app")
def open_(app: LogproseApp) -> None:
    """Ask for a file, completing its path, and open it in a new tab."""
    app.filing.begin(app.filing.open)


@command("open-recent", "Open recent file", keys=("f4",), group="File", scope="app")
def open_recent(app: LogproseApp) -> None:
    """List the recently opened files and open the chosen one."""
    app.filing.begin(partial(app.filing.open, choose_recent=True))


@command("save", "Save", keys=("ctrl+s",), group="File", scope="app")
def save(app: LogproseApp) -> None:
    """Write the draft to its file; ask for a name if it has none."""
    app.filing.begin(partial(app.filing.save, app.workspace.shown))


@command("save-as", "Save as", keys=("ctrl+shift+s", "alt+s"), group="File", scope="app")
def save_as(app: LogproseApp) -> None:
    """Ask for a name and write the draft there; from then on it is the draft's file."""
    app.filing.begin(partial(app.filing.save_as, app.workspace.shown))


@command("save-all", "Save all", group="File", scope="app")
def save_all(app: LogproseApp) -> None:
    """Save every draft that has changes."""
    app.filing.begin(app.filing.save_all)


@command("reload", "Reload from disk", group="File", scope="app")
def reload(app: LogproseApp) -> None:
    """Replace the draft with the contents of its file; undo brings the draft back."""
    app.filing.begin(partial(app.filing.reload, app.workspace.shown))


@command("reopen-with-encoding", "Reopen with encoding", group="File", scope="app")
def reopen_with_encoding(app: LogproseApp) -> None:
    """Ask for an encoding, such as Latin-1, and read the file with it; undo brings the text back."""
    app.filing.begin(app.encoding_choice.reopen)


@command("save-with-encoding", "Save with encoding", group="File", scope="app")
def save_with_encoding(app: LogproseApp) -> None:
    """Ask for an encoding and save the draft with it; from then on it is the draft's encoding."""
    app.filing.begin(app.encoding_choice.save)


@command("recover", "Recover unsaved text", group="File", scope="app")
def recover(app: LogproseApp) -> None:
    """List the unsaved text of earlier sessions, including text put aside; the chosen one becomes a draft."""
    app.filing.begin(app.recovery.offering.choose)


@command("close", "Close draft", keys=("ctrl+f4", "alt+q"), group="File", scope="app")
def close(app: LogproseApp) -> None:
    """Close the tab; warn about unsaved changes first."""
    app.filing.begin(partial(app.filing.close, app.workspace.shown))


@command("quit", "Quit", keys=("ctrl+q",), group="File", scope="app")
def quit_(app: LogproseApp) -> None:
    """Quit; warn about unsaved changes first."""
    app.filing.begin(app.filing.leave)


@command("next-tab", "Go to next tab", keys=("ctrl+pagedown", "alt+."), group="File", scope="app")
def next_tab(app: LogproseApp) -> None:
    """Show the draft to the right; from the last, the first."""
    app.show_tab((app.workspace.shown_index + 1) % len(app.workspace.drafts))


@command("previous-tab", "Go to previous tab", keys=("ctrl+pageup", "alt+,"), group="File", scope="app")
def previous_tab(app: LogproseApp) -> None:
    """Show the draft to the left; from the first, the last."""
    app.show_tab((app.workspace.shown_index - 1) % len(app.workspace.drafts))


def _register_tab(number: int) -> None:
    @command(f"tab-{number}", f"Go to tab {number}", keys=(f"alt+{number}",), group="File", scope="app")
    def tab(app: LogproseApp) -> None:
        """Show the draft of one tab."""
        app.show_tab(number - 1)


for _number in range(1, 10):
    _register_tab(_number)


@command("alternatives", "Show alternatives for the word", keys=("ctrl+space", "f2"), group="Model", scope="app")
def alternatives(app: LogproseApp) -> None:
    """List alternatives for the word at the caret."""
    app.reading.suggesting.open()


@command("next-flag", "Go to next underlined word", keys=("f8",), group="Model", scope="app")
def next_flag(app: LogproseApp) -> None:
    """Move the caret to the next flagged word, wrapping at the end."""
    app.reading.go_to_flag(forward=True)


@command("previous-flag", "Go to previous underlined word", keys=("shift+f8", "f20"), group="Model", scope="app")
def previous_flag(app: LogproseApp) -> None:
    """Move the caret to the previous flagged word, wrapping at the start."""
    app.reading.go_to_flag(forward=False)


@command("restart-model", "Restart model", group="Model", scope="app")
def restart_model(app: LogproseApp) -> None:
    """Stop the worker and start a new one."""
    app.start_scorer()


@command("palette", "Command palette", keys=("ctrl+p", "f9"), group="Help", scope="app")
def palette(app: LogproseApp) -> None:
    """List every command; type to find one and run it."""
    app.show_palette()


@command("help", "Show help", keys=("f1",), group="Help", scope="app")
def help_(app: LogproseApp) -> None:
    """List all commands and their keys."""
    app.show_help()


@command("theme", "Choose theme", group="View", scope="app")
def theme(app: LogproseApp) -> None:
    """List the themes and preview each one."""
    app.choose_theme()
