"""A session's tokens as a sequence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import overload

from scoring.windows.token_scores import TokenScore


class Tokens(Sequence[TokenScore]):
    """A session's tokens as a sequence that reads each one on demand; valid until the next edit.

    Args:
        length: the number of tokens.
        read: returns the token at an index from 0 to `length` - 1.
    """

    def __init__(self, length: int, read: Callable[[int], TokenScore]) -> None:
        self._length = length
        self._read = read

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> TokenScore: ...
    @overload
    def __getitem__(self, index: slice) -> list[TokenScore]: ...
    def __getitem__(self, index: int | slice) -> TokenScore | list[TokenScore]:
        if isinstance(index, slice):
            return [self._read(position) for position in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"token {index} of {len(self)}")
        return self._read(index % len(self))
