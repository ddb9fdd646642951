"""Names that appear earlier in a document."""

from __future__ import annotations

from collections.abc import Iterator

from editor.document.document import Document

_REACH = 2_000  # lines above the word that are searched
_ENDS_SENTENCE = frozenset(".!?…:")
_OPENS = " \t\"'“”‘’«»([{*_~#>-—–"


def is_used_name(document: Document, start: int, end: int) -> bool:
    """Return True if the word at [start, end) is a name that also appears further up, with or without a genitive `'s`.

    A name begins with a capital in the middle of a sentence, here or further up.
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
    """Yield the lines with a name before a place, the nearest first, and its position in each."""
    for block in range(index, max(-1, index - _REACH), -1):
        text = document.blocks[block].text
        at = text.rfind(name, 0, offset if block == index else len(text))
        while at >= 0:
            behind = text[at + len(name) : at + len(name) + 1]
            if not (text[max(0, at - 1) : at].isalnum() or behind.isalnum()):
                yield text, at
            at = text.rfind(name, 0, at)


def _is_within_sentence(text: str, offset: int) -> bool:
    """Return True if the sentence begins before a place in a line."""
    before = text[max(0, offset - 40) : offset].rstrip(_OPENS)
    return bool(before) and before[-1] not in _ENDS_SENTENCE
