"""Scores a text with a causal language model, and keeps the scores up to date while the text is edited.

`load_model` and `Session` are the public API. They are imported on first use, because the editor imports
`scoring.protocol` and must not load torch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scoring.errors import ModelError
    from scoring.model.model import load_model
    from scoring.session import Session
    from scoring.windows.token_scores import TokenScore

__all__ = ["ModelError", "Session", "TokenScore", "load_model"]

_HOME = {
    "ModelError": "scoring.errors",
    "Session": "scoring.session",
    "TokenScore": "scoring.windows.token_scores",
    "load_model": "scoring.model.model",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'scoring' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
