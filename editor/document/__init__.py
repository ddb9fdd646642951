"""The draft: text in blocks, transactions, undo, annotations and files. Pure Python, no screen."""

from __future__ import annotations

from editor.document.document import Document

__all__ = ["Document"]
