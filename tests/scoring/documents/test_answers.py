"""Questions about an open document: the newest of each kind gets an answer, or a failure."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from scoring import protocol
from scoring.model.model import Model, load_model
from scoring.protocol import (
    Alternatives,
    AskAlternatives,
    AskEffect,
    AskTokens,
    Effect,
    Failure,
    Open,
    Ping,
    Scores,
    Token,
    Tokens,
)
from scoring.session import Session
from tests.scoring.documents.services import (
    SETTINGS,
    InterruptingWriter,
    answers,
    answers_to,
    scores_of,
)
from tests.scoring.models import PROSE
from tests.scoring.reports import assert_flags, merged

pytestmark = pytest.mark.usefixtures("no_pauses")


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
    for chunks in count():
        ask = AskAlternatives(1, 1, 0, 4, 11, 3)
        found = answers_to(tiny_llama, InterruptingWriter(Open(1, 0, text), chunks, ask))
        assert_flags(merged(scores_of(1, found)), tiny_llama, text)
        if not any(isinstance(message, Alternatives) for message in found):  # everything was done before it was asked
            break
    assert chunks > 5


def test_questions_that_cannot_be_answered_get_a_failure(tiny_llama: Model) -> None:
    asked = [AskAlternatives(7, 9, 0, 4, 11, 3), AskAlternatives(8, 1, 5, 4, 11, 3)]
    found = answers(tiny_llama, [Open(1, 0, PROSE)], asked, [Ping(9)])
    assert [message for message in found if not isinstance(message, Scores)] == [
        Failure(7, 9, "document 9 is not open"),
        Failure(8, 1, "revision 5 is not the document's, which is 0"),
        Failure(0, 9, "document 9 is not open"),
    ]


def test_a_model_that_outputs_nan_reports_no_words(tiny_llama_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_llama_dir, tmp_path, dirs_exist_ok=True)
    tensors = load_file(tmp_path / "model.safetensors")
    tensors["model.embed_tokens.weight"][1:] = float("nan")  # only the start token isn't NaN
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
        (message.request, "is not within" in message.message) for message in found if isinstance(message, Failure)
    ] == [(4, True)]


def tokens_of(found: list[protocol.FromWorker]) -> list[Tokens]:
    return [message for message in found if isinstance(message, Tokens)]


def test_the_tokens_of_a_range_have_the_sessions_scores(tiny_llama: Model) -> None:
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
