"""Several documents in one worker: the order of their work, the reports each gets, and the memory they share."""

from __future__ import annotations

import io
import queue
import shutil
from collections.abc import Iterable
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file, save_file

from scoring import protocol
from scoring.asking.relevance import Relevance
from scoring.documents import scheduler
from scoring.memory.memory import Memory
from scoring.model.kv_cache import CachePool, WindowCache
from scoring.model.model import Model, load_model
from scoring.protocol import (
    Alternatives,
    AskAlternatives,
    AskContinuation,
    AskEffect,
    AskRelevance,
    AskTokens,
    Change,
    Close,
    Continuations,
    Edit,
    Effect,
    Failure,
    Focus,
    Manner,
    Open,
    Ping,
    Relevances,
    Scores,
    StopContinuation,
    Token,
    Tokens,
)
from scoring.rules import spelling
from scoring.service import Message, Service
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK, CHUNK, DocumentWindows
from scoring.windows.pages import WindowLengths
from tests.scoring.models import PROSE, save_tiny_llama
from tests.scoring.reports import assert_flags, merged

LONG_SECONDS = 10_000.0
SETTINGS: WindowLengths = {"max_length": 32, "stride": 16}


@pytest.fixture(scope="module")
def tiny_llama(tiny_llama_dir: Path) -> Model:
    return load_model(str(tiny_llama_dir), dtype="float32")


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every rest of the writer's hands be over at once."""
    monkeypatch.setattr(scheduler, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(scheduler, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(scheduler, "REST_SECONDS", 0.0)


class Writer(queue.SimpleQueue[Message | None]):
    """An inbox that gets the messages of one turn whenever the service has nothing left to do, then the end."""

    def __init__(self, turns: Iterable[Iterable[protocol.ToWorker]]) -> None:
        self._turns = iter(turns)

    def get(self, block: bool = True, timeout: float | None = None) -> Message | None:
        if timeout is None and self.empty():
            for message in next(self._turns, [None]):
                self.put(message)
        return super().get(block, timeout)


class InterruptingWriter(Writer):
    """A writer who sends one more message after a number of chunks of work."""

    def __init__(self, opened: protocol.Open, chunks: int, later: protocol.ToWorker) -> None:
        super().__init__([[opened]])
        self._chunks = chunks
        self._later = later

    def get_nowait(self) -> Message | None:
        self._chunks -= 1
        if self._chunks == -1:
            return self._later
        return super().get_nowait()


class WatchedPool(CachePool):
    """A pool that remembers the most it held between two chunks of work."""

    def __init__(self, model: Model, slots: int) -> None:
        super().__init__(slots * model.bytes_per_token, model.bytes_per_token)
        self.most = 0

    def trim(self) -> None:
        super().trim()
        self.most = max(self.most, self.slots)


class HastyWriter(Writer):
    """A writer who goes on as soon as the service waits for a long rest."""

    def get(self, block: bool = True, timeout: float | None = None) -> Message | None:
        return super().get(block, None if timeout is not None and timeout > LONG_SECONDS / 2 else timeout)


def answers(
    model: Model, *turns: Iterable[protocol.ToWorker], pool: CachePool | None = None, **others: Any
) -> list[protocol.FromWorker]:
    """Return all that the service sends while the writer takes these turns, each once everything is settled."""
    return answers_to(model, HastyWriter(turns), pool, **others)


def answers_to(model: Model, writer: Writer, pool: CachePool | None = None, **others: Any) -> list[protocol.FromWorker]:
    """Return all that the service sends to a writer; `others`: what else it is made with."""
    output = io.BytesIO()
    Service(model, SETTINGS, pool or WatchedPool(model, 1000), 0.0, writer, output, **others).run()
    data, found = output.getvalue(), []
    while data:
        end = protocol.HEADER_BYTES + protocol.body_length(data[: protocol.HEADER_BYTES])
        found.append(protocol.from_worker_decoder.decode(data[protocol.HEADER_BYTES : end]))
        data = data[end:]
    return found


def worked_on(found: list[protocol.FromWorker]) -> list[int]:
    """Return the documents in the order in which they were scored. The report that a document was opened, with no
    token settled, doesn't count."""
    return [number for number, _ in groupby(m.document for m in found if isinstance(m, Scores) and m.settled)]


def scores_of(document: int, found: list[protocol.FromWorker]) -> list[Scores]:
    return [message for message in found if isinstance(message, Scores) and message.document == document]


def test_the_document_that_the_writer_came_to_last_is_scored_first_then_those_before(tiny_llama: Model) -> None:
    opened = [Open(number, 0, PROSE) for number in (1, 2, 3, 4)]
    found = answers(tiny_llama, [*opened, Focus(3, 0, 0, 9), Focus(1, 0, 0, 9), Focus(2, 0, 300, 350)])
    assert worked_on(found) == [2, 1, 3, 4]
    assert next(scores.start for scores in scores_of(2, found) if scores.settled) >= 250, "at the place looked at"
    edits = [Edit(number, 1, (Change(0, 3, "One"),)) for number in (1, 2, 3)]
    assert worked_on(answers(tiny_llama, opened, [*edits, Focus(3, 1, 0, 9)]))[-3:] == [3, 1, 2]


@pytest.mark.parametrize("slots", [70, 1000], ids=["little memory", "enough"])
def test_edits_of_one_document_leave_the_others_as_they_were(tiny_llama: Model, slots: int) -> None:
    texts = {
        1: PROSE,
        2: PROSE,
        3: PROSE,
    }  # equal: one's caches would fit the others until the next edit
    turns: list[list[protocol.ToWorker]] = [[Open(number, 0, text) for number, text in texts.items()]]
    for revision in range(1, 5):
        edits = {number: Change(place := 83 * revision + 40 * number, place + 4, "by a") for number in (1, 2)}
        turns.append([Edit(number, revision, (change,)) for number, change in edits.items()])
        for number, change in edits.items():
            texts[number] = texts[number][: change.start] + change.text + texts[number][change.end :]
    found = answers(tiny_llama, *turns, pool=WatchedPool(tiny_llama, slots))
    for number, text in texts.items():
        scores = scores_of(number, found)
        assert scores[-1].settled == scores[-1].total
        assert_flags(merged(scores), tiny_llama, text)
    assert {scores.revision for scores in scores_of(3, found)} == {0}


def test_all_documents_together_keep_within_the_budget(tiny_llama: Model) -> None:
    pool = WatchedPool(tiny_llama, 150)
    opened = [Open(number, 0, PROSE) for number in (1, 2, 3)]
    answers(tiny_llama, opened, [Edit(1, 1, (Change(0, 3, "A"),))], pool=pool)
    assert 75 < pool.slots <= pool.most <= 150


def test_a_document_closed_or_opened_again_returns_its_memory(tiny_llama: Model) -> None:
    one, other = Open(1, 0, PROSE), Open(2, 0, PROSE)

    def held(*turns: list[protocol.ToWorker]) -> int:
        """Return the number of tokens in the caches in the end."""
        pool = WatchedPool(tiny_llama, 10_000)
        answers(tiny_llama, *turns, pool=pool)
        return pool.slots

    assert held([one]) > 0
    assert held([one, other]) == 2 * held([one])
    assert held([one, other], [Close(2)]) == held([one])
    assert held([one, other], [Close(2)], [Close(1)]) == 0
    assert held([one], [Open(1, 0, "Other text.")]) == held([Open(1, 0, "Other text.")])


def test_the_writers_texts_count_but_for_the_documents_own(tiny_llama: Model) -> None:
    ids = tiny_llama.tokenizer.encode(PROSE * 3)[0]  # three times: what was written once or twice may be a slip
    memory = Memory({"own": ids}, tiny_llama.vocabulary.size)
    opened = [Open(1, 0, PROSE), Open(2, 0, PROSE, name="own")]
    found = answers(tiny_llama, opened, memory=memory)
    assert_flags(merged(scores_of(2, found)), tiny_llama, PROSE)
    assert merged(scores_of(1, found)) != merged(scores_of(2, found))


def test_what_is_wrong_with_the_writers_texts_is_said_of_each_document(tiny_llama: Model) -> None:
    found = answers(tiny_llama, [Open(1, 0, "One."), Open(2, 0, "Two.")], complaint="texts: damaged")
    assert [m for m in found if isinstance(m, Failure)] == [
        Failure(0, 1, "texts: damaged"),
        Failure(0, 2, "texts: damaged"),
    ]


def test_every_report_has_the_words_of_its_range(tiny_llama: Model) -> None:
    found = scores_of(1, answers(tiny_llama, [Open(1, 0, PROSE)], [Edit(1, 1, (Change(4, 11, "old tugboat"),))]))
    text = "The old tugboat" + PROSE[11:]
    session = Session(tiny_llama, text, **SETTINGS)
    session.settle()
    last = [scores for scores in found if scores.revision == 1]
    assert all(scores.start <= word.start and word.end <= scores.end for scores in last for word in scores.words)
    known = {(word.start, word.end): word.surprisal for scores in last for word in scores.words}
    expected = {(word.start, word.end): word.surprisal for word in session.word_scores()}
    assert known.items() <= {span: pytest.approx(value, abs=1e-3) for span, value in expected.items()}.items()
    assert {(4, 7), (8, 15)} <= known.keys(), "what was edited"
    expected_flags = {(flag.start, flag.end): flag.strength for flag in session.flags(0.0)}
    flags = merged(last)
    assert flags.items() <= {span: pytest.approx(value, abs=1e-3) for span, value in expected_flags.items()}.items()
    assert {(4, 7), (8, 15)} <= flags.keys()


def test_only_the_last_report_of_each_revision_is_final(tiny_llama: Model) -> None:
    emptied = Edit(1, 1, (Change(0, len(PROSE), ""),))
    found = answers(tiny_llama, [Open(1, 0, PROSE), Open(2, 0, ""), Open(3, 0, "1 2 3")], [emptied])
    for number, revision in ((1, 0), (1, 1), (2, 0), (3, 0)):
        reports = [scores for scores in scores_of(number, found) if scores.revision == revision]
        assert [scores.is_final for scores in reports] == [False] * (len(reports) - 1) + [True], (number, revision)
        assert reports[-1].settled == reports[-1].total
    assert any(scores.settled == scores.total and not scores.is_final for scores in scores_of(1, found)), "edits wait"


def test_edits_are_tried_in_the_sentence_just_written_before_the_long_rest(
    tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "REST_SECONDS", LONG_SECONDS)
    edit = Edit(1, 1, (Change(4, 11, "old tugboat"),))
    found = [scores for scores in scores_of(1, answers(tiny_llama, [Open(1, 0, PROSE)], [edit])) if scores.revision]
    assert not found[-1].is_final, "the rest of the text was scored by other words before"
    text = "The old tugboat" + PROSE[11:]
    session = Session(tiny_llama, text, **SETTINGS)
    session.settle()
    end = text.index(".") + 1
    expected = {(flag.start, flag.end): (flag.kind, flag.reason) for flag in session.flags(0.0, 0, end)}
    reported = {(flag.start, flag.end): (flag.kind, flag.reason) for flag in found[-1].flags if flag.end <= end}
    assert reported == expected
    assert any(flag.suggestions for flag in found[-1].flags if flag.end <= end)


def test_edits_are_tried_at_the_pause_in_all_sentences_written_without_a_rest(
    tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "REST_SECONDS", LONG_SECONDS)
    sentences = ["He see the old boats. ", "They was all gone by noon. ", "A man have told me that."]
    start = len(PROSE) // 2
    edits, place = [], start
    for revision, sentence in enumerate(sentences, 1):
        edits.append(Edit(1, revision, (Change(place, place, sentence),)))
        place += len(sentence)
    edits.append(Edit(1, len(sentences) + 1, (Change(place - 1, place, "!"),)))  # the last sentence once more
    reports = [
        scores for scores in scores_of(1, answers(tiny_llama, [Open(1, 0, PROSE)], edits)) if scores.revision == 4
    ]
    text = PROSE[:start] + "".join(sentences)[:-1] + "!" + PROSE[start:]
    for sentence in sentences:
        at = text.index(sentence[:-2])
        assert any(
            flag.suggestions for one in reports for flag in one.flags if at <= flag.start < at + len(sentence)
        ), sentence


def test_nothing_is_said_about_a_closed_document(tiny_llama: Model) -> None:
    late: list[protocol.ToWorker] = [
        Edit(1, 1, (Change(0, 3, "A"),)),
        Focus(1, 1, 0, 9),
        AskAlternatives(1, 1, 1, 4, 11, 3),
        Close(1),
    ]
    found = answers(tiny_llama, [Open(1, 0, PROSE), Open(2, 0, PROSE), Close(1), *late])
    assert worked_on(found) == [2]
    assert not [message for message in found if isinstance(message, Alternatives)]


def test_only_the_newest_question_about_each_document_is_answered(tiny_llama: Model) -> None:
    opened = [Open(1, 0, PROSE), Open(2, 0, PROSE[4:])]
    asks = [
        AskAlternatives(1, 1, 0, 4, 11, 3),
        AskAlternatives(1, 2, 0, 0, 7, 3),
        AskAlternatives(2, 1, 0, 12, 15, 3),
    ]
    found = [message for message in answers(tiny_llama, opened, asks) if isinstance(message, Alternatives)]
    assert [(message.document, message.request, message.word) for message in found] == [
        (2, 1, "harbour"),
        (1, 2, "lay"),
    ]


def test_new_flags_found_for_a_question_are_reported_whenever_it_is_asked(tiny_llama: Model) -> None:
    text = PROSE[:60]
    for chunks in range(20):
        ask = AskAlternatives(1, 1, 0, 4, 11, 3)
        found = answers_to(tiny_llama, InterruptingWriter(Open(1, 0, text), chunks, ask))
        assert sum(isinstance(message, Alternatives) for message in found) == 1
        assert_flags(merged(scores_of(1, found)), tiny_llama, text)


class CountingWriter(InterruptingWriter):
    """An interrupting writer who notes how many tokens ran before each look at the inbox, and after which the later
    message came."""

    def __init__(self, opened: protocol.Open, chunks: int, later: protocol.ToWorker, passes: list[int]) -> None:
        super().__init__(opened, chunks, later)
        self._passes = passes
        self.tokens = [0]
        self.interrupted = 0

    def get_nowait(self) -> Message | None:
        self.tokens.append(sum(self._passes))
        if self._chunks == 0:
            self.interrupted = self.tokens[-1]
        return super().get_nowait()


def test_an_edit_waits_for_no_more_than_one_chunk_and_later_chunks_are_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_model(str(save_tiny_llama(tmp_path, max_position_embeddings=1024)), dtype="float32")
    monkeypatch.setitem(SETTINGS, "max_length", 1024)
    monkeypatch.setitem(SETTINGS, "stride", 512)
    passes: list[int] = []
    forward = DocumentWindows.forward

    def counted(windows: DocumentWindows, cache: WindowCache, start: int, end: int) -> None:
        passes.append(end - start)
        forward(windows, cache, start, end)

    monkeypatch.setattr(DocumentWindows, "forward", counted)
    edit = Edit(1, 1, (Change(0, 3, "One"),))
    writer = CountingWriter(Open(1, 0, PROSE * 4), 3, edit, passes)
    answers_to(model, writer)
    waits = [after - before for before, after in pairwise(writer.tokens)]
    assert max(waits) == BULK_CHUNK
    assert 0 < writer.interrupted < max(writer.tokens)
    since = [after - before for before, after in pairwise(writer.tokens) if before >= writer.interrupted]
    assert 0 < max(since) <= CHUNK


def test_questions_that_cannot_be_answered_get_a_failure(tiny_llama: Model) -> None:
    asked = [AskAlternatives(7, 9, 0, 4, 11, 3), AskAlternatives(8, 1, 5, 4, 11, 3)]
    found = answers(tiny_llama, [Open(1, 0, PROSE)], asked, [Ping(9)])
    assert [message for message in found if not isinstance(message, Scores)] == [
        Failure(7, 9, "document 9 is not open"),
        Failure(8, 1, "revision 5 is not the document's, which is 0"),
        Failure(0, 9, "document 9 is not open"),
    ]


def test_a_model_whose_outputs_are_nan_says_nothing_about_any_word(tiny_llama_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_llama_dir, tmp_path, dirs_exist_ok=True)
    tensors = load_file(tmp_path / "model.safetensors")
    tensors["model.embed_tokens.weight"][1:] = float("nan")  # only the start token has numbers
    save_file(tensors, tmp_path / "model.safetensors", {"format": "pt"})
    broken = load_model(str(tmp_path), dtype="float32")
    found = answers(broken, [Open(1, 0, PROSE)], [AskAlternatives(1, 1, 0, 4, 11, 3)])
    scores = scores_of(1, found)
    assert scores[-1].is_final
    assert [word for one in scores for word in one.words] == []
    assert {flag.kind for one in scores for flag in one.flags} <= {"wordiness"}, "rules need no numbers"
    (failure,) = [message for message in found if isinstance(message, Failure)]
    assert "no probability" in failure.message


def test_the_newest_question_about_an_effect_gets_an_answer_or_a_failure(tiny_llama: Model) -> None:
    asks: list[protocol.ToWorker] = [
        AskEffect(1, 1, 0, 4, 11, "sea"),
        AskEffect(2, 1, 0, 4, 11, "ship"),
        AskAlternatives(3, 1, 0, 4, 11, 3),
    ]
    beyond = [AskEffect(4, 1, 0, len(PROSE), len(PROSE) + 1, "")]
    found = answers(tiny_llama, [Open(1, 0, PROSE)], asks, beyond)
    effects = [message for message in found if isinstance(message, Effect)]
    assert [(effect.request, effect.tokens > 0, effect.gain != 0) for effect in effects] == [(2, True, True)]
    assert [message.request for message in found if isinstance(message, Alternatives)] == [3]
    assert [
        (message.request, "does not lie" in message.message) for message in found if isinstance(message, Failure)
    ] == [(4, True)]


def continuations_of(found: list[protocol.FromWorker]) -> list[Continuations]:
    return [message for message in found if isinstance(message, Continuations)]


MANNER = Manner(max_tokens=6, candidates=3)
BEGUN = PROSE[:70]
PLACE = len(BEGUN)


def test_a_continuation_grows_and_is_what_a_session_writes(tiny_llama: Model) -> None:
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
def test_a_continuation_ends_between_two_tokens_when_nobody_waits_for_it(
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


def tokens_of(found: list[protocol.FromWorker]) -> list[Tokens]:
    return [message for message in found if isinstance(message, Tokens)]


def test_the_tokens_of_a_range_are_told_as_a_session_scores_them(tiny_llama: Model) -> None:
    text = PROSE.replace("harbour", "h\N{FLEXED BICEPS}\u0301rbour")  # in pieces that share a character
    session = Session(tiny_llama, text, **SETTINGS)
    session.settle()
    asked = [AskTokens(1, 1, 0, 0, len(text)), AskTokens(2, 1, 0, 5, 30), AskTokens(3, 1, 0, 9, 10**6)]
    whole, part, rest = tokens_of(answers(tiny_llama, [Open(1, 0, text)], asked))
    expected = [(token.start, token.end, token.settled) for token in session.tokens]
    assert [(token.start, token.end, token.is_settled) for token in whole.tokens] == expected
    assert [token.log_prob for token in whole.tokens] == pytest.approx([t.log_prob for t in session.tokens], abs=1e-3)
    assert [token.entropy for token in whole.tokens] == pytest.approx([t.entropy for t in session.tokens], abs=1e-3)
    assert part.tokens == tuple(token for token in whole.tokens if token.start < 30 and token.end > 5)
    assert (part.start, part.end, rest.end) == (5, 30, len(text))


def test_tokens_that_the_model_has_not_read_have_no_scores(tiny_llama: Model) -> None:
    found = answers(tiny_llama, [Open(1, 0, PROSE), AskTokens(1, 1, 0, 0, 20)], [AskTokens(2, 1, 3, 0, 20)])
    (told,) = tokens_of(found)
    assert told.tokens
    assert {(token.log_prob, token.entropy, token.is_settled) for token in told.tokens} == {(None, None, False)}
    assert [message.request for message in found if isinstance(message, Failure)] == [2], "of another revision"


def test_more_tokens_than_a_message_holds_come_in_parts(tiny_llama: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.documents.answers.MOST_TOKENS", 7)
    text = "\N{FLEXED BICEPS}\u0301" * 9  # several tokens a character
    start, parts, messages = 0, list[Token](), 0
    while start < len(text):
        (told,) = tokens_of(answers(tiny_llama, [Open(1, 0, text), AskTokens(1, 1, 0, start, len(text))]))
        assert told.end > start
        parts += told.tokens
        start, messages = told.end, messages + 1
    assert messages > 2
    monkeypatch.setattr("scoring.documents.answers.MOST_TOKENS", 1_000)
    (whole,) = tokens_of(answers(tiny_llama, [Open(1, 0, text), AskTokens(1, 1, 0, 0, len(text))]))
    assert tuple(parts) == whole.tokens
    assert len(parts) > len(text)


def test_an_edit_outside_the_text_is_refused(tiny_llama: Model) -> None:
    with pytest.raises(protocol.ProtocolError, match=r"^revision 1: \[2, 9\) does not lie"):
        answers(tiny_llama, [Open(1, 0, "abc"), Edit(1, 1, (Change(2, 9, ""),))])


def test_a_fence_withdraws_the_flags_below_it_and_returns_them_when_it_is_gone(tiny_llama: Model) -> None:
    first, second = PROSE[:60] + "\n", "\n" + PROSE[60:200] + "\n"
    opened = Edit(1, 1, (Change(len(first), len(first), "~~~\n"),))
    gone = Edit(1, 2, (Change(len(first), len(first) + 4, ""),))
    found = scores_of(1, answers(tiny_llama, [Open(1, 0, first + second)], [opened], [gone]))
    session = Session(tiny_llama, first + second, **SETTINGS)
    session.settle()
    expected = {(flag.start, flag.end): flag.strength for flag in session.flags(0.0) if flag.start > len(first)}
    assert expected
    for revision, flags in ((1, {}), (2, expected)):
        reports = [scores for scores in found if scores.revision == revision]
        assert (
            min(scores.start for scores in reports)
            <= len(first)
            < len(session.text)
            <= max(scores.end for scores in reports)
        )
        below = {span: strength for span, strength in merged(reports).items() if span[0] > len(first)}
        assert below == pytest.approx(flags, abs=1e-3)


def offered(document: int, found: list[protocol.FromWorker]) -> dict[tuple[int, int], str]:
    """Return where the final flags of a dialect are, and what they offer."""
    known: dict[tuple[int, int], str] = {}
    for scores in scores_of(document, found):
        known = {place: own for place, own in known.items() if place[1] <= scores.start or place[0] >= scores.end}
        spelled = [flag for flag in scores.flags if " spelling: " in flag.reason]
        known |= {(flag.start, flag.end): flag.suggestions[0].replacement for flag in spelled}
    return known


def test_a_document_follows_its_dialect_and_another_one_once_it_is_told(
    tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "RULE_STRENGTH", 1e5)  # this model finds all words very wrong
    text = "We like the colour. " * 60 + "We like the color."
    last = text.rindex("color")
    british, american = protocol.Conventions(1, "GB"), protocol.Conventions(1, "US")
    opened = Open(1, 0, text)
    assert offered(1, answers(tiny_llama, [opened])) == {}
    assert offered(1, answers(tiny_llama, [opened, british])) == {(last, last + 5): "colour"}
    found = answers(tiny_llama, [opened, british], [american])
    assert offered(1, found) == {(start, start + 6): "color" for start in range(12, last - 11, 20)}
    assert scores_of(1, found)[-1].is_final


TEXTS = ("The storm went out to sea.", "Bread is baked at night.", "")


def test_a_question_is_answered_a_few_texts_at_a_time_and_needs_no_document(tiny_llama: Model) -> None:
    texts = tuple(f"{text} {number}" for number in range(13) for text in TEXTS)
    found = [one for one in answers(tiny_llama, [AskRelevance(7, "Where?", texts)]) if isinstance(one, Relevances)]
    wanted = tuple(Relevance(tiny_llama).gains("Where?", texts))
    assert len(found) > 1
    assert all(one.gains == wanted[: len(one.gains)] and one.request == 7 for one in found)
    assert [one.is_final for one in found] == [False] * (len(found) - 1) + [True]
    assert found[-1].gains == wanted


def test_the_next_question_ends_the_last_one_and_documents_go_on(tiny_llama: Model) -> None:
    asked: list[protocol.ToWorker] = [
        Open(1, 0, "A storm."),
        AskRelevance(1, "Where?", TEXTS),
        AskRelevance(2, "Who?", ()),
    ]
    found = answers(tiny_llama, asked)
    assert [one for one in found if isinstance(one, Relevances)] == [Relevances(2, ((0, 3),), (), True)]
    assert [one.is_final for one in found if isinstance(one, Scores)][-1]
