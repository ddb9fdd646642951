"""The decision which words are flagged, and the flags carried over from before the last edits."""

from __future__ import annotations
