"""Decides which open document to work on next and what to do for it; `scoring.schedule` decides within a document."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import NamedTuple

from scoring.documents.answering import Answers, WriteAnswer
from scoring.documents.comparing import Compare, Comparing
from scoring.documents.continuing import Continuing, WriteOn
from scoring.documents.engine_turns import EngineTurns
from scoring.documents.open_document import Keeping, OpenDocument, Review
from scoring.schedule import Job, Rest

QUIET_SECONDS = 0.15
"""How long the writer must pause before work continues: a half-typed word is not worth a forward pass."""

PAUSE_SECONDS = 0.3
"""How long the pause must be before edits are tried in the sentences just written."""

REST_SECONDS = 2.0
"""How long the pause must be before text outside the screen is scored again."""

ENGINE_REST_SECONDS = 60.0
"""How long the pause must be before an engine's provisional scores are settled: that sends whole windows again, and the
next key would make the scores provisional again. With 20 seconds, a recorded session took four times as many tokens."""

BULK_SECONDS = 10.0
"""How long the pause must be before scores are settled in chunks so large that a key might have to wait."""

Work = Job | Review | Keeping | WriteOn | Compare | WriteAnswer
"""The kinds of work."""


class Turn(NamedTuple):
    """A document's turn to be worked on.

    Attributes:
        document: its number; 0 for texts that don't belong to a document.
        job: what to do.
        rest: how many more seconds the writer must pause first; 0 if it can be done now.
    """

    document: int
    job: Work
    rest: float


class Scheduler:
    """Decides whose turn it is.

    Args:
        continuing: the continuation that the writer is waiting for, if any.
        comparing: the question that the writer is waiting for, if any; None: the model compares no texts.
        answers: the answer in the model's own words that the writer is waiting for, if any.
        engine: tells whether the engine that runs the model can be used; None: the model runs here.
    """

    def __init__(
        self, continuing: Continuing, comparing: Comparing | None, answers: Answers, engine: EngineTurns | None
    ) -> None:
        self._continuing = continuing
        self._comparing = comparing
        self._answers = answers
        self._engine = engine
        self._edited_at = -math.inf

    def edited(self) -> None:
        """Note that the writer has just changed a document."""
        self._edited_at = time.monotonic()

    @property
    def has_paused(self) -> bool:
        """Whether the writer has paused for `PAUSE_SECONDS`."""
        return time.monotonic() - self._edited_at >= PAUSE_SECONDS

    @property
    def is_idle(self) -> bool:
        """Whether the writer has paused for so long, `BULK_SECONDS`, that the next key may have to wait."""
        return time.monotonic() - self._edited_at >= BULK_SECONDS

    @property
    def engine_rest(self) -> float:
        """How many seconds are left until a failed engine is tried again; until then, only work without a model
        continues."""
        return 0.0 if self._engine is None else self._engine.rest

    def next_turn(self, documents: Mapping[int, OpenDocument]) -> Turn | None:
        """Return the document to work on, the job, and the pause it still needs; None if nothing is left to do.

        A continuation comes first, then a question, since the writer is waiting for them.

        Documents are ordered by when the writer last looked at them; a job that needs a shorter pause doesn't wait for
        those that need a longer one.

        Args:
            documents: the open ones by number, most recently viewed first.
        """
        if self._continuing.document is not None:
            return Turn(self._continuing.document, WriteOn(), 0.0)
        if self._comparing is not None and self._comparing.is_waiting:
            return Turn(0, Compare(), 0.0)
        if self._answers.ask is not None:
            return Turn(0, WriteAnswer(), 0.0)
        jobs = [(n, job) for n, document in documents.items() if (job := self._next_job(document)) is not None]
        if not jobs:
            return None
        now = time.monotonic()
        if self.engine_rest and (others := [entry for entry in jobs if isinstance(entry[1], Review)]):
            jobs = others
        number, job = min(jobs, key=lambda entry: (not entry[1].blocks_others, self._seconds(entry[1])))
        missing = max(self._edited_at + self._seconds(job) - now, 0.0 if isinstance(job, Review) else self.engine_rest)
        if missing <= 0:
            number, job = next(entry for entry in jobs if self._edited_at + self._seconds(entry[1]) <= now)
        return Turn(number, job, max(0.0, missing))

    def _next_job(self, document: OpenDocument) -> Job | Review | Keeping | None:
        job = document.session.schedule.next_job()
        if document.unreviewed is not None and (job is None or job.rest.is_leisure or self.engine_rest):
            return Review()
        return Keeping() if job is None and document.is_to_keep and document.is_known else job

    def _seconds(self, job: Work) -> float:
        """Return how long the writer must pause before a job is done."""
        return {
            Rest.QUIET: QUIET_SECONDS,
            Rest.PAUSE: PAUSE_SECONDS,
            Rest.LONG: REST_SECONDS,
            Rest.LATER: ENGINE_REST_SECONDS,
        }[job.rest]
