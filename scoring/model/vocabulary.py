"""The tokens of a vocabulary by their text: those that end a line, begin a word, or continue one."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Tokenizer

_SENTENCE_END = re.compile(rb"""[.!?]["')\]]*\s*\Z""")
_GOES_ON = re.compile(r"[^\W_]|'[^\W\d_]")

Mask = npt.NDArray[np.bool_]


class Vocabulary:
    """The tokens of a model, classified by their text.

    Args:
        tokenizer: the model's.
        size: number of logits; ids without a token have no text.
    """

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        self.size = size
        self._tokenizer = tokenizer
        self._begins = lru_cache(maxsize=64)(self._tokens_that_begin)

    @cached_property
    def _bytes(self) -> list[bytes]:
        return [self._tokenizer.token_bytes(token_id) for token_id in range(self.size)]

    @cached_property
    def cut_class(self) -> npt.NDArray[np.uint8]:
        """How well a page can begin after each token: 0 at a line end, 1 at a sentence end, 2 elsewhere; (size,)."""
        return np.array(
            [0 if data.endswith(b"\n") else 1 if _SENTENCE_END.search(data) else 2 for data in self._bytes], np.uint8
        )

    @cached_property
    def continues_word(self) -> Mask:
        """Whether each token, right after a word, would be part of it; shape (size,). Pieces of characters count."""
        return np.array([bool(data) and _continues(data) for data in self._bytes])

    def begins_word(self, prefix: str) -> Mask:
        """Return a mask of the tokens that are `prefix` (a blank, say) and the start of a word; shape (size,)."""
        return self._begins(prefix)

    def _tokens_that_begin(self, prefix: str) -> Mask:
        start = prefix.encode()
        return np.array(
            [data.startswith(start) and data[len(start) :].decode("utf-8", "replace").isalpha() for data in self._bytes]
        )

    def bytes_of(self, token_id: int) -> bytes:
        """Return the text of a token in UTF-8, or its bytes if it is only a piece of a character."""
        return self._bytes[token_id]


def _continues(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    return bool(_GOES_ON.match(text)) or "\udc80" <= text[0] <= "\udcff"
