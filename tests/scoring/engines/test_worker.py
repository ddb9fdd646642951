"""The worker as a real process, with an engine that is down when it starts."""

from __future__ import annotations

from pathlib import Path

from scoring import protocol
from scoring.model.model import Model
from scoring.protocol import ModelState, Scores
from tests.patience import PATIENCE_S
from tests.scoring.engines.stub_server import VLLMStub, serving
from tests.scoring.test_worker import SMALL, WORKER, running


def test_rules_do_not_wait_for_an_engine_that_was_never_reached(local: Model, tiny_dir: Path, home: Path) -> None:
    stub = VLLMStub(local)
    stub.root = str(tiny_dir)
    with serving(stub):
        url = stub.url
    with running(*WORKER, "--model", url, *SMALL) as worker:
        assert worker.until(ModelState, lambda state: state.stage == "ready").message == "no model yet"
        worker.send(protocol.Open(1, 0, "We did it due to the fact that it rained."))
        assert "can't be reached (Connection refused)" in worker.until(ModelState).message
        (flag,) = worker.until(Scores, lambda scores: bool(scores.flags)).flags
        assert flag.kind == "wordiness"
        with serving(stub):
            assert worker.process.wait(PATIENCE_S) == protocol.START_AGAIN, "its successor finds the engine"
        assert not stub.scored or all("We did" not in str(asked.fields) for asked in stub.scored)


def test_an_engine_that_was_never_reached_does_not_outlive_the_editor(local: Model, home: Path) -> None:
    with serving(VLLMStub(local)) as stub:
        url = stub.url
    with running(*WORKER, "--model", url, *SMALL) as worker:
        worker.until(ModelState, lambda state: state.stage == "ready")
        worker.close()
        assert worker.process.returncode is not None
