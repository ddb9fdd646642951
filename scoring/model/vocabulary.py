"""Classifies the tokens of a vocabulary by their text: those that end a line, begin or continue a word, can be written,
or begin with given bytes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from scoring.model.tokens import Tokenizer

_SENTENCE_END = re.compile(rb"""[.!?]["')\]]*\s*\Z""")
_GOES_ON = re.compile(r"[^\W_]|'[^\W\d_]")

_UNWRITTEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_WRITTEN = frozenset("\n\t\u200c\u200d")
"""Characters of these categories that do occur in texts: line ends, tabs, and the joiners inside words and emoji."""

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

    @cached_property
    def writable(self) -> Mask:
        """Whether each token is text that may be put into a draft: not a special token, and without control or
        invisible characters; shape (size,). Pieces of characters count."""
        special = self._tokenizer.special
        return np.array([bool(data) and i not in special and is_writable(data) for i, data in enumerate(self._bytes)])

    @cached_property
    def special(self) -> Mask:
        """Whether each token isn't text but a special token, such as the end of a text; shape (size,)."""
        return np.isin(np.arange(self.size), list(self._tokenizer.special))

    @cached_property
    def pieces_at_start(self) -> npt.NDArray[np.uint8]:
        """How many bytes at the start of each token continue a character begun by an earlier token; (size,)."""
        return np.array([_pieces_at_start(data) for data in self._bytes], np.uint8)

    @cached_property
    def lengths(self) -> npt.NDArray[np.int32]:
        """The number of bytes of each token, shape (size,)."""
        return np.array([len(data) for data in self._bytes], np.int32)

    @cached_property
    def _sorted(self) -> tuple[list[bytes], list[int]]:
        pairs = sorted((data, token) for token, data in enumerate(self._bytes) if data)
        return [data for data, _ in pairs], [token for _, token in pairs]

    def beginning_with(self, data: bytes) -> list[int]:
        """Return the tokens whose text begins with or equals `data`, which isn't empty."""
        texts, tokens = self._sorted
        return tokens[bisect_left(texts, data) : bisect_right(texts, data, key=lambda text: text[: len(data)])]

    def at_start_of(self, data: bytes) -> list[int]:
        """Return the tokens whose text is a proper prefix of `data`."""
        return [token for length in range(1, len(data)) for token in self.spelling(data[:length])]

    def spelling(self, data: bytes) -> list[int]:
        """Return the tokens whose text is `data`, which isn't empty."""
        texts, tokens = self._sorted
        return tokens[bisect_left(texts, data) : bisect_right(texts, data)]

    def bytes_of(self, token_id: int) -> bytes:
        """Return the text of a token in UTF-8, or its bytes if it is only a piece of a character."""
        return self._bytes[token_id]


def _continues(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    return bool(_GOES_ON.match(text)) or "\udc80" <= text[0] <= "\udcff"


def is_writable(data: bytes) -> bool:
    """Return True if text may be put into a draft: it has no control characters except line ends and tabs, and none
    that are invisible or change the direction of the text. Pieces of characters at either end don't count."""
    text = data[_pieces_at_start(data) :].decode("utf-8", "ignore")
    return all(character in _WRITTEN or unicodedata.category(character) not in _UNWRITTEN for character in text)


def _pieces_at_start(data: bytes) -> int:
    return next((place for place, byte in enumerate(data) if byte & 0xC0 != 0x80), len(data))
