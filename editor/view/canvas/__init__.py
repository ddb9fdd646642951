"""The draft on the screen."""

from __future__ import annotations
