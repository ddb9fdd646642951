"""Progress on the last line of a terminal."""

from __future__ import annotations

import sys
from types import TracebackType

from editor.text.printable import printable

_CLEAR = "\r\x1b[K"


class Progress:
    """Shows progress on standard error if that is a terminal, and clears it in the end.

    Attributes:
        about: the file or draft in progress.
    """

    def __init__(self, about: str = "") -> None:
        self.about = about
        self._is_shown = sys.stderr.isatty()

    def __call__(self, doing: str) -> None:
        """Show a few words in place of the previous ones."""
        if self._is_shown:
            shown = printable(f"{self.about}: {doing}" if self.about else doing)
            print(f"{_CLEAR}{shown} …", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Make room for other output."""
        if self._is_shown:
            print(_CLEAR, end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()
