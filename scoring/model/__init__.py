"""From weights to hidden states: the model, its tokenizer, its KV cache and its calibration."""

from __future__ import annotations
