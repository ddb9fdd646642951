"""The flags feature: runs the worker, has drafts scored as their settings say, and shows the results."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from textual import events
from textual.widget import Widget
from textual.worker import Worker

from editor.document import Document
from editor.document.formats.kinds import kind_of
from editor.document.saving import Saving
from editor.feature import Feature
from editor.flags.draft_flags import DraftFlags, ModelView
from editor.flags.ignore import IgnoreController
from editor.flags.listing import FlagListController
from editor.flags.recalled import recall_shown
from editor.flags.suggestion_list import SuggestionList
from editor.paths import kept_scores_directory, log_path
from editor.scorer.client import ScorerClient
from editor.scorer.conventions import NO_RULES, conventions, lacks_rules
from editor.scorer.process import kept_scores, shared_command
from editor.scorer.recall import Recalled, place
from editor.scorer.supervisor import WorkerSupervisor
from editor.settings.settings import Settings
from editor.view.widgets.menu import Offer
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft
from scoring import protocol
from scoring.address import away
from scoring.kept.store import forget


class FlagsFeature(Feature):
    """Has the drafts scored by one worker, and shows its findings.

    Attributes:
        suggestions: the list of suggestions at a word; all drafts share it.
        ignoring: knows which words are ignored.
        listing: lists the flags of the shown draft.
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._drafts: dict[Draft, DraftFlags] = {}
        self._recalled: dict[Document, tuple[str, Recalled | None]] = {}  # for drafts still to be opened
        self._client: ScorerClient | None = None
        self._command: tuple[str, ...] | None = None  # of the worker that runs
        self.suggestions = SuggestionList(bench.theme_in_use)
        self.ignoring = IgnoreController(bench, self.of, self._words_changed)
        self.listing = FlagListController(bench, self.of, self.ignoring.ignore_here)

    def of(self, draft: Draft) -> DraftFlags:
        """Return the flags of an open draft."""
        return self._drafts[draft]

    @property
    def shown(self) -> DraftFlags:
        """The flags of the shown draft."""
        return self._drafts[self._bench.workspace.shown]

    # -- across sessions -----------------------------------------------------------------------------------------------

    def look_at_start(self) -> None:
        """Show the results from the last time the first drafts were scored."""
        for draft in self._bench.workspace.drafts:
            self.opening(draft.document)
            self._recall(draft)

    def opening(self, document: Document) -> None:
        """Read the results from the last time a document was scored."""
        if document.path is not None and self._bench.may_score:
            scoring = self._bench.settings.own.scoring
            kind = kind_of(document.path, document.blocks[0].text)
            self._recalled[document] = place(document), recall_shown(kept_scores(scoring), document, scoring, kind)

    def _recall(self, draft: Draft) -> None:
        where, found = self._recalled.pop(draft.document, ("", None))
        scoring = self._bench.settings.of(draft).scoring
        if where and scoring.enabled:
            self.of(draft).keep(where, draft.document.revision)
            if found is not None:
                self.of(draft).recall(found.following(conventions(scoring, found.conventions.words, draft.kind)))

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        self.ignoring.saved(draft)
        self._read(draft)
        revision = draft.document.revision if saving is None else saving.revision
        if draft.document.path is not None and self._bench.textual.is_running:
            _: Worker[None] = self._bench.textual.run_worker(partial(self._keep, draft, revision))

    async def _keep(self, draft: Draft, revision: int) -> None:
        where = await asyncio.to_thread(place, draft.document)
        if draft in self._drafts:
            self.of(draft).keep(where, revision)

    def forget_kept(self) -> None:
        """Erase the kept scores of all drafts."""
        _: Worker[None] = self._bench.textual.run_worker(self._forget_kept)

    async def _forget_kept(self) -> None:
        directory = kept_scores_directory()
        try:
            count = await asyncio.to_thread(forget, directory)
        except OSError as error:
            self._bench.show_message(f"cannot erase {directory} ({error.strerror}); delete it yourself", True)
        else:
            self._bench.show_message(f"forgot the scores of {count} text{'' if count == 1 else 's'}")

    # -- hooks ---------------------------------------------------------------------------------------------------------

    def widgets(self) -> Iterable[Widget]:
        return (self.suggestions,)

    def start(self) -> None:
        self.ignoring.start()
        self._follow_settings_soon()

    def focused(self) -> None:
        self.ignoring.look_at_files()

    async def stop(self) -> None:
        """Store the ignored words, and end the worker."""
        await self.ignoring.close()
        if self._client is not None:
            await self._client.stop()

    def draft_opened(self, draft: Draft) -> None:
        scoring = self._bench.settings.own.scoring
        self._drafts[draft] = DraftFlags(
            draft.document,
            draft.canvas,
            self._bench.status,
            self.suggestions,
            threshold=scoring.least_probability,
            count=scoring.alternatives,
            say=self._bench.show_message,
            writing=lambda: draft.writing,
        )
        self.ignoring.add(draft)

    def draft_hidden(self, draft: Draft) -> None:
        self.of(draft).hide()

    def draft_shown(self, draft: Draft) -> None:
        self.of(draft).show()

    def draft_closed(self, draft: Draft) -> None:
        self._drafts.pop(draft).close()
        self.ignoring.forget(draft)

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        if before is None:
            self._recall(draft)
        self._read(draft)
        scoring = self._bench.settings.of(draft).scoring
        if lacks_rules(scoring) and (before is None or before.scoring.rules != scoring.rules):
            self._bench.show_message(NO_RULES, True)
        self._show_away()
        if self._bench.textual.is_running:
            self._follow_settings_soon()

    def theme_changed(self) -> None:
        self.suggestions.set_theme(self._bench.theme_in_use)

    def take_key(self, event: events.Key | events.Paste) -> bool:
        return isinstance(event, events.Key) and self.suggestions.take_key(event)

    def selection_changed(self, draft: Draft) -> None:
        flags = self.of(draft)
        flags.suggesting.draft_changed()
        flags.caret_moved(draft.canvas.selection.head)
        flags.show_note()
        flags.send_focus()

    def view_changed(self, draft: Draft) -> None:
        flags = self.of(draft)
        flags.suggesting.view_changed()
        flags.send_focus()

    def offers(self, draft: Draft) -> Sequence[Offer]:
        suggesting = self.of(draft).suggesting
        return [Offer(row.label, row.note, partial(suggesting.apply, row)) for row in suggesting.rows_at_caret()]

    def rephrase(self) -> None:
        """List other wordings of the selection in the shown draft."""
        self.shown.suggesting.open_rephrasings(protocol.Manner(candidates=protocol.MOST_CONTINUATIONS))

    def show_view(self, view: ModelView, message: str) -> None:
        """Show another view of the model's results in the shown draft, and name it."""
        self.shown.view = view
        self._bench.show_message(message)

    # -- the worker ----------------------------------------------------------------------------------------------------

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return None if self._client is None else self._client.pid

    def _follow_settings_soon(self) -> None:
        """After the next paint, start, end or replace the worker if the drafts' settings ask for it."""
        if self._bench.may_score:
            self._bench.textual.call_after_refresh(self._follow_settings)

    def _show_away(self) -> None:
        """Show where text is sent, for as long as it may be."""
        own, drafts = self._bench.settings.own.scoring, self._bench.workspace.drafts
        is_sent = self._bench.may_score and any(self._bench.settings.of(one).scoring.enabled for one in drafts)
        self._bench.status.show(away=away(own.model) if is_sent else "")

    def _follow_settings(self) -> None:
        if not any(self._bench.settings.of(draft).scoring.enabled for draft in self._bench.workspace.drafts):
            if self._client is not None and self._command is not None:
                self._command = None
                _: Worker[None] = self._bench.textual.run_worker(self._client.stop)
        elif self._command != self._worker_command():
            self.start_worker()

    def start_worker(self) -> None:
        """Start the worker, replacing the one that runs, if any."""
        command = self._command = self._worker_command()
        if self._client is None:
            self.attach(ScorerClient(WorkerSupervisor(command, log_path("worker"))))
        assert self._client is not None
        self._client.start(command)

    def attach(self, client: ScorerClient) -> None:
        """Have all drafts scored by this client, the shown one first."""
        self._client = client
        for draft in self._bench.workspace.drafts:
            self.of(draft).close()
            self._read(draft)
        self.shown.send_focus()

    def _read(self, draft: Draft) -> None:
        """Have a draft scored, or not, as its settings say."""
        scoring, flags = self._bench.settings.of(draft).scoring, self.of(draft)
        flags.follow(conventions(scoring, self.ignoring.words_of(draft), draft.kind))
        flags.set_limits(scoring.least_probability, scoring.alternatives)
        if not scoring.enabled:
            flags.stop()
        elif draft.unread:
            flags.stop(f"{draft.kind.name}: not read")
        elif self._client is not None and (not flags.is_attached or flags.verbatim is not draft.verbatim):
            flags.attach(self._client, draft.verbatim)
        draft.scored_document = flags.scored_document

    def _words_changed(self) -> None:
        for draft, flags in self._drafts.items():
            scoring = self._bench.settings.of(draft).scoring
            flags.follow(conventions(scoring, self.ignoring.words_of(draft), draft.kind))

    def _worker_command(self) -> tuple[str, ...]:
        """Return the worker's command."""
        settings = self._bench.settings
        return shared_command(
            settings.own.scoring, (settings.of(draft).scoring for draft in self._bench.workspace.drafts)
        )
