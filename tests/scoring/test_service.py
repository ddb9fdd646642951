"""Several documents in one worker: the reports each gets, and the memory they share."""

from __future__ import annotations

import pytest

from scoring import protocol
from scoring.documents.remembering import Remembered
from scoring.memory.memory import Memory
from scoring.model.model import Model
from scoring.protocol import (
    Alternatives,
    AskAlternatives,
    Change,
    Close,
    Edit,
    Failure,
    Focus,
    Open,
)
from scoring.rules import spelling
from scoring.session import Session
from tests.scoring.documents.services import (
    SETTINGS,
    WatchedPool,
    answers,
    scores_of,
    worked_on,
)
from tests.scoring.models import PROSE
from tests.scoring.reports import assert_flags, merged

pytestmark = pytest.mark.usefixtures("no_pauses")


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
        """Return the final number of tokens in the caches."""
        pool = WatchedPool(tiny_llama, 10_000)
        answers(tiny_llama, *turns, pool=pool)
        return pool.slots

    assert held([one]) > 0
    assert held([one, other]) == 2 * held([one])
    assert held([one, other], [Close(2)]) == held([one])
    assert held([one, other], [Close(2)], [Close(1)]) == 0
    assert held([one], [Open(1, 0, "Other text.")]) == held([Open(1, 0, "Other text.")])


def test_the_memory_leaves_out_the_documents_own_text(tiny_llama: Model) -> None:
    ids = tiny_llama.tokenizer.encode(PROSE * 3)[0]  # three times: what was written once or twice may be a slip
    memory = Memory({"own": ids}, tiny_llama.vocabulary.size)
    opened = [Open(1, 0, PROSE), Open(2, 0, PROSE, name="own")]
    found = answers(tiny_llama, opened, remembered=Remembered(memory))
    assert_flags(merged(scores_of(2, found)), tiny_llama, PROSE)
    assert merged(scores_of(1, found)) != merged(scores_of(2, found))


def test_changes_of_the_learnt_texts_apply_to_open_documents(tiny_llama: Model) -> None:
    memory = Memory({"own": tiny_llama.tokenizer.encode(PROSE * 3)[0]}, tiny_llama.vocabulary.size)
    opened, other = [Open(1, 0, PROSE)], [Open(2, 0, PROSE)]
    expected = merged(scores_of(1, answers(tiny_llama, opened, remembered=Remembered(memory))))
    found = answers(tiny_llama, opened, [Remembered(memory)], other)
    assert merged(scores_of(1, found)) == merged(scores_of(2, found)) == expected
    forgotten = answers(tiny_llama, opened, [Remembered(memory)], [Remembered()])
    assert_flags(merged(scores_of(1, forgotten)), tiny_llama, PROSE)


def test_a_fault_in_the_learnt_texts_is_reported_for_each_document(tiny_llama: Model) -> None:
    found = answers(tiny_llama, [Open(1, 0, "One."), Open(2, 0, "Two.")], remembered=Remembered(None, "texts: damaged"))
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
    assert {(4, 7), (8, 15)} <= known.keys(), "the edited words"
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


def test_nothing_is_reported_about_a_closed_document(tiny_llama: Model) -> None:
    late: list[protocol.ToWorker] = [
        Edit(1, 1, (Change(0, 3, "A"),)),
        Focus(1, 1, 0, 9),
        AskAlternatives(1, 1, 1, 4, 11, 3),
        Close(1),
    ]
    found = answers(tiny_llama, [Open(1, 0, PROSE), Open(2, 0, PROSE), Close(1), *late])
    assert worked_on(found) == [2]
    assert not [message for message in found if isinstance(message, Alternatives)]


def test_an_edit_outside_the_text_is_rejected(tiny_llama: Model) -> None:
    with pytest.raises(protocol.ProtocolError, match=r"^revision 1: \[2, 9\) is not within"):
        answers(tiny_llama, [Open(1, 0, "abc"), Edit(1, 1, (Change(2, 9, ""),))])


def test_a_fence_removes_the_flags_below_it_until_it_is_deleted(tiny_llama: Model) -> None:
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


def test_a_document_follows_its_dialect_and_changes_of_it(tiny_llama: Model, monkeypatch: pytest.MonkeyPatch) -> None:
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
