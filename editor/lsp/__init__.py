"""`logprose lsp`: what the model says about the texts that another editor has open. No screen."""

from __future__ import annotations
