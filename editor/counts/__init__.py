"""Word counts, statistics and the session goal."""

from __future__ import annotations
