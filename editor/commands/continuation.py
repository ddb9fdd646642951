"""Commands that have the model write: at the caret, or in place of the selection."""

from __future__ import annotations

from editor.continuation.feature import ContinuationFeature
from editor.flags.feature import FlagsFeature
from editor.keys.registry import command


@command("continue", "Continue writing", keys=("alt+backslash", "insert"), group="Model", target=ContinuationFeature)
def continue_(continuation: ContinuationFeature) -> None:
    """Show the model's continuation at the caret; Tab accepts it all, Ctrl+Right a word, End a sentence."""
    continuation.ask()


@command(
    "next-continuation",
    "Show next continuation",
    keys=("alt+right_square_bracket",),
    group="Model",
    target=ContinuationFeature,
)
def next_continuation(continuation: ContinuationFeature) -> None:
    """Show another of the model's continuations at the caret."""
    continuation.turn(1)


@command(
    "previous-continuation",
    "Show previous continuation",
    keys=("alt+left_square_bracket",),
    group="Model",
    target=ContinuationFeature,
)
def previous_continuation(continuation: ContinuationFeature) -> None:
    """Show the continuation before this one."""
    continuation.turn(-1)


@command("rephrase", "Rephrase selection", group="Model", target=FlagsFeature)
def rephrase(flags: FlagsFeature) -> None:
    """List other wordings of the selected words, each with its gain, previewed in the text."""
    flags.rephrase()
