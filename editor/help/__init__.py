"""The tour, the help screen and the command palette."""

from __future__ import annotations
