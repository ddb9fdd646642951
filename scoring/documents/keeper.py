"""Keeps the results of the worker's sessions, and restores them in new sessions."""

from __future__ import annotations

from msgspec.structs import replace

from scoring.documents.open_document import OpenDocument
from scoring.kept.store import LARGEST, FileMark, Kept, KeptScores
from scoring.protocol import THRESHOLDS, Conventions, Flag
from scoring.session import Session

LONGEST = LARGEST // 16
"""The longest text worth packing, in code points; a longer one would make too large a file anyway."""

_GATHERED_AT_ONCE = 1_000
"""How many code points of flags are gathered at once."""


class Keeper:
    """Keeps the scores of documents.

    Args:
        scores: where they are kept.
        files: the files of the model, the rules and the learnt texts.
        threshold: the least probability of a flagged word, as requested from the worker; None: the default.
    """

    def __init__(self, scores: KeptScores, files: tuple[FileMark, ...], threshold: float | None) -> None:
        self._scores = scores
        self._files = files
        self._least = min(*THRESHOLDS.values(), *(() if threshold is None else (threshold,)))

    def file_changed(self, mark: FileMark) -> None:
        """Note that one of the files has changed."""
        self._files = tuple(mark if one.path == mark.path else one for one in self._files)

    def take_up(self, session: Session) -> bool:
        """Restore the kept results about a new session's text; return False if there are none. May block."""
        found = self._scores.find(session.text, Conventions(0))  # the state is valid for all conventions
        if found is None or found[0].text != session.text or found[0].files != self._files:
            return False
        return session.restore(found[1])

    def gather(self, document: OpenDocument) -> None:
        """Gather the flags of a document's next stretch; after the last one, keep its results. May block."""
        session, start = document.session, document.gathered_to
        if not self._wants(document):
            document.is_kept = True
            return
        document.gathered_to = min(start + _GATHERED_AT_ONCE, len(session.text))
        document.gathered += self._flags(session, start, document.gathered_to)
        if document.gathered_to == len(session.text):
            self.finish(document)

    def finish(self, document: OpenDocument) -> None:
        """Keep a document's results now, if they are wanted. May block."""
        if not document.is_to_keep:
            return
        if self._wants(document):
            session, is_final = document.session, document.is_known
            conventions = replace(document.conventions, document=0)
            flags = (*document.gathered, *self._flags(session, document.gathered_to, len(session.text)))
            words = tuple(session.word_scores())
            kept = Kept(session.text, conventions, is_final, self._least, flags, words, self._files)
            self._scores.put(document.place, kept, session.state())
        document.keep_anew()
        document.is_kept = True

    def _wants(self, document: OpenDocument) -> bool:
        """Return True if a document's results can be kept at its place and aren't yet. May block."""
        session = document.session
        if len(session.text) > LONGEST:
            return False
        return not (session.is_as_restored and self._scores.has(session.text, document.conventions, document.place))

    def _flags(self, session: Session, start: int, end: int) -> list[Flag]:
        """Return the flags to keep that begin at the code points [start, end)."""
        return [flag for flag in session.flags(self._least, start, end) if start <= flag.start < end]
