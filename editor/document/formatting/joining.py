"""Joining lines: the markers of lists, quotes and headings at the start of a joined line are removed.

All positions are code points.
"""

from __future__ import annotations

from editor.document.caret_edits import CaretEdit
from editor.document.document import Document
from editor.document.line_edits import Edited, selected_lines
from editor.document.markdown.line_spans import heading_end
from editor.document.markdown.line_state import LineKind
from editor.document.markdown.lines import LineStates
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction
from editor.text.line_joints import joint

_BLANKS = " \t"
_PROSE = frozenset[LineKind](("paragraph", "heading", "underline", "blank", "indented"))
_NEVER = frozenset[LineKind](("fence", "rule", "table.rule", "table.row"))
_DELIMITERS = frozenset(("$$", "---", "..."))  # of formulas and front matter


def join(document: Document, lines: LineStates, selections: Selections) -> Edited:
    """Join the selected lines, or a caret's line and the next; carets go to the joint.

    One space replaces the line ending and the spaces around it; next to a blank line and in Chinese and Japanese, none
    does. The leading markers of a joined line are removed; after a line without text or marks they stay. Code, tables
    and the like aren't joined with the text around them.
    """
    runs: list[range] = []
    for selection in selections:
        chosen = selected_lines(document, selection)
        chosen = range(chosen.start, min(max(chosen.stop, chosen.start + 2), len(document.blocks)))
        if runs and chosen.start < runs[-1].stop:
            chosen = range(runs[-1].start, max(runs.pop().stop, chosen.stop))
        runs.append(chosen)
    transaction = Transaction(tuple([change for run in runs for change in _joints(document, lines, run)]))

    def placed(selection: Selection) -> Selection:
        index = document.block_index(selection.head)
        if not selection.is_empty or index + 1 == len(document.blocks):
            return selection.map(transaction)
        end = document.block_start(index) + _end(document, lines, index)
        joint = transaction.map_position(end, -1)
        return Selection(joint, joint)

    after = [placed(selection) for selection in selections]
    return transaction, Selections.of(after, after[selections.main_index])


def delete_line_end(document: Document, lines: LineStates, caret: Selection) -> CaretEdit | None:
    """Delete the line ending after a caret, with the leading markers of the next line; None if it has none."""
    index = document.block_index(caret.head)
    if index + 1 == len(document.blocks) or caret.head < document.block_start(index) + len(document.blocks[index].text):
        return None
    state, text = lines.of(index + 1), document.blocks[index + 1].text
    has_marks = state.markers or state.containers or state.kind == "underline"
    if not has_marks or state.kind in ("table.row", "table.rule"):
        return None
    below = document.block_start(index + 1)
    start, end = _start(document, lines, index, index + 1), _end(document, lines, index + 1)
    if state.kind != "heading" or end == len(text):
        return CaretEdit(caret.head, below + start, "")
    return CaretEdit(caret.head, below + len(text), text[start:end], head=0)


def is_held_apart(document: Document, lines: LineStates, index: int) -> bool:
    """Return True if line `index` or the next is only a marker, such as that of a code block, which joined text would
    turn into text."""
    if not 0 <= index < len(document.blocks) - 1:
        return False
    kinds, texts = [], []
    for one in (index, index + 1):
        kinds.append(lines.of(one).kind)
        texts.append(document.blocks[one].text[lines.of(one).content :].strip(_BLANKS))
    is_mark = [
        kind in ("fence", "rule") or (kind in ("math", "front_matter") and text in _DELIMITERS)
        for kind, text in zip(kinds, texts, strict=True)
    ]
    return all(texts) and any(is_mark)


def _joints(document: Document, lines: LineStates, run: range) -> list[Change]:
    """Return the changes that join the lines of `run`."""
    joints: list[Change] = []
    first, end = run.start, document.block_start(run.start) + _end(document, lines, run.start)
    has_text = _has_text(document, lines, first)
    above = first  # the last line with text
    for index in run[1:]:
        text, below = document.blocks[index].text, document.block_start(index)
        start, text_end = _start(document, lines, first, index), _end(document, lines, index)
        if start < text_end:
            is_apart = (has_text or lines.of(first).markers) and _are_apart(document, lines, above, index)
            above = index
            if is_apart:
                first, end, has_text = index, below + text_end, True
                continue
            if has_text:
                end -= _is_hard_break(document, lines, index, end)
            is_bare = not has_text and lines.of(first).markers and document.slice(end - 1, end) not in _BLANKS
            space = joint(document.slice(end - 1, end), text[start : start + 1])
            joints.append(Change(end, below + start, space if has_text or is_bare else ""))
            if text[text_end:].strip(_BLANKS):  # the closing marks of a heading
                joints.append(Change(below + text_end, below + len(text), ""))
            first, end, has_text = (first if has_text else index), below + text_end, True
        elif index == run[-1] and not (has_text and _is_needed(document, lines, index)):
            joints.append(Change(end, below + len(text), ""))
    return joints


def _are_apart(document: Document, lines: LineStates, above: int, below: int) -> bool:
    """Return True if two lines are in blocks that would break if they were joined, or in different blocks."""
    kinds = {lines.of(above).kind, lines.of(below).kind}
    if kinds <= _PROSE:
        return False
    delimiters = {document.blocks[index].text.strip(_BLANKS) for index in (above, below)} & _DELIMITERS
    return len(kinds) > 1 or bool(kinds & _NEVER or delimiters) or not lines.of(below).continues


def _is_needed(document: Document, lines: LineStates, blank: int) -> bool:
    """Return True if the block after a blank line would be something else right below text."""
    return blank + 1 < len(document.blocks) and lines.of(blank + 1).kind == "rule"


def _is_hard_break(document: Document, lines: LineStates, index: int, end: int) -> bool:
    """Return True if the paragraph's text before line `index` ends in a backslash, which breaks the line."""
    before = document.slice(max(0, end - 100), end)
    return lines.of(index).continues and (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _has_text(document: Document, lines: LineStates, index: int) -> bool:
    text = document.blocks[index].text
    return bool(text[lines.of(index).content :].strip(_BLANKS))


def _start(document: Document, lines: LineStates, first: int, index: int) -> int:
    """Return where the text of line `index` begins when it is joined to line `first`."""
    state, text = lines.of(index), document.blocks[index].text
    if state.kind == "underline":
        return len(text)
    start = state.content
    if not _has_text(document, lines, first):
        kept = state.markers[len(lines.of(first).markers) :]
        start = kept[0].start if kept else start
    if state.kind in ("code", "indented") and _has_text(document, lines, first):
        return start
    return start + len(text[start:]) - len(text[start:].lstrip(_BLANKS))


def _end(document: Document, lines: LineStates, index: int) -> int:
    """Return where the text of a line ends, without the closing marks of a heading."""
    state, text = lines.of(index), document.blocks[index].text
    if state.kind == "underline":
        return len(text)
    end = heading_end(text, state.content) if state.kind == "heading" else len(text.rstrip(_BLANKS))
    return max(end, min(state.content, len(text))) if state.markers else end
