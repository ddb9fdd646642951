"""The differences of one draft from the last commit, kept current."""

from __future__ import annotations

import asyncio
from pathlib import Path

from editor.git.comparison import Comparison, LineMark, compare
from editor.git.repository import Committed, read_committed
from editor.view.canvas.mark_source import Sign
from editor.workspace.workspace import Draft

_SIGNS: dict[LineMark, Sign] = {
    "added": Sign("┃", "gutter.added"),
    "changed": Sign("┊", "gutter.changed"),
    "removed": Sign("▔", "gutter.removed", is_above=True),
}


class DraftChanges:
    """Marks the lines of a draft that differ from the last commit. The marks move with the lines.

    A line's mark belongs to its block, so an edit costs nothing; `update` then finds out which marks it changed.
    """

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._path: Path | None = None  # of the comparison
        self._committed: Committed | None = None
        self._compared: tuple[int, Committed] | None = None  # the revision compared, and the commit's file
        self._marks: dict[int, LineMark] = {}  # block id →
        self._order = asyncio.Lock()

    @property
    def is_known(self) -> bool:
        """Whether there is anything to compare with."""
        return self._committed is not None

    def sign(self, index: int) -> Sign | None:
        """Return the sign of a block."""
        if not self._marks:
            return None
        mark = self._marks.get(self._draft.document.blocks[index].id)
        return None if mark is None else _SIGNS[mark]

    def clear(self) -> None:
        """Forget the commit and show nothing."""
        self._committed = self._compared = self._path = None
        self._show({})

    async def look_at_commit(self) -> None:
        """Read the last commit again, and show the differences."""
        async with self._order:
            path = self._draft.document.path
            known = self._committed if path == self._path else None
            found = None if path is None else await read_committed(path, known)
            if path != self._draft.document.path:
                return
            self._path, self._committed = path, found
            if found is None:
                self.clear()
        await self.update()

    async def update(self) -> None:
        """Compare the text with the commit, in a thread. If it is edited meanwhile, the marks stay as they are."""
        async with self._order:
            document, committed = self._draft.document, self._committed
            if committed is None or self._compared == (document.revision, committed):
                return
            revision = document.revision
            found = await asyncio.to_thread(compare, document.text, committed, document.encoding, document.newline)
            if document.revision == revision and committed is self._committed:
                self._take(found, committed)

    def compare_now(self) -> Comparison | None:
        """Compare, and wait for it; None if there is nothing to compare with."""
        committed, document = self._committed, self._draft.document
        if committed is None:
            return None
        found = compare(document.text, committed, document.encoding, document.newline)
        self._take(found, committed)
        return found

    def _take(self, found: Comparison, committed: Committed) -> None:
        document = self._draft.document
        self._compared = document.revision, committed
        self._show({document.blocks[line].id: mark for line, mark in found.marks().items()})

    def _show(self, marks: dict[int, LineMark]) -> None:
        if marks != self._marks:
            self._marks = marks
            self._draft.canvas.refresh()
