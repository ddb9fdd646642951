"""The steps of undo and redo as bytes, tied to the text that they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import msgspec

from editor.document.history import Step
from editor.document.selections import Selection, Selections
from editor.document.transaction import Change, Transaction

LARGEST = 2 << 20
"""About the most bytes of a kept history; the oldest steps are left out first."""
_MAGIC = b"logprose history 1\n"
_DIGEST = 16

_Changes = list[tuple[int, int, bytes]]
_Ranges = tuple[list[tuple[int, int]], int] | None


class _KeptStep(msgspec.Struct, array_like=True):
    changes: _Changes
    inverse: _Changes
    before: _Ranges
    after: _Ranges


class _Kept(msgspec.Struct, array_like=True):
    text: bytes  # its digest
    done: list[_KeptStep]
    undone: list[_KeptStep]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Kept).decode


def encode_history(text_digest: bytes, done: Sequence[Step], undone: Sequence[Step]) -> bytes:
    """A history as bytes; of a large one the newest steps."""
    room = [LARGEST]
    redo = _newest(undone, room)
    payload = _encode(_Kept(text_digest, _newest(done, room), redo))
    return _MAGIC + blake2b(payload, digest_size=_DIGEST).digest() + payload


def decode_history(data: bytes, text_digest: bytes) -> tuple[list[Step], list[Step]] | None:
    """What can be undone and redone of the text with that digest; None: the bytes are no history, or of another."""
    head, payload = data[: len(_MAGIC) + _DIGEST], data[len(_MAGIC) + _DIGEST :]
    if head != _MAGIC + blake2b(payload, digest_size=_DIGEST).digest():
        return None
    try:
        kept = _decode(payload)
        if kept.text != text_digest:
            return None
        return [_step(one) for one in kept.done], [_step(one) for one in kept.undone]
    except (msgspec.DecodeError, ValueError):
        return None


def _newest(steps: Sequence[Step], room: list[int]) -> list[_KeptStep]:
    found = []
    for step in reversed(steps):
        room[0] -= step.cost
        if room[0] < 0:
            break
        before, after = _ranges(step.selections_before), _ranges(step.selections_after)
        found.append(_KeptStep(_changes(step.transaction), _changes(step.inverse), before, after))
    found.reverse()
    return found


def _changes(transaction: Transaction) -> _Changes:
    return [(one.start, one.end, one.text.encode("utf-8", "surrogatepass")) for one in transaction.changes]


def _ranges(selections: Selections | None) -> _Ranges:
    if selections is None:
        return None
    return [(one.anchor, one.head) for one in selections], selections.main_index


def _step(kept: _KeptStep) -> Step:
    before, after = _selections(kept.before), _selections(kept.after)
    return Step(_transaction(kept.changes), _transaction(kept.inverse), before, after, 0, 0)


def _transaction(changes: Iterable[tuple[int, int, bytes]]) -> Transaction:
    return Transaction(
        tuple([Change(start, end, text.decode("utf-8", "surrogatepass")) for start, end, text in changes])
    )


def _selections(ranges: _Ranges) -> Selections | None:
    if ranges is None:
        return None
    return Selections(tuple([Selection(anchor, head) for anchor, head in ranges[0]]), ranges[1])
