"""The edit search: candidate edits, the trials that measure their gains, and the findings."""

from __future__ import annotations
