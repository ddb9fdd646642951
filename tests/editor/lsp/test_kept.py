"""Kept results are used when a file is reopened, and kept again when it is opened and saved."""

from __future__ import annotations

from pathlib import Path

from editor.document.formats.kinds import MARKDOWN
from editor.scorer.conventions import conventions
from editor.scorer.process import kept_scores
from editor.settings.settings import Scoring
from scoring.kept.store import Kept, place_of
from scoring.protocol import THRESHOLDS, Flag, Keep, Open
from tests.editor.lsp.talk import talk

TEXT = "One go home.\n\nTwo runs away.\n"


def keep(path: Path) -> None:
    """Keep results that flag “go” and “runs” in TEXT."""
    flags = tuple(
        Flag(TEXT.index(word), TEXT.index(word) + len(word), 5.0, "grammar", "known") for word in ("go", "runs")
    )
    followed = conventions(Scoring(), (), MARKDOWN)
    kept_scores(Scoring()).put(place_of(path), Kept(TEXT, followed, True, THRESHOLDS["eager"], flags, (), ()), b"")


async def test_a_reopened_file_has_its_diagnostics_before_the_model_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    keep(path)
    async with talk() as client:
        client.open(TEXT, uri=path.as_uri())
        await client.until(lambda: client.shown(path.as_uri()) == ["go", "runs"])
        assert len(client.published(path.as_uri())) == 1


async def test_changed_text_has_no_diagnostics_and_the_worker_gets_the_kept_text(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    keep(path)
    async with talk() as client:
        client.open(TEXT.replace("go", "goes"), uri=path.as_uri())
        await client.until(lambda: client.shown(path.as_uri()) == ["runs"])
        client.is_ready()
        (opened,) = [message for message in client.worker.sent if isinstance(message, Open)]
        assert opened.text == TEXT
        assert opened.changes


async def test_a_text_is_kept_as_it_was_opened_and_as_it_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    async with talk() as client:
        client.open(TEXT, uri=path.as_uri())
        client.is_ready()
        client.type(0, 0, "x", version=2, uri=path.as_uri())
        saved = {"textDocument": {"uri": path.as_uri()}, "text": f"x{TEXT}"}
        client.tell("textDocument/didSave", saved)
        client.open("No file.")
        kept = [(message.revision, message.place) for message in client.worker.sent if isinstance(message, Keep)]
        assert kept == [(0, place_of(path)), (1, place_of(path))]
