"""Remembers what known engines served, so that a draft can be opened while its engine is down."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

import msgspec
import platformdirs

from scoring.address import EngineAddress
from scoring.model_files.json_file import read_json, write_json


class KnownEngine(msgspec.Struct, frozen=True):
    """The model that an engine served.

    Attributes:
        kind: the name of the engine's kind.
        model, root, longest: see `scoring.engines.recognition.Served`.
        sample: the model's log-probabilities for the tokens of the sample, in nats.
    """

    kind: str
    model: str
    root: str
    longest: int
    sample: list[float]


def known_engine(address: EngineAddress) -> KnownEngine | None:
    """Return what the engine at an address served; None if it was never used, or the file can't be read."""
    return read_json(_path(address), KnownEngine)


def note_engine(address: EngineAddress, known: KnownEngine) -> None:
    """Remember what the engine at an address serves, if the file can be written."""
    with contextlib.suppress(OSError):  # it is only a convenience
        write_json(_path(address), known)


def _path(address: EngineAddress) -> Path:
    named = f"{address.scheme}://{address.host}:{address.port}{address.path}#{address.model}"
    name = hashlib.sha256(named.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(platformdirs.user_data_dir("logprose")) / "engines" / f"{name}.json"
