"""The messages that a canvas posts to the app. Each names the canvas that sent it."""

from __future__ import annotations

from textual.geometry import Offset
from textual.message import Message
from textual.widget import Widget

from editor.document.document import DocumentChange
from editor.document.selections import Selections


class Changed(Message, namespace="canvas"):
    """The document changed in any way, or a caret moved, or another range is selected; or all of these.

    Attributes:
        edits: those that changed the document, the last one last.
        selections: the new ones; None: they haven't changed.
    """

    def __init__(
        self, canvas: Widget, edits: tuple[DocumentChange, ...] = (), selections: Selections | None = None
    ) -> None:
        super().__init__()
        self.canvas = canvas
        self.edits = edits
        self.selections = selections

    def can_replace(self, message: Message) -> bool:
        """Textual calls this before it handles a message: can the one queued after it replace both?

        A canvas reports a changed text and a moved caret separately.
        """
        if not isinstance(message, Changed) or message.canvas is not self.canvas:
            return False
        message.edits = self.edits + message.edits
        message.selections = message.selections or self.selections
        return True


class ViewChanged(Message, namespace="canvas"):
    """Another part of the document is on the screen: positions [start, end)."""

    def __init__(self, canvas: Widget, start: int, end: int) -> None:
        super().__init__()
        self.canvas = canvas
        self.start = start
        self.end = end


class ModeChanged(Message, namespace="canvas"):
    """More or less of the markup is shown now, or keys that wrote now scroll."""

    def __init__(self, canvas: Widget) -> None:
        super().__init__()
        self.canvas = canvas


class Pressed(Message, namespace="canvas"):
    """A button of the mouse went down, whether or not a caret moves."""

    def __init__(self, canvas: Widget) -> None:
        super().__init__()
        self.canvas = canvas


class LinkClicked(Message, namespace="canvas"):
    """A link was clicked with Ctrl held: at `position`, in code points of the document."""

    def __init__(self, canvas: Widget, position: int) -> None:
        super().__init__()
        self.canvas = canvas
        self.position = position


class MenuWanted(Message, namespace="canvas"):
    """The right button was pressed at `place`, a cell of the screen; the caret, or a selection, is there."""

    def __init__(self, canvas: Widget, place: Offset) -> None:
        super().__init__()
        self.canvas = canvas
        self.place = place
