"""The commands of the model side: score, verify, model."""

from __future__ import annotations
