"""Answers are written while messages come in, for the last question only, by a model here or on an engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring import protocol
from scoring.model.chat import ChatTemplate
from scoring.model.model import Model, load_model
from scoring.protocol import AskAnswer, Scores, StopAnswer, WrittenAnswer
from tests.scoring.documents.services import answers
from tests.scoring.models import save_tiny_llama

pytestmark = pytest.mark.usefixtures("no_pauses")

PASSAGES = ("The storm went out to sea.", "Bread is baked at night.")
TEMPLATE = "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}<assistant>"


@pytest.fixture(scope="module")
def answering(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A tiny random model that counts as a big one with instructions."""
    folder = save_tiny_llama(tmp_path_factory.mktemp("answering"), max_position_embeddings=1024)
    (Path(folder) / "chat_template.jinja").write_text(TEMPLATE)
    model = load_model(str(folder), "float32", "cpu")
    model.parameters = 2_000_000_000
    assert isinstance(model.chat, ChatTemplate)
    return model


def written(model: Model, messages: list[protocol.ToWorker]) -> list[WrittenAnswer]:
    return [one for one in answers(model, messages) if isinstance(one, WrittenAnswer)]


def test_an_answer_grows_and_its_first_message_has_the_prompt(answering: Model) -> None:
    first, *others = written(answering, [AskAnswer(7, "Where?", PASSAGES)])
    assert all(passage in first.prompt for passage in (*PASSAGES, "Where?"))
    assert (first.sentences, first.refusal) == ((), "")
    assert {one.request for one in (first, *others)} == {7}
    assert [one.is_final for one in others] == [False] * (len(others) - 1) + [True]
    assert len(others) > 2
    assert 0 < len(others[-1].sentences) <= protocol.MOST_SENTENCES
    assert all(one.is_checked and one.source in (0, 1) for one in others[-1].sentences)


def test_the_next_question_or_a_stop_ends_an_answer_and_documents_go_on(answering: Model) -> None:
    asked: list[protocol.ToWorker] = [
        protocol.Open(1, 0, "A storm."),
        AskAnswer(1, "Where?", PASSAGES),
        AskAnswer(2, "Who?", PASSAGES),
        AskAnswer(3, "When?", PASSAGES),
        StopAnswer(),
    ]
    found = answers(answering, asked)
    assert [one.request for one in found if isinstance(one, WrittenAnswer)] == [1, 2, 3], "each was begun"
    assert [one.is_final for one in found if isinstance(one, Scores)][-1]


def test_a_model_that_is_too_small_or_has_no_usable_template_says_so(
    answering: Model, tiny_llama: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small,) = written(tiny_llama, [AskAnswer(1, "Where?", PASSAGES)])
    assert "isn't an instruction model" in small.refusal
    (long,) = written(answering, [AskAnswer(1, "Where? " * 2000, PASSAGES)])
    assert "too long" in long.refusal
    monkeypatch.setattr(answering, "chat", ChatTemplate("{{ nothing.here }}", {}, answering.tokenizer))
    (broken,) = written(answering, [AskAnswer(1, "Where?", PASSAGES)])
    assert "chat template" in broken.refusal
    assert all(one.is_final and not one.sentences for one in (small, long, broken))
