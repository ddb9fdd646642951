"""A model served by an engine, as used by a session: the tokenizer runs here, everything else is requested over
HTTP."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from scoring.address import EngineAddress, engine_address, is_address
from scoring.engines.engine import TOP_K, Engine
from scoring.engines.key import api_key
from scoring.engines.kind import Prompt
from scoring.engines.known_engines import KnownEngine, known_engine, note_engine
from scoring.engines.recognition import KINDS, Served
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.engines.vllm import VLLM
from scoring.errors import EngineError, ModelError
from scoring.model.calibration import is_calibrated, kept_calibration
from scoring.model.chat import chat_template
from scoring.model.model import Model, load_model, load_tokenizer
from scoring.model.tokens import Ids, Tokenizer
from scoring.model.vocabulary import Vocabulary
from scoring.model_files import store
from scoring.model_files.store import Progress, ProgressCallback
from scoring.probe.probe import Probe

_UNKNOWN_LENGTH = 2049
"""The context length assumed for an engine that doesn't report one."""
_SIZE = re.compile(r"(?<![\d.A-Za-z])(\d+(?:\.\d+)?)([bBmM])(?![A-Za-z0-9])")
_UNITS = {"b": 1e9, "m": 1e6}
_SAMPLE = (
    "The café’s “naïve” prices  rose by 3,141.59 %:\n\n\tdon't buy 東京 🎉 e\u0301, she wrote_to me; "
    "I won’t, they've said."
)
"""A text that tokenizers split in different ways, and whose scores identify a model."""


LogProbs = npt.NDArray[np.float32]


class EngineModel:
    """A model on an engine; the attributes are those of `scoring.model.model.Model`.

    Args:
        engine: is connected to, unless `sample` is given.
        served: the model.
        tokenizer, start_id: the model's.
        directory: where the tokenizer is.
        sample: the model's log-probabilities for the sample from an earlier time; None: they are requested now.

    Attributes:
        engine: scores prompts.
        sample: its log-probabilities for the tokens of the sample, in nats, shape (tokens,).
        numbers: identifies what scores are computed with; see `scoring.model.reader`.
        parameters: the number of parameters according to its name; None if the name doesn't say.
        chat: its chat template; None if there is none next to its tokenizer.
    """

    probe: Probe | None = None
    bytes_per_token = 1  # nothing is cached here

    def __init__(
        self,
        engine: Engine,
        served: Served,
        tokenizer: Tokenizer,
        start_id: int,
        directory: Path,
        sample: LogProbs | None = None,
    ) -> None:
        self.engine = engine
        self.name = served.model.rstrip("/").rpartition("/")[2]
        self.tokenizer = tokenizer
        self.start_id = start_id
        # Leave room for one generated token, which has to be requested.
        self.max_positions = (served.longest or _UNKNOWN_LENGTH) - 1
        self.vocabulary = Vocabulary(tokenizer, tokenizer.vocab_size)
        self.parameters = parameters_named(served.root) or parameters_named(served.model)
        self.chat = chat_template(directory, tokenizer)
        self.identity = _identity(served, directory)
        self.calibration = kept_calibration(self.identity)
        ids = self.tokenizer.encode(_SAMPLE)[0]
        if sample is None:
            self._check_tokens(ids)
            self.sample = engine.know_again(self.window(ids))
        else:
            self.sample = sample
            engine.expect(served, self.window(ids), sample)
        # The sample's log-probability in whole nats, which differs between models.
        self.numbers = f"engine {round(float(self.sample.sum()))}"

    @property
    def title(self) -> str:
        """Its name, marked “uncalibrated” if the strength of its flags in good prose hasn't been measured."""
        return self.name if is_calibrated(self.identity) else f"{self.name}, uncalibrated"

    def _check_tokens(self, ids: Ids) -> None:
        """Check that the engine splits the sample into the same tokens. Raises EngineError."""
        if not _are_same(self.engine.tokens_of(_SAMPLE), ids):
            raise EngineError(
                f"{self.engine.address.shown} splits text into different tokens than the tokenizer here; "
                f"set scoring.tokenizer to that of {self.name}"
            )

    def window(self, ids: Ids) -> Ids:
        """Return tokens after the start token."""
        return np.concatenate([np.array([self.start_id], np.int32), ids])


AnyModel = Model | EngineModel
"""A model in memory, or one that an engine serves."""


def load_engine_model(name: str, tokenizer: str = "", progress: Callable[[str], None] | None = None) -> EngineModel:
    """Connect to an engine and load the tokenizer of its model; fetch the tokenizer first if needed.

    Args:
        name: the engine's address.
        tokenizer: a model or a directory with the same tokenizer; "": the one where the engine got its model.
        progress: called with the name of each stage.

    Raises:
        EngineError: it can't be reached or used, or its tokens differ.
        ModelError: there is no such tokenizer.
        ValueError: `name` isn't an address.
    """
    report = progress or (lambda _: None)
    engine = Engine(engine_address(name), api_key())
    report("connecting")
    served = engine.connect()
    report("loading")
    directory = _tokenizer_directory(tokenizer or served.root, engine.address, is_given=bool(tokenizer))
    model = EngineModel(engine, served, *load_tokenizer(directory), directory)
    known = KnownEngine(served.kind.name, served.model, served.root, served.longest, model.sample.tolist())
    note_engine(engine.address, known)
    return model


def expected_engine_model(name: str, tokenizer: str = "") -> EngineModel | None:
    """Return the model that an engine served at an earlier time, without checking whether it still does: the first
    request checks that. None if nothing is known about the engine.

    Args:
        name: the engine's address.
        tokenizer: see `load_engine_model`.
    """
    engine = Engine(engine_address(name), api_key())
    known = known_engine(engine.address)
    kind = None if known is None else KINDS.get(known.kind)
    if known is None or kind is None:
        return None
    served = Served(kind, known.model, known.root, known.longest)
    try:
        directory = _tokenizer_directory(tokenizer or served.root, engine.address, is_given=bool(tokenizer))
        found, start_id = load_tokenizer(directory)
    except ModelError:
        return None
    if len(known.sample) != len(found.encode(_SAMPLE)[0]):  # the tokenizer has changed
        return None
    return EngineModel(engine, served, found, start_id, directory, np.array(known.sample, np.float32))


class _AwaitedEngine(Engine):
    """An engine that was never reached, with the reason. Every request raises that."""

    def __init__(self, address: EngineAddress, reason: str) -> None:
        super().__init__(address)
        self._reason = reason

    def score(self, prompts: Sequence[Prompt], k: int = TOP_K) -> list[ScoredPrompt]:
        """Raise EngineError."""
        raise EngineError(self._reason, may_pass=True)


class _AwaitedModel(EngineModel):
    """A placeholder for a model that isn't known yet."""

    @property
    def title(self) -> str:
        """See `EngineModel`."""
        return "no model yet"


def awaited_engine_model(name: str, reason: str) -> EngineModel:
    """Return a placeholder for the model of an engine that was never reached, for work that needs no model: it has a
    single token, which stands for any word.

    Args:
        name: the engine's address.
        reason: why it wasn't reached.
    """
    from tokenizers import Tokenizer as Backend
    from tokenizers import models, pre_tokenizers

    backend = Backend(models.WordLevel({"?": 0}, "?"))
    setattr(backend, "pre_tokenizer", pre_tokenizers.WhitespaceSplit())  # noqa: B010  # typed as never set
    engine = _AwaitedEngine(engine_address(name), reason)
    served = Served(VLLM(), "awaited", "", 0)
    return _AwaitedModel(engine, served, Tokenizer(backend), 0, Path(os.devnull), np.zeros(0, np.float32))


def open_model(
    name: str,
    dtype: str = "auto",
    device: str = "auto",
    progress: ProgressCallback | None = None,
    tokenizer: str = "",
) -> AnyModel:
    """Load a model into memory, or connect to an engine if `name` is an address; see `load_model` and
    `load_engine_model` for the arguments and errors."""
    if not is_address(name):
        return load_model(name, dtype, device, progress)
    report = progress or (lambda _: None)
    return load_engine_model(name, tokenizer, lambda stage: report(Progress(stage, 0, 0)))


def _tokenizer_directory(name: str, address: EngineAddress, *, is_given: bool) -> Path:
    try:
        return store.ensure_tokenizer(name)
    except ModelError as error:
        if is_given:
            raise
        raise ModelError(f"no tokenizer for {address.shown} ({error}); set scoring.tokenizer to it") from error


def parameters_named(name: str) -> int | None:
    """Return the number of parameters given in a name such as "Qwen3-0.6B"; None if there isn't one."""
    found = _SIZE.findall(name.rstrip("/").rpartition("/")[2])
    return max((round(float(number) * _UNITS[unit.lower()]) for number, unit in found), default=None)


def _are_same(theirs: list[int] | int | None, ids: Ids) -> bool:
    """Return True if an engine's tokens of a text are `ids`, apart from a start token, or if it doesn't say."""
    if isinstance(theirs, int):
        return theirs in (len(ids), len(ids) + 1)
    return theirs is None or theirs in (ids.tolist(), theirs[:1] + ids.tolist())


def _identity(served: Served, directory: Path) -> str:
    digest = hashlib.sha256(f"{served.kind.name}\0{served.model}\0{served.root}\0".encode())
    with contextlib.suppress(OSError):  # while waiting for an engine
        digest.update((directory / "tokenizer.json").read_bytes())
    name = "".join(letter if letter.isalnum() else "-" for letter in served.model)[-60:].strip("-")
    return f"engine-{name}-{digest.hexdigest()[:12]}"
