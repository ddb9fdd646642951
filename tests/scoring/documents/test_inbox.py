"""Waiting for messages: what the worker does while none comes."""

from __future__ import annotations

import queue

import pytest

from scoring.documents import inbox


def test_the_worker_rests_once_when_no_message_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "REST_S", 0.0)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    rests = []

    def rest() -> None:
        rests.append(1)
        waiting.put("edit")

    assert inbox.next_message(waiting, rest) == "edit"
    assert rests == [1]


def test_the_worker_does_not_rest_while_a_message_waits() -> None:
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    waiting.put("edit")
    assert inbox.next_message(waiting, lambda: pytest.fail("rested")) == "edit"
