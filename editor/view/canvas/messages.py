"""What a canvas posts to the app. Each message says which canvas sent it."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from editor.document.document import DocumentChange
from editor.document.selections import Selections


class Edited(Message, namespace="canvas"):
    """The document changed, in whatever way."""

    def __init__(self, canvas: Widget, change: DocumentChange) -> None:
        super().__init__()
        self.canvas = canvas
        self.change = change


class SelectionChanged(Message, namespace="canvas"):
    """A caret moved or another range is selected."""

    def __init__(self, canvas: Widget, selections: Selections) -> None:
        super().__init__()
        self.canvas = canvas
        self.selections = selections


class ViewChanged(Message, namespace="canvas"):
    """Another part of the document is on the screen: positions [start, end)."""

    def __init__(self, canvas: Widget, start: int, end: int) -> None:
        super().__init__()
        self.canvas = canvas
        self.start = start
        self.end = end


class LinkClicked(Message, namespace="canvas"):
    """A link was clicked with Ctrl held: at `position`, in code points of the document."""

    def __init__(self, canvas: Widget, position: int) -> None:
        super().__init__()
        self.canvas = canvas
        self.position = position
