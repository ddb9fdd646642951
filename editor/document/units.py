"""Units of a document's text across line endings: graphemes, words, sentences, paragraphs and lines.

All positions are code points of the document, all spans (start, end). Right-to-left text is walked in logical order. No
function reads more than a few thousand code points, or lines, around the position.
"""

from __future__ import annotations

from editor.document.document import Document
from editor.document.paragraphs import PARAGRAPH_REACH, line_marker, paragraph_lines
from editor.text import words
from editor.text.graphemes import is_grapheme_boundary, next_grapheme, previous_grapheme
from editor.text.sentences import sentences

SENTENCE_REACH = 1000
"""Code points on either side within which a sentence's ends are searched for; a longer one is cut there."""


def _place(document: Document, position: int) -> tuple[int, int, str]:
    """Return the block that contains a position: its index, start and text."""
    index = document.block_index(position)
    return index, document.block_start(index), document.blocks[index].text


def block_end(document: Document, index: int) -> int:
    """Return the position before the line ending of block `index`."""
    return document.block_start(index) + len(document.blocks[index].text)


def rest_of_line(document: Document, position: int) -> str:
    """Return the text after a position in its line."""
    _, start, text = _place(document, position)
    return text[position - start :]


def grapheme_left(document: Document, position: int) -> int:
    """Return the caret position before `position`; a line ending counts as one grapheme."""
    index, start, text = _place(document, position)
    if position > start:
        return start + previous_grapheme(text, min(position - start, len(text)))
    return block_end(document, index - 1) if index else 0


def grapheme_right(document: Document, position: int) -> int:
    """Return the caret position after `position`; a line ending counts as one grapheme."""
    index, start, text = _place(document, position)
    if position - start < len(text):
        return start + next_grapheme(text, position - start)
    return document.block_start(index + 1)


def word_left(document: Document, position: int) -> int:
    """Return the start of the word before `position`; from the start of a line, of the last word in the line above."""
    index, start, text = _place(document, position)
    if position == start and index:
        index, start, text = _place(document, block_end(document, index - 1))
        position = start + len(text)
    return start + words.previous_word_start(text, position - start)


def word_right(document: Document, position: int) -> int:
    """Return the end of the word after `position`; from the end of a line, of the first word in the line below."""
    index, start, text = _place(document, position)
    if position - start >= len(text) and index + 1 < len(document.blocks):
        index, start, text = _place(document, document.block_start(index + 1))
        position = start
    return start + words.next_word_end(text, position - start)


def word_at(document: Document, position: int) -> tuple[int, int] | None:
    """Return the word that contains `position` or has it at an end; between two words, the second."""
    _, start, text = _place(document, position)
    word = words.word_at(text, position - start)
    return None if word is None else (start + word[0], start + word[1])


def line_at(document: Document, position: int) -> tuple[int, int]:
    """Return the line that contains `position`, with its line ending."""
    index = document.block_index(position)
    return document.block_start(index), document.block_start(index + 1)


def paragraph_at(document: Document, position: int) -> tuple[int, int] | None:
    """Return the paragraph that contains `position`, without its last line ending; None on a blank line."""
    lines = paragraph_lines(document.blocks, document.block_index(position))
    return (document.block_start(lines[0]), block_end(document, lines[-1])) if lines else None


def paragraph_up(document: Document, position: int) -> int:
    """Return the start of the paragraph or, from there, of the nearest one above; 0 if there is none."""
    paragraph = paragraph_at(document, position)
    if paragraph is not None and paragraph[0] < position:
        return paragraph[0]
    lines = _lines_above(document, document.block_index(position))
    return document.block_start(lines.start)


def paragraph_down(document: Document, position: int) -> int:
    """Return the start of the nearest paragraph below, or the document's end."""
    return document.block_start(_lines_below(document, document.block_index(position)).start)


def _lines_above(document: Document, index: int) -> range:
    """Return the lines of the nearest paragraph above the one at block `index`; empty if there is none."""
    blocks = document.blocks
    lines = paragraph_lines(blocks, index)
    stop = max(0, lines.start - PARAGRAPH_REACH)
    index = lines.start - 1
    while index > stop and line_marker(blocks[index].text).kind == "blank":
        index -= 1
    return paragraph_lines(blocks, index) if index >= 0 else range(0)


def _lines_below(document: Document, index: int) -> range:
    """Return the lines of the nearest paragraph below the one at block `index`; empty, at the end, if there is none."""
    blocks = document.blocks
    index = max(index + 1, paragraph_lines(blocks, index).stop)
    stop = min(len(blocks), index + PARAGRAPH_REACH)
    while index < stop and line_marker(blocks[index].text).kind == "blank":
        index += 1
    return paragraph_lines(blocks, index) if index < len(blocks) else range(index, index)


def sentence_at(document: Document, position: int) -> tuple[int, int] | None:
    """Return the sentence at or before `position`, without the space after it; None if there is none."""
    found = None
    for sentence in _sentences_around(document, position):
        if found is None or sentence[0] <= position:
            found = sentence
    return found


def sentence_left(document: Document, position: int) -> int:
    """Return the start of the sentence or, from there, of the previous one; 0 if there is none."""
    before = [start for start, _ in _sentences_around(document, position) if start < position]
    if before:
        return before[-1]
    lines = _lines_above(document, document.block_index(position))
    above = _sentences_around(document, block_end(document, lines[-1])) if lines else []
    return above[-1][0] if above else document.block_start(lines.start)


def sentence_right(document: Document, position: int) -> int:
    """Return the start of the next sentence; in a paragraph's last one, the paragraph's end, then the next start."""
    around = _sentences_around(document, position)
    for start, _ in around:
        if start > position:
            return start
    if around and around[-1][1] > position:
        return around[-1][1]
    lines = _lines_below(document, document.block_index(position))
    below = document.block_start(lines.start)
    return next((start for start, _ in _sentences_around(document, below) if start > position), below)


def _sentences_around(document: Document, position: int) -> list[tuple[int, int]]:
    """Return the sentences of the paragraph at `position` that are within reach."""
    parts: list[str] = []
    origin = 0  # start of the first part
    for index in paragraph_lines(document.blocks, document.block_index(position)):
        block, start = document.blocks[index], document.block_start(index)
        if start + block.length <= position - SENTENCE_REACH:
            continue
        if start > position + SENTENCE_REACH:
            break
        begin = _grapheme_boundary(block.text, position - SENTENCE_REACH - start)
        end = _grapheme_boundary(block.text, position + SENTENCE_REACH - start)
        # The marker of a quote or list item becomes spaces, which don't belong to a sentence.
        marker = " " * (line_marker(block.text).end - begin)
        origin = origin if parts else start + begin
        parts += [marker, block.text[begin + len(marker) : end], block.eol]
    return [(origin + start, origin + end) for start, end in sentences("".join(parts))]


def _grapheme_boundary(text: str, offset: int) -> int:
    """Return the grapheme boundary at or after `offset`, which may be outside `text`."""
    offset = min(max(0, offset), len(text))
    return offset if is_grapheme_boundary(text, offset) else next_grapheme(text, offset)
