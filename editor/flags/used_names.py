"""Names that a document has used before."""

from __future__ import annotations

from collections.abc import Iterator

from editor.document.document import Document

_REACH = 2_000  # lines above that are searched
_ENDS_SENTENCE = frozenset(".!?…:")
_OPENS = " \t\"'“”‘’«»([{*_~#>-—–"


def is_used_name(document: Document, start: int, end: int) -> bool:
    """Whether the word at [start, end) is a name that stands further up too, with or without the `'s` of a genitive.

    A name is what begins with a capital within a sentence: here, or further up.
    """
    index = document.block_index(start)
    text, offset = document.blocks[index].text, start - document.block_start(index)
    word = text[offset : offset + end - start]
    name = word[:-2] if word[-2:].lower() in ("'s", "’s") else word
    if not name[:1].isupper():
        return False
    is_name = _is_within_sentence(text, offset)
    return any(is_name or _is_within_sentence(above, at) for above, at in _uses(document, index, offset, name))


def _uses(document: Document, index: int, offset: int, name: str) -> Iterator[tuple[str, int]]:
    """The lines with a name before a place, the nearest first, and where it stands in them."""
    for block in range(index, max(-1, index - _REACH), -1):
        text = document.blocks[block].text
        at = text.rfind(name, 0, offset if block == index else len(text))
        while at >= 0:
            behind = text[at + len(name) : at + len(name) + 1]
            if not (text[max(0, at - 1) : at].isalnum() or behind.isalnum()):
                yield text, at
            at = text.rfind(name, 0, at)


def _is_within_sentence(text: str, offset: int) -> bool:
    """Whether more of its sentence stands before a place in a line."""
    before = text[max(0, offset - 40) : offset].rstrip(_OPENS)
    return bool(before) and before[-1] not in _ENDS_SENTENCE
