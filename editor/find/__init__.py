"""Find and replace."""

from __future__ import annotations
