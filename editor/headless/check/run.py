"""`logprose check`: list the flags of drafts like a linter."""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import msgspec

from editor.headless.arguments import BAD_INPUT, complain
from editor.headless.check.fixing import Fixer
from editor.headless.check.keys import single_keys
from editor.headless.check.problems import Filter, problem_of
from editor.headless.check.reports import report
from editor.headless.check.targets import find_targets
from editor.headless.drafts import NamedDraft, read_draft
from editor.headless.progress import Progress
from editor.headless.prose import Prose
from editor.headless.scoring_run import ScoringRun, TakesLongError
from editor.headless.shown_flags import followed, ignored_in, shown_flags
from editor.headless.worker_news import ScoringError
from editor.scorer.conventions import NO_RULES, lacks_rules
from editor.scorer.process import kept_scores, scoring_command
from editor.scorer.recall import place, recall
from editor.storage.files import FileError
from scoring.address import away
from scoring.kept.store import KeptScores
from scoring.protocol import THRESHOLDS, Flag

CLEAN, FLAGGED = 0, 1

_PATIENCE_S: float | None = 30.0
"""How long a draft may keep the others waiting; a slower one comes after them."""


def run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Check the drafts that `options` name. Returns the exit status: 1 if something is flagged, 2 for bad input.

    `command` runs another worker.
    """
    try:
        return _Check(options, command).run()
    except ScoringError as error:
        complain(str(error))
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output went away, and nothing is left to flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FLAGGED


class _Check:
    """One run of the verb."""

    def __init__(self, options: argparse.Namespace, command: Sequence[str] | None) -> None:
        self._options = options
        self._command = command
        least = options.min_probability
        if least is None and options.sensitivity is not None:
            least = THRESHOLDS[options.sensitivity]
        self._filter = Filter(least, options.kind)
        self._kept: KeptScores | None = None
        self._complaints: list[str] = []
        self._told: set[str] = set()  # many drafts may have the same settings files
        self._is_flagged = False

    def run(self) -> int:
        """Check all drafts and return the exit status. Raises ScoringError."""
        drafts = self._drafts()
        with ExitStack() as stack:
            progress = stack.enter_context(Progress())
            run = stack.enter_context(ScoringRun(self._worker(drafts), "check"))
            fixer = Fixer(stack.enter_context(single_keys()), sys.stdout) if self._options.fix else None
            output = report(self._options.format, sys.stdout)
            waiting = deque((draft, _PATIENCE_S) for draft in drafts)
            while waiting:
                draft, limit_s = waiting.popleft()
                number = len(drafts) - len(waiting)
                progress.about = f"{draft.name} ({number} of {len(drafts)})" if len(drafts) > 1 else draft.name
                try:
                    flags = self._flags(draft, run, progress, limit_s if waiting else None)
                except TakesLongError:
                    waiting.append((draft, None))
                    continue
                progress.clear()
                if fixer is None:
                    output.add([problem_of(draft.name, draft.document, flag) for flag in flags])
                    self._is_flagged |= bool(flags)
                else:
                    self._fix(fixer, draft, flags)
                    if fixer.is_stopped:
                        break
        if fixer is None:
            output.close(self._complaints)
        return BAD_INPUT if self._complaints else FLAGGED if self._is_flagged else CLEAN

    def _complain(self, line: str) -> None:
        self._complaints.append(line)
        complain(line)

    def _drafts(self) -> list[NamedDraft]:
        """Read the named drafts; complain about those that cannot be read, and about wrong settings."""
        names, complaints = find_targets(self._options.files)
        for complaint in complaints:
            self._complain(complaint)
        drafts: list[NamedDraft] = []
        for name in names:
            try:
                draft = read_draft(name, self._options.encoding, self._options.stdin_name)
            except FileError as error:
                self._complain(str(error))
                continue
            drafts.append(draft)
            self._tell(map(str, drafts[-1].complaints))
            if lacks_rules(drafts[-1].settings.scoring):
                self._tell([NO_RULES])
        return drafts

    def _tell(self, lines: Iterable[str]) -> None:
        """Print each thing that can't be used, once."""
        for line in lines:
            if line not in self._told:
                self._told.add(line)
                complain(line)

    def _worker(self, drafts: Sequence[NamedDraft]) -> Sequence[str]:
        """Return the command of a worker that reports every flag that any of the drafts shows."""
        if self._command is not None or not drafts:
            return self._command or ()
        scoring = drafts[0].settings.scoring  # apart from the threshold, only the writer's own file sets it
        least = min(draft.settings.scoring.least_probability for draft in drafts)
        threshold = least if self._filter.least is None else self._filter.least
        if not self._options.no_cache:
            self._kept = kept_scores(scoring)
        return scoring_command(msgspec.structs.replace(scoring, threshold=threshold), self._kept)

    def _flags(self, draft: NamedDraft, run: ScoringRun, progress: Progress, limit_s: float | None) -> list[Flag]:
        """Return the flags of a draft to report. Raises TakesLongError."""
        prose, threshold = Prose(draft.document, draft.markdown), draft.settings.scoring.least_probability
        if not prose.has_words():
            return []
        found = self._found(draft, threshold, run, progress, limit_s)
        taken = [flag for flag in found if self._filter.takes(flag, threshold)]
        try:
            is_ignored = ignored_in(draft.document)
        except FileError as error:
            if str(error) not in self._complaints:
                self._complain(str(error))
            return shown_flags(draft.document, prose, taken, lambda start, end: False)
        return shown_flags(draft.document, prose, taken, is_ignored)

    def _found(
        self, draft: NamedDraft, threshold: float, run: ScoringRun, progress: Progress, limit_s: float | None
    ) -> Sequence[Flag]:
        """Return all flags of a draft that may be reported; no model runs if they are known from an earlier run."""
        document, scoring = draft.document, draft.settings.scoring
        conventions = followed(document, scoring, draft.kind, self._options.dialect)
        recalled = None if self._kept is None else recall(self._kept, document, conventions)
        least = threshold if self._filter.least is None else self._filter.least
        if recalled is not None and recalled.least <= least and recalled.following(conventions).is_whole:
            return recalled.flags
        earlier = None if recalled is None else recalled.earlier
        if destination := away(scoring.model):
            self._tell([f"text goes to {destination}"])
        where = "" if self._kept is None else place(document)
        scored = run.score(document, conventions, progress, earlier, where, draft.verbatim, limit_s)
        self._tell(scored.complaints)
        return scored.flags

    def _fix(self, fixer: Fixer, draft: NamedDraft, flags: Sequence[Flag]) -> None:
        try:
            self._is_flagged |= bool(fixer.fix(draft.name, draft.document, flags))
        except FileError as error:
            self._complain(str(error))
