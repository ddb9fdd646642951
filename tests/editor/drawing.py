"""Texts with the selections drawn in, for tables of keys: `|` is a caret, with `<` or `>` where its selection began.

one |two            a caret
<one| two           selected from the left, the caret to the right
|one> two           selected from the right, the caret to the left
on|e tw|o           two carets; the one that the screen follows is the last
"""

from __future__ import annotations

from editor.document.selections import Selection, Selections
from editor.view.canvas.canvas import Canvas


def parsed(drawn: str) -> tuple[str, Selections]:
    """The text and the selections of a drawing."""
    text, found = "", []
    anchor: int | None = None
    for character in drawn:
        if character == "<":
            anchor = len(text)
        elif character == "|":
            found.append(Selection(len(text) if anchor is None else anchor, len(text)))
            anchor = None
        elif character == ">":
            found[-1] = Selection(len(text), found[-1].head)
        else:
            text += character
    return text, Selections.of(found, found[-1])


def drawn(text: str, selections: Selections) -> str:
    """The drawing of a text with selections."""
    for selection in reversed(selections.ranges):
        start, end = selection.span
        if selection.is_empty:
            text = f"{text[:start]}|{text[start:]}"
        else:
            left, right = "<|" if selection.anchor < selection.head else "|>"
            text = f"{text[:start]}{left}{text[start:end]}{right}{text[end:]}"
    return text


def set_up(canvas: Canvas, drawing: str) -> None:
    """Put a drawing's text and selections into a canvas; typing after that is a separate step."""
    text, selections = parsed(drawing)
    canvas.document.replace(0, len(canvas.document), text)
    canvas.set_selections(selections)


def seen(canvas: Canvas) -> str:
    """A canvas's text with its selections drawn in."""
    return drawn(canvas.document.text, canvas.selections)
