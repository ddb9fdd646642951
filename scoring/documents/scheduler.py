"""Which open document is worked on next, and what is done for it; `scoring.schedule` decides that within a document."""

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
"""How long the writer's hands must rest before work goes on: a half-typed word is not worth a forward pass."""

PAUSE_SECONDS = 0.3
"""How long they must rest before edits are tried in the sentences written last."""

REST_SECONDS = 2.0
"""How long they must rest before anything the writer isn't looking at is scored again."""

ENGINE_REST_SECONDS = 60.0
"""How long they must rest before provisional scores of an engine are settled: that takes whole windows again, and the
next key would make them provisional again. After 20 seconds it took four times as many tokens in a recording."""

BULK_SECONDS = 10.0
"""How long they must rest before scores are settled in chunks that a key might have to wait for."""

Work = Job | Review | Keeping | WriteOn | Compare | WriteAnswer
"""What can be done next."""


class Turn(NamedTuple):
    """A document's turn to be worked on.

    Attributes:
        document: its number; 0 for texts that belong to none.
        job: what to do.
        rest: the seconds that the writer's hands must still rest before that; 0 where it can be done now.
    """

    document: int
    job: Work
    rest: float


class Scheduler:
    """Decides whose turn it is.

    Args:
        continuing: the continuation that the writer waits for, if any.
        comparing: the question that the writer waits for, if any; None: the model compares no texts.
        answers: the answer in the model's own words that the writer waits for, if any.
        engine: whether the engine that runs the model is left alone; None: it runs here.
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
        """The writer has just changed a document."""
        self._edited_at = time.monotonic()

    @property
    def has_paused(self) -> bool:
        """Whether the writer's hands have rested for `PAUSE_SECONDS`."""
        return time.monotonic() - self._edited_at >= PAUSE_SECONDS

    @property
    def is_idle(self) -> bool:
        """Whether the writer's hands have rested for so long that a key may have to wait: `BULK_SECONDS`."""
        return time.monotonic() - self._edited_at >= BULK_SECONDS

    @property
    def engine_rest(self) -> float:
        """The seconds for which an engine that has failed is left alone; only what needs no model goes on."""
        return 0.0 if self._engine is None else self._engine.rest

    def next_turn(self, documents: Mapping[int, OpenDocument]) -> Turn | None:
        """Return the document to work on, the job and the rest it still needs; None where nothing is left to do.

        A continuation comes first, then a question: the writer waits for them.

        Documents take turns in the order in which the writer looked at them; a job that needs a shorter rest doesn't
        wait for those that need a longer one.

        Args:
            documents: those that are open, by number; the one that the writer looked at last comes first.
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
        """Return how long the writer's hands must rest before a job is done."""
        return {
            Rest.QUIET: QUIET_SECONDS,
            Rest.PAUSE: PAUSE_SECONDS,
            Rest.LONG: REST_SECONDS,
            Rest.LATER: ENGINE_REST_SECONDS,
        }[job.rest]
