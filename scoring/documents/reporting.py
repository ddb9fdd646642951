"""Reports to the editor: the scores and flags of a stretch of a document, and how much of the rest is done."""

from __future__ import annotations

from scoring.documents.open_document import OpenDocument
from scoring.language.words import whole_words
from scoring.protocol import Scores


def report(document: OpenDocument, number: int, start: int, end: int, threshold: float | None) -> Scores:
    """Return the results for the code points [start, end), and note that they were reported.

    Args:
        document: the document.
        number: its number.
        start, end: the range, which is widened to whole words and flags; an empty one only reports how much is done.
        threshold: the least probability of a flagged word; None: the default.
    """
    session = document.session
    if start < end:
        start, end = whole_words(session.text, start, end)
    for flagged in (session.wordings(start, end), session.ruled(start, end)):  # the range must not split a flag
        if flagged:
            start, end = min(start, flagged[0].start), max(end, flagged[-1].end)
    words = tuple(session.word_scores(start, end)) if end > start else ()
    flags = tuple(session.flags(threshold, start, end)) if end > start else ()
    settled, total = session.settled_tokens, len(session.tokens)
    is_final = document.is_known and not document.is_to_keep
    document.is_reported |= start < end
    if start < end:
        document.keep_anew()
    return Scores(number, document.revision, start, end, flags, settled, total, words, is_final)
