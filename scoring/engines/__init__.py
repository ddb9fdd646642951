"""Serving engines: servers that run a model and say over HTTP how probable each token of a text is."""

from __future__ import annotations
