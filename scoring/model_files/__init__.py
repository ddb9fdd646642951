"""From the name of a model to a directory of safetensors: fetch, convert, check."""

from __future__ import annotations
