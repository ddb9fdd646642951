"""Requests to an engine and its answers, and everything that can go wrong with either."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.engines.engine import MOST_PROMPTS, Engine
from scoring.engines.engine_model import EngineModel, expected_engine_model, load_engine_model
from scoring.engines.kind import Prompt
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.errors import EngineError, ModelError
from scoring.model.model import Model, load_model
from tests.scoring.engines.stub_server import Asked, Fault, SGLangStub, Stub, VLLMStub, serving
from tests.scoring.models import PROSE, byte_level_tokenizer, save_tiny_llama

NATS = 1e-4


def _ids(model: EngineModel, text: str = PROSE[:200]) -> Any:
    return model.window(model.tokenizer.encode(text)[0])


def _assert_true(stub: Stub, ids: Any, first: int, found: ScoredPrompt, k: int) -> None:
    rows = stub.log_probs(ids.tolist()).numpy()[first - 1 : -1]
    own = rows[np.arange(len(rows)), ids[first:]]
    np.testing.assert_allclose(found.log_prob, own, atol=NATS)
    best = np.sort(rows, 1)[:, ::-1][:, :k]
    np.testing.assert_allclose(found.top_log_probs, best, atol=NATS)
    np.testing.assert_allclose(np.take_along_axis(rows, found.top_ids.astype(np.int64), 1), best, atol=NATS)
    ranks = (rows > own[:, None]).sum(1) + 1
    told = ranks if isinstance(stub, VLLMStub) else np.minimum(ranks, k + 1)
    np.testing.assert_array_equal(found.rank, told)


@pytest.mark.parametrize("first", [1, 7])
def test_the_scores_are_the_models(stub: Stub, model: EngineModel, first: int) -> None:
    ids = _ids(model)
    short = ids[: first + 1]
    found = model.engine.score([Prompt(ids, first), Prompt(short, first)])
    _assert_true(stub, ids, first, found[0], 20)
    _assert_true(stub, short, first, found[1], 20)


def test_only_documented_fields_are_sent(stub: Stub, model: EngineModel) -> None:
    ids = _ids(model)
    model.engine.score([Prompt(ids, 5)], 3)
    sent = stub.scored[-1].fields
    if isinstance(stub, SGLangStub):
        assert sent == {
            "input_ids": [ids.tolist()],
            "sampling_params": {"max_new_tokens": 1, "temperature": 0},
            "return_logprob": True,
            "logprob_start_len": [4],  # the first entry is null
            "top_logprobs_num": 3,
        }
    else:
        assert sent == {
            "model": "tiny",
            "prompt": [ids.tolist()],
            "prompt_logprobs": 3,
            "max_tokens": 1,
            "temperature": 0,
            "return_token_ids": True,
        }


def test_entropy_is_estimated_from_the_top_tokens(local: Model, stub: Stub, model: EngineModel) -> None:
    (found,) = model.engine.score([Prompt(_ids(model))])
    rows = stub.log_probs(_ids(model).tolist()).numpy()[:-1]
    true = -(np.exp(rows) * rows).sum(1)
    assert np.isfinite(found.entropy).all()
    assert np.abs(found.entropy - true).mean() < 0.35  # a random model has a long tail; 0.04 nats with a real one


def test_more_top_tokens_than_the_server_returns_are_requested_only_once(stub: Stub, model: EngineModel) -> None:
    if isinstance(stub, SGLangStub):
        pytest.skip("SGLang has no limit")
    stub.most = 5
    before = len(stub.scored)
    (found,) = model.engine.score([Prompt(_ids(model))])
    assert found.top_ids.shape[1] == 5
    model.engine.score([Prompt(_ids(model))])
    assert [asked.fields["prompt_logprobs"] for asked in stub.scored[before:]] == [20, 5, 5]


def test_many_prompts_go_out_in_few_calls_of_at_most_1024(stub: Stub, model: EngineModel) -> None:
    before = len(stub.scored)
    ids = _ids(model)[:3]
    found = model.engine.score([Prompt(ids)] * (MOST_PROMPTS + 2), 0)
    assert len(found) == MOST_PROMPTS + 2
    name = "prompt" if isinstance(stub, VLLMStub) else "input_ids"
    assert [len(asked.fields[name]) for asked in stub.scored[before:]] == [MOST_PROMPTS, 2]


def test_one_token_is_left_free_in_the_longest_prompt(stub: Stub, model: EngineModel) -> None:
    longest = _ids(model, PROSE * 3)[: model.max_positions]
    assert len(longest) == stub.longest - 1
    assert len(model.engine.score([Prompt(longest)], 0)[0].log_prob) == len(longest) - 1


def test_minus_infinity_is_read_as_such(stub: Stub, model: EngineModel) -> None:
    ids = _ids(model)[:3]
    if isinstance(stub, VLLMStub):
        entry = {"logprob": -9999.0, "rank": 400, "decoded_token": "x"}
        places = [None, *({str(token): entry} for token in ids[1:].tolist())]
        body: Any = {"model": "tiny", "choices": [{"index": 0, "prompt_logprobs": places}]}
    else:
        entries = [[None, token, None] for token in ids.tolist()]
        body = [{"text": "", "meta_info": {"input_token_logprobs": entries}}]
    stub.fault = lambda asked: Fault(body=json.dumps(body).encode()) if asked in stub.scored else None
    (found,) = model.engine.score([Prompt(ids)], 0)
    assert found.log_prob.tolist() == [-np.inf, -np.inf]


# -- the tokenizer -----------------------------------------------------------------------------------------------------


def test_a_different_tokenizer_is_rejected(stub: Stub, tmp_path: Path) -> None:
    other = save_tiny_llama(tmp_path / "other")
    other_tokenizer = byte_level_tokenizer(use_regex=False)
    other_tokenizer.save(str(other / "tokenizer.json"))
    with pytest.raises(EngineError, match=r"different tokens.*set scoring\.tokenizer to that of tiny"):
        load_engine_model(stub.url, str(other))


@pytest.mark.parametrize("kind", [VLLMStub, SGLangStub])
def test_without_a_tokenize_path_the_tokens_of_a_text_are_compared(
    kind: type[Stub], local: Model, tiny_dir: Path, tmp_path: Path, home: Path
) -> None:
    made = kind(local)
    made.root = str(tiny_dir)
    made.fault = lambda asked: Fault(status=404, body=b"{}") if asked.path == "/tokenize" else None
    other = save_tiny_llama(tmp_path / "other")
    byte_level_tokenizer(use_regex=False).save(str(other / "tokenizer.json"))
    with serving(made) as stub:
        assert load_engine_model(stub.url).name == "tiny"
        with pytest.raises(EngineError, match="different tokens"):
            load_engine_model(stub.url, str(other))


def test_a_model_whose_tokenizer_is_not_here_says_which_setting_helps(local: Model, home: Path) -> None:
    made = VLLMStub(local)
    made.root = "/on/the/server/only"
    with serving(made) as stub, pytest.raises(ModelError, match=r"no tokenizer for .*set scoring\.tokenizer"):
        load_engine_model(stub.url)


# -- faults ------------------------------------------------------------------------------------------------------------

_HALF = Fault(cut=True)
_FAULTS: dict[str, tuple[Fault, str, bool]] = {
    "half an answer": (_HALF, "dropped the connection", True),
    "hung up": (Fault(hang_up=True), "dropped the connection", True),
    "not JSON": (Fault(body=b"<html>"), "sent an answer that can't be used", False),
    "deep JSON": (Fault(body=b"[" * 100_000), "sent an answer that can't be used", False),
    "empty": (Fault(body=b"{}"), "sent an answer that can't be used", False),
    "busy": (Fault(status=429, body=b'{"error": {"message": "slow down"}}'), "failed .429: slow down", True),
    "broken": (Fault(status=500, body=b'{"detail": "engine dead"}'), "failed .500: engine dead", True),
    "no such model": (Fault(status=404, body=b'{"message": "no\\u001b[31m model"}'), r"refused .404: no\\x1b", False),
    "unauthorised": (Fault(status=401, body=b"{}"), "rejected the API key; put the right one", False),
    "redirect": (Fault(status=307, body=b"", headers={"Location": "http://127.0.0.1:9/"}), "redirects", False),
}


@pytest.mark.parametrize("name", _FAULTS)
def test_a_failure_is_reported_in_one_line_and_the_next_answer_is_good(
    stub: Stub, model: EngineModel, name: str
) -> None:
    fault, said, may_pass = _FAULTS[name]
    ids = _ids(model)
    stub.fault = lambda asked: fault if asked in stub.scored else None
    with pytest.raises(EngineError, match=said) as error:
        model.engine.score([Prompt(ids)])
    assert error.value.may_pass is may_pass
    assert str(error.value).isprintable()
    assert PROSE[:20] not in str(error.value)
    stub.fault = lambda _: None
    _assert_true(stub, ids, 1, model.engine.score([Prompt(ids)])[0], 20)


def _changed(change: Callable[[Any], object]) -> Callable[[Stub, Asked], Fault]:
    def fault(stub: Stub, asked: Asked) -> Fault:
        body = stub.answer(asked)[1]
        change(body)
        return Fault(body=json.dumps(body).encode())

    return fault


def _vllm(change: Callable[[dict[str, Any]], object]) -> Callable[[Stub, Asked], Fault]:
    return _changed(lambda body: change(body["choices"][0]))


def _set(where: dict[str, Any] | list[Any], key: Any, value: Any) -> object:
    where[key] = value
    return where


_LIES: dict[str, Callable[[Stub, Asked], Fault]] = {
    "another model's name": _changed(lambda body: _set(body, "model", "other")),
    "no choices": _changed(lambda body: _set(body, "choices", [])),
    "a choice too many": _changed(lambda body: body["choices"].append(body["choices"][0])),
    "no prompt": _vllm(lambda choice: _set(choice, "prompt_logprobs", None)),
    "a shorter prompt": _vllm(lambda choice: choice["prompt_logprobs"].pop()),
    "a hole": _vllm(lambda choice: _set(choice["prompt_logprobs"], 3, None)),
    "other tokens": _vllm(lambda choice: choice["prompt_token_ids"].reverse()),
    "others' numbers": _vllm(lambda choice: choice["prompt_logprobs"].insert(1, choice["prompt_logprobs"].pop())),
    "too few": _vllm(lambda choice: [choice["prompt_logprobs"][2].popitem() for _ in range(9)]),
    "probabilities": _vllm(lambda choice: [_set(one, "logprob", 0.5) for one in choice["prompt_logprobs"][4].values()]),
    "text for ids": _vllm(lambda choice: _set(choice["prompt_logprobs"], 2, {" the": {"logprob": -1.0}})),
}  # fmt: skip


@pytest.mark.parametrize("lie", _LIES)
def test_an_answer_to_another_request_is_never_accepted(local: Model, tiny_dir: Path, home: Path, lie: str) -> None:
    made = VLLMStub(local)
    made.root = str(tiny_dir)
    with serving(made) as stub:
        model = load_engine_model(stub.url)
        stub.fault = lambda asked: _LIES[lie](stub, asked) if asked in stub.scored else None
        with pytest.raises(EngineError, match="sent an answer that can't be used"):
            model.engine.score([Prompt(_ids(model))])


def test_an_endless_answer_is_not_read_to_its_end(stub: Stub, model: EngineModel) -> None:
    stub.fault = lambda asked: Fault(body=b" " * 3_000_000) if asked in stub.scored else None
    with pytest.raises(EngineError, match="more than"):
        model.engine.score([Prompt(_ids(model)[:5])], 0)


def test_an_unreachable_address_is_reported(home: Path, local: Model) -> None:
    with serving(VLLMStub(local)) as stub:
        url = stub.url
    with pytest.raises(EngineError, match=r"http://127\.0\.0\.1:\d+ can't be reached .Connection refused") as error:
        load_engine_model(url)
    assert error.value.may_pass


# -- the same model ----------------------------------------------------------------------------------------------------


def _restart(stub: Stub, change: Callable[[Stub], None]) -> Stub:
    """Return another server at the same port."""
    again = type(stub)(stub.model)
    again.root, again.port = stub.root, stub.port
    change(again)
    return again


@pytest.mark.parametrize("kind", [VLLMStub, SGLangStub])
@pytest.mark.parametrize("drops", [False, True])
def test_a_restarted_server_with_the_same_model_is_accepted(
    kind: type[Stub], local: Model, tiny_dir: Path, home: Path, drops: bool
) -> None:
    made = kind(local)
    made.root, made.drops = str(tiny_dir), drops
    with serving(made) as stub:
        model = load_engine_model(stub.url)
    with pytest.raises(EngineError):
        model.engine.score([Prompt(_ids(model))])
    with serving(_restart(stub, lambda again: None)) as again:
        _assert_true(again, _ids(model), 1, model.engine.score([Prompt(_ids(model))])[0], 20)


@pytest.mark.parametrize("kind", [VLLMStub, SGLangStub])
def test_another_model_with_the_same_name_is_noticed_at_the_next_connection(
    kind: type[Stub], local: Model, tiny_dir: Path, home: Path, tmp_path: Path
) -> None:
    other = load_model(str(save_tiny_llama(tmp_path / "other", max_position_embeddings=256, num_hidden_layers=1)))
    made = kind(local)
    made.root = str(tiny_dir)
    with serving(made) as stub:
        model = load_engine_model(stub.url)
        model.engine.score([Prompt(_ids(model))])
    elsewhere = _restart(stub, lambda again: setattr(again, "root", "elsewhere"))
    with serving(elsewhere), pytest.raises(EngineError, match="now serves elsewhere"):
        model.engine.score([Prompt(_ids(model))])
    again = _restart(stub, lambda again: None)
    again.__init__(other)  # type: ignore[misc]
    again.root, again.port = stub.root, stub.port
    with serving(again):
        for _ in range(2):  # it isn't accepted later either
            with pytest.raises(EngineError, match="now serves a different model as tiny"):
                model.engine.score([Prompt(_ids(model))])
        name = "prompt" if kind is VLLMStub else "input_ids"
        text = _ids(model).tolist()
        assert not [asked for asked in again.scored if text in asked.fields[name]]  # it didn't get the text
    with serving(_restart(stub, lambda again: None)):
        model.engine.score([Prompt(_ids(model))])


def test_an_unexpected_model_does_not_get_the_text(local: Model, tiny_dir: Path, home: Path, tmp_path: Path) -> None:
    other = load_model(str(save_tiny_llama(tmp_path / "other", max_position_embeddings=256, num_hidden_layers=1)))
    made = VLLMStub(local)
    made.root = str(tiny_dir)
    with serving(made) as stub:
        load_engine_model(stub.url)
    model = expected_engine_model(stub.url)
    assert model is not None
    again = _restart(stub, lambda again: setattr(again, "model", other))
    again._cache = other.new_cache(other.max_positions)
    with serving(again), pytest.raises(EngineError, match="now serves a different model as tiny"):
        model.engine.score([Prompt(_ids(model))])
    assert _ids(model).tolist() not in [prompt for asked in again.scored for prompt in asked.fields["prompt"]]


def test_the_key_goes_to_the_engine_with_every_request(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGPROSE_API_KEY", "s3cret")
    load_engine_model(stub.url)
    assert {asked.key for asked in stub.requests} == {"Bearer s3cret"}


def test_no_proxy_is_used(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert load_engine_model(stub.url).name == "tiny"


def test_an_engine_without_a_connection_is_not_asked(home: Path) -> None:
    from scoring.address import engine_address

    with pytest.raises(EngineError):
        Engine(engine_address("http://127.0.0.1:9")).score([Prompt(np.array([1, 2], np.int32))])
