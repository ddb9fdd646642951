"""The open drafts, their settings, and one modal task at a time."""

from __future__ import annotations
