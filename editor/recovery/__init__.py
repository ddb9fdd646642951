"""The journal, unsaved changes of earlier runs, and undo history across restarts."""

from __future__ import annotations
