"""From a model's name to a directory of safetensors: fetch, convert, check."""

from __future__ import annotations
