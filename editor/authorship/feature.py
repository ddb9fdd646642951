"""Shows what was accepted from the model, and keeps it next to the draft's file from session to session."""

from __future__ import annotations

import asyncio
from pathlib import Path

from editor.authorship import kept
from editor.authorship.marks import AcceptedMarks, AcceptedSigns
from editor.document import Document
from editor.document.authorship import Spans
from editor.document.document import Saving
from editor.feature import Feature
from editor.paths import authors_directory
from editor.settings.settings import Settings
from editor.storage.files import FileError
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft


class AuthorshipFeature(Feature):
    """Marks accepted text, and remembers it. A document itself knows its authors, see `Authorship`."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._directory = authors_directory()
        self._marks: dict[Draft, AcceptedMarks] = {}
        self._complaints: set[str] = set()
        self._order = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    # -- drafts --------------------------------------------------------------------------------------------------------

    def opening(self, document: Document) -> None:
        self._recall(document)

    def look_at_start(self) -> None:
        for draft in self._bench.workspace.drafts:
            self._recall(draft.document)

    def _recall(self, document: Document) -> None:
        """Restore what was known of a file's text when it was last saved. May block."""
        if document.path is not None and not document.authorship:
            document.authorship.restore(kept.kept(self._directory, document.path, document.text))

    def draft_opened(self, draft: Draft) -> None:
        self._marks[draft] = AcceptedMarks(draft.canvas)
        draft.canvas.add_marks(self._marks[draft])

    def draft_closed(self, draft: Draft) -> None:
        self._marks.pop(draft, None)

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        is_on = self._bench.settings.of(draft).accepted_text
        if is_on == (draft.canvas.side.near_signs is None):
            draft.canvas.side.near_signs = AcceptedSigns(draft.canvas) if is_on else None
            draft.canvas.refresh()

    # -- keeping -------------------------------------------------------------------------------------------------------

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        saving = saving or draft.document.saving()
        if self._bench.textual.is_running:
            work = self._keep(saving.path, saving.text, saving.authors)
            task = asyncio.get_running_loop().create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _keep(self, path: Path, text: str, spans: Spans) -> None:
        async with self._order:
            try:
                await asyncio.to_thread(kept.keep, self._directory, path, text, spans)
            except FileError as error:
                if str(error) not in self._complaints:
                    self._complaints.add(str(error))
                    self._bench.show_message(str(error), True)

    async def stop(self) -> None:
        """Wait until everything is kept."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- showing -------------------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Mark the accepted text of the shown draft, or no longer."""
        draft = self._bench.workspace.shown
        marks = self._marks[draft]
        marks.is_on = not marks.is_on
        draft.canvas.refresh()
        if not marks.is_on:
            self._bench.show_message("accepted text looks like yours again")
        elif any(not span.is_a_person for span in draft.document.authorship.spans):
            self._bench.show_message("text accepted from the model is marked")
        else:
            self._bench.show_message("nothing here was accepted from the model")
