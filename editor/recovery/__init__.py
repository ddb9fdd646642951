"""The journal, what an earlier run left unsaved, and undo history across restarts."""

from __future__ import annotations
