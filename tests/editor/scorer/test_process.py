"""The command of the worker, by the settings."""

from __future__ import annotations

from editor.paths import learnt_path
from editor.scorer.process import kept_scores, scoring_command
from editor.settings.settings import Scoring


def test_what_was_learnt_counts_unless_the_setting_says_no() -> None:
    on, off = Scoring(), Scoring(learnt=False)
    command = scoring_command(on)
    assert command[command.index("--learnt") + 1] == str(learnt_path())
    assert "--learnt" not in scoring_command(off)
    assert kept_scores(on).setup != kept_scores(off).setup, "flags that were kept with it don't hold without"
