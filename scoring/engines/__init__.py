"""Serving engines: servers that run a model and return the log-probability of each token of a text over HTTP."""

from __future__ import annotations
