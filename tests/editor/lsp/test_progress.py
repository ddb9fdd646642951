"""The model's progress is shown in clients that support it."""

from __future__ import annotations

from typing import Any

from scoring.protocol import ModelState
from tests.editor.lsp.talk import talk

SHOWS = {"window": {"workDoneProgress": True}}


def values(heard: list[Any]) -> list[tuple[Any, ...]]:
    return [tuple(one["value"].get(name) for name in ("kind", "message", "percentage")) for one in heard]


async def test_the_stages_of_the_model_are_shown_from_beginning_to_end() -> None:
    async with talk(SHOWS) as client:
        client.open("One go home.")
        client.hear(ModelState("fetching", 100, 1000, "TestLM"))
        (create,) = client.requests("window/workDoneProgress/create")
        assert not client.all("$/progress")
        client.hear(ModelState("fetching", 200, 1000, "TestLM"))
        client.reply(create, None)
        client.hear(ModelState("fetching", 201, 1000, "TestLM"))
        client.hear(ModelState("fetching", 500, 1000, "TestLM"))
        client.hear(ModelState("loading", 0, 0, "TestLM"))
        client.is_ready()
        assert values(client.all("$/progress")) == [
            ("begin", "fetching the model", 20),
            ("report", "fetching the model", 50),
            ("report", "loading the model", None),
            ("end", None, None),
        ]
        assert {heard["token"] for heard in client.all("$/progress")} == {create["params"]["token"]}


async def test_progress_that_ends_before_the_client_answers_is_not_shown() -> None:
    async with talk(SHOWS) as client:
        client.open("One go home.")
        client.hear(ModelState("loading", 0, 0, "TestLM"))
        (create,) = client.requests("window/workDoneProgress/create")
        client.is_ready()
        client.reply(create, None)
        assert not client.all("$/progress")


async def test_a_client_that_cannot_show_progress_is_not_asked_to() -> None:
    async with talk() as client:
        client.open("One go home.")
        client.hear(ModelState("loading", 0, 0, "TestLM"))
        client.is_ready()
        assert not client.requests("window/workDoneProgress/create")
        assert not client.all("$/progress")


async def test_several_texts_have_one_progress_and_one_warning() -> None:
    async with talk(SHOWS) as client:
        for number in range(3):
            client.open("One go home.", uri=f"untitled:{number}")
        client.hear(ModelState("loading", 0, 0, "TestLM"))
        assert len(client.requests("window/workDoneProgress/create")) == 1
        client.hear(ModelState("failed", 0, 0, "no such model"))
        client.die("the scorer died; starting it again")
        assert [shown["message"] for shown in client.all("window/showMessage")] == [
            "logprose: nothing is checked: no such model",
            "logprose: the scorer died; starting it again",
        ]
