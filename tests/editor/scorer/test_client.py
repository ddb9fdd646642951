"""The editor's end of the pipe, with real processes: mirrors stay in sync, and answers reach their draft."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from editor.document import Document
from editor.document.transaction import Change, Transaction
from scoring import protocol
from scoring.protocol import frames
from tests.editor.scorer.clients import Listener, pid_of, running
from tests.patience import until


async def test_the_worker_gets_the_text_and_then_every_edit(tmp_path: Path) -> None:
    document = Document("one\r\ntwo")
    document.replace(0, 0, "zero ")  # a revision before there is a worker
    async with running(tmp_path, document, "serve") as (_, listener):
        document.replace(0, 0, "typed while it starts ")
        await until(lambda: listener.mirror == (document.revision, document.text))
        choose = random.Random(1)
        for _ in range(300):
            places = sorted(choose.randint(0, len(document)) for _ in range(4))
            pieces = choose.choices(["", "x", "\n", "é漢👍", "two words", "\udcff"], k=2)
            document.apply(
                Transaction((Change(places[0], places[1], pieces[0]), Change(places[2], places[3], pieces[1])))
            )
            choose.choice([lambda: None, document.undo, document.redo])()
        wanted = document.text.replace("\udcff", "\ufffd")
        await until(lambda: listener.mirror == (document.revision, wanted))
        assert listener.deaths == []


async def test_alternatives_are_asked_for_and_answered(tmp_path: Path) -> None:
    document = Document("one two")
    async with running(tmp_path, Document(), "serve") as (client, other):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_alternatives(4, 7, 5) is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        assert scored.ask_alternatives(4, 7, 5) is not None
        document.replace(0, 3, "three")
        await until(lambda: bool(listener.alternatives))
        found = listener.alternatives[0]
        assert (found.start, found.end, found.alternatives[0].text) == (6, 9, "owt")
        assert not other.alternatives


async def test_an_effect_is_only_delivered_for_the_latest_question_and_text(tmp_path: Path) -> None:
    document = Document("one two three")
    async with running(tmp_path, document, "serve") as (client, _):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_effect(4, 7, "to") is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        for new in ("a", "an"):
            assert scored.ask_effect(4, 7, new) is not None
        await until(lambda: bool(listener.effects))
        assert [(effect.gain, effect.tokens) for effect in listener.effects] == [(-1.0, 6)]
        assert scored.ask_effect(4, 7, "a") is not None
        document.replace(13, 13, "!")
        await until(lambda: listener.mirrors[2] == (1, "one two three!"))
        assert len(listener.effects) == 1, "the sentence has changed"


async def test_tokens_are_only_delivered_for_the_latest_question_and_text(tmp_path: Path) -> None:
    document = Document("one two three")
    async with running(tmp_path, document, "serve") as (client, _):
        listener = Listener()
        scored = client.attach(document, listener)
        assert scored.ask_tokens(4, 7) is None, "it is not ready"
        await until(lambda: 2 in listener.mirrors)
        for end in (7, 13):
            assert scored.ask_tokens(4, end) is not None
        await until(lambda: bool(listener.tokens))
        assert [found.tokens for found in listener.tokens] == [(protocol.Token(4, 13, -2.0, 3.0, True),)]
        assert scored.ask_tokens(4, 7) is not None
        document.replace(13, 13, "!")
        await until(lambda: listener.mirrors[2] == (1, "one two three!"))
        assert len(listener.tokens) == 1, "the text has changed"


async def test_several_documents_are_mirrored_separately(tmp_path: Path) -> None:
    one, two, late = Document("one"), Document("two"), Document("late")
    async with running(tmp_path, one, "serve") as (client, listener):
        client.attach(two, Listener())
        await until(lambda: len(listener.mirrors) == 2)
        late.replace(0, 0, "opened ")
        client.attach(late, Listener())
        choose = random.Random(2)
        for _ in range(100):
            document = choose.choice([one, two, late])
            start, end = sorted(choose.randint(0, len(document)) for _ in range(2))
            document.replace(start, end, choose.choice(["", "x", "two words", "\n"]))
            choose.choice([lambda: None, document.undo])()
        now = {number: (document.revision, document.text) for number, document in enumerate((one, two, late), 1)}
        await until(lambda: listener.mirrors == now)
        assert listener.deaths == []


async def test_a_late_subscriber_gets_the_models_state_at_once(tmp_path: Path) -> None:
    async with running(tmp_path, Document(), "deaf", "die") as (client, listener):
        await until(lambda: listener.stages == ["ready"])
        later = Listener()
        client.attach(Document(), later)
        assert later.stages == ["ready"]
        os.kill(pid_of(client), signal.SIGKILL)
        await until(lambda: "stays off" in "".join(listener.deaths))
        assert later.deaths == listener.deaths
        latest = Listener()
        client.attach(Document(), latest)
        assert (latest.stages, latest.deaths) == ([], listener.deaths[-1:])


async def test_scores_reach_their_document_until_it_is_closed(tmp_path: Path) -> None:
    document, closed = Document("one two"), Document("three")
    async with running(tmp_path, document, "serve") as (client, listener):
        other = Listener()
        scored = client.attach(closed, other)
        await until(lambda: len(listener.mirrors) == 2)
        scored.focus(1, 4)
        await until(lambda: other.scores == [(1, 4)])
        scored.close()
        scored.close()
        closed.replace(0, 0, "written on ")
        scored.focus(0, 3)
        assert scored.ask_alternatives(0, 3, 5) is None
        await until(lambda: listener.mirrors.keys() == {1})
        assert other.scores == [(1, 4)], "a late result is dropped"
        assert listener.scores == []
        assert "closed" not in other.stages
        document.replace(0, 0, "zero ")
        await until(lambda: listener.mirror == (1, "zero one two"))
        assert 2 not in listener.mirrors
        assert listener.deaths == []


async def test_a_new_worker_gets_all_documents_with_the_focus_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, Document("one"), "serve") as (client, listener):
        documents = [Document(text) for text in ("two", "three", "closed")]
        handles = [client.attach(document, Listener()) for document in documents]
        handles[2].close()
        handles[1].focus(0, 5)
        handles[0].focus(0, 3)
        handles[1].focus(0, 5)  # the same place again, but the writer has come back to it
        handles[0].focus(1, 2)
        await until(lambda: len(listener.mirrors) == 3)
        sent: list[protocol.ToWorker] = []
        send = client.send

        def noted(message: protocol.ToWorker) -> None:
            sent.append(message)
            send(message)

        monkeypatch.setattr(client, "send", noted)
        handles[1].focus(0, 5)
        handles[1].focus(0, 5)
        assert sent == [protocol.Focus(3, 0, 0, 5)]
        sent.clear()
        os.kill(pid_of(client), signal.SIGKILL)
        await until(lambda: bool(listener.deaths))
        documents[0].replace(0, 0, "typed ")
        now = {1: (0, "one"), 2: (1, "typed two"), 3: (0, "three")}
        await until(lambda: listener.mirrors == now)
        assert [message for message in sent if isinstance(message, protocol.Focus)] == [
            protocol.Focus(2, 1, 1, 2),
            protocol.Focus(3, 0, 0, 5),
        ]


async def test_a_draft_too_long_for_a_message_is_reported_and_no_longer_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MAX_MESSAGE_BYTES", 1000)
    document, long, growing = Document("one"), Document("x" * 1000), Document("two")
    async with running(tmp_path, document, "serve") as (client, listener):
        failures: list[protocol.Failure] = []
        for draft in (long, growing):
            other = Listener()
            monkeypatch.setattr(other, "request_failed", failures.append)
            client.attach(draft, other)
        await until(lambda: listener.mirrors.keys() == {1, 3})
        growing.replace(0, 0, "x" * 1000)
        growing.replace(0, 0, "the writer goes on ")
        long.replace(0, 500, "")
        document.replace(0, 0, "zero ")
        await until(lambda: listener.mirrors == {1: (1, "zero one")})
        assert [(one.document, one.message) for one in failures] == [
            (2, "the draft is too long for the model"),
            (3, "the draft is too long for the model"),
        ]
        assert listener.deaths == []
