"""Widgets that several features share."""

from __future__ import annotations
