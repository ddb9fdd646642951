"""Which words are flagged, and flags that are carried through edits."""

from __future__ import annotations
