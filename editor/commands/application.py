"""Commands for the program rather than the text: files, tabs, quitting, help, and the model."""

from __future__ import annotations

from functools import partial

from editor.appearance.feature import AppearanceFeature
from editor.definitions.feature import DefinitionsFeature
from editor.files.feature import FilesFeature
from editor.files.tabs import TabsFeature
from editor.flags.feature import FlagsFeature
from editor.help.feature import HelpFeature
from editor.keys.registry import command
from editor.recovery.feature import RecoveryFeature
from editor.snapshots.feature import SnapshotsFeature


@command("new", "New draft", keys=("ctrl+n",), group="File", target=FilesFeature)
def new(files: FilesFeature) -> None:
    """Open an empty draft in a new tab."""
    files.begin(files.new)


@command("open", "Open file", keys=("ctrl+o",), group="File", target=FilesFeature)
def open_(files: FilesFeature) -> None:
    """Ask for a file, completing its path, and open it in a new tab."""
    files.begin(files.open)


@command("open-recent", "Open recent file", keys=("f4",), group="File", target=FilesFeature)
def open_recent(files: FilesFeature) -> None:
    """List the recently opened files and open the chosen one."""
    files.begin(partial(files.open, choose_recent=True))


@command("save", "Save", keys=("ctrl+s",), group="File", target=FilesFeature)
def save(files: FilesFeature) -> None:
    """Write the draft to its file; ask for a name if it has none."""
    files.begin(partial(files.save, files.shown))


@command("save-as", "Save as", keys=("ctrl+shift+s", "alt+s"), group="File", target=FilesFeature)
def save_as(files: FilesFeature) -> None:
    """Ask for a name and write the draft there; from then on it is the draft's file."""
    files.begin(partial(files.save_as, files.shown))


@command("save-all", "Save all", group="File", target=FilesFeature)
def save_all(files: FilesFeature) -> None:
    """Save every draft that has changes."""
    files.begin(files.save_all)


@command("reload", "Reload from disk", group="File", target=FilesFeature)
def reload(files: FilesFeature) -> None:
    """Replace the draft with the contents of its file; undo brings the draft back."""
    files.begin(partial(files.disk.reload, files.shown))


@command("reopen-with-encoding", "Reopen with encoding", group="File", target=FilesFeature)
def reopen_with_encoding(files: FilesFeature) -> None:
    """Ask for an encoding, such as Latin-1, and read the file with it; undo brings the text back."""
    files.begin(files.reopen_with_encoding)


@command("save-with-encoding", "Save with encoding", group="File", target=FilesFeature)
def save_with_encoding(files: FilesFeature) -> None:
    """Ask for an encoding and save the draft with it; from then on it is the draft's encoding."""
    files.begin(files.save_with_encoding)


@command("recover", "Recover unsaved text", group="File", target=RecoveryFeature)
def recover(recovery: RecoveryFeature) -> None:
    """List the unsaved text of earlier sessions, including text set aside; the chosen one becomes a draft."""
    recovery.begin(recovery.prompts.choose)


@command("snapshots", "Show snapshots", keys=("shift+f1", "f13"), group="File", target=SnapshotsFeature)
def snapshots(snapshots: SnapshotsFeature) -> None:
    """List earlier states of the draft: read one, compare it by words, restore it."""
    snapshots.begin(snapshots.show)


@command("take-snapshot", "Take snapshot", group="File", target=SnapshotsFeature)
def take_snapshot(snapshots: SnapshotsFeature) -> None:
    """Keep the draft's present state, apart from its file."""
    snapshots.take_now()


@command("forget-snapshots", "Forget snapshots of this draft", group="File", target=SnapshotsFeature)
def forget_snapshots(snapshots: SnapshotsFeature) -> None:
    """Erase the earlier states of this draft."""
    snapshots.begin(snapshots.forget)


@command("close", "Close draft", keys=("ctrl+f4", "alt+q"), group="File", target=FilesFeature)
def close(files: FilesFeature) -> None:
    """Close the tab; warn about unsaved changes first."""
    files.begin(partial(files.close, files.shown))


@command("quit", "Quit", keys=("ctrl+q",), group="File", target=FilesFeature)
def quit_(files: FilesFeature) -> None:
    """Quit; warn about unsaved changes first."""
    files.begin(files.leave)


@command("next-tab", "Go to next tab", keys=("ctrl+pagedown", "alt+."), group="File", target=TabsFeature)
def next_tab(tabs: TabsFeature) -> None:
    """Show the draft to the right; from the last, the first."""
    tabs.step(1)


@command("previous-tab", "Go to previous tab", keys=("ctrl+pageup", "alt+,"), group="File", target=TabsFeature)
def previous_tab(tabs: TabsFeature) -> None:
    """Show the draft to the left; from the first, the last."""
    tabs.step(-1)


def _register_tab(number: int) -> None:
    @command(f"tab-{number}", f"Go to tab {number}", keys=(f"alt+{number}",), group="File", target=TabsFeature)
    def tab(tabs: TabsFeature) -> None:
        """Show the draft of one tab."""
        tabs.show_tab(number - 1)


for _number in range(1, 10):
    _register_tab(_number)


@command(
    "alternatives", "Show alternatives for the word", keys=("ctrl+space", "f2"), group="Model", target=FlagsFeature
)
def alternatives(flags: FlagsFeature) -> None:
    """List alternatives for the word at the caret."""
    flags.shown.suggesting.open()


@command("synonyms", "Show synonyms of the word", keys=("shift+f2", "f14"), group="Model", target=FlagsFeature)
def synonyms(flags: FlagsFeature) -> None:
    """List words with the same sense as the one at the caret, inflected like it, best fit first."""
    flags.shown.suggesting.open_synonyms()


@command("definitions", "Show definitions of the word", group="Model", target=DefinitionsFeature)
def definitions(definitions: DefinitionsFeature) -> None:
    """Look up the definitions of the word at the caret, in any of its forms."""
    definitions.show()


@command("next-flag", "Go to next underlined word", keys=("f8",), group="Model", target=FlagsFeature)
def next_flag(flags: FlagsFeature) -> None:
    """Move the caret to the next flagged word, wrapping at the end."""
    flags.shown.go_to_flag(forward=True)


@command(
    "previous-flag", "Go to previous underlined word", keys=("shift+f8", "f20"), group="Model", target=FlagsFeature
)
def previous_flag(flags: FlagsFeature) -> None:
    """Move the caret to the previous flagged word, wrapping at the start."""
    flags.shown.go_to_flag(forward=False)


@command("restart-model", "Restart model", group="Model", target=FlagsFeature)
def restart_model(flags: FlagsFeature) -> None:
    """Stop the worker and start a new one."""
    flags.start_worker()


@command("palette", "Command palette", keys=("ctrl+p", "f9"), group="Help", target=HelpFeature)
def palette(help: HelpFeature) -> None:
    """List every command; type to find one and run it."""
    help.show_palette()


@command("help", "Show help", keys=("f1",), group="Help", target=HelpFeature)
def help_(help: HelpFeature) -> None:
    """List all commands and their keys."""
    help.show_help()


@command("messages", "Show recent messages", keys=("shift+f12", "f24"), group="Help", target=HelpFeature)
def messages(help: HelpFeature) -> None:
    """List the status line's messages, newest first."""
    help.show_messages()


@command("theme", "Choose theme", group="View", target=AppearanceFeature)
def theme(appearance: AppearanceFeature) -> None:
    """List the themes and preview each one."""
    appearance.choose()
