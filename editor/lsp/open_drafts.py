"""The texts that the client has open, and the one worker that scores them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from lsprotocol.types import TextDocumentContentChangeEvent
from pygls.uris import to_fs_path, uri_scheme

from editor.flags.recalled import recall_shown
from editor.lsp.open_draft import OpenDraft
from editor.lsp.positions import Encoding
from editor.lsp.settings import ClientSettings
from editor.paths import log_path
from editor.scorer.client import ScorerClient, Transport
from editor.scorer.conventions import NO_RULES, conventions, lacks_rules
from editor.scorer.listener import ScoredRange, ScorerListener
from editor.scorer.process import kept_scores, shared_command
from editor.scorer.recall import place
from editor.scorer.supervisor import WorkerSupervisor
from scoring import protocol

_PAUSE_S = 0.2  # after the last change, before what follows from it is told; a change may be half an undo
_REST_S = 1.0  # after the last change, before the word that was typed last is flagged

_logger = logging.getLogger(__name__)


class Audience:
    """Whoever hears about the drafts; override what you need."""

    def flags_changed(self, draft: OpenDraft) -> None:
        """The flags of a draft that is at rest may have changed."""

    def closed(self, draft: OpenDraft) -> None:
        """The client has closed a draft."""

    def model_changed(self, state: protocol.ModelState) -> None:
        """The model made some progress, is ready, or failed."""

    def worker_died(self, message: str) -> None:
        """The worker is gone."""

    def warn(self, line: str) -> None:
        """Something can't be used, as one line says."""


class _Hearing(ScorerListener):
    """Passes on what the scorer says about a draft."""

    def __init__(self, draft: OpenDraft, audience: Audience) -> None:
        self._draft = draft
        self._audience = audience

    def scored(self, found: ScoredRange) -> None:
        self._draft.hear(found)

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        self._draft.answer(found)

    def request_failed(self, failure: protocol.Failure) -> None:
        self._draft.answer(None)
        self._audience.warn(failure.message)

    def complained(self, message: str) -> None:
        self._audience.warn(message)

    def model_changed(self, state: protocol.ModelState) -> None:
        self._audience.model_changed(state)

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        self._draft.answer(None)
        self._audience.worker_died(message)


class OpenDrafts:
    """The texts that the client has open.

    Args:
        settings: of the client.
        encoding: what the client's columns count.
        audience: hears what changes.
        worker: the way to another worker than the settings ask for.
    """

    def __init__(
        self,
        settings: ClientSettings,
        encoding: Encoding,
        audience: Audience,
        worker: Transport | None = None,
    ) -> None:
        self._settings = settings
        self._encoding: Encoding = encoding
        self._audience = audience
        self._worker = worker
        self._command: tuple[str, ...] | None = None  # of the worker that runs
        self._client: ScorerClient | None = None
        self._drafts: dict[str, OpenDraft] = {}
        self._timers: dict[OpenDraft, asyncio.TimerHandle] = {}  # of drafts that are not at rest

    def __iter__(self) -> Iterator[OpenDraft]:
        return iter(list(self._drafts.values()))

    def get(self, uri: str) -> OpenDraft | None:
        """Return the draft that the client calls `uri`; None if it isn't open."""
        return self._drafts.get(unquote(uri))

    # -- from the client -----------------------------------------------------------------------------------------------

    def open(self, uri: str, version: int, text: str) -> None:
        """Take in a text that the client has opened."""
        self.close(uri)
        path = _path(uri)
        draft = OpenDraft(uri, path, version, text, self._encoding, self._changed)
        self._drafts[unquote(uri)] = draft
        self._look_at_ignored(draft)
        self._follow_settings(draft)
        scoring = draft.settings.scoring
        where = place(draft.document)
        found = recall_shown(kept_scores(scoring), draft.document, scoring) if where and scoring.enabled else None
        if found is not None:
            found = found.following(conventions(scoring, draft.ignoring.words))
            draft.hear(ScoredRange(0, len(draft.document), found.flags, found.words, 0, 0))
        self._run_worker()
        if scoring.enabled and self._client is not None:
            earlier = None if found is None else found.earlier
            followed = conventions(scoring, draft.ignoring.words)
            draft.scored = self._client.attach(draft.document, _Hearing(draft, self._audience), followed, earlier)
            if where:
                draft.scored.keep(where, draft.document.revision)
            draft.focus()
        self._audience.flags_changed(draft)

    def change(self, uri: str, version: int, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Make the client's changes to a draft, unless their version isn't a new one."""
        draft = self.get(uri)
        if draft is None:
            _logger.warning("%s was changed and isn't open; open it first", uri)
            return
        if version <= draft.version:
            _logger.warning("%s: version %d came after %d", uri, version, draft.version)
        draft.version = version
        draft.change(changes)
        draft.focus()
        self._wait(draft)

    def save(self, uri: str, text: str | None) -> None:
        """Note that a draft was saved; `text` is what was saved, if the client says so."""
        draft = self.get(uri)
        if draft is not None and draft.scored is not None and (where := place(draft.document)):
            draft.scored.keep(where, draft.document.revision)

    def close(self, uri: str) -> None:
        """Forget a text."""
        draft = self._drafts.pop(unquote(uri), None)
        if draft is None:
            return
        if (timer := self._timers.pop(draft, None)) is not None:
            timer.cancel()
        if draft.scored is not None:
            draft.scored.close()
        draft.answer(None)
        self._audience.closed(draft)

    async def stop(self) -> None:
        """End the worker."""
        for draft in self:
            self.close(draft.uri)
        if self._client is not None:
            await self._client.stop()

    # -- pauses --------------------------------------------------------------------------------------------------------

    def is_at_rest(self, draft: OpenDraft) -> bool:
        """Return True if the last change of a draft is some time ago."""
        return draft not in self._timers

    def _wait(self, draft: OpenDraft) -> None:
        if (timer := self._timers.pop(draft, None)) is not None:
            timer.cancel()
        self._timers[draft] = asyncio.get_running_loop().call_later(_PAUSE_S, self._paused, draft)

    def _paused(self, draft: OpenDraft) -> None:
        del self._timers[draft]
        self._audience.flags_changed(draft)

    def _changed(self, draft: OpenDraft) -> None:
        if self.is_at_rest(draft):
            self._audience.flags_changed(draft)

    # -- settings ------------------------------------------------------------------------------------------------------

    def look_at_files(self) -> None:
        """Read the settings and the word lists again, because someone may have changed them."""
        for draft in self:
            self._look_at_ignored(draft)
            self._follow_settings(draft)
            draft.review()
        self._run_worker()

    def _follow_settings(self, draft: OpenDraft) -> None:
        """Read a draft's settings and put them in force."""
        draft.settings = self._settings.of(draft)
        scoring = draft.settings.scoring
        draft.flags.rules.least = scoring.least_probability
        if lacks_rules(scoring):
            self._audience.warn(NO_RULES)
        if draft.scored is not None:
            draft.scored.follow(conventions(scoring, draft.ignoring.words))

    def _look_at_ignored(self, draft: OpenDraft) -> bool:
        """Take up what other programs have ignored. Returns whether anything else is ignored now."""
        is_other = draft.ignoring.look()
        for complaint in draft.ignoring.complaints:
            self._audience.warn(complaint)
        return is_other

    # -- the worker ----------------------------------------------------------------------------------------------------

    def _run_worker(self) -> None:
        """Start the worker, or another one, if the drafts' settings ask for it."""
        wanted = [draft.settings.scoring for draft in self if draft.settings.scoring.enabled]
        if not wanted:
            return
        command = () if self._worker is not None else shared_command(self._settings.own.scoring, wanted)
        if command == self._command:
            return
        self._command = command
        if self._client is None:
            self._client = ScorerClient(self._worker or WorkerSupervisor(command, log_path("lsp")))
        self._client.start(command or None)


def _path(uri: str) -> Path | None:
    """Return the file of a text; None if it has none."""
    if uri_scheme(uri) != "file":
        return None
    found = to_fs_path(uri)
    return Path(found) if found else None
