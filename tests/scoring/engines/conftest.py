"""Engines for the tests: stubs that answer from a tiny random model, and the model as a session gets it from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.engines.engine_model import EngineModel, load_engine_model
from scoring.model.model import Model, load_model
from tests.scoring.engines.stub_server import SGLangStub, Stub, VLLMStub, serving
from tests.scoring.models import save_tiny_llama


@pytest.fixture(scope="session")
def tiny_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random model with room for the sample that identifies an engine's model."""
    return save_tiny_llama(tmp_path_factory.mktemp("engine"), max_position_embeddings=256)


@pytest.fixture(scope="session")
def local(tiny_dir: Path) -> Model:
    """The stubs' model, run locally."""
    return load_model(str(tiny_dir), "float32", "cpu")


@pytest.fixture(params=[VLLMStub, SGLangStub])
def stub(request: pytest.FixtureRequest, local: Model, tiny_dir: Path, home: Path) -> Iterator[Stub]:
    """A running engine of either kind."""
    made: Stub = request.param(local)
    made.root = str(tiny_dir)
    with serving(made):
        yield made


@pytest.fixture
def model(stub: Stub) -> EngineModel:
    """The engine's model."""
    return load_engine_model(stub.url)
