"""Servers that answer like vLLM and SGLang, with exactly their fields and with real numbers from a model in memory.

Any answer can be made faulty. Other servers, which can't be used, are here too.
"""

from __future__ import annotations

import json
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import torch

from scoring.model.model import Model

Body = dict[str, Any] | list[Any] | None


@dataclass
class Fault:
    """What to do instead of answering.

    Attributes:
        status: the answer's.
        body: replaces the answer's; None: unchanged.
        cut: leave out the second half of the answer.
        hang_up: close the connection without an answer.
        headers: added to the answer's.
    """

    status: int = 200
    body: bytes | None = None
    cut: bool = False
    hang_up: bool = False
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Asked:
    """A request: its path, its fields, and its Authorization."""

    path: str
    fields: dict[str, Any]
    key: str


class Stub:
    """A server's behaviour; subclasses have its fields.

    Attributes:
        model: makes the numbers.
        requests: all so far.
        fault: returns the fault for a request; None: no fault.
        hold: cleared to make answers to scoring requests wait.
        most: the most top log-probabilities that it returns.
        longest: its longest prompt and answer.
        served: the model's name.
        drops: whether it closes the connection after each answer.
    """

    server = ""

    def __init__(self, model: Model, served: str = "tiny", longest: int | None = None) -> None:
        self.model = model
        self.requests: list[Asked] = []
        self.fault: Callable[[Asked], Fault | None] = lambda _: None
        self.hold = threading.Event()
        self.hold.set()
        self.held = threading.Event()
        self.hung_up = threading.Event()
        self.most = 20
        self.longest = model.max_positions if longest is None else longest
        self.served = served
        self.root = served
        self.port = 0
        self.drops = False
        self._lock = threading.Lock()
        self._cache = model.new_cache(model.max_positions)  # prompts begin alike

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def scored(self) -> list[Asked]:
        """The scoring requests."""
        return [asked for asked in self.requests if asked.path in ("/v1/completions", "/generate")]

    def answer(self, asked: Asked) -> tuple[int, Body]:
        """Return the status and the body of an answer."""
        if asked.path == "/v1/models":
            return 200, {"object": "list", "data": [self.entry()]}
        if asked.path == "/tokenize":
            ids = self.encoded(asked.fields["prompt"])
            return 200, {"count": len(ids), "max_model_len": self.longest, "tokens": ids, "token_strs": None}
        return 404, {"detail": "Not Found"}

    def entry(self) -> dict[str, Any]:
        """Return the model's entry in the list of models."""
        raise NotImplementedError

    def encoded(self, text: str) -> list[int]:
        """Return a text's tokens."""
        ids: list[int] = self.model.tokenizer.encode(text)[0].tolist()
        return ids

    @torch.inference_mode()
    def log_probs(self, ids: list[int]) -> torch.Tensor:
        """Return the log-probabilities of all tokens after each of a prompt's, shape (n, vocabulary)."""
        with self._lock:
            cache = self._cache
            if cache.ids.tolist() != ids:
                cache.retarget(np.array(ids, np.int32))
            while cache.valid < len(ids):
                cache.forward(cache.valid, min(cache.valid + 256, len(ids)))
            return torch.log_softmax(self.model.logits(cache.hidden[: len(ids)]).float(), -1)

    def written(self, ids: list[int], count: int) -> tuple[list[int], str]:
        """Return the greedy continuation of a prompt, and why it ends."""
        written: list[int] = []
        while len(written) < count:
            written.append(int(self.log_probs([*ids, *written])[-1].argmax()))
            if written[-1] in self.model.tokenizer.special:
                return written, "stop"
        return written, "length"


class VLLMStub(Stub):
    """vLLM 0.32's fields."""

    server = "uvicorn"

    def entry(self) -> dict[str, Any]:
        """See `Stub`."""
        return {
            "id": self.served,
            "object": "model",
            "created": 1764400000,
            "owned_by": "vllm",
            "root": self.root,
            "parent": None,
            "max_model_len": self.longest,
            "permission": [],
        }

    def answer(self, asked: Asked) -> tuple[int, Body]:
        """See `Stub`."""
        if asked.path != "/v1/completions":
            return super().answer(asked)
        fields = asked.fields
        if fields["model"] != self.served:
            return 404, _error(f"The model `{fields['model']}` does not exist.", "NotFoundError", 404)
        if "prompt_logprobs" not in fields:
            return 200, self._completion([self._written(fields["prompt"], fields["max_tokens"])], 0)
        k = fields["prompt_logprobs"]
        if k > self.most:
            said = f"Requested prompt logprobs of {k}, which is greater than max allowed: {self.most}"
            return 400, _error(said, "BadRequestError", 400)
        prompts = fields["prompt"]
        if isinstance(prompts, str):
            prompts = self.encoded(prompts)
        if prompts and isinstance(prompts[0], int):
            prompts = [prompts]
        if any(len(prompt) + fields["max_tokens"] > self.longest for prompt in prompts):
            said = f"This model's maximum context length is {self.longest} tokens."
            return 400, _error(said, "BadRequestError", 400)
        choices = [self._choice(index, prompt, k) for index, prompt in enumerate(prompts)]
        return 200, self._completion(choices, sum(map(len, prompts)))

    def _completion(self, choices: list[dict[str, Any]], count: int) -> dict[str, Any]:
        usage = {"prompt_tokens": count, "completion_tokens": len(choices), "total_tokens": count + len(choices)}
        head = {"id": "cmpl-1", "object": "text_completion", "created": 1764400000, "model": self.served}
        return head | {"choices": choices, "usage": usage, "kv_transfer_params": None}

    def _written(self, ids: list[int], count: int) -> dict[str, Any]:
        tokens, reason = self.written(ids, count)
        return {"index": 0, "text": "", "logprobs": None, "finish_reason": reason, "token_ids": tokens}

    def _choice(self, index: int, ids: list[int], k: int) -> dict[str, Any]:
        rows = self.log_probs(ids)
        places: list[dict[str, Any] | None] = [None]
        for row, token in zip(rows[:-1], ids[1:], strict=True):
            top = row.topk(k).indices.tolist() if k else []
            entries = {str(token): self._entry(row, token)}  # its own token comes first
            entries |= {str(other): self._entry(row, other) for other in top}
            places.append(entries)
        return {
            "index": index,
            "text": " x",
            "logprobs": None,
            "finish_reason": "length",
            "stop_reason": None,
            "token_ids": [int(rows[-1].argmax())],
            "prompt_logprobs": places,
            "prompt_token_ids": ids,
        }

    def _entry(self, row: torch.Tensor, token: int) -> dict[str, Any]:
        value = float(row[token])
        text = self.model.tokenizer.text_of(token)
        return {"logprob": max(value, -9999.0), "rank": int((row > row[token]).sum()) + 1, "decoded_token": text}


class SGLangStub(Stub):
    """The fields of SGLang's native `/generate`, as its documentation has them."""

    server = "uvicorn"

    def entry(self) -> dict[str, Any]:
        """See `Stub`."""
        return {
            "id": self.served,
            "object": "model",
            "created": 1764400000,
            "owned_by": "sglang",
            "root": self.root,
            "parent": None,
            "max_model_len": self.longest,
        }

    def answer(self, asked: Asked) -> tuple[int, Body]:
        """See `Stub`."""
        if asked.path != "/generate":
            return super().answer(asked)
        fields = asked.fields
        if "return_logprob" not in fields:
            tokens, reason = self.written(fields["input_ids"], fields["sampling_params"]["max_new_tokens"])
            return 200, {"text": "", "output_ids": tokens, "meta_info": {"id": "0", "finish_reason": {"type": reason}}}
        k = fields["top_logprobs_num"]
        if "text" in fields:
            return 200, self._generated(self.encoded(fields["text"]), 0, k)
        prompts = fields["input_ids"]
        if any(len(prompt) + 1 > self.longest for prompt in prompts):
            return 400, _error(f"The input is longer than the model's context length ({self.longest}).", "", 400)
        starts = fields["logprob_start_len"]
        return 200, [self._generated(ids, start, k) for ids, start in zip(prompts, starts, strict=True)]

    def _generated(self, ids: list[int], start: int, k: int) -> dict[str, Any]:
        rows = self.log_probs(ids)
        own: list[list[Any]] = [[None, ids[start], None]]
        top: list[list[list[Any]] | None] = [None]
        for row, token in zip(rows[start:-1], ids[start + 1 :], strict=True):
            own.append([_finite(row[token]), token, None])
            best = row.topk(k)
            pairs = zip(best.values, best.indices.tolist(), strict=True)
            top.append([[_finite(value), other, None] for value, other in pairs] if k else None)
        meta = {
            "id": "0",
            "finish_reason": {"type": "length", "length": 1},
            "prompt_tokens": len(ids),
            "weight_version": "default",
            "input_token_logprobs": own,
            "output_token_logprobs": [[-1.0, 5, None]],
            "completion_tokens": 1,
            "cached_tokens": start,
            "e2e_latency": 0.01,
        }
        return {"text": " x", "output_ids": [5], "meta_info": meta | ({"input_top_logprobs": top} if k else {})}


class OtherStub(Stub):
    """A server that can't be used: its name, and what it answers on some paths with status 200."""

    def __init__(self, model: Model, answers: dict[str, Body], server: str = "") -> None:
        super().__init__(model)
        self.answers = answers
        self.server = server

    def answer(self, asked: Asked) -> tuple[int, Body]:
        """See `Stub`."""
        return (200, self.answers[asked.path]) if asked.path in self.answers else (404, {"error": "not found"})


def _finite(value: torch.Tensor) -> float | None:
    return float(value) if torch.isfinite(value) else None


def _error(message: str, kind: str, code: int) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


@contextmanager
def serving(stub: Stub) -> Iterator[Stub]:
    """Serve a stub on a local port."""

    open_now: list[socket.socket] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            open_now.append(self.connection)

        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, fields: dict[str, Any]) -> None:
            asked = Asked(self.path, fields, self.headers.get("Authorization", ""))
            stub.requests.append(asked)
            fault = stub.fault(asked)
            if fault is not None and fault.hang_up:
                self.close_connection = True
                return
            while asked in stub.scored and not stub.hold.is_set():
                stub.held.set()
                if select.select([self.connection], [], [], 0.02)[0]:  # the client has hung up
                    stub.hung_up.set()
                    self.close_connection = True
                    return
            status, body = stub.answer(asked)
            data = json.dumps(body).encode()
            if fault is not None:
                status, data = fault.status, data if fault.body is None else fault.body
            self.close_connection |= stub.drops
            self.send_response(status)
            for name, value in (fault.headers if fault is not None else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if fault is not None and fault.cut:
                data, self.close_connection = data[: len(data) // 2], True
            self.wfile.write(data)

        def version_string(self) -> str:
            return stub.server

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass  # the client is gone

    server = Server(("127.0.0.1", stub.port), Handler)
    stub.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        for connection in open_now:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        thread.join()
