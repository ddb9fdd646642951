"""The order in which documents are worked on, and how long each job waits for the writer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from scoring import protocol
from scoring.documents import scheduler
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model, load_model
from scoring.protocol import (
    Change,
    Edit,
    Focus,
    Open,
)
from scoring.service import Message
from scoring.session import Session
from scoring.windows.document_windows import BULK_CHUNK, CHUNK, DocumentWindows
from tests.scoring.documents.services import (
    LONG_SECONDS,
    SETTINGS,
    InterruptingWriter,
    answers,
    answers_to,
    scores_of,
    worked_on,
)
from tests.scoring.models import PROSE, save_tiny_llama

pytestmark = pytest.mark.usefixtures("no_pauses")


def test_documents_are_scored_in_order_of_the_latest_view(tiny_llama: Model) -> None:
    opened = [Open(number, 0, PROSE) for number in (1, 2, 3, 4)]
    found = answers(tiny_llama, [*opened, Focus(3, 0, 0, 9), Focus(1, 0, 0, 9), Focus(2, 0, 300, 350)])
    assert worked_on(found) == [2, 1, 3, 4]
    assert next(scores.start for scores in scores_of(2, found) if scores.settled) >= 250, "in the focus"
    edits = [Edit(number, 1, (Change(0, 3, "One"),)) for number in (1, 2, 3)]
    assert worked_on(answers(tiny_llama, opened, [*edits, Focus(3, 1, 0, 9)]))[-3:] == [3, 1, 2]


def test_edits_are_tried_in_the_sentence_just_written_before_the_long_pause(
    tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "REST_SECONDS", LONG_SECONDS)
    edit = Edit(1, 1, (Change(4, 11, "old tugboat"),))
    found = [scores for scores in scores_of(1, answers(tiny_llama, [Open(1, 0, PROSE)], [edit])) if scores.revision]
    assert not found[-1].is_final, "the rest of the text was scored after other words"
    text = "The old tugboat" + PROSE[11:]
    session = Session(tiny_llama, text, **SETTINGS)
    session.settle()
    end = text.index(".") + 1
    expected = {(flag.start, flag.end): (flag.kind, flag.reason) for flag in session.flags(0.0, 0, end)}
    reported = {(flag.start, flag.end): (flag.kind, flag.reason) for flag in found[-1].flags if flag.end <= end}
    assert reported == expected
    assert any(flag.suggestions for flag in found[-1].flags if flag.end <= end)


def test_edits_are_tried_at_the_pause_in_all_sentences_written_since_the_last_one(
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


class CountingWriter(InterruptingWriter):
    """An interrupting writer who records how many tokens ran before each look at the inbox, and after which one the
    later message came."""

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
