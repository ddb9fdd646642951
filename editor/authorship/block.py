"""The annotations at the end of a draft's own file: read when it is opened, kept right when it is saved."""

from __future__ import annotations

from editor.document import Document
from editor.document.annotation_block import block_of, find_block, read_block
from editor.document.authorship import Spans, carried
from editor.document.difference import difference
from editor.document.transaction import Change, Transaction

_ENDINGS = "\r\n"


class FileAnnotations:
    """Knows which annotations of one document are right, or were when they were written.

    Others are left alone: they contain information that isn't known here and that rewriting would lose.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: list[str] = []
        self.problem = ""
        """Why those read last can't be used; empty if they can, or there are none."""

    def read(self) -> Spans | None:
        """Return the authors that the document's annotations tell, unless they are known already or can't be used."""
        text = self._document.text
        block = read_block(text)
        self.problem = "" if block is None else block.problem
        if block is None or block.problem or text[block.start :] in self._known:
            return None
        self._known.append(text[block.start :])
        return block.spans

    def updating(self) -> Transaction | None:
        """Return the edit that makes the annotations right; None if they are, or must be left alone."""
        document = self._document
        for span in self.read() or ():
            document.authorship.note(*span)
        text, newline = document.text, document.newline
        place = self._place(text)
        if place is None:
            return None
        start, end = place
        body = text[:start] + text[end:]
        spans = carried(document.authorship.spans, Transaction((Change(start, end, ""),)))
        block = block_of(body, spans, newline)
        if block:
            new = f"{body}{_space_above(body, newline, is_new=start == end)}{block}"
            self._known.append(block)
        else:
            new = body if start == end else f"{body.rstrip(_ENDINGS)}{newline}"
        return difference(text, new) if new != text else None

    def _place(self, text: str) -> tuple[int, int] | None:
        """Return where the annotations are, or will be; None if they aren't ours to change.

        Text written below them since belongs to the draft.
        """
        start = find_block(text)
        if start is not None:
            return (start, len(text)) if text[start:] in self._known else None
        for block in reversed(self._known):
            at = text.find(block)
            if at >= 0:
                return at, at + len(block)
        return len(text), len(text)


def _space_above(text: str, newline: str, *, is_new: bool) -> str:
    """Return the line ends that annotations need above them: otherwise a line of text there would be a heading.

    Above new ones there is an empty line besides the one that the writer may still be writing in.
    """
    endings = text[len(text.rstrip(_ENDINGS)) :].replace("\r\n", "\n")
    return newline * (2 if is_new else max(0, 2 - len(endings)))
