"""The tokens of a session as a sequence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from scoring.windows.token_scores import TokenScore

if TYPE_CHECKING:
    from scoring.session import Session


class Tokens(Sequence[TokenScore]):
    """The tokens of a session as a sequence that reads them where they lie; valid until the next edit."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def __len__(self) -> int:
        return len(self._session.tokenized)

    @overload
    def __getitem__(self, index: int) -> TokenScore: ...
    @overload
    def __getitem__(self, index: slice) -> list[TokenScore]: ...
    def __getitem__(self, index: int | slice) -> TokenScore | list[TokenScore]:
        if isinstance(index, slice):
            return [self._session.token_score(position) for position in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"token {index} of {len(self)}")
        return self._session.token_score(index % len(self))
