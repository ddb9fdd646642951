"""The model's view of the draft: underlines, suggestions, ignored words, the list of flags, the heat map."""

from __future__ import annotations
