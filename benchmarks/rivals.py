"""Other ways to rescore a text after an edit; each takes the whole text and scores all of it."""

from __future__ import annotations

import importlib
import importlib.util
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from transformers import DynamicCache

from scoring.model.tokens import Ids, Tokenizer
from scoring.windows.pages import Page, WindowRule


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of scoring: tokens run through the model, and seconds."""

    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a changing text: from code point `start` to `from_end` code points before the end."""

    start: int
    from_end: int


class Rival(Protocol):
    """Scores a text, from scratch or reusing what it kept from the last one."""

    name: str

    def score(self, text: str) -> Cost:
        """Score all of `text`."""


class Windows:
    """The windows of a text, the same for all rivals and for logprose itself."""

    def __init__(self, tokenizer: Tokenizer, rule: WindowRule, start_id: int) -> None:
        self._tokenizer, self._rule, self._start_id = tokenizer, rule, start_id

    def of(self, text: str, near: Region | None = None) -> list[tuple[Page, Ids]]:
        """Return each page with the tokens of its window. Pages that share the window beginning at 0 count as one.

        `near`: return only the windows that overlap this part of the text. (A rival with a cache for every window pays
        nothing for unchanged ones; this avoids computing them first.)
        """
        ids, starts, _ = self._tokenizer.encode(text)
        pages = self._rule.plan(ids)
        head = [page for page in pages if page.context == 0]
        pages = [Page(0, 0, head[-1].end), *pages[len(head) :]] if head else pages
        start = np.array([self._start_id], np.int32)
        if near is not None:
            first, past = np.searchsorted(starts, [near.start, len(text) - near.from_end])
            pages = [page for page in pages if page.context <= past and first <= page.end]
        return [(page, np.concatenate([start, ids[page.context : page.end]])) for page in pages]


class Recompute:
    """(a) transformers over every window, without a cache."""

    name = "transformers, all again"

    def __init__(self, network: Any, windows: Windows) -> None:
        self._network, self._windows = network, windows

    @torch.inference_mode()
    def score(self, text: str) -> Cost:
        """See `Rival`."""
        begun, tokens = time.perf_counter(), 0
        for page, ids in self._windows.of(text):
            batch = torch.from_numpy(ids.astype(np.int64))[None]
            logits = self._network(batch, use_cache=False, logits_to_keep=page.end - page.start + 1).logits[0]
            torch.log_softmax(logits.float(), -1).topk(10)
            tokens += len(ids)
        return Cost(tokens, time.perf_counter() - begun)


class PrefixCache:
    """(b) transformers with one cache per window, cropped to the common prefix."""

    name = "transformers, common prefix kept"

    def __init__(self, network: Any, windows: Windows, near: Region | None = None) -> None:
        self._network, self._windows, self._near = network, windows, near
        self._kept: list[tuple[Ids, DynamicCache]] = []

    @torch.inference_mode()
    def score(self, text: str) -> Cost:
        """See `Rival`."""
        begun, tokens, kept = time.perf_counter(), 0, []
        for index, (_, ids) in enumerate(self._windows.of(text, self._near)):
            old, cache = self._kept[index] if index < len(self._kept) else (ids[:0], DynamicCache())
            length = min(len(old), len(ids))
            differs = np.flatnonzero(old[:length] != ids[:length])
            shared = int(differs[0]) if len(differs) else length
            if shared < len(ids):
                cache.crop(shared - cache.get_seq_length())
                rest = torch.from_numpy(ids[shared:].astype(np.int64))[None]
                logits = self._network(rest, past_key_values=cache, use_cache=True).logits[0]
                torch.log_softmax(logits.float(), -1).topk(10)
                tokens += len(ids) - shared
            kept.append((ids, cache))
        self._kept = kept
        return Cost(tokens, time.perf_counter() - begun)


class LlamaCpp:
    """(c) llama.cpp with its prefix cache, on a GGUF file; one context per window, like the slots of its server."""

    def __init__(self, gguf: Path, windows: Windows, threads: int, max_length: int, near: Region | None = None) -> None:
        llama_cpp: Any = importlib.import_module("llama_cpp")
        self.name = f"llama.cpp {gguf.stem.rpartition('.')[2]}"
        self._windows, self._near = windows, near
        self._make: Any = lambda: llama_cpp.Llama(
            str(gguf), n_ctx=max_length, n_batch=512, n_threads=threads, n_threads_batch=threads, logits_all=True,
            verbose=False,
        )  # fmt: skip
        self._contexts: list[Any] = []

    def forget(self) -> None:
        """Start from scratch again; the model stays loaded."""
        for context in self._contexts:
            context.reset()

    def score(self, text: str) -> Cost:
        """See `Rival`."""
        windows = self._windows.of(text, self._near)
        while len(self._contexts) < len(windows):
            self._contexts.append(self._make())
        begun, tokens = time.perf_counter(), 0
        for context, (_, ids) in zip(self._contexts, windows, strict=False):
            old = context.input_ids[: context.n_tokens]
            length = min(len(old), len(ids))
            differs = np.flatnonzero(old[:length] != ids[:length])
            shared = int(differs[0]) if len(differs) else length
            if shared < len(ids):
                context.n_tokens = shared
                context.eval(ids[shared:].tolist())
                scores = torch.from_numpy(context.scores[shared : len(ids)])
                torch.log_softmax(scores, -1).topk(10)
                tokens += len(ids) - shared
        return Cost(tokens, time.perf_counter() - begun)


def has_llama_cpp() -> bool:
    """Return True if llama-cpp-python is installed (pip install .[benchmark], which compiles for about ten minutes)."""
    return importlib.util.find_spec("llama_cpp") is not None
