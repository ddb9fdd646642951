"""A worker inside this process: honest, or sending anything at all, as a random generator decides."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Callable
from typing import Any

import msgspec

from scoring import protocol

STRANGE: tuple[Any, ...] = (
    *(float("nan"), float("inf"), -float("inf"), -1, 0, 1, 1e300, 2**31, 2**63, 2**64 - 1, -(2**63), 0.5),
    *(None, True, "", "x", "\x1b]52;c;eA==\x07", "é\u202e\x00" * 30, "y" * 30_000, b"\xff\xfe", [], [[]], {}),
    {"type": "Scores"},
)
"""Values that replace a message's own."""
_WORD = re.compile(r"[^\W\d_]+")
_FLAGGED = 5
"""Letters from which the honest worker flags a word."""


class Pipe:
    """The part of a worker's standard input that the editor uses; it holds what was not read yet."""

    def __init__(self) -> None:
        self.unread = bytearray()
        self.transport = self
        self.is_closed = False

    def write(self, data: bytes) -> None:
        if not self.is_closed:
            self.unread += data

    def get_write_buffer_size(self) -> int:
        return len(self.unread)


class FaultyWorker:
    """Stands in for the worker's process: the part that the editor uses, and the worker's knowledge and messages.

    Attributes:
        texts: the documents as it knows them: revision and text, by number.
        asked: the last question.
        is_deaf: whether it leaves everything unread.
    """

    pid = 0

    def __init__(self, chance: random.Random) -> None:
        self.stdin = Pipe()
        self.stdout = asyncio.StreamReader()
        self.returncode: int | None = None
        self.texts: dict[int, tuple[int, str]] = {}
        self.asked: protocol.AskAlternatives | None = None
        self.is_deaf = False
        self.is_ready = False
        self._chance = chance
        self._late: list[bytes] = []

    def die(self, code: int = -9) -> None:
        """End. May be called again."""
        if self.returncode is None:
            self.returncode = code
            self.stdin.is_closed = True
            self.stdin.unread.clear()
            self.stdout.feed_eof()

    def send(self, *frames: bytes) -> None:
        """Write to the editor."""
        if self.returncode is None:
            self.stdout.feed_data(b"".join(frames))

    # -- honest --------------------------------------------------------------------------------------------------------

    def get_ready(self) -> None:
        """Report that the model is loaded."""
        self.is_ready = True
        self.send(protocol.frame(protocol.ModelState("ready", 0, 0, "FaultyLM")))

    def read(self) -> list[protocol.ToWorker]:
        """Read what the editor has sent."""
        messages: list[protocol.ToWorker] = []
        data = bytes(self.stdin.unread)
        self.stdin.unread.clear()
        while data:
            end = protocol.HEADER_BYTES + protocol.body_length(data[: protocol.HEADER_BYTES])
            messages.append(protocol.decoded(data[protocol.HEADER_BYTES : end], protocol.to_worker_decoder))
            self._take_in(messages[-1])
            data = data[end:]
        return messages

    def _take_in(self, message: protocol.ToWorker) -> None:
        if isinstance(message, protocol.Open):
            self.texts[message.document] = message.revision, message.text
        elif isinstance(message, protocol.Edit):
            revision, text = self.texts[message.document]
            assert message.revision == revision + 1
            for change in reversed(message.changes):
                assert change.end <= len(text)
                text = text[: change.start] + change.text + text[change.end :]
            self.texts[message.document] = message.revision, text
        elif isinstance(message, protocol.Close):
            del self.texts[message.document]
        elif isinstance(message, protocol.AskAlternatives):
            self.asked = message

    def be_honest(self) -> None:
        """Read everything, and report everything about every document."""
        self.is_deaf = False
        if not self.is_ready:
            self.get_ready()
        self.read()
        for number in self.texts:
            self.send(protocol.frame(self.scores(number)))

    def scores(self, number: int) -> protocol.Scores:
        """Report on all of a document. Words of five letters or more are flagged; the longer, the stronger."""
        revision, text = self.texts[number]
        places = [match.span() for match in _WORD.finditer(text)]
        words = tuple(protocol.WordScore(start, end, float(end - start), 1.0) for start, end in places)
        flags = tuple(self._flag(text, *place) for place in places if place[1] - place[0] >= _FLAGGED)
        total = len(words)
        return protocol.Scores(number, revision, 0, len(text), flags, total, total, words, is_final=True)

    def _flag(self, text: str, start: int, end: int) -> protocol.Flag:
        word = text[start:end]
        edit = protocol.Suggestion(start, end, word[::-1], 5.0, "spelling")
        return protocol.Flag(start, end, 5.0 + end - start, "spelling", f"{word}?", (edit,))

    def unread_edits(self) -> int:
        """Count the unread bytes of all messages but those that open a document."""
        data, count = bytes(self.stdin.unread), 0
        while data:
            end = protocol.HEADER_BYTES + protocol.body_length(data[: protocol.HEADER_BYTES])
            count += end if b"\xa4Open" not in data[:20] else 0
            data = data[end:]
        return count

    def answer_somehow(self) -> None:
        """Answer the last question, if there is one, with arbitrary edits and words."""
        self.read()
        if self.asked is None:
            return
        content: Any = msgspec.to_builtins(self.answer(self.asked))
        what = self._chance.random()
        if what < 0.3:
            put_strange(content, self._chance)
        elif what < 0.7:
            start = content["start"] + self._chance.choice([-999, -3, 0, 2, 50, 990])
            content["suggestions"][0][:2] = [start, start + self._chance.choice([0, 1, 9, 800])]
        self.send(framed(msgspec.msgpack.encode(content)))

    def answer(self, ask: protocol.AskAlternatives) -> protocol.Alternatives:
        """Return an answer to the last question."""
        place = ask.request, ask.document, ask.revision, ask.start, ask.end
        edits = (protocol.Suggestion(ask.start, ask.end, "edited", 2.0, "grammar"),)
        return protocol.Alternatives(*place, "word", 0.1, 2, (protocol.Alternative("other", 0.5),), edits)

    # -- anything ------------------------------------------------------------------------------------------------------

    def misbehave(self) -> str:
        """Do something that a worker should not do, or may do; return its name."""
        (kinds,) = self._chance.choices((_HARMLESS, _ENDS), _SHARES)
        name = self._chance.choice(tuple(kinds))
        kinds[name](self)
        return name

    def _message(self) -> protocol.FromWorker:
        """Return a message that could be honest."""
        chance = self._chance
        if not self.is_deaf and self.is_ready:
            self.read()
        number = chance.choice([*self.texts, 1])
        revision = self.texts.get(number, (0, ""))[0]
        messages: list[Callable[[], protocol.FromWorker]] = [
            lambda: protocol.ModelState(chance.choice(["loading", "ready", "failed", "fetching"]), 1, 2, "FaultyLM"),
            lambda: protocol.Pong(number, revision),
            lambda: protocol.Failure(self.asked.request if self.asked else 0, number, "no"),
        ]
        if number in self.texts:
            messages += [lambda: self.scores(number)] * 4
        if self.asked is not None:
            asked = self.asked
            messages += [lambda: self.answer(asked)] * 2
        return chance.choice(messages)()

    def _honestly(self) -> None:
        self.send(protocol.frame(self._message()))

    def _late_one(self) -> None:
        self._late.append(protocol.frame(self._message()))

    def _reordered(self) -> None:
        self._chance.shuffle(self._late)
        self.send(*self._late)
        self._late.clear()

    def _doubled(self) -> None:
        data = protocol.frame(self._message())
        self.send(data, data)

    def _truncated(self) -> None:
        data = protocol.frame(self._message())
        self.send(data[: self._chance.randrange(1, len(data))])
        if self._chance.random() < 0.5:
            self.die(0)

    def _oversized(self) -> None:
        if self._chance.random() < 0.5:
            self.send(b"\xff\xff\xff\xff")
        else:
            self.send(framed(b"\xc6" + b"x" * protocol.MAX_ANSWER_BYTES))

    def _garbage(self) -> None:
        data = self._chance.randbytes(self._chance.randrange(1, 200))
        self.send(data if self._chance.random() < 0.5 else framed(data))

    def _nested(self) -> None:
        self.send(framed(b"\x91" * 50_000))

    def _endless_tuple(self) -> None:
        """Announce more flags than memory could hold, or as many as a message may have."""
        content = msgspec.msgpack.encode(msgspec.to_builtins(self._message()))
        if self._chance.random() < 0.5:
            self.send(framed(content.replace(b"\xa5flags\x90", b"\xa5flags\xdd\xff\xff\xff\xff")))
            return
        flag = protocol.Flag(0, 1, 9.0, "spelling", "")
        self.send(protocol.frame(protocol.Scores(1, self.texts.get(1, (0, ""))[0], 0, 1, (flag,) * 2_000, 1, 1)))

    def _strange_values(self) -> None:
        content: Any = msgspec.to_builtins(self._message())
        for _ in range(self._chance.randint(1, 3)):
            put_strange(content, self._chance)
        self.send(framed(msgspec.msgpack.encode(content)))

    def _lies(self) -> None:
        """Report something possible but false: flags and words anywhere in the text."""
        message = self._message()
        if not isinstance(message, protocol.Scores):
            return
        bounds = sorted(self._chance.choices(range(message.end + 1), k=2))
        spans = [sorted(self._chance.choices(range(message.end + 1), k=2)) for _ in range(5)]
        flags = tuple(
            protocol.Flag(start, end, self._chance.uniform(0, 99), "grammar", "a lie")
            for start, end in spans
            if start < end and bounds[0] <= start and end <= bounds[1]
        )
        self.send(
            protocol.frame(msgspec.structs.replace(message, start=bounds[0], end=bounds[1], flags=flags, words=()))
        )

    def _out_of_place(self) -> None:
        """Name another revision, document, request or range than the right one."""
        content: Any = msgspec.to_builtins(self._message())
        keys = [key for key in ("revision", "document", "request", "start", "end") if key in content]
        for key in self._chance.sample(keys, min(len(keys), self._chance.choice([1, 1, 2]))):
            content[key] += self._chance.choice([-100, -3, -1, 1, 2, 50, 10_000])
        self.send(framed(msgspec.msgpack.encode(content)))

    def _deaf(self) -> None:
        self.is_deaf = True

    def _ready_again(self) -> None:
        self.get_ready()


_Kinds = dict[str, Callable[[FaultyWorker], None]]

_HARMLESS: _Kinds = {
    "an honest message": FaultyWorker._honestly,
    "delayed": FaultyWorker._late_one,
    "reordered": FaultyWorker._reordered,
    "doubled": FaultyWorker._doubled,
    "lies": FaultyWorker._lies,
    "nothing read": FaultyWorker._deaf,
    "ready again": FaultyWorker._ready_again,
}
_ENDS: _Kinds = {
    "truncated": FaultyWorker._truncated,
    "oversized": FaultyWorker._oversized,
    "garbage": FaultyWorker._garbage,
    "nested": FaultyWorker._nested,
    "endless tuples": FaultyWorker._endless_tuple,
    "NaN, strange values and types": FaultyWorker._strange_values,
    "impossible places": FaultyWorker._out_of_place,
    "death": FaultyWorker.die,
}
_SHARES = (0.7, 0.3)
"""How often a worker does something allowed, something that ends it, or something that may end it."""


def framed(body: bytes) -> bytes:
    return len(body).to_bytes(protocol.HEADER_BYTES, "big") + body


def put_strange(content: Any, chance: random.Random) -> None:
    """Put a strange value anywhere into a message."""
    while True:
        keys: list[Any] = list(content) if isinstance(content, dict) else list(range(len(content)))
        key = chance.choice(keys)
        below = content[key]
        if isinstance(below, (dict, list)) and below and chance.random() < 0.7:
            content = below
            continue
        if isinstance(below, (int, float)) and abs(below) < 2**40 and chance.random() < 0.3:
            content[key] = -below
        elif isinstance(content, dict) and chance.random() < 0.1:
            del content[key]
        else:
            content[key] = chance.choice(STRANGE)
        return
