"""The list in which the writer changes settings."""

from __future__ import annotations
