"""Engines that were used before: what they served, so that a draft can be opened while its engine is down."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import msgspec
import platformdirs

from scoring.address import EngineAddress


class KnownEngine(msgspec.Struct, frozen=True):
    """What an engine served.

    Attributes:
        kind: the engine's, by its name.
        model, root, longest: see `scoring.engines.recognition.Served`.
        sample: the log-probabilities that the model gave the tokens of the sample, in nats.
    """

    kind: str
    model: str
    root: str
    longest: int
    sample: list[float]


def known_engine(address: EngineAddress) -> KnownEngine | None:
    """Return what the engine at an address served; None if it was never used, or the file can't be read."""
    try:
        return msgspec.json.decode(_path(address).read_bytes(), type=KnownEngine)
    except (OSError, msgspec.DecodeError):
        return None


def note_engine(address: EngineAddress, known: KnownEngine) -> None:
    """Keep what the engine at an address serves, where that can be written."""
    path = _path(address)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(msgspec.json.encode(known))
        unfinished.replace(path)
    except OSError:  # it is only a convenience
        return


def _path(address: EngineAddress) -> Path:
    named = f"{address.scheme}://{address.host}:{address.port}{address.path}#{address.model}"
    name = hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(platformdirs.user_data_dir("logprose")) / "engines" / f"{name}.json"
