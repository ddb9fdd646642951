"""What the writer can do: one registry of commands with their keys; importing this package fills it."""

from __future__ import annotations

from editor.commands import application, carets, clipboard, counts, editing, find, lines, motion, structure

__all__ = ["application", "carets", "clipboard", "counts", "editing", "find", "lines", "motion", "structure"]
