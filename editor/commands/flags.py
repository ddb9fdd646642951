"""Commands that control which words are flagged."""

from __future__ import annotations

from editor.flags.feature import FlagsFeature
from editor.keys.registry import command


@command("ignore-here", "Ignore underline here", keys=("shift+f9", "f21"), group="Model", target=FlagsFeature)
def ignore_here(flags: FlagsFeature) -> None:
    """Stop flagging this occurrence of the word at the caret, and go to the next flag."""
    flags.ignoring.ignore_here()


@command("ignore-word", "Ignore word in this document", group="Model", target=FlagsFeature)
def ignore_word(flags: FlagsFeature) -> None:
    """Stop flagging the word at the caret anywhere in this document."""
    flags.ignoring.ignore_word()


@command("add-to-dictionary", "Add word to dictionary", group="Model", target=FlagsFeature)
def add_to_dictionary(flags: FlagsFeature) -> None:
    """Stop flagging the word at the caret in every document."""
    flags.ignoring.add_to_dictionary()


@command("add-to-folder", "Add word to folder's dictionary", group="Model", target=FlagsFeature)
def add_to_folder(flags: FlagsFeature) -> None:
    """Stop flagging the word at the caret in the drafts in and below this draft's folder, see `.logprose-words.txt`."""
    flags.ignoring.add_to_folder()


@command("ignore-for-session", "Ignore word until you quit", group="Model", target=FlagsFeature)
def ignore_for_session(flags: FlagsFeature) -> None:
    """Stop flagging the word at the caret in every document until the program ends."""
    flags.ignoring.ignore_for_session()


@command("unignore", "Undo last ignore", group="Model", target=FlagsFeature)
def unignore(flags: FlagsFeature) -> None:
    """Flag the last ignored word again; repeat for the ones before it."""
    flags.ignoring.unignore()


@command("forget-scores", "Forget kept scores", group="Model", target=FlagsFeature)
def forget_scores(flags: FlagsFeature) -> None:
    """Erase the model's results for drafts, which are kept so that drafts are scored only once."""
    flags.forget_kept()


@command("flags", "List underlined words", keys=("shift+f4", "f16"), group="Model", target=FlagsFeature)
def list_flags(flags: FlagsFeature) -> None:
    """List the flags, strongest first, to go to one."""
    flags.listing.open()
