"""Earlier states of the drafts, kept without being asked for."""

from __future__ import annotations
