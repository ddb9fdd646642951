"""The open drafts: each a document with its canvas, and the state of its file."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from editor.document import Document
from editor.document.formats.kinds import MARKDOWN, kind_of
from editor.document.formats.verbatim import Verbatim
from editor.document.markdown.markdown import Markdown
from editor.document.word_count import WordCount
from editor.scorer.listener import ScorerListener
from editor.scorer.scored_document import ScoredDocument
from editor.storage.files import is_same_file
from editor.view.canvas.canvas import Canvas


class OnDisk(Enum):
    """The state of a draft's file since it was read or written; the value is the status line's text."""

    AS_READ = ""
    CHANGED = "changed on disk"
    DELETED = "deleted on disk"


class Draft:
    """One open document.

    Attributes:
        untitled: its name while it has no file.
        words_at_start: its words when it was opened, plus those that other programs have added since.
        is_nowhere: whether its text isn't on any disk although none of it was typed here (it came from standard input).
        kind: the kind of file that it is read as.
        unread: why none of its text is prose, in one line; "" if some is.
        verbatim: the stretches that the worker must not search; None: it finds them itself.
        scored_document: the draft at the scorer; None: it isn't being scored.
        writing: gets requested continuations.
    """

    def __init__(self, document: Document, canvas: Canvas, untitled: str) -> None:
        self.document = document
        self.canvas = canvas
        self.words = WordCount(document)
        self.words_at_start = self.words.total
        self.untitled = untitled
        self.is_nowhere = False
        self.on_disk = OnDisk.AS_READ
        self.kind = MARKDOWN
        self.unread = ""
        self.verbatim: Verbatim | None = None
        self.scored_document: ScoredDocument | None = None
        self.writing = ScorerListener()
        self._has_comments = False

    def read(self, *, with_comments: bool) -> None:
        """Read the text as its kind of file; `with_comments`: of a source file, read the comments (and nothing else).

        Does nothing if neither has changed.
        """
        kind = kind_of(self.document.path, self.document.blocks[0].text)
        if (kind, with_comments) == (self.kind, self._has_comments) or kind.reading == self.kind.reading == "markdown":
            self.kind, self._has_comments = kind, with_comments
            return
        self.kind, self._has_comments = kind, with_comments
        from editor.document.formats.reading import found_reader  # takes milliseconds, and few drafts need it

        reader, why = found_reader(self.document, kind, with_comments=with_comments)
        self.unread = why and f"{self.name}: {why}"
        self.canvas.read_by(reader)
        self.verbatim = None if reader is None else Verbatim(self.document, self.canvas.markdown)

    def read_copy(self, copy: Document) -> Markdown:
        """Return how a document with the same text is read; may be called in a thread."""
        from editor.document.formats.reading import found_reader  # see `read`

        reader, _ = found_reader(copy, self.kind, with_comments=self._has_comments)
        return Markdown(copy, reader)

    @property
    def name(self) -> str:
        """The file's name, or the one without a file."""
        return self.untitled if self.document.path is None else self.document.path.name

    @property
    def written(self) -> int:
        """The number of words written since it was opened."""
        return max(0, self.words.total - self.words_at_start)

    @property
    def is_unsaved(self) -> bool:
        """Whether closing it would lose something."""
        return self.document.modified or self.is_nowhere or self.on_disk is OnDisk.DELETED

    @property
    def is_blank(self) -> bool:
        """Whether it is a new draft, never touched."""
        document = self.document
        return document.path is None and not len(document) and not document.can_undo and not document.can_redo


class Workspace:
    """The open drafts in the order of their tabs (at least one, once the first was added), and the shown one."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._shown = 0
        self._written_elsewhere = 0  # words, in closed drafts

    @property
    def shown(self) -> Draft:
        return self.drafts[self._shown]

    @property
    def shown_index(self) -> int:
        return self._shown

    @property
    def written(self) -> int:
        """The number of words written in this session."""
        return self._written_elsewhere + sum(draft.written for draft in self.drafts)

    @property
    def unsaved(self) -> list[Draft]:
        """The drafts with unsaved changes."""
        return [draft for draft in self.drafts if draft.is_unsaved]

    def show(self, draft: Draft) -> None:
        """Make an open draft the shown one."""
        self._shown = self.drafts.index(draft)

    def add(self, draft: Draft, *, in_place_of: Draft | None = None) -> None:
        """Add a draft after the others, or in place of one."""
        if in_place_of is not None:
            self._written_elsewhere += in_place_of.written
            self.drafts[self.drafts.index(in_place_of)] = draft
        else:
            self.drafts.append(draft)

    def remove(self, draft: Draft) -> None:
        """Remove a draft; if it was shown, the next one is shown, or else the last."""
        index = self.drafts.index(draft)
        self._written_elsewhere += draft.written
        del self.drafts[index]
        if index < self._shown or self._shown == len(self.drafts):
            self._shown = max(0, self._shown - 1)

    def with_file(self, path: Path) -> Draft | None:
        """Return the draft of a file, under any name of the file. May block."""
        own = (one for one in self.drafts if one.document.path is not None and is_same_file(one.document.path, path))
        return next(own, None)

    def next_untitled(self) -> str:
        """Return a name for a new draft."""
        taken = {draft.name for draft in self.drafts}
        number = 1
        while (name := f"Untitled {number}" if number > 1 else "Untitled") in taken:
            number += 1
        return name
