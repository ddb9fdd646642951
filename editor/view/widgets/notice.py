"""Messages for the status line, from code that doesn't know it."""

from __future__ import annotations

from textual.message import Message


class Notice(Message):
    """One sentence for the writer; the app shows it in the status line."""

    def __init__(self, text: str, *, is_error: bool = False) -> None:
        super().__init__()
        self.text = text
        self.is_error = is_error
