from __future__ import annotations

from typing import Any

import pytest

from scoring.engines.engine_model import load_engine_model
from scoring.errors import EngineError
from scoring.model.model import Model
from tests.scoring.engines.stub_server import Body, Fault, OtherStub, Stub, VLLMStub, serving

pytestmark = pytest.mark.usefixtures("home")


def _list(owner: str) -> dict[str, Any]:
    return {"object": "list", "data": [{"id": "some-model", "object": "model", "created": 1, "owned_by": owner}]}


_OTHERS: dict[str, tuple[str, dict[str, Body], str]] = {
    "llama.cpp by owner": ("llama.cpp", {"/v1/models": _list("llamacpp")}, ""),
    "llama.cpp by header": ("llama.cpp", {"/v1/models": _list("me")}, "llama.cpp"),
    "Ollama": ("Ollama", {"/v1/models": _list("library")}, ""),
    "Ollama, another library": ("Ollama", {"/v1/models": _list("someone"), "/api/version": {"version": "0.9"}}, ""),
    "Ollama, nothing pulled": ("Ollama", {"/v1/models": {"data": []}, "/api/version": {"version": "0.9"}}, ""),
    "LM Studio": ("LM Studio", {"/v1/models": _list("organization_owner")}, ""),
    "TabbyAPI": ("TabbyAPI", {"/v1/models": _list("tabbyAPI")}, ""),
    "OpenVINO": ("OpenVINO", {"/v3/models": _list("OVMS")}, ""),
    "an unknown one": ("the server", {"/v1/models": _list("acme")}, ""),
    "no engine at all": ("the server", {}, ""),
    "a list of something else": ("the server", {"/v1/models": [1, 2]}, ""),
}


@pytest.mark.parametrize("case", _OTHERS)
def test_servers_that_cannot_score_prompts_are_rejected_with_an_alternative(local: Model, case: str) -> None:
    name, answers, server = _OTHERS[case]
    with serving(OtherStub(local, answers, server)) as stub:
        with pytest.raises(EngineError) as error:
            load_engine_model(stub.url)
        assert not stub.scored  # no text was sent to find out
    assert str(error.value).startswith(name)
    assert stub.url in str(error.value)
    assert str(error.value).endswith("use vLLM or SGLang (docs/engines.md)")
    assert not error.value.may_pass


def test_a_fake_vllm_that_cannot_score_is_rejected(stub: Stub) -> None:
    """llama.cpp's server ignores fields that it doesn't know, and answers in the chat's shape."""
    chat = b'{"object": "chat.completion", "model": "tiny", "choices": [{"index": 0, "message": {"content": "x"}}]}'
    stub.fault = lambda asked: Fault(body=chat) if asked in stub.scored else None
    with pytest.raises(EngineError, match=r"sent an answer that can't be used.*use vLLM or SGLang"):
        load_engine_model(stub.url)


def test_one_of_several_models_must_be_named(local: Model, tiny_dir: object) -> None:
    class Two(VLLMStub):
        def answer(self, asked: Any) -> tuple[int, Body]:
            if asked.path != "/v1/models":
                return super().answer(asked)
            return 200, {"data": [self.entry(), self.entry() | {"id": "adapter"}]}

    made = Two(local)
    made.root = str(tiny_dir)
    with serving(made) as stub:
        with pytest.raises(EngineError, match="serves tiny, adapter; add #NAME"):
            load_engine_model(stub.url)
        with pytest.raises(EngineError, match="doesn't serve 'other', only tiny, adapter"):
            load_engine_model(f"{stub.url}#other")
        assert load_engine_model(f"{stub.url}/v1#tiny").name == "tiny"
        assert stub.scored[-1].fields["model"] == "tiny"
