"""Flags in the draft: underlines, suggestions, ignoring, the list of flags, heat."""

from __future__ import annotations
