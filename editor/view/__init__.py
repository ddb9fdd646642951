"""The Textual widgets: everything that is seen."""

from __future__ import annotations
