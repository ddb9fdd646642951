"""The command-line verbs of the model's side: score, verify, model."""

from __future__ import annotations
