"""What the writer can do: one registry of commands with their keys; importing this package fills it."""

from __future__ import annotations

from editor.commands import application, carets, clipboard, editing, find, formatting, lines, motion

__all__ = ["application", "carets", "clipboard", "editing", "find", "formatting", "lines", "motion"]
