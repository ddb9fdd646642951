"""The messages between editor and worker: what goes in comes out, and what is broken is refused."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import protocol
from scoring.protocol import ProtocolError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.integers(0, 2**40)
flags = st.builds(protocol.Flag, numbers, numbers, st.floats(allow_nan=False), texts, texts)
word_scores = st.builds(protocol.WordScore, numbers, numbers, st.floats(allow_nan=False), st.floats(allow_nan=False))
to_worker: st.SearchStrategy[protocol.ToWorker] = st.one_of(
    st.builds(protocol.Open, numbers, numbers, texts),
    st.builds(
        protocol.Edit, numbers, numbers, st.lists(st.builds(protocol.Change, numbers, numbers, texts)).map(tuple)
    ),
    st.builds(protocol.Focus, numbers, numbers, numbers, numbers),
    st.builds(protocol.Close, numbers),
    st.builds(protocol.AskAlternatives, numbers, numbers, numbers, numbers, numbers, numbers),
)
alternatives = st.builds(protocol.Alternative, texts, st.floats(0, 1))
from_worker: st.SearchStrategy[protocol.FromWorker] = st.one_of(
    st.builds(protocol.ModelState, texts, numbers, numbers, texts),
    st.builds(
        protocol.Scores,
        *[numbers] * 4,
        st.lists(flags).map(tuple),
        numbers,
        numbers,
        st.lists(word_scores).map(tuple),
    ),
    st.builds(
        protocol.Alternatives,
        *[numbers] * 5,
        texts,
        st.floats(0, 1),
        numbers,
        st.lists(alternatives).map(tuple),
    ),
    st.builds(protocol.Failure, numbers, numbers, texts),
)


@given(messages=st.lists(to_worker))
def test_a_stream_gives_back_the_messages_put_in(messages: list[protocol.ToWorker]) -> None:
    stream = io.BytesIO(b"".join(map(protocol.frame, messages)))
    for message in messages:
        assert protocol.read_message(stream, protocol.to_worker_decoder) == message
    assert protocol.read_message(stream, protocol.to_worker_decoder) is None


@given(message=from_worker)
def test_the_workers_messages_come_back_as_they_were(message: protocol.FromWorker) -> None:
    framed = protocol.frame(message)
    body = framed[protocol.HEADER_BYTES :]
    assert protocol.body_length(framed[: protocol.HEADER_BYTES]) == len(body)
    assert protocol.from_worker_decoder.decode(body) == message


@given(message=to_worker, data=st.data())
def test_a_stream_that_breaks_off_is_refused(message: protocol.ToWorker, data: st.DataObject) -> None:
    framed = protocol.frame(message)
    part = framed[: data.draw(st.integers(1, len(framed) - 1))]
    with pytest.raises(ProtocolError, match="ended inside"):
        protocol.read_message(io.BytesIO(part), protocol.to_worker_decoder)


def framed(body: bytes) -> io.BytesIO:
    return io.BytesIO(len(body).to_bytes(4, "big") + body)


@given(body=st.binary(max_size=60))
def test_garbage_is_refused_or_a_message(body: bytes) -> None:
    try:
        message = protocol.read_message(framed(body), protocol.to_worker_decoder)
    except ProtocolError:
        return
    assert isinstance(message, msgspec.Struct)


WRONG: list[Any] = [
    None,
    [],
    {"type": "Nonsense"},
    {"type": "Open", "document": 1, "revision": 0},
    {"type": "Open", "document": 1, "revision": 0, "text": 5},
    {"type": "Close", "document": "one"},
    {"type": "Edit", "document": 1, "revision": 1, "changes": [[0, 1]]},
    {"type": "Scores", "document": 1},
]


@pytest.mark.parametrize("content", WRONG, ids=str)
def test_a_message_of_the_wrong_form_is_refused(content: Any) -> None:
    with pytest.raises(ProtocolError, match="not a message"):
        protocol.read_message(framed(msgspec.msgpack.encode(content)), protocol.to_worker_decoder)


def test_text_that_is_no_utf_8_is_refused() -> None:
    good = protocol.frame(protocol.Open(1, 0, "abc"))[4:]
    with pytest.raises(ProtocolError, match="not a message"):
        protocol.read_message(framed(good.replace(b"abc", b"\xff\xfe\xfd")), protocol.to_worker_decoder)


def test_a_length_beyond_the_limit_is_refused_before_anything_is_read() -> None:
    stream = io.BytesIO(b"\xff\xff\xff\xff" + b"x" * 10)
    with pytest.raises(ProtocolError, match="limit"):
        protocol.read_message(stream, protocol.to_worker_decoder)
    assert stream.tell() == protocol.HEADER_BYTES


def test_a_message_beyond_the_limit_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "MAX_MESSAGE_BYTES", 100)
    with pytest.raises(ProtocolError, match="over the limit of 100"):
        protocol.frame(protocol.Open(1, 0, "x" * 100))


def test_a_text_with_lone_surrogates_cannot_be_sent_unnoticed() -> None:
    with pytest.raises(ProtocolError, match="surrogates"):
        protocol.frame(protocol.Open(1, 0, "a\udcffb"))
