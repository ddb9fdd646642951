"""`logprose lsp`: the model's view of the texts open in another editor. No screen."""

from __future__ import annotations
