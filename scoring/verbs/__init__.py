"""The model's own verbs on the command line: score, verify, model."""

from __future__ import annotations
