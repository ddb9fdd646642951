"""The continuation that the writer is waiting for grows, and stops when it is no longer wanted."""

from __future__ import annotations

import pytest

from scoring import protocol
from scoring.model.model import Model
from scoring.protocol import (
    AskContinuation,
    Change,
    Close,
    Continuations,
    Edit,
    Failure,
    Manner,
    Open,
    Ping,
    StopContinuation,
)
from scoring.service import Message
from scoring.session import Session
from tests.scoring.documents.services import (
    SETTINGS,
    Writer,
    answers,
    answers_to,
)
from tests.scoring.models import PROSE

pytestmark = pytest.mark.usefixtures("no_pauses")


def continuations_of(found: list[protocol.FromWorker]) -> list[Continuations]:
    return [message for message in found if isinstance(message, Continuations)]


MANNER = Manner(max_tokens=6, candidates=3)


BEGUN = PROSE[:70]


PLACE = len(BEGUN)


def test_a_continuation_grows_and_equals_the_sessions(tiny_llama: Model) -> None:
    found = continuations_of(answers(tiny_llama, [Open(1, 0, BEGUN)], [AskContinuation(7, 1, 0, PLACE, PLACE, MANNER)]))
    session = Session(tiny_llama, BEGUN, **SETTINGS)
    session.settle_scores()
    *_, last = session.continuations(PLACE, PLACE, MANNER)
    assert len(found) > 3
    assert [one.is_final for one in found] == [False] * (len(found) - 1) + [True]
    assert {(one.request, one.start, one.end) for one in found} == {(7, PLACE, PLACE)}
    assert [one.text for one in found[-1].found] == [one.text for one in last]
    for one, other in zip(found[-1].found, last, strict=True):
        assert one.log_probs == pytest.approx(other.log_probs, abs=1e-3)


@pytest.mark.parametrize(
    "later",
    [
        Edit(1, 1, (Change(0, 3, "One"),)),
        StopContinuation(1),
        Close(1),
        Open(1, 0, "Another text."),
        AskContinuation(8, 1, 0, PLACE, PLACE, MANNER),
    ],
    ids=lambda message: type(message).__name__,
)
def test_a_continuation_stops_between_two_tokens_when_it_is_no_longer_wanted(
    tiny_llama: Model, later: protocol.ToWorker
) -> None:
    class Leaving(Writer):
        """Sends `later` after the third look for messages since the question."""

        looks = -1000

        def get_nowait(self) -> Message | None:
            self.looks += 1
            if self.looks == 3:
                return later
            message = super().get_nowait()
            if isinstance(message, AskContinuation):
                self.looks = 0
            return message

    ask = AskContinuation(7, 1, 0, PLACE, PLACE, Manner(max_tokens=30))
    whole = continuations_of(answers(tiny_llama, [Open(1, 0, BEGUN)], [ask]))
    found = continuations_of(answers_to(tiny_llama, Leaving([[Open(1, 0, BEGUN)], [Ping(1), ask]])))
    of_first = [one for one in found if one.request == 7]
    assert len(of_first) < 4 < len(whole)
    assert not any(one.is_final for one in of_first)
    assert [one.is_final for one in found if one.request == 8][-1:] == [True] * isinstance(later, AskContinuation)


def test_a_question_about_another_revision_or_place_fails(tiny_llama: Model) -> None:
    asks = [AskContinuation(1, 1, 5, 0, 0), AskContinuation(2, 2, 0, 0, 0)]
    found = [answers(tiny_llama, [Open(1, 0, BEGUN)], [ask]) for ask in (*asks, AskContinuation(3, 1, 0, 0, 10**6))]
    failures = [message for one in found for message in one if isinstance(message, Failure)]
    assert [failure.request for failure in failures] == [1, 2, 3]
    assert all("\n" not in failure.message for failure in failures)
