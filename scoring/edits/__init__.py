"""The edit search: candidate edits, their prices, the trials that measure their gain, and what was found."""

from __future__ import annotations
