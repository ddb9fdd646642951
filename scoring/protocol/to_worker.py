"""Messages to the worker about documents; for questions see `questions`."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from scoring.protocol.questions import (
    AskAlternatives,
    AskAnswer,
    AskContinuation,
    AskEffect,
    AskRelevance,
    AskTokens,
    StopAnswer,
    StopContinuation,
)
from scoring.protocol.ranges import need_ascending, need_range, need_stretches
from scoring.protocol.values import Dialect, Line, Number, Position, Stretch


class Change(msgspec.Struct, frozen=True, array_like=True):
    """A replacement of the code points [start, end) of the text before the transaction by `text`."""

    start: Position
    end: Position
    text: str


class Open(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: here is a document; forget anything known about it from before.

    At `revision` its text is `text` with `changes` applied, as in `Edit`. `changes` are not empty if scores were kept
    for `text` and the document has changed since. `conventions` are those of the document; None: none. `verbatim` are
    the stretches that aren't prose at `revision`, as in `Verbatim`; None: the worker finds them as in Markdown. `name`
    is the name of the document's own text among the learnt ones, see `scoring.kept.learnt`: it is left out of the
    memory.
    """

    document: Number
    revision: Number
    text: str
    changes: tuple[Change, ...] = ()
    conventions: Conventions | None = None
    verbatim: tuple[Stretch, ...] | None = None
    name: Line = ""

    def __post_init__(self) -> None:
        need_ascending(self.changes)
        need_stretches(self.verbatim or (), 0, None)


class Edit(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: one transaction. Its `changes` ascend, are disjoint, and refer to the text before it.

    `revision` is the document's revision afterwards.
    """

    document: Number
    revision: Number
    changes: tuple[Change, ...]

    def __post_init__(self) -> None:
        need_ascending(self.changes)


class Verbatim(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: which stretches of [start, end) aren't prose, in a document that was opened with `verbatim`.

    `stretches` ascend, and are in [start, end); everything else there is prose. They are only things that separate
    passages, such as code blocks, not the markup within a sentence.
    """

    document: Number
    revision: Number
    start: Position
    end: Position
    stretches: tuple[Stretch, ...]

    def __post_init__(self) -> None:
        need_range(self.start, self.end)
        need_stretches(self.stretches, self.start, self.end)


class Conventions(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the document's conventions. Sent with Open, and again when they change.

    Attributes:
        dialect: whose spelling counts as right.
        rules: whether the optional rules run too, see `scoring.rules.harper`.
        words: the writer's own words, which count as correctly spelled.
        kind: the kind of file, which decides what is prose, see `editor.document.formats`; "": the text decides. Kept
            scores are stored under it.
    """

    document: Number
    dialect: Dialect = "any"
    rules: bool = False
    words: tuple[Line, ...] = ()
    kind: Line = ""


class Focus(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the writer is looking at [start, end) of this document, which now has priority over all
    others."""

    document: Number
    revision: Number
    start: Position
    end: Position

    def __post_init__(self) -> None:
        need_range(self.start, self.end)


class Keep(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: keep the results for the document at `revision`, for the next time it is opened.

    It is kept before the document's last `Scores`, or when the document is closed, unless it is edited first. `place`
    is the name under which the editor will look for it, see `scoring.kept.store`.
    """

    document: Number
    revision: Number
    place: Annotated[str, Meta(pattern="^[0-9a-f]{1,64}$")]


class Close(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: the document is closed."""

    document: Number


class Ping(msgspec.Struct, frozen=True, tag=True):
    """Editor to worker: answer with the revision of the document that you have."""

    document: Number


ToWorker = (
    Open
    | Edit
    | Verbatim
    | Conventions
    | Focus
    | Keep
    | Close
    | Ping
    | AskAlternatives
    | AskEffect
    | AskTokens
    | AskContinuation
    | StopContinuation
    | AskRelevance
    | AskAnswer
    | StopAnswer
)
