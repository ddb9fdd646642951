"""A session's results as bytes: settled scores with the probe's signs, and the findings of the edit search.

A session with the same text can restore them without running the model. The bytes are valid for one version of the
program and one model; see `scoring.kept.store`.
"""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from scoring.edits.findings import Found, Suspects
from scoring.flags.review import Review, Reviewed
from scoring.model.tokens import Ids
from scoring.windows.score_book import ScoreBook
from scoring.windows.token_scores import ScoredChunk


class _Array(msgspec.Struct, frozen=True, array_like=True):
    """An array: its type, its shape, and its bytes."""

    dtype: str
    shape: tuple[int, ...]
    data: bytes


class _State(msgspec.Struct, frozen=True, array_like=True):
    """A session's results.

    Attributes:
        numbers: the model's number format, see `scoring.model.reader`.
        ids: the text's tokens.
        settled: whether each has its score.
        rows: the fields of a `ScoredChunk` with the scores of those tokens, by name.
        pending, searched, found: see `Reviewed`.
    """

    numbers: str
    ids: _Array
    settled: _Array
    rows: dict[str, _Array | None]
    pending: _Array
    searched: dict[str, Suspects]
    found: list[Found]


def encoded(numbers: str, ids: Ids, book: ScoreBook, reviewed: Reviewed) -> bytes:
    """Return all results about a text as bytes.

    Args:
        numbers: the model's number format, see `scoring.model.reader`.
        ids: the text's tokens, shape (tokens,).
        book, reviewed: the results.
    """
    settled, chunk = book.settled_rows()
    rows = {} if chunk is None else {one.name: _packed(getattr(chunk, one.name)) for one in fields(chunk)}
    pending, found = _array(reviewed.pending), list(reviewed.found)
    return _encoder().encode(_State(numbers, _array(ids), _array(settled), rows, pending, reviewed.searched, found))


def restore(data: bytes, numbers: str, ids: Ids, book: ScoreBook, review: Review) -> bool:
    """Restore the result of `encoded`; if it is about another text or model, return False and change nothing.

    `ids`, `book` and `review` are a new session's, as for `encoded`.
    """
    try:
        state = _decoder().decode(data)
        settled = _unpacked(state.settled).astype(np.bool_)
        pending = _unpacked(state.pending).astype(np.bool_)
        if state.numbers != numbers or not np.array_equal(_unpacked(state.ids), ids):
            return False
        rows: dict[str, Any] = {name: None if one is None else _unpacked(one) for name, one in state.rows.items()}
        chunk = ScoredChunk(**rows) if rows else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, TypeError):
        return False
    lengths = {len(values) for values in rows.values() if values is not None} or {0}
    if lengths != {int(settled.sum())} or not settled.shape == pending.shape == ids.shape:
        return False
    if chunk is not None:
        book.restore(settled, chunk)
    review.restore(Reviewed(pending, state.searched, state.found))
    return True


@cache
def _encoder() -> msgspec.msgpack.Encoder:
    return msgspec.msgpack.Encoder(enc_hook=_plain)


@cache
def _decoder() -> msgspec.msgpack.Decoder[_State]:
    return msgspec.msgpack.Decoder(_State)


def _plain(value: Any) -> Any:
    """Return numpy's numbers as Python's."""
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"{type(value).__name__} in a finding")


def _array(values: npt.NDArray[Any]) -> _Array:
    return _Array(values.dtype.str, values.shape, np.ascontiguousarray(values).tobytes())


def _packed(values: npt.NDArray[Any] | None) -> _Array | None:
    return None if values is None else _array(values)


def _unpacked(values: _Array) -> npt.NDArray[Any]:
    """Return an array. Raises ValueError or TypeError if it isn't one."""
    return np.frombuffer(values.data, np.dtype(values.dtype)).reshape(values.shape)
