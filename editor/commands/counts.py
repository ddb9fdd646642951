"""Commands that count words and more."""

from __future__ import annotations

from editor.counts.feature import CountsFeature
from editor.keys.registry import command
from editor.report.feature import ReportFeature


@command("statistics", "Show statistics (word count)", keys=("shift+f6", "f18"), group="Counts", target=CountsFeature)
def statistics(counts: CountsFeature) -> None:
    """Show the counts for the draft and for the selection."""
    counts.begin(counts.show_statistics)


@command("goal", "Set word goal for this session", group="Counts", target=CountsFeature)
def goal(counts: CountsFeature) -> None:
    """Ask for a number of words; the status line then shows the progress."""
    counts.ask_goal()


@command("report", "Report on the draft: readability, style", group="Counts", target=ReportFeature)
def report(reports: ReportFeature) -> None:
    """Show how readable the draft is, its repetitions and its long sentences; each row leads to its place."""
    reports.show()
