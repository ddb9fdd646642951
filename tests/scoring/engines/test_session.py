"""A session whose model is on an engine: its settled scores equal those of the same model run locally."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from scoring.edits.requests import finished
from scoring.edits.search import EditSearch
from scoring.engines.engine_model import EngineModel
from scoring.errors import EngineError
from scoring.language.english import english
from scoring.model.model import Model
from scoring.protocol import Manner
from scoring.schedule import Rest, Settle, TryEdits
from scoring.session import Session
from tests.scoring.engines.stub_server import Fault, Stub, VLLMStub
from tests.scoring.models import PROSE
from tests.scoring.oracle import NATS, SMALL, log_probs


def _assert_same(session: Session, expected: Session) -> None:
    """Compare the settled scores of two sessions with the same text."""
    whole = list(expected.tokens)
    assert len(session.tokens) == len(whole)
    for token, other in zip(session.tokens, whole, strict=True):
        if token.settled:
            assert token.log_prob == pytest.approx(other.log_prob, abs=NATS)
            assert token.predicted_tokens is not None
            assert other.predicted_tokens is not None
            values = [value for _, value, _ in token.predicted_tokens]
            assert values == pytest.approx([value for _, value, _ in other.predicted_tokens], abs=NATS)


def test_a_document_has_the_local_models_scores(model: EngineModel, local: Model) -> None:
    session, here = (Session(one, PROSE * 2, **SMALL, top_k=3) for one in (model, local))
    session.settle_scores()
    here.settle_scores()
    assert session.settled_tokens == len(session.tokens)
    assert session.pages == here.pages
    _assert_same(session, here)


def test_provisional_scores_are_settled_once_everything_else_is_done(model: EngineModel) -> None:
    session = Session(model, PROSE * 2, max_length=128, stride=64)
    session.focus(0, 400)
    while session.schedule.urgent() is not None:
        session.step(soon=True)
    session.edit(20, 20, "not ")
    jobs = []
    while (job := session.schedule.next_job()) is not None:
        jobs.append(job)
        session.run(job)
    rests = [job.rest for job in jobs]
    first = rests.index(Rest.LATER)
    assert Settle in map(type, jobs[:first]), "tokens without scores don't wait a minute"
    assert TryEdits in map(type, jobs[:first])
    assert all(isinstance(job, Settle) for job in jobs if job.rest is Rest.LATER)
    assert session.settled_tokens == len(session.tokens)


def test_after_any_edits_and_faults_the_scores_equal_a_full_recompute(
    stub: Stub, model: EngineModel, local: Model
) -> None:
    pieces = st.sampled_from([" the", "sea", ". ", "\n\n", "Anna", "e\u0301", PROSE[:70], PROSE[90:230], "x"])
    places = st.floats(0, 1)

    class WriterAndEngine(RuleBasedStateMachine):
        @initialize(part=st.sampled_from([0.0, 0.4, 1.0]))
        def open(self, part: float) -> None:
            text = PROSE[:400]
            self.session = Session(model, text[: round(part * len(text))], **SMALL, top_k=2)

        @rule(place=places, amount=st.integers(0, 60), replacement=pieces)
        def edit(self, place: float, amount: int, replacement: str) -> None:
            start = round(place * len(self.session.text))
            self.session.edit(start, min(len(self.session.text), start + amount), replacement)

        @rule(place=places)
        def look(self, place: float) -> None:
            start = round(place * len(self.session.text))
            self.session.focus(start, start + 40)

        @rule(soon=st.booleans())
        def work(self, soon: bool) -> None:
            self.session.step(soon=soon, tries=False)

        @rule(cut=st.booleans())
        def fail(self, cut: bool) -> None:
            before = log_probs(self.session)
            stub.fault = lambda asked: Fault(status=200 if cut else 503, cut=cut) if asked in stub.scored else None
            try:
                self.session.step(tries=False)
            except EngineError:
                np.testing.assert_array_equal(log_probs(self.session), before)
            finally:
                stub.fault = lambda _: None

        @rule()
        def open_again(self) -> None:
            again = Session(model, self.session.text, **SMALL, top_k=2)
            assert again.restore(self.session.state())
            self.session = again

        @invariant()
        def settled_is_true(self) -> None:
            here = Session(local, self.session.text, **SMALL, top_k=2)
            here.settle_scores()
            _assert_same(self.session, here)

        def teardown(self) -> None:
            self.session.settle_scores()
            self.settled_is_true()
            assert self.session.settled_tokens == len(self.session.tokens)

    run_state_machine_as_test(
        WriterAndEngine,
        settings=settings(
            max_examples=4, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_an_edit_costs_its_window_and_not_the_document(model: EngineModel) -> None:
    session = Session(model, PROSE * 8, max_length=64, stride=32)
    session.settle_scores()
    before = model.engine.tokens
    session.edit(len(session.text) // 2, len(session.text) // 2, " quickly")
    assert session.step(soon=True)
    first = model.engine.tokens - before
    assert first <= 64
    session.settle_scores()
    assert model.engine.tokens - before <= 6 * 64 < len(session.tokens) / 2


def test_a_quick_score_is_provisional_with_a_short_context(model: EngineModel, stub: Stub) -> None:
    session = Session(model, PROSE * 8, max_length=250, stride=200)
    before = model.engine.tokens
    session.focus(len(session.text) - 40, len(session.text))
    while session.step(soon=True):
        pass
    assert 0 < model.engine.tokens - before < 250
    assert any(token.log_prob is not None and not token.settled for token in session.tokens) or session.settled_tokens


def test_edits_gain_the_same_as_with_the_local_model(model: EngineModel, local: Model) -> None:
    """Every gain equals the local model's; the edits tried may differ, since an engine doesn't return the probabilities
    of all tokens."""
    text = "The harbuor lay still that mornning. Nobody has told the the children about a storm."
    found = []
    for one in (model, local):
        search = EditSearch(one, english, 64)
        done = finished(search.run(text, [4], all_edits=True), search.answer)
        found.append({gain.edit: gain for findings in done for gain in findings.gains})
    there, here = found
    both = there.keys() & here.keys()
    assert len(both) >= 3
    for edit in both:
        assert there[edit].own == pytest.approx(here[edit].own, abs=NATS)
        assert there[edit].near == pytest.approx(here[edit].near, abs=NATS)
        if there[edit].far and here[edit].far:  # only the best are measured so far
            assert there[edit].far == pytest.approx(here[edit].far, abs=NATS)


def test_all_variants_of_a_passage_are_sent_together_without_other_text(model: EngineModel, stub: Stub) -> None:
    sentence = "The harbuor lay still that mornning."
    session = Session(model, PROSE + sentence, max_length=64, stride=32)
    session.settle_scores()
    before = len(stub.scored)
    session.suggest(len(PROSE) + 4, len(PROSE) + 11, 9)
    sent = [asked.fields["prompt" if isinstance(stub, VLLMStub) else "input_ids"] for asked in stub.scored[before:]]
    assert len(sent) <= 8
    assert max(map(len, sent)) > 6
    longest = 2 * len(model.tokenizer.encode(sentence)[0])
    assert max(len(prompt) for prompts in sent for prompt in prompts) <= longest


def test_an_edits_effect_equals_the_local_models(model: EngineModel, local: Model) -> None:
    there, here = (Session(one, PROSE[:120], **SMALL) for one in (model, local))
    for session in (there, here):
        session.settle_scores()
    start = PROSE.index("still")
    gain, count = there.effect(start, start + 5, "calm and quiet")
    expected, counted = here.effect(start, start + 5, "calm and quiet")
    assert gain == pytest.approx(expected, abs=NATS)
    assert count == counted > 0


def test_words_at_a_place_come_with_their_probabilities(model: EngineModel, local: Model) -> None:
    there, here = (Session(one, PROSE[:120], **SMALL) for one in (model, local))
    for session in (there, here):
        session.settle_scores()
    start = PROSE.index("still")
    found = there.alternatives(start, start + 5)
    known = dict(here.alternatives(start, start + 5, 50).words)
    assert 0 < found.prob <= 1
    assert found.rank >= 1
    probs = [prob for _, prob in found.words]
    assert probs == sorted(probs, reverse=True)
    for word, prob in found.words:  # for longer words, an engine only returns their most probable pieces
        assert prob >= 0.9 * known.get(word, 0.0)


def test_continuing_is_rejected_in_one_line(model: EngineModel) -> None:
    session = Session(model, PROSE[:100], **SMALL)
    for write in (lambda: session.continue_text(10), lambda: session.continuations(10, 10, Manner())):
        with pytest.raises(ValueError, match="an engine only scores") as error:
            write()
        assert "\n" not in str(error.value)


def test_a_search_that_failed_starts_over(model: EngineModel, stub: Stub) -> None:
    session = Session(model, "The harbuor lay still that mornning.", **SMALL)
    session.settle_scores()
    stub.fault = lambda asked: Fault(status=503) if asked in stub.scored else None
    for _ in range(3):
        with pytest.raises(EngineError):
            session.step()
    stub.fault = lambda _: None
    session.settle()
    again = Session(model, session.text, **SMALL)
    again.settle()
    flags, expected = session.flags(0.0), again.flags(0.0)
    assert [(flag.start, flag.end, flag.kind) for flag in flags] == [(f.start, f.end, f.kind) for f in expected]
    assert [flag.strength for flag in flags] == pytest.approx([flag.strength for flag in expected], abs=NATS)


def test_scores_of_another_model_are_not_restored(model: EngineModel, local: Model) -> None:
    session = Session(model, PROSE[:100], **SMALL)
    session.settle_scores()
    assert not Session(local, PROSE[:100], **SMALL).restore(session.state())


def test_random_long_words_do_not_overrun_the_longest_prompt(model: EngineModel, tmp_path: Path) -> None:
    chance = random.Random(1)
    text = "".join(chance.choice("abcxyzäé世 ") for _ in range(2500))
    session = Session(model, text, max_length=model.max_positions, stride=128)
    session.focus(1200, 1900)
    while session.step(soon=True):
        pass
    session.settle_scores()
    assert session.settled_tokens == len(session.tokens)
