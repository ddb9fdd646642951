"""The document: text that changes by transactions, keeps its history and notifies its listeners.

Listeners have phases. After each transaction the document calls, in this order:

1. `Phase.JOURNAL`: the recovery journal, so that the edit is on disk even if a later listener fails.
2. `Phase.MODEL`: whatever is derived from the text: lines, Markdown, layers of spans, counts, positions. These
   listeners only note what changed. They ask one another nothing, for the other may not have been called yet.
3. `Phase.VIEW`: the canvas, the scorer and the features. Everything of `Phase.MODEL` is up to date for them.

Within a phase listeners are called in the order in which they subscribed, and none may depend on it.
"""

from __future__ import annotations

import os
import time
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

import msgspec

from editor.document.buffer import Block, BlockChange, Buffer
from editor.document.history import History, Step
from editor.document.selections import Selections
from editor.document.transaction import Change, Transaction
from editor.storage.encodings import UTF_8, Encoding, EncodingError, decode
from editor.storage.files import (
    ABSENT,
    FileContent,
    FileError,
    FileStamp,
    NotSettledError,
    is_same_file,
    read_file,
    require_stamp,
    write_file,
)
from editor.text.line_endings import NAMES


class Phase(IntEnum):
    """When a listener is called, see the module."""

    JOURNAL = 0
    MODEL = 1
    VIEW = 2


class DocumentChange(msgspec.Struct, frozen=True, gc=False):
    """One applied transaction, as listeners get it, the document being changed already.

    `inverse` takes it back; its changes hold the deleted texts. `block_changes` are in the order they were
    applied: one for each change, the LAST change of the text first. So the indices and starts of each are those
    of the blocks before the transaction as well as at the moment it was applied, and to mirror the list of
    blocks one goes through them from first to last.
    """

    transaction: Transaction
    inverse: Transaction
    revision: int
    block_changes: tuple[BlockChange, ...]


Listener = Callable[[DocumentChange], None]


@dataclass(frozen=True, slots=True)
class Saving:
    """A text on its way to a file; what is done to the document meanwhile is no part of it.

    Attributes:
        path: of the file.
        text, encoding: what is written.
        revision: of the document.
        steps: of its history, see `History.steps`.
    """

    path: Path
    text: str
    encoding: Encoding
    revision: int
    steps: tuple[tuple[Step, ...], tuple[Step, ...]]
    _state: int
    _read_as: Encoding
    _own_path: Path | None
    _stamp: FileStamp | None

    def require_unchanged(self) -> None:
        """Raise FileChangedError where `write` would. May block, and may run in any thread."""
        expected = self._expected
        if expected is not None:
            require_stamp(self.path, expected)

    @property
    def _expected(self) -> FileStamp | None:
        is_own_file = self._own_path is not None and is_same_file(self.path, self._own_path)
        return self._stamp if is_own_file else None

    def write(self) -> FileStamp:
        """Write the file, for `Document.saved`. May block, and may run in any thread. Raises FileError."""
        return write_file(self.path, self.text, encoding=self.encoding, read_as=self._read_as, expected=self._expected)


class Document:
    """A text and its history. All positions are code points of `text`."""

    def __init__(self, text: str = "") -> None:
        self._buffer = Buffer(text)
        self._text: str | None = text
        self._history = History()
        self._listeners: list[tuple[Phase, Listener]] = []  # by phase
        self.stamp = ABSENT
        """Of its file when that was last read or written; `ABSENT`: there was none."""
        self.encoding = UTF_8
        self.revision = 0
        self.path: Path | None = None
        self.read_only = False
        self.newline = "\n"
        self._find_newline()

    @classmethod
    def read(cls, path: str | os.PathLike[str], encoding: Encoding | None = None) -> Document:
        """The document in a file; a new empty one with that path where there is no file. Raises FileError.

        `encoding` is the chosen one; None: what the file itself says.
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
        """The document in bytes without a file. Raises FileError, which names their source."""
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
        """Save as `saving` says, and wait for it. Raises FileError when it cannot be saved."""
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
        """What saves the text as it is now, where it was read from or under another name, in its encoding or another.

        Writing it raises FileError when it cannot be saved and FileChangedError when the file is no longer as it was
        read, unless `force`. Another file that is named by `path` is overwritten. Raises FileError where there is no
        name.
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
            self._history.end_group(),
            self.encoding,
            self.path,
            None if force else self.stamp,
        )

    def saved(self, saving: Saving, stamp: FileStamp) -> None:
        """A saving has written the file with that stamp, whose name and encoding are the document's from then on."""
        self.stamp, self.path, self.encoding = stamp, saving.path, saving.encoding
        self.read_only = False
        self._history.mark_saved(saving._state)

    def take_over(self, content: FileContent, transaction: Transaction, selections: Selections) -> None:
        """Make of the draft what is in its file now; `transaction` leads there. One undo step, and the saved state."""
        self.apply(transaction, selections=selections, selections_after=selections.map(transaction))
        self.stamp, self.encoding = content.stamp, content.encoding
        self._history.mark_saved(self._history.end_group())

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
        """What its file is to be read as again; None: what it says itself."""
        return None if self.encoding.is_found else self.encoding

    @property
    def endings(self) -> set[str]:
        """The line endings that it has."""
        return {ending for ending, count in self._buffer.endings.items() if count > 0}

    @property
    def blocks(self) -> Sequence[Block]:
        """The lines; never empty. The list is the document's own: only look at it."""
        return self._buffer.blocks

    def block_index(self, position: int) -> int:
        """The block that `position` lies in, clamped to the blocks there are."""
        return self._buffer.block_index(position)

    def block_start(self, index: int) -> int:
        """Where block `index` begins; for index = number of blocks, the length of the text."""
        return self._buffer.block_start(index)

    def slice(self, start: int, end: int) -> str:
        """The text in [start, end), cut to what there is."""
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
        """Replace [start, end) by `text`; without `group` as an undo step of its own. As `apply` otherwise."""
        if not 0 <= start <= end <= self._buffer.length:
            raise ValueError(f"[{start}, {end}) is not within the document of {self._buffer.length} code points")
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
        """Apply a transaction, remember it and tell the listeners. One without changes does nothing.

        `selections` are those before, which undo gives back, `selections_after` those that redo gives back.
        `group` lets edits of the same kind become one undo step, see `History.record`. Returns the transaction.
        Raises ValueError when it reaches beyond the document, which then stays as it is.
        """
        changes = transaction.changes
        if not changes:
            return transaction
        if changes[-1].end > self._buffer.length:
            raise ValueError(
                f"[{changes[-1].start}, {changes[-1].end}) is not within the document of "
                f"{self._buffer.length} code points"
            )
        piece = self._buffer.slice
        deleted = [piece(change.start, change.end) if change.end > change.start else "" for change in changes]
        inverse = transaction.invert(deleted)
        self._history.record(transaction, inverse, selections, selections_after, group, time.monotonic())
        self._make(transaction, inverse)
        return transaction

    def undo(self) -> Selections | None:
        """Take the last step back. Returns the selections to set, None when there is nothing to undo.

        A step that was recorded without selections gives a caret at its last change.
        """
        return self._restore(self._history.undo())

    def redo(self) -> Selections | None:
        """Make the last undone step again. Returns the selections to set, None when there is nothing to redo."""
        return self._restore(self._history.redo())

    @property
    def can_undo(self) -> bool:
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._history.can_redo

    @property
    def steps(self) -> tuple[tuple[Step, ...], tuple[Step, ...]]:
        """The history, see `History.steps`."""
        return self._history.steps

    def recall(self, done: Sequence[Step], undone: Sequence[Step]) -> bool:
        """Begin with the history of an earlier time; False where there is one already, or the text has changed."""
        if self.revision or self._history.can_undo or self._history.can_redo:
            return False
        self._history.recall(done, undone)
        return True

    @property
    def modified(self) -> bool:
        """Whether there is anything to save: undoing back to the saved state makes it False again."""
        return self._history.modified

    def subscribe(self, listener: Listener, phase: Phase) -> Callable[[], None]:
        """Call `listener` in `phase` after every transaction, undo and redo included. Returns what ends that."""
        entry = phase, listener
        insort(self._listeners, entry, key=_phase)
        return lambda: self._listeners.remove(entry)

    def _restore(self, step: tuple[Transaction, Transaction, Selections | None] | None) -> Selections | None:
        if step is None:
            return None
        transaction, inverse, selections = step
        self._make(transaction, inverse)
        if selections is not None:
            return selections
        caret = inverse.changes[-1].end  # in the text as it is now: where the last change ends
        return Selections.single(caret, caret)

    def _find_newline(self) -> None:
        """New lines end as most do; while there are none, as most did."""
        counts = self._buffer.endings
        most = max(NAMES, key=lambda ending: counts[ending])
        if counts[most] > 0:
            self.newline = most

    def _make(self, transaction: Transaction, inverse: Transaction) -> None:
        replace = self._buffer.replace
        made = [replace(change.start, change.end, change.text) for change in reversed(transaction.changes)]
        self._text = None
        self._find_newline()
        self.revision += 1
        if self._listeners:
            event = DocumentChange(transaction, inverse, self.revision, tuple(made))
            for _, listener in tuple(self._listeners):
                listener(event)


def _phase(entry: tuple[Phase, Listener]) -> Phase:
    return entry[0]
