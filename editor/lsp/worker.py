"""The one worker that scores all open drafts: started for the first one, replaced if their settings require it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Protocol

from editor.flags.recalled import recall_shown
from editor.lsp.open_draft import OpenDraft
from editor.paths import log_path
from editor.scorer.client import ScorerClient, Transport
from editor.scorer.conventions import conventions
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.process import kept_scores, shared_command
from editor.scorer.recall import EarlierText, place
from editor.scorer.supervisor import WorkerSupervisor
from editor.settings.settings import Settings
from scoring import protocol
from scoring.address import away

_LOG = "lsp"


class Overseer(Protocol):
    """Whoever is notified about the worker."""

    def model_changed(self, state: protocol.ModelState) -> None:
        """The model made some progress, is ready, or failed."""

    def worker_died(self, message: str) -> None:
        """The worker is gone."""

    def warn(self, line: str) -> None:
        """Something failed, as one line says."""

    def complain(self, line: str) -> None:
        """A setting can't be used, as one line says."""

    def inform(self, line: str) -> None:
        """There is a line that the writer should see."""


class _Hearing(ScorerListener):
    """Passes on the scorer's results for a draft."""

    def __init__(self, draft: OpenDraft, overseer: Overseer) -> None:
        self._draft = draft
        self._overseer = overseer

    def scored(self, found: ScoredRange) -> None:
        self._draft.hear(found)

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        self._draft.answer(found)

    def tokens_found(self, found: protocol.Tokens) -> None:
        self._draft.answer(found)

    def continuation_found(self, found: protocol.Continuations) -> None:
        self._draft.answer(found)

    def continuation_failed(self, failure: protocol.Failure) -> None:
        self._draft.continuation_failed()

    def request_failed(self, failure: protocol.Failure) -> None:
        self._draft.leave_unanswered()
        if not failure.request:  # nobody asked: it is about the draft
            self._overseer.warn(failure.message)

    def complained(self, message: str) -> None:
        self._overseer.complain(message)

    def model_changed(self, state: protocol.ModelState) -> None:
        self._overseer.model_changed(state)

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        self._draft.leave_unanswered()
        reason = message.partition(";")[0]
        remedy = f"restart the language server to try again; see {log_path(_LOG)}" if stays_off else "starting it again"
        self._overseer.worker_died(f"{reason}; {remedy}")


class SharedWorker:
    """Has drafts scored, each as its settings say.

    Args:
        overseer: is notified about the worker.
        transport: connects to a worker other than the one in the settings.
    """

    def __init__(self, overseer: Overseer, transport: Transport | None = None) -> None:
        self._overseer = overseer
        self._transport = transport
        self._client: ScorerClient | None = None
        self._command: tuple[str, ...] | None = None  # of the worker that runs
        self._ending: asyncio.Task[None] | None = None  # the worker, because no draft is scored any more
        self._earlier: dict[OpenDraft, EarlierText] = {}

    def recall(self, draft: OpenDraft) -> None:
        """Show the results from the last time a draft was scored. May block."""
        scoring = draft.settings.scoring
        if draft.document.path is None or not scoring.enabled or draft.unread:
            return
        found = recall_shown(kept_scores(scoring), draft.document, scoring, draft.kind)
        if found is not None:
            self._earlier[draft] = found.earlier
            found = found.following(conventions(scoring, draft.ignoring.words, draft.kind))
            draft.hear(ScoredRange(0, len(draft.document), found.flags, found.words, 0, 0))

    def keep(self, draft: OpenDraft) -> None:
        """Have the results for a draft as it is now kept for the next time. May block."""
        if draft.scored is not None and (where := place(draft.document)):
            draft.scored.keep(where, draft.document.revision)

    def follow(self, draft: OpenDraft, own: Settings, drafts: Iterable[OpenDraft]) -> None:
        """Have a draft scored, or not, as its settings say now.

        Args:
            draft: the draft.
            own: the settings of the writer's own file.
            drafts: all of them.
        """
        scoring = draft.settings.scoring
        draft.flags.rules.least = scoring.least_probability
        if not scoring.enabled or draft.unread:
            self.release(draft)
            draft.forget()
            self._rest_unless_used(drafts)
            return
        followed = conventions(scoring, draft.ignoring.words, draft.kind)
        client = self._running(own, drafts)
        if draft.scored is not None and draft.scored.verbatim is not draft.verbatim:  # it is read differently now
            self.release(draft)
        if draft.scored is None:
            earlier = self._earlier.pop(draft, None)
            hearing = _Hearing(draft, self._overseer)
            draft.scored = client.attach(draft.document, hearing, followed, earlier, draft.verbatim)
            self.keep(draft)
            draft.focus()
        else:
            draft.scored.follow(followed)

    def release(self, draft: OpenDraft) -> None:
        """Stop having a draft scored."""
        self._earlier.pop(draft, None)
        draft.leave_unanswered()
        if draft.scored is not None:
            draft.scored.close()
            draft.scored = None

    async def stop(self) -> None:
        """End the worker."""
        if self._client is not None:
            await self._client.stop()

    def _rest_unless_used(self, drafts: Iterable[OpenDraft]) -> None:
        """End the worker if no draft is scored any more."""
        if self._client is not None and self._command is not None and not any(one.scored for one in drafts):
            self._command = None
            self._ending = asyncio.create_task(self._client.stop())

    def _running(self, own: Settings, drafts: Iterable[OpenDraft]) -> ScorerClient:
        """Return the client of a worker that suits all drafts; start it if there is none."""
        command = () if self._transport else shared_command(own.scoring, (one.settings.scoring for one in drafts))
        if self._client is None:
            self._client = ScorerClient(self._transport or WorkerSupervisor(command, log_path(_LOG)))
        if command != self._command:
            self._command = command
            if destination := away(own.scoring.model):
                self._overseer.inform(f"text goes to {destination}")
            self._client.start(command or None)
        return self._client
