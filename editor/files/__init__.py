"""Open, save, autosave, encodings, recent files."""

from __future__ import annotations
