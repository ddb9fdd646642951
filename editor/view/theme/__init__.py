"""Colours: themes, theme files, colour depth."""

from __future__ import annotations
