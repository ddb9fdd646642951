"""Themes and zen mode."""

from __future__ import annotations
