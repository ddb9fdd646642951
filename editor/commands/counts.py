"""Commands that count words and more."""

from __future__ import annotations

from editor.counts.feature import CountsFeature
from editor.keys.registry import command


@command("statistics", "Show statistics (word count)", keys=("shift+f6", "f18"), group="Counts", target=CountsFeature)
def statistics(counts: CountsFeature) -> None:
    """Show the counts for the draft and for the selection."""
    counts.begin(counts.show_statistics)


@command("goal", "Set word goal for this session", group="Counts", target=CountsFeature)
def goal(counts: CountsFeature) -> None:
    """Ask for a number of words; the status line then shows the progress."""
    counts.ask_goal()
