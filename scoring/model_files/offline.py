"""Keeps Hugging Face's libraries off the network, except to fetch a model that the writer asked for by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_OFFLINE = "HF_HUB_OFFLINE"
_QUIET = ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_UPDATE_CHECK", "DO_NOT_TRACK")
_is_ours = False


def keep_off_network() -> None:
    """Put Hugging Face's libraries in offline mode, in this process and its children. Call it before importing them."""
    global _is_ours
    for name in _QUIET:
        os.environ[name] = "1"
    if _OFFLINE not in os.environ:
        _is_ours = True
        os.environ[_OFFLINE] = "1"


@contextmanager
def fetching_by_name() -> Iterator[None]:
    """Go online inside the block, unless the environment asks for offline mode."""
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    if _is_ours:
        constants.HF_HUB_OFFLINE = False
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before
