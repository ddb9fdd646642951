"""The answers about one document, as they are delivered to whoever asked for them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from scoring import protocol


class ScoredRange(msgspec.Struct, frozen=True, gc=False):
    """Everything the scorer found in one stretch of a document.

    Attributes:
        start, end: the stretch, in code points of the document as it is now.
        flags, words: these replace all flags and words in it.
        settled, total: tokens of the whole document that are done, and all of them.
    """

    start: int
    end: int
    flags: Sequence[protocol.Flag]
    words: Sequence[protocol.WordScore]
    settled: int
    total: int


class ScorerListener:
    """Base class for receivers of results about a document, on the event loop. Override what you need; the rest is
    ignored.

    All positions are those of the document as it is at the time of the call.
    """

    def model_changed(self, state: protocol.ModelState) -> None:
        """The model, which all documents share, made some progress, is ready, or failed."""

    def scored(self, found: ScoredRange) -> None:
        """Part of the document was scored."""

    def alternatives_found(self, found: protocol.Alternatives) -> None:
        """The last `ask_alternatives` was answered. Not called if the text there has changed since."""

    def effect_found(self, effect: protocol.Effect) -> None:
        """The last `ask_effect` was answered. Not called if the text has changed since."""

    def continuation_found(self, found: protocol.Continuations) -> None:
        """The last `ask_continuation` was answered so far, or in the end. Not called if the text has changed since."""

    def continuation_failed(self, failure: protocol.Failure) -> None:
        """The last `ask_continuation` has no answer."""

    def tokens_found(self, found: protocol.Tokens) -> None:
        """The last `ask_tokens` was answered. Not called if the text has changed since."""

    def request_failed(self, failure: protocol.Failure) -> None:
        """The last `ask_alternatives` has no answer."""

    def complained(self, message: str) -> None:
        """Something in the document's settings can't be used; one line says what."""

    def worker_died(self, message: str, *, stays_off: bool = False) -> None:
        """The worker, which all documents share, is gone; unless it `stays_off` it is being restarted."""
