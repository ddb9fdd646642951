"""Earlier versions of each draft, kept automatically."""

from __future__ import annotations
