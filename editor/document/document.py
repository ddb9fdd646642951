"""The document: text that changes by transactions, keeps its history and notifies its listeners.

Listeners have phases. After each transaction the document calls, in this order:

1. `Phase.JOURNAL`: the recovery journal, so that the edit is on disk even if a later listener fails.
2. `Phase.MODEL`: everything derived from the text: lines, Markdown, layers of spans, counts, positions. These
   listeners only note what changed. They never ask one another, since the other may not have been called yet.
3. `Phase.VIEW`: the canvas, the scorer and the features. Everything of `Phase.MODEL` is up to date for them.

Within a phase listeners are called in the order in which they subscribed, and none may depend on it.
"""

from __future__ import annotations

import os
import time
from bisect import insort
from collections.abc import Callable, Sequence
from enum import IntEnum
from pathlib import Path

import msgspec

from editor.document.asides import Moment
from editor.document.authorship import Authorship, Spans, moved
from editor.document.buffer import Block, BlockChange, Buffer
from editor.document.history import History, Replay, Step
from editor.document.saving import Saving
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from editor.storage.encodings import UTF_8, Encoding, EncodingError, decode
from editor.storage.files import (
    ABSENT,
    FileContent,
    FileError,
    FileStamp,
    NotSettledError,
    read_file,
)
from editor.text.line_endings import NAMES


class Phase(IntEnum):
    """When a listener is called; see the docstring of the module."""

    JOURNAL = 0
    MODEL = 1
    VIEW = 2


class DocumentChange(msgspec.Struct, frozen=True, gc=False):
    """One applied transaction, as listeners get it; the document is already changed.

    `inverse` undoes it; its changes hold the deleted texts. `block_changes` are in the order they were
    applied: one for each change, the LAST change of the text first. So the indices and starts of each are those
    of the blocks before the transaction as well as at the moment it was applied; to mirror the list of
    blocks, apply them from first to last. `authored`: the authors of the inserted text, see `Authorship`.
    """

    transaction: Transaction
    inverse: Transaction
    revision: int
    block_changes: tuple[BlockChange, ...]
    authored: Spans = ()

    @property
    def changed_blocks(self) -> list[range]:
        """The indices of the blocks that were inserted, in the present list, a range for each change in order.

        Ranges overlap if two changes are in one block.
        """
        found: list[range] = []
        moved = 0
        for change in reversed(self.block_changes):
            first = change.first + moved
            found.append(range(max(0, first), first + change.inserted))
            moved += change.inserted - change.removed
        return found


Listener = Callable[[DocumentChange], None]


class Document:
    """A text, its history and its authors. All positions are code points of `text`."""

    def __init__(self, text: str = "") -> None:
        self._buffer = Buffer(text)
        self._text: str | None = text
        self._history = History()
        self.authorship = Authorship(len(text))
        self.authorship.subscribe(self._history.note_author)
        self._listeners: list[tuple[Phase, Listener]] = []  # by phase
        self.stamp = ABSENT
        """The file's stamp when it was last read or written; `ABSENT` if there was none."""
        self.encoding = UTF_8
        self.revision = 0
        self.path: Path | None = None
        self.read_only = False
        self.newline = "\n"
        self._find_newline()

    @classmethod
    def read(cls, path: str | os.PathLike[str], encoding: Encoding | None = None) -> Document:
        """Open a file; if it doesn't exist, return an empty document with that path. Raises FileError.

        `encoding` is the writer's choice; None: detect it from the file.
        """
        content = read_file(Path(path), encoding)
        document = cls(content.text)
        document.path = Path(path)
        document.read_only = content.stamp != ABSENT and not os.access(document.path, os.W_OK)
        document.stamp = content.stamp
        document.encoding = content.encoding
        return document

    @classmethod
    def from_bytes(cls, data: bytes, chosen: Encoding | None, source: str) -> Document:
        """Make a document from bytes that have no file. Raises FileError, which names their source."""
        try:
            text, encoding = decode(data, chosen)
        except EncodingError as error:
            raise FileError(f"{source}: {error}") from None
        document = cls(text)
        document.encoding = encoding
        return document

    def write(
        self, path: str | os.PathLike[str] | None = None, *, force: bool = False, encoding: Encoding | None = None
    ) -> None:
        """Save like `saving` and wait for it. Raises FileError if that fails."""
        saving = self.saving(path, force=force, encoding=encoding)
        try:
            stamp = saving.write()
        except NotSettledError as error:
            self.stamp = error.stamp
            raise
        self.saved(saving, stamp)

    def saving(
        self, path: str | os.PathLike[str] | None = None, *, force: bool = False, encoding: Encoding | None = None
    ) -> Saving:
        """Prepare a save of the current text to its own file or another, in its encoding or another.

        Writing it raises FileError on failure, and FileChangedError if the document's file is no longer as it was read,
        unless `force`. Any other file at `path` is overwritten. Raises FileError if the document has no path and none
        is given.
        """
        target = self.path if path is None else Path(path)
        if target is None:
            raise FileError("this draft has no file name yet: save it under a name")
        return Saving(
            target,
            self.text,
            encoding or self.encoding,
            self.revision,
            self.steps,
            authors=self.authorship.spans,
            state=self._history.end_group(),
            read_as=self.encoding,
            own_path=self.path,
            stamp=None if force else self.stamp,
        )

    def saved(self, saving: Saving, stamp: FileStamp) -> None:
        """Note that `saving` was written; its file and encoding are the document's from now on."""
        self.stamp, self.path, self.encoding = stamp, saving.path, saving.encoding
        self.read_only = False
        self._history.mark_saved(saving.state)

    def take_over(self, content: FileContent, transaction: Transaction, selections: Selections) -> None:
        """Adopt the contents of the file, to which `transaction` leads, as one undo step and as the saved state."""
        self.apply(transaction, selections=selections, selections_after=selections.map(transaction))
        self.stamp, self.encoding = content.stamp, content.encoding
        self._history.mark_saved(self._history.end_group())

    def found_unchanged(self, content: FileContent) -> bool:
        """Note what the file holds now, if it is the text that was read from it, or the text as it is here in any
        encoding.

        Returns False if it is something else.
        """
        if content.stamp.digest == self.stamp.digest:
            self.stamp = content.stamp
        elif content.text == self.text:
            self.stamp, self.encoding = content.stamp, content.encoding
            self._history.mark_saved(self._history.end_group())
        else:
            return False
        return True

    @property
    def name(self) -> str:
        """The file's name, for titles."""
        return "Untitled" if self.path is None else self.path.name

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self._buffer.text
        return self._text

    def __len__(self) -> int:
        return self._buffer.length

    @property
    def chosen_encoding(self) -> Encoding | None:
        """The encoding to reread the file with; None: detect it."""
        return None if self.encoding.is_found else self.encoding

    @property
    def endings(self) -> set[str]:
        """The line endings that occur."""
        return {ending for ending, count in self._buffer.endings.items() if count > 0}

    @property
    def blocks(self) -> Sequence[Block]:
        """The lines; never empty. The list belongs to the document: don't modify it."""
        return self._buffer.blocks

    def block_index(self, position: int) -> int:
        """Return the index of the block that contains `position`, clamped to the existing blocks."""
        return self._buffer.block_index(position)

    def block_start(self, index: int) -> int:
        """Return the start of block `index`; for index = number of blocks, the length of the text."""
        return self._buffer.block_start(index)

    def slice(self, start: int, end: int) -> str:
        """Return the text in [start, end), clamped to the text."""
        return self._buffer.slice(start, end)

    def replace(
        self,
        start: int,
        end: int,
        text: str,
        *,
        selections: Selections | None = None,
        selections_after: Selections | None = None,
        group: str | None = None,
    ) -> Transaction:
        """Replace [start, end) by `text`; without `group` it is an undo step by itself. Otherwise like `apply`."""
        self._require_within(start, end)
        changes = (Change(start, end, text),) if text or end > start else ()
        return self.apply(Transaction(changes), selections=selections, selections_after=selections_after, group=group)

    def apply(
        self,
        transaction: Transaction,
        *,
        selections: Selections | None = None,
        selections_after: Selections | None = None,
        group: str | None = None,
    ) -> Transaction:
        """Apply a transaction, record it and notify the listeners. An empty transaction does nothing.

        Undo restores `selections`, the ones before it; redo restores `selections_after`. `group` lets edits of the same
        kind merge into one undo step, see `History.record`. Returns the transaction. Raises ValueError, with the
        document unchanged, if it reaches beyond the text.
        """
        changes = transaction.changes
        if not changes:
            return transaction
        self._require_within(changes[-1].start, changes[-1].end)
        piece = self._buffer.slice
        deleted = [piece(change.start, change.end) if change.end > change.start else "" for change in changes]
        inverse = transaction.invert(deleted)
        removed = self.authorship.deleted_by(transaction)
        inserted = moved(transaction, deleted, removed)
        step = Step(transaction, inverse, selections, selections_after, removed=removed, inserted=inserted)
        self._history.record(step, group, time.monotonic())
        self._make(transaction, inverse, inserted)
        return transaction

    def amend(self, transaction: Transaction, selections_after: Selections) -> None:
        """Apply a transaction as part of the last undo step, which then ends with `selections_after`."""
        changes = transaction.changes
        inverse = transaction.invert([self._buffer.slice(change.start, change.end) for change in changes])
        removed = self.authorship.deleted_by(transaction)
        self._history.amend(Step(transaction, inverse, None, selections_after, removed=removed))
        self._make(transaction, inverse, ())

    def undo(self) -> Selections | None:
        """Undo the last step. Returns the selections to set, or None if there is nothing to undo.

        A step recorded without selections gives a caret at its last change.
        """
        return self._restore(self._history.undo())

    def redo(self) -> Selections | None:
        """Redo the last undone step. Returns the selections to set, or None if there is nothing to redo."""
        return self._restore(self._history.redo())

    def moment(self) -> Moment:
        """Return where in the undo history the document is. The next edit is a separate step."""
        return self._history.moment()

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """The undo history, see `History.steps`."""
        return self._history.steps

    def recall(self, done: Sequence[Step], undone: Sequence[Step]) -> bool:
        """Restore the history of an earlier session; False if there already is one or the text has changed."""
        if self.revision or self._history.can_undo or self._history.can_redo:
            return False
        self._history.recall(done, undone)
        return True

    @property
    def modified(self) -> bool:
        """Whether there is anything to save; undoing back to the saved state makes it False again."""
        return self._history.modified

    def subscribe(self, listener: Listener, phase: Phase) -> Callable[[], None]:
        """Call `listener` in `phase` after every transaction, including undo and redo. Returns a function to stop."""
        entry = phase, listener
        insort(self._listeners, entry, key=_phase)
        return lambda: self._listeners.remove(entry)

    def _require_within(self, start: int, end: int) -> None:
        if not 0 <= start <= end <= self._buffer.length:
            raise ValueError(f"[{start}, {end}) is not within the document of {self._buffer.length} code points")

    def _restore(self, replay: Replay | None) -> Selections | None:
        if replay is None:
            return None
        self._make(replay.transaction, replay.inverse, replay.authored)
        if replay.selections is not None:
            return replay.selections
        caret = replay.inverse.changes[-1].end  # the end of the last change in the current text
        return Selections.single(caret, caret)

    def _find_newline(self) -> None:
        """Set the ending of new lines to the most frequent one; without any, keep the previous one."""
        counts = self._buffer.endings
        most = max(NAMES, key=lambda ending: counts[ending])
        if counts[most] > 0:
            self.newline = most

    def _make(self, transaction: Transaction, inverse: Transaction, authored: Spans) -> None:
        replace = self._buffer.replace
        made = [replace(change.start, change.end, change.text) for change in reversed(transaction.changes)]
        self.authorship.follow(transaction, authored)
        self._text = None
        self._find_newline()
        self.revision += 1
        if self._listeners:
            event = DocumentChange(transaction, inverse, self.revision, tuple(made), authored)
            for _, listener in tuple(self._listeners):
                listener(event)


def _phase(entry: tuple[Phase, Listener]) -> Phase:
    return entry[0]
