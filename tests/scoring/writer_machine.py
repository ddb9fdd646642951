"""A writer and a scorer who take turns at random, as a state machine for hypothesis."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from scoring.memory.memory import Memory
from scoring.model.model import Model
from scoring.session import Session
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE
from tests.scoring.oracle import (
    NATS,
    SMALL,
    Oracle,
    assert_memory_agrees,
    assert_odds_agree,
    assert_scores_equal,
    log_probs,
)

_TEXT = PROSE[:400] * 2


def let_them_take_turns(model: Model, oracle: Oracle, windows: WindowLengths = SMALL, text: str = _TEXT) -> None:
    """Run a writer and a scorer; AssertionError if a score that counts as settled is wrong.

    Args:
        model: the scorer's.
        oracle: for the same model and windows.
        windows: the session's `max_length` and `stride`.
        text: the document starts as a prefix of it.
    """
    run_state_machine_as_test(
        _machine_for(model, oracle, windows, text),
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def _machine_for(model: Model, oracle: Oracle, windows: WindowLengths, text: str) -> type[RuleBasedStateMachine]:
    """Return a writer and a scorer who take turns at random; at any moment, settled scores must be right."""
    pieces = st.sampled_from(
        [" the", "sea", ". ", "\n", "\n\n", "Anna", " 👩‍👩‍👧", "e\u0301", PROSE[:70], PROSE[90:230], "x"]
    )
    amounts = st.integers(0, 5) | st.integers(0, 90)
    places = st.floats(0, 1)
    memory = Memory({"own": model.tokenizer.encode(PROSE[50:300])[0]}, model.vocabulary.size).for_text("")

    class WriterAndScorer(RuleBasedStateMachine):
        @initialize(
            part=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
            budget=st.sampled_from([1, 60, 100_000, 100_000]),
            at_rest=st.booleans(),
            place=places,
        )
        def open(self, part: float, budget: int, at_rest: bool, place: float) -> None:
            self.text = text[: round(part * len(text))]
            self.session = Session(model, self.text, **windows, top_k=2, cache_bytes=budget * model.bytes_per_token)
            self.session.remember(memory)
            self.undo: list[tuple[int, int, str]] = []
            self.continued: Iterator[str] = iter(())
            self.asked_at, self.written = 0, ""
            self.look_at(place, 40)
            if at_rest:
                self.session.settle_scores()

        @rule()
        def open_again(self) -> None:
            pool_bytes = 60 * model.bytes_per_token
            session = Session(model, self.session.text, **windows, top_k=2, cache_bytes=pool_bytes)
            session.remember(memory)
            assert session.restore(self.session.state())
            assert session.settled_tokens == self.session.settled_tokens
            self.session = session

        @rule(place=places, replacement=pieces)
        def insert(self, place: float, replacement: str) -> None:
            self._edit(round(place * len(self.text)), 0, replacement)

        @rule(place=places, amount=amounts)
        def delete(self, place: float, amount: int) -> None:
            self._edit(round(place * len(self.text)), amount, "")

        @rule(place=places, amount=amounts, replacement=pieces)
        def replace(self, place: float, amount: int, replacement: str) -> None:
            self._edit(round(place * len(self.text)), amount, replacement)

        @rule()
        def take_back(self) -> None:
            if self.undo:
                self._edit(*self.undo.pop())

        @rule(place=places, amount=amounts, to=places)
        def move(self, place: float, amount: int, to: float) -> None:
            start = round(place * len(self.text))
            moved = self.text[start : start + amount]
            self._edit(start, amount, "")
            self._edit(round(to * len(self.text)), 0, moved)

        @rule(place=places, amount=amounts)
        def look_at(self, place: float, amount: int) -> None:
            start = round(place * len(self.text))
            self.session.focus(start, start + amount)

        @rule(place=places, replacement=pieces, pasted=pieces, steps=st.integers(0, 4), count=st.integers(1, 6))
        def edit_twice_above_what_is_looked_at(
            self, place: float, replacement: str, pasted: str, steps: int, count: int
        ) -> None:
            self.session.settle_scores()
            start = round(place * len(self.text))
            below = min(start + 25, len(self.text))
            self._edit(below, 0, pasted)
            self.score_a_little(steps, soon=True)
            self._edit(start, 3, replacement)
            self.session.focus(below + len(pasted) + 20, below + len(pasted) + 40)
            self.score_a_little(count, soon=True)

        @rule(place=places)
        def ask_for_alternatives(self, place: float) -> None:
            if self.text:
                start = min(round(place * len(self.text)), len(self.text) - 1)
                self.session.alternatives(start, start + 1, 3)

        @rule(place=places, pieces=st.integers(0, 3))
        def ask_for_a_continuation(self, place: float, pieces: int) -> None:
            self.asked_at, self.written = round(place * len(self.text)), ""
            self.continued = self.session.continue_text(self.asked_at, 5)
            self.go_on_with_it(pieces)

        @rule(pieces=st.integers(1, 3))
        def go_on_with_it(self, pieces: int) -> None:
            self.written += "".join(islice(self.continued, pieces))

        @rule(settle=st.booleans())
        def take_what_was_written(self, settle: bool) -> None:
            self._edit(self.asked_at, 0, self.written)
            if settle:
                self.session.settle_scores()

        @rule(count=st.integers(1, 6), soon=st.booleans())
        def score_a_little(self, count: int, soon: bool) -> None:
            for _ in range(count):
                before = self.session.settled_tokens
                had_work = self.session.has_urgent_work if soon else self.session.has_work
                assert self.session.step(soon=soon) == had_work
                assert self.session.settled_tokens >= before

        @rule()
        def settle(self) -> None:
            self.session.settle_scores()
            assert all(token.settled for token in self.session.tokens)
            assert not self.session.step(tries=False)

        def _edit(self, start: int, amount: int, replacement: str) -> None:
            end = min(len(self.text), start + amount)
            self.asked_at, self.written = 0, ""
            self.undo.append((start, len(replacement), self.text[start:end]))
            self.text = self.text[:start] + replacement + self.text[end:]
            self.session.edit(start, end, replacement)

        @invariant()
        def what_is_settled_is_right(self) -> None:
            if not hasattr(self, "session"):
                return
            assert self.session.text == self.text
            settled = np.array([token.settled for token in self.session.tokens], np.bool_)
            assert settled.sum() == self.session.settled_tokens
            expected = oracle.scores(self.session)
            assert len(settled) == len(expected.log_prob)
            here = log_probs(self.session)[settled]
            np.testing.assert_allclose(here, expected.log_prob[settled], rtol=0, atol=NATS)

        @invariant()
        def what_is_settled_is_mixed_with_the_memory(self) -> None:
            if hasattr(self, "session"):
                assert_memory_agrees(self.session, memory)

        @invariant()
        def what_the_probe_says_for_good_is_right(self) -> None:
            if model.probe is not None and hasattr(self, "session") and self.text:
                assert_odds_agree(self.session, windows)

        def teardown(self) -> None:
            if hasattr(self, "session"):
                self.session.settle_scores()
                assert_scores_equal(self.session, oracle.scores(self.session))
                if model.probe is not None and self.text:
                    assert_odds_agree(self.session, windows, everywhere=True)

    return WriterAndScorer
