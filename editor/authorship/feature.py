"""Shows the text accepted from the model, and keeps the record of it next to the draft's file between sessions."""

from __future__ import annotations

import asyncio
from pathlib import Path

from editor.authorship import kept
from editor.authorship.block import FileAnnotations
from editor.authorship.marks import AcceptedMarks, AcceptedSigns
from editor.document import Document
from editor.document.annotation_block import STALE, read_block
from editor.document.authorship import Spans
from editor.document.formats.kinds import kind_of
from editor.document.history import JOINED
from editor.document.saving import Saving
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
        self._signs: dict[Draft, AcceptedSigns] = {}  # of the drafts in which they are on
        self._annotations: dict[Document, FileAnnotations] = {}
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
        """Restore the authors named in the file, or else those known when it was last saved. May block."""
        if document.path is None or document.authorship:
            return
        spans = self._annotations_of(document).read() if _is_markdown(document.path) else None
        if spans is None:
            spans = kept.kept(self._directory, document.path, document.text)
        document.authorship.restore(spans)

    def _annotations_of(self, document: Document) -> FileAnnotations:
        return self._annotations.setdefault(document, FileAnnotations(document))

    def draft_opened(self, draft: Draft) -> None:
        self._marks[draft] = AcceptedMarks(draft.canvas)
        draft.canvas.add_marks(self._marks[draft])

    def draft_shown(self, draft: Draft) -> None:
        """Warn once about annotations in the file that belong to another text."""
        annotations = self._annotations.get(draft.document)
        if annotations is not None and annotations.problem:
            self._bench.show_message(f"the author block is not used: {annotations.problem}")
            annotations.problem = ""

    def draft_closed(self, draft: Draft) -> None:
        self._marks.pop(draft, None)
        self._signs.pop(draft, None)
        self._annotations.pop(draft.document, None)

    def edited(self, draft: Draft) -> None:
        if (signs := self._signs.get(draft)) is not None:
            signs.follow_edit()

    def settings_changed(self, draft: Draft, before: Settings | None) -> None:
        is_on = self._bench.settings.of(draft).accepted_text
        if is_on == (draft in self._signs):
            return
        if is_on:
            self._signs[draft] = AcceptedSigns(draft.canvas)
        else:
            del self._signs[draft]
        draft.canvas.side.near_signs = self._signs.get(draft)
        draft.canvas.refresh()

    # -- keeping -------------------------------------------------------------------------------------------------------

    def about_to_save(self, draft: Draft, path: Path) -> None:
        """Make the annotations at the end of the file right, as part of the last edit."""
        document, canvas = draft.document, draft.canvas
        if not self._bench.settings.of(draft).annotations_block or not _is_markdown(path):
            return
        before, edit = canvas.selections, self._annotations_of(document).updating()
        if edit is not None:
            # They follow the text, so the carets in the text stay where they are, even at its end.
            stay = all(one.end <= edit.changes[0].start for one in before)
            after = before if stay else before.map(edit)
            document.apply(edit, selections=before, selections_after=after, group=JOINED)
            canvas.set_selections(after, scroll=False)

    def saved(self, draft: Draft, saving: Saving | None) -> None:
        if saving is None and (spans := self._annotations_of(draft.document).read()) is not None:
            draft.document.authorship.restore(spans)
            draft.canvas.refresh()
        saving = saving or draft.document.saving()
        self._warn(draft, saving)
        if self._bench.textual.is_running:
            work = self._keep(saving.path, saving.text, saving.authors)
            task = asyncio.get_running_loop().create_task(work)
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _warn(self, draft: Draft, saving: Saving) -> None:
        """Say so if the annotations in a draft's file aren't right."""
        block = read_block(saving.text) if _is_markdown(saving.path) else None
        if block is not None and block.problem:
            left = f"the author block was left alone: {block.problem}"
            off = "the author block is outdated: annotations_block is off"
            is_off = block.problem == STALE and not self._bench.settings.of(draft).annotations_block
            self._bench.show_message(off if is_off else left)

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
        """Toggle the marks on the accepted text of the shown draft."""
        draft = self._bench.workspace.shown
        marks = self._marks[draft]
        marks.is_on = not marks.is_on
        draft.canvas.refresh()
        if not marks.is_on:
            self._bench.show_message("accepted text is no longer marked")
        elif any(not span.is_a_person for span in draft.document.authorship.spans):
            self._bench.show_message("text accepted from the model is marked")
        else:
            self._bench.show_message("nothing here was accepted from the model")


def _is_markdown(path: Path) -> bool:
    return kind_of(path).reading == "markdown"
