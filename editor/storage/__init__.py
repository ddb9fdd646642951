"""Bytes on disk: encodings, reading, atomic writes, file states, locks. Knows nothing of documents."""

from __future__ import annotations
