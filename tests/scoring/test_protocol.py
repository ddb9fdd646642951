"""The messages between editor and worker: they arrive unchanged, and broken ones are rejected."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import protocol
from scoring.protocol import ProtocolError, frames

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, 2**40)
positions = st.integers(0, 2**31 - 1)
nats = st.floats(-protocol.MOST_NATS, protocol.MOST_NATS)
strengths = st.floats(0.0, protocol.MOST_NATS)
ranges = st.tuples(positions, positions).map(sorted)


@st.composite
def edits(draw: st.DrawFn) -> protocol.Edit:
    """Draw a transaction of up to three changes."""
    places = sorted(draw(st.lists(positions, max_size=3).map(lambda some: some * 2)))
    changes = [protocol.Change(*place, draw(texts)) for place in zip(places[::2], places[1::2], strict=True)]
    return protocol.Edit(draw(numbers), draw(numbers), tuple(changes))


to_worker: st.SearchStrategy[protocol.ToWorker] = st.one_of(
    st.builds(protocol.Open, numbers, numbers, texts),
    edits(),
    st.builds(lambda *numbers, place: protocol.Focus(*numbers, *place), numbers, numbers, place=ranges),
    st.builds(protocol.Close, numbers),
    st.builds(protocol.AskAlternatives, numbers, numbers, numbers, positions, positions, st.integers(1, 100)),
    st.builds(lambda *numbers, place: protocol.AskTokens(*numbers, *place), numbers, numbers, numbers, place=ranges),
    st.builds(
        lambda place, manner: protocol.AskContinuation(1, 2, 3, place[0], place[1], manner),
        ranges,
        st.builds(protocol.Manner, st.integers(0, 512), st.floats(0, 10), st.just(0.5), st.integers(1, 5), numbers),
    ),
    st.builds(protocol.StopContinuation, numbers),
    st.builds(protocol.AskRelevance, numbers, texts, st.lists(texts).map(tuple)),
    st.builds(protocol.AskAnswer, numbers, texts, st.lists(texts, max_size=protocol.MOST_PASSAGES).map(tuple)),
    st.just(protocol.StopAnswer()),
)


@st.composite
def scores(draw: st.DrawFn) -> protocol.Scores:
    """Draw flags and words in order."""
    bounds = sorted(draw(st.sets(positions, min_size=2, max_size=6)))
    places = list(zip(bounds[::2], bounds[1::2], strict=False))
    kinds = st.sampled_from(["spelling", "surprising"])
    flags = [protocol.Flag(*place, draw(strengths), draw(kinds), draw(texts)) for place in places]
    words = [protocol.WordScore(*place, draw(nats), draw(nats)) for place in places]
    settled, total = sorted((draw(numbers), draw(numbers)))
    number, revision = draw(numbers), draw(numbers)
    return protocol.Scores(number, revision, bounds[0], bounds[-1], tuple(flags), settled, total, tuple(words))


@st.composite
def tokens(draw: st.DrawFn) -> protocol.Tokens:
    """Draw tokens in order, some without scores."""
    bounds = sorted(draw(st.lists(positions, min_size=2, max_size=6)))
    values = st.none() | nats
    places = zip(bounds[::2], bounds[1::2], strict=False)
    found = [protocol.Token(*place, draw(values), draw(values), draw(st.booleans())) for place in places]
    return protocol.Tokens(draw(numbers), draw(numbers), draw(numbers), bounds[0], bounds[-1], tuple(found))


continuations = st.builds(protocol.Continuation, texts, st.lists(nats, max_size=9).map(tuple), st.none() | nats)
alternatives = st.builds(protocol.Alternative, texts, st.floats(0, 1))
from_worker: st.SearchStrategy[protocol.FromWorker] = st.one_of(
    st.builds(protocol.ModelState, texts, numbers, numbers, texts),
    scores(),
    st.builds(
        lambda start, *rest: protocol.Alternatives(1, 2, 3, start, start + 1, *rest),
        positions.filter(lambda start: start < 2**31 - 1),
        texts,
        st.floats(0, 1),
        st.integers(1, 2**31 - 1),
        st.lists(alternatives).map(tuple),
    ),
    tokens(),
    st.builds(
        lambda place, *rest: protocol.Continuations(1, 2, 3, *place, *rest),
        ranges,
        st.lists(continuations, max_size=5).map(tuple),
        st.booleans(),
    ),
    st.builds(
        lambda number, gains, is_final: protocol.Relevances(number, ((0, 2), (3, 5)), tuple(gains), is_final),
        numbers,
        st.lists(st.tuples(nats, nats)),
        st.booleans(),
    ),
    st.builds(
        protocol.WrittenAnswer,
        numbers,
        st.lists(
            st.builds(protocol.AnswerSentence, texts, st.none() | st.integers(0, 19), nats, st.booleans()), max_size=3
        ).map(tuple),
        st.booleans(),
        st.booleans(),
        texts,
        texts,
    ),
    st.builds(protocol.Failure, numbers, numbers, texts),
)


@given(messages=st.lists(to_worker))
def test_a_stream_returns_the_messages_written_to_it(messages: list[protocol.ToWorker]) -> None:
    stream = io.BytesIO(b"".join(map(protocol.frame, messages)))
    for message in messages:
        assert protocol.read_message(stream, protocol.to_worker_decoder) == message
    assert protocol.read_message(stream, protocol.to_worker_decoder) is None


@given(message=from_worker)
def test_the_workers_messages_round_trip(message: protocol.FromWorker) -> None:
    framed = protocol.frame(message)
    body = framed[protocol.HEADER_BYTES :]
    assert protocol.body_length(framed[: protocol.HEADER_BYTES]) == len(body)
    assert protocol.from_worker_decoder.decode(body) == message


@given(message=to_worker, data=st.data())
def test_a_truncated_stream_is_rejected(message: protocol.ToWorker, data: st.DataObject) -> None:
    framed = protocol.frame(message)
    part = framed[: data.draw(st.integers(1, len(framed) - 1))]
    with pytest.raises(ProtocolError, match="ended inside"):
        protocol.read_message(io.BytesIO(part), protocol.to_worker_decoder)


def framed(body: bytes) -> io.BytesIO:
    return io.BytesIO(len(body).to_bytes(4, "big") + body)


@given(body=st.binary(max_size=60))
def test_garbage_is_rejected_or_a_message(body: bytes) -> None:
    try:
        message = protocol.read_message(framed(body), protocol.to_worker_decoder)
    except ProtocolError:
        return
    assert isinstance(message, msgspec.Struct)


CONTINUE = {"request": 1, "document": 1, "revision": 0, "start": 2, "end": 2}
WRONG: list[Any] = [
    None,
    [],
    {"type": "Nonsense"},
    {"type": "Open", "document": 1, "revision": 0},
    {"type": "Open", "document": 1, "revision": 0, "text": 5},
    {"type": "Open", "document": -1, "revision": 0, "text": ""},
    {"type": "Close", "document": "one"},
    {"type": "Edit", "document": 1, "revision": 1, "changes": [[0, 1]]},
    {"type": "Edit", "document": 1, "revision": 1, "changes": [[2, 1, ""]]},
    {"type": "Edit", "document": 1, "revision": 1, "changes": [[-1, 1, ""]]},
    {"type": "Edit", "document": 1, "revision": 1, "changes": [[0, 4, ""], [3, 5, ""]]},
    {"type": "Focus", "document": 1, "revision": 1, "start": 2, "end": 1},
    {"type": "AskAlternatives", "request": 1, "document": 1, "revision": 1, "start": 2, "end": 1, "count": 10**9},
    {"type": "AskTokens", "request": 1, "document": 1, "revision": 1, "start": 2, "end": 1},
    {"type": "AskContinuation", **CONTINUE, "end": 1},
    {"type": "AskContinuation", **CONTINUE, "manner": {"max_tokens": 513}},
    {"type": "AskContinuation", **CONTINUE, "manner": {"temperature": float("nan")}},
    {"type": "AskContinuation", **CONTINUE, "manner": {"top_p": 0.0}},
    {"type": "AskContinuation", **CONTINUE, "manner": {"candidates": 6}},
    {"type": "Scores", "document": 1},
]


@pytest.mark.parametrize("content", WRONG, ids=str)
def test_a_malformed_message_is_rejected(content: Any) -> None:
    with pytest.raises(ProtocolError, match="not a message"):
        protocol.read_message(framed(msgspec.msgpack.encode(content)), protocol.to_worker_decoder)


SCORES = {"document": 1, "revision": 0, "start": 2, "end": 9, "flags": (), "settled": 1, "total": 2, "words": ()}
FLAG = {"start": 2, "end": 4, "strength": 5.0, "kind": "spelling", "reason": "", "suggestions": ()}
ANSWER = {"request": 1, "document": 1, "revision": 0, "start": 2, "end": 4, "word": "", "prob": 0.5, "rank": 1}
ANSWER |= {"alternatives": (), "suggestions": ()}
TOKENS = {"request": 1, "document": 1, "revision": 0, "start": 2, "end": 9}
IMPOSSIBLE: list[dict[str, Any]] = [
    {"type": "Continuations", **CONTINUE, "end": 1, "found": (), "is_final": True},
    {"type": "Continuations", **CONTINUE, "found": [["a", [float("nan")], None]], "is_final": True},
    {"type": "Continuations", **CONTINUE, "found": [["a", [], None]] * 6, "is_final": True},
    *({"type": "Scores", **SCORES, **wrong} for wrong in ({"start": -2}, {"end": 1}, {"settled": 3}, {"end": 2**31})),
    *({"type": "Scores", **SCORES, "words": words} for words in [
        [[2, 4, nan, 1.0]] for nan in (float("nan"), float("inf"), -float("inf"), 1e7)
    ]),
    *({"type": "Scores", **SCORES, "words": [[*place, 1.0, 1.0]]} for place in ((3, 3), (4, 3), (1, 3), (8, 10))),
    {"type": "Scores", **SCORES, "words": [[2, 5, 1.0, 1.0], [4, 6, 1.0, 1.0]]},
    *(
        {"type": "Scores", **SCORES, "flags": [FLAG | wrong]}
        for wrong in (
            {"strength": float("nan")},
            {"strength": -0.1},
            {"kind": "\x1b[2J"},
            {"start": 4},
            {"end": 2_000},
            {"reason": "x" * 20_001},
            {"suggestions": [[2, 4, "x", float("inf"), "spelling"]]},
            {"suggestions": [[4, 2, "x", 1.0, "spelling"]]},
            {"suggestions": [[2, 4_000, "", 1.0, "spelling"]]},
            {"suggestions": [[2, 4, "x", 1.0, "spelling"]] * 6},
        )
    ),
    *(
        {"type": "Alternatives", **ANSWER, **wrong}
        for wrong in (
            {"prob": 1.1},
            {"prob": float("nan")},
            {"rank": 0},
            {"end": 2},
            {"alternatives": [{"text": "x", "prob": -0.1}]},
            {"suggestions": [[2, 4_000, "", 1.0, "spelling"]]},
        )
    ),
    *(
        {"type": "Tokens", **TOKENS, "tokens": [token]}
        for token in (
            [2, 4, float("nan"), 1.0, True],
            [2, 4, 1.0, 1e7, True],
            [4, 2, 1.0, 1.0, True],
            [2, 4_000, 1.0, 1.0, True],
            [2, 4, 1.0, 1.0, 1],
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("content", IMPOSSIBLE, ids=str)
def test_an_impossible_message_is_rejected(content: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match="not a message"):
        protocol.decoded(msgspec.msgpack.encode(content), protocol.from_worker_decoder)


def test_the_messages_these_are_made_of_are_accepted() -> None:
    tokens = [[2, 4, -1.0, None, True], [2, 4, None, 1.0, False]]
    for content in (
        {"type": "Scores", **SCORES, "flags": [FLAG]},
        {"type": "Alternatives", **ANSWER},
        {"type": "Tokens", **TOKENS, "tokens": tokens},
    ):
        protocol.decoded(msgspec.msgpack.encode(content), protocol.from_worker_decoder)


def test_text_that_is_not_utf_8_is_rejected() -> None:
    good = protocol.frame(protocol.Open(1, 0, "abc"))[4:]
    with pytest.raises(ProtocolError, match="not a message"):
        protocol.read_message(framed(good.replace(b"abc", b"\xff\xfe\xfd")), protocol.to_worker_decoder)


def test_a_length_over_the_limit_is_rejected_before_reading() -> None:
    stream = io.BytesIO(b"\xff\xff\xff\xff" + b"x" * 10)
    with pytest.raises(ProtocolError, match="limit"):
        protocol.read_message(stream, protocol.to_worker_decoder)
    assert stream.tell() == protocol.HEADER_BYTES


def test_a_message_over_the_limit_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "MAX_MESSAGE_BYTES", 100)
    with pytest.raises(ProtocolError, match="over the limit of 100"):
        protocol.frame(protocol.Open(1, 0, "x" * 100))


def test_a_text_with_lone_surrogates_cannot_be_sent_unnoticed() -> None:
    with pytest.raises(ProtocolError, match="surrogates"):
        protocol.frame(protocol.Open(1, 0, "a\udcffb"))


def test_text_is_made_sendable_one_for_one() -> None:
    assert protocol.sendable("a\udcffb\ud800\U0001f600é") == "a\ufffdb\ufffd\U0001f600é"
