"""Fixtures of the suites: the models of the scorer's tests and the terminal of the end-to-end tests."""

from __future__ import annotations

from tests.e2e.conftest import terminal
from tests.editor.conftest import held_threads, unhurried
from tests.scoring.conftest import default_model, default_model_dir, one_thread, tiny_llama_dir

__all__ = [
    "default_model",
    "default_model_dir",
    "held_threads",
    "one_thread",
    "terminal",
    "tiny_llama_dir",
    "unhurried",
]
