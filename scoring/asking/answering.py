"""Answers a question in the model's own words, from passages of the writer's drafts, sentence by sentence.

A sentence's support is its log-probability with the passages minus that without them, in nats per token; its source is
the single passage that makes it most probable. So we never rely on the sources that the model itself names, which small
models make up.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

import numpy as np

from scoring.asking.prompt import Prompts, prompts
from scoring.asking.writers import MOST_WRITTEN, Writer, writer_for
from scoring.engines.engine_model import AnyModel
from scoring.language.sentences import SENTENCE_END
from scoring.protocol import MOST_NATS, MOST_SENTENCES, NOTHING_SAID, AnswerSentence

LEAST_SUPPORT = 0.5
"""The least support, in nats per token, of a supported sentence; `benchmarks.ask_support` measures it."""
_END = re.compile(rf"{SENTENCE_END}|\n")


def unable(model: AnyModel, least: float) -> str:
    """Return why a model can't write answers, in one line; "" if it can.

    `least`: the least size in billions of parameters. A model on an engine whose name doesn't tell its size is
    accepted.
    """
    if model.chat is None:
        return f"{model.name} isn't an instruction model: only sentences from your drafts"
    if model.parameters is not None and model.parameters < least * 1e9:
        return f"only sentences from your drafts: answers need {least:g}B parameters, it has {_short(model.parameters)}"
    return ""


def _short(parameters: int) -> str:
    return f"{parameters / 1e9:.2g}B"


class Answering:
    """An answer that is being written.

    Args:
        model: one that is not `unable`.
        question: the question.
        passages: each with the headings above it.

    Raises:
        ValueError: the model can't be prompted.
    """

    def __init__(self, model: AnyModel, question: str, passages: Sequence[str]) -> None:
        assert model.chat is not None
        room = model.max_positions - MOST_WRITTEN
        self._prompts: Prompts = prompts(model.chat, model.tokenizer, question, passages, room)
        self._vocabulary = model.vocabulary
        self._writer: Writer = writer_for(model)
        self._ids: list[int] = []
        self._past, self._end = 0, 0  # tokens and code points of the checked sentences
        self._checked: list[AnswerSentence] = []

    @property
    def prompt(self) -> str:
        """The model's prompt."""
        return self._prompts.whole.text

    @property
    def sentences(self) -> tuple[AnswerSentence, ...]:
        """The checked sentences, and the rest of the text written so far."""
        rest = " ".join(self._text[self._end :].split())
        return (*self._checked, AnswerSentence(rest)) if rest and not self._is_over else tuple(self._checked)

    @property
    def is_silent(self) -> bool:
        """Whether, judging by the checked sentences, the drafts don't say."""
        return not any(one.source is not None and one.is_supported for one in self._checked)

    @property
    def _is_over(self) -> bool:
        return len(self._checked) == MOST_SENTENCES or any(_says_nothing(one.text) for one in self._checked)

    def steps(self) -> Iterator[None]:
        """Write the answer; each step takes a moment. Raises EngineError."""
        for fresh in self._writer.write(self._prompts.whole.ids):
            self._ids += fresh
            yield
            while len(self._checked) < len(self._spans(self._text)) and not self._is_over:
                yield from self._check()
            if self._is_over:
                return
        while len(self._checked) < len(self._spans(self._text, is_done=True)) and not self._is_over:
            yield from self._check()

    @property
    def _text(self) -> str:
        return b"".join(map(self._vocabulary.bytes_of, self._ids)).decode("utf-8", "ignore")

    @staticmethod
    def _spans(text: str, *, is_done: bool = False) -> list[tuple[int, int]]:
        """Return the complete sentences written so far, as [start, end) in code points."""
        ends = [found.end() for found in _END.finditer(text)] + ([len(text)] if is_done else [])
        pieces = [(start, end) for start, end in pairwise([0, *ends]) if text[start:end].strip()]
        return [(start, start + len(text[start:end].rstrip())) for start, end in pieces]

    def _check(self) -> Iterator[None]:
        """Find the support and the source of the first unchecked sentence."""
        text = self._text
        start, end = self._spans(text, is_done=True)[len(self._checked)]
        sentence = " ".join(text[start:end].split())
        if _says_nothing(sentence):
            self._end = end
            self._checked.append(AnswerSentence(NOTHING_SAID, is_checked=True))
            return
        sizes = [len(self._vocabulary.bytes_of(token)) for token in self._ids]
        first, past = self._past, bisect_left([0, *accumulate(sizes)][:-1], len(text[:end].encode()))
        asked = [self._prompts.whole.ids, self._prompts.bare.ids, *(one.ids for one in self._prompts.alone)]
        ids = np.array(self._ids[:past], np.int32)
        values: list[float] | None = None
        for values in self._writer.log_probs(asked, ids, first):
            if values is None:
                yield
        assert values is not None
        self._past, self._end = past, end
        whole, bare, *alone = values
        support = (whole - bare) / max(1, past - first)
        source = alone.index(max(alone)) if alone else None
        self._checked.append(
            AnswerSentence(sentence, source, _sendable(support), support >= LEAST_SUPPORT, is_checked=True)
        )


def _says_nothing(sentence: str) -> bool:
    return sentence.casefold().startswith(NOTHING_SAID[:-1].casefold())


def _sendable(nats: float) -> float:
    return max(-MOST_NATS, min(nats, MOST_NATS)) if math.isfinite(nats) else -MOST_NATS
