"""Changes to the drafts' files by other programs, and reading a file again."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

from textual.worker import Worker

from editor.document.difference import difference
from editor.storage import file_state
from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileError, FileStamp
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft, OnDisk


class DiskWatch:
    """Compares drafts with their files. A draft without unsaved changes adopts the file's changes.

    Attributes:
        written: the drafts whose files are being written now.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._looked_at: set[Draft] = set()  # now
        self._differs: WeakKeyDictionary[Draft, FileStamp] = WeakKeyDictionary()  # files that were found different
        self.written: set[Draft] = set()

    def look_at_files(self) -> None:
        """Check the files of all drafts in threads, and adopt their changes."""
        if self._bench.prompts.is_going_on:
            return
        for draft in self._bench.workspace.drafts:
            if draft.document.path is not None and draft not in self._looked_at | self.written:
                _: Worker[None] = self._bench.textual.run_worker(partial(self._look_at, draft))

    async def _look_at(self, draft: Draft) -> None:
        path, known = draft.document.path, draft.document.stamp
        if path is None or draft in self._looked_at:
            return
        self._looked_at.add(draft)
        try:
            found = await asyncio.to_thread(file_state.look, path)
            is_same_draft = draft in self._bench.workspace.drafts and draft.document.path == path
            if draft in self.written:
                return
            if found is None or not is_same_draft or draft.document.stamp != known:
                return
            if found == known:
                draft.on_disk = OnDisk.AS_READ
            elif found == ABSENT:
                draft.on_disk = OnDisk.DELETED
            elif self._differs.get(draft) != found:
                await self._compare(draft, path, found)
            self._bench.drafts.show_state()
        except FileError:
            draft.on_disk = OnDisk.CHANGED
            self._bench.drafts.show_state()
        finally:
            self._looked_at.discard(draft)

    async def _compare(self, draft: Draft, path: Path, found: FileStamp) -> None:
        """Read a file whose stamp differs from the draft's, and adopt its changes. Raises FileError."""
        document, revision = draft.document, draft.document.revision
        content = await asyncio.to_thread(file_state.read_settled, path, document.chosen_encoding)
        if draft in self.written or document.revision != revision or draft not in self._bench.workspace.drafts:
            return  # look again the next time
        was_unsaved = document.modified
        if content is not None and document.found_unchanged(content):
            draft.on_disk = OnDisk.AS_READ
            if was_unsaved and not document.modified:
                self._bench.drafts.saved(draft)
        elif document.modified or not await self._take_over(draft, path, document.chosen_encoding):
            draft.on_disk = OnDisk.CHANGED
            if content is not None:
                self._differs[draft] = found

    async def reload(self, draft: Draft) -> None:
        """Replace a draft's text with its file's; undo restores it."""
        path = draft.document.path
        if path is None:
            self._bench.show_message("this draft has no file yet")
            return
        try:
            work = self._take_over(draft, path, draft.document.chosen_encoding)
            if not await self._bench.prompts.wait_for(work, f"reading {path}"):
                self._bench.show_message(f"{path} cannot be read now", True)
        except FileError as error:
            self._bench.show_message(str(error), True)

    async def reopen(self, draft: Draft, encoding: Encoding) -> bool:
        """Read a draft's file again in an encoding. Return True if that worked."""
        path = draft.document.path
        assert path is not None
        try:
            is_read = await self._bench.prompts.wait_for(self._take_over(draft, path, encoding), f"reading {path}")
        except FileError as error:
            self._bench.show_message(str(error), True)
            return False
        said = f"{draft.name} reopened as {draft.document.encoding.name}" if is_read else f"{path} cannot be read now"
        self._bench.show_message(said, not is_read)
        return is_read

    async def _take_over(self, draft: Draft, path: Path, encoding: Encoding | None) -> bool:
        """Replace a draft's text with its file's. Return False if that isn't possible now. Raises FileError."""
        document = draft.document
        revision, text = document.revision, document.text
        content = await asyncio.to_thread(file_state.read_settled, path, encoding)
        if content is None:
            return False
        transaction = await asyncio.to_thread(difference, text, content.text)
        if document.revision != revision or draft in self.written or draft not in self._bench.workspace.drafts:
            return False
        words = draft.words.total
        document.take_over(content, transaction, draft.canvas.selections)
        draft.words_at_start += draft.words.total - words
        draft.on_disk = OnDisk.AS_READ
        self._bench.drafts.saved(draft)
        self._bench.drafts.show_state()
        if transaction.changes:
            self._bench.show_message(f"{draft.name} changed on disk and was reloaded; undo reverts")
        return True
