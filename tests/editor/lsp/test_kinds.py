"""Texts other than Markdown: which parts are prose, and which kinds are rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document.formats import grammars
from scoring import protocol
from tests.editor.lsp.talk import URI, Talk, talk

_LATEX = "One go home.\n\\begin{verbatim}\ngo\n\\end{verbatim}\nTwo run home.\n"


def _warnings(client: Talk) -> list[str]:
    return [params["message"] for params in client.all("window/showMessage")]


async def test_only_the_prose_of_a_kind_gets_diagnostics() -> None:
    async with talk() as client:
        client.open(_LATEX, kind="latex")
        client.is_ready()
        opened = next(message for message in client.worker.sent if isinstance(message, protocol.Open))
        assert opened.verbatim == ((13, 48),), "text that the worker need not search"
        assert opened.conventions is not None
        assert opened.conventions.kind == "latex"
        client.flag("verbatim", "go", "run")
        await client.until(lambda: client.shown() == ["go", "run"])
        client.type(0, 0, "% ", version=2)
        await client.until(lambda: client.latest()["version"] == 2)
        assert client.shown() == ["run"], "the first line is a comment now"


async def test_a_text_without_a_language_id_has_the_kind_of_its_file(tmp_path: Path) -> None:
    uri = (tmp_path / "paper.tex").as_uri()
    async with talk() as client:
        client.open(_LATEX, uri=uri, kind="plaintext")
        client.is_ready()
        opened = next(message for message in client.worker.sent if isinstance(message, protocol.Open))
        assert opened.verbatim


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("json", "json isn't a kind of prose that logprose knows"),
        ("klingon", "klingon isn't a kind of prose that logprose knows"),
        ("python", "Python is code; to have its comments read, set scoring.comments = true"),
    ],
)
async def test_a_non_prose_kind_is_rejected_by_name_once(kind: str, said: str) -> None:
    async with talk() as client:
        client.open("One go home.", kind=kind)
        client.change({"text": "Two go home."}, version=2)
        client.open("One go home.", kind=kind, version=3)
        await client.until(lambda: any(said in line for line in _warnings(client)))
        assert len([line for line in _warnings(client) if said in line]) == 1
        assert not [message for message in client.worker.sent if isinstance(message, protocol.Open)]


async def test_comments_in_code_are_read_if_the_settings_say_so() -> None:
    async with talk(options={"scoring": {"comments": True}}) as client:
        client.open("go = 1  # one go home\n", kind="python")
        client.is_ready()
        client.flag("one", "go")
        await client.until(lambda: client.shown() == ["one"])


async def test_a_missing_grammar_is_reported_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammars, "load", lambda kind: None)
    async with talk() as client:
        client.open(_LATEX, uri=URI, kind="latex")
        await client.until(lambda: any("pip install 'logprose[formats]'" in line for line in _warnings(client)))
