"""Recognises the server at an address and the model it serves. Only some servers return log-probabilities for a
prompt."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from scoring.address import EngineAddress
from scoring.engines.connection import Answer, Connection
from scoring.engines.key import VARIABLE, key_path
from scoring.engines.kind import Kind
from scoring.engines.sglang import SGLang
from scoring.engines.vllm import VLLM
from scoring.errors import EngineError

USE = "use vLLM or SGLang (docs/engines.md)"

_OWNERS = {
    "vllm": "vLLM",
    "sglang": "SGLang",
    "llamacpp": "llama.cpp",
    "library": "Ollama",
    "organization_owner": "LM Studio",
    "organization-owner": "LM Studio",
    "tabbyapi": "TabbyAPI",
    "ovms": "OpenVINO",
}
KINDS: dict[str, Kind] = {"vLLM": VLLM(), "SGLang": SGLang()}
_TRACES = (
    ("/api/version", "Ollama", b'"version"'),
    ("/api/v0/models", "LM Studio", b'"data"'),
    ("/v3/models", "OpenVINO", b'"data"'),
    ("/v1/config", "OpenVINO", b"model_version_status"),
)
"""Paths that only one server has, that server, and a string in its answer."""


class _Model(msgspec.Struct, frozen=True):
    id: str
    root: str | None = None
    owned_by: str = ""
    max_model_len: int | None = None


class _Models(msgspec.Struct, frozen=True):
    data: list[_Model]


@dataclass(frozen=True, slots=True)
class Served:
    """A model that an engine serves.

    Attributes:
        kind: the engine's.
        model: its name there.
        root: where the engine loaded it from: a path there, or a name on the Hugging Face hub.
        longest: the longest prompt and answer together, in tokens; 0 if unknown.
    """

    kind: Kind
    model: str
    root: str
    longest: int


def recognised(connection: Connection, address: EngineAddress) -> Served:
    """Find out what server answers. Raises EngineError if it can't be used, naming ones that can."""
    answer = connection.ask("/v1/models")
    if answer.status in (401, 403):
        raise wrong_key(address)
    if answer.status >= 500 or answer.status == 429:
        raise EngineError(f"{address.shown} is not ready (status {answer.status})", may_pass=True)
    models = _models(answer)
    model = _chosen(models, address) if models else None
    name = _OWNERS.get(model.owned_by.lower(), "") if model is not None else ""
    if answer.server.lower().startswith("llama.cpp"):
        name = "llama.cpp"
    if name not in KINDS:
        name = name or next((other for path, other, sign in _TRACES if _has(connection, path, sign)), "")
        raise EngineError(f"{_named(address, name)} doesn't say how probable the tokens of a prompt are; {USE}")
    assert model is not None
    return Served(KINDS[name], model.id, model.root or model.id, model.max_model_len or 0)


def wrong_key(address: EngineAddress) -> EngineError:
    """Return the error for a rejected key."""
    return EngineError(f"{address.shown} rejected the API key; put the right one in {VARIABLE} or {key_path()}")


def _named(address: EngineAddress, name: str) -> str:
    return f"{name} at {address.shown}" if name else f"the server at {address.shown}"


def _has(connection: Connection, path: str, sign: bytes) -> bool:
    connection.open()
    answer = connection.ask(path)
    return answer.status == 200 and sign in answer.body


def _models(answer: Answer) -> list[_Model]:
    if answer.status != 200:
        return []
    try:
        return msgspec.json.decode(answer.body, type=_Models).data
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []


def _chosen(models: list[_Model], address: EngineAddress) -> _Model:
    """Return the model that the address names, or the only one. Raises EngineError."""
    names = ", ".join(model.id for model in models)[:200]
    if address.model:
        found = next((model for model in models if model.id == address.model), None)
        if found is None:
            raise EngineError(f"{address.shown} doesn't serve {address.model!r}, only {names}")
        return found
    if len(models) > 1 and models[0].owned_by.lower() in ("vllm", "sglang"):
        raise EngineError(f"{address.shown} serves {names}; add #NAME to its address")
    return models[0]
