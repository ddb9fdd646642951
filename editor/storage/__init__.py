"""Bytes on disk: encodings, reading, atomic writes, file states, locks. Knows no document."""

from __future__ import annotations
