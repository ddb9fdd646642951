"""The edit search: candidate edits, their prices, the trials that measure their gains, and the findings."""

from __future__ import annotations
