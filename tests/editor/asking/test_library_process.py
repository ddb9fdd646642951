"""The index process, as started by the editor."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from editor.asking import messages
from editor.asking.librarian import Librarian
from editor.asking.library import Library
from editor.asking.library_process import Desk
from tests.patience import until


def said(desk: Desk, heard: list[messages.FromLibrary], *asked: messages.ToLibrary) -> list[messages.FromLibrary]:
    """Return the process's answers to some messages until it is idle."""
    heard.clear()
    for message in asked:
        desk.take(message)
    while desk.work():
        pass
    return list(heard)


@pytest.fixture
def heard() -> list[messages.FromLibrary]:
    return []


@pytest.fixture
def desk(tmp_path: Path, heard: list[messages.FromLibrary]) -> Desk:
    return Desk(tmp_path / "cache" / "drafts.db", heard.append)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("The lamp was lit.\n")
    return folder


def look(folder: Path) -> messages.Look:
    return messages.Look((os.fsencode(folder),))


def ask(question: str = "lamp", request: int = 1) -> messages.Ask:
    return messages.Ask(request, question, 9, False)


def places(answers: list[messages.FromLibrary]) -> list[tuple[str, str]]:
    """Return the names and texts of the passages in the last answer."""
    last = [one for one in answers if isinstance(one, messages.Answered)][-1]
    return [(Path(os.fsdecode(one.path)).name, one.piece.text) for one in last.found]


def complaints(answers: list[messages.FromLibrary]) -> list[str]:
    return [one.line for one in answers if isinstance(one, messages.Complaint)]


def test_only_the_last_question_is_answered(desk: Desk, heard: list[messages.FromLibrary], notes: Path) -> None:
    said(desk, heard, look(notes))
    answers = said(desk, heard, ask("stone", 1), ask("lamp", 2))
    assert [one.request for one in answers if isinstance(one, messages.Answered)] == [2]
    assert places(answers) == [("a.md", "The lamp was lit.")]


def test_an_open_draft_replaces_its_file_until_it_is_closed(
    desk: Desk, heard: list[messages.FromLibrary], notes: Path
) -> None:
    name = os.fsencode(notes / "a.md")
    said(desk, heard, look(notes), messages.Put(name, "A lamp of mine.\n"), messages.Put(b"Untitled", "My lamp.\n"))
    assert sorted(places(said(desk, heard, ask()))) == [("Untitled", "My lamp."), ("a.md", "A lamp of mine.")]
    said(desk, heard, look(notes))
    assert len(places(said(desk, heard, ask()))) == 2, "a later check of the files doesn't change it"
    said(desk, heard, messages.Drop(name), messages.Drop(b"Untitled"))
    assert places(said(desk, heard, ask())) == [("a.md", "The lamp was lit.")]


def test_an_index_damaged_while_in_use_is_rebuilt_completely(
    desk: Desk, heard: list[messages.FromLibrary], notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(desk, heard, look(notes), messages.Put(b"Untitled", "My lamp.\n"))
    damaged = iter([True])
    real = Library.best

    def best(library: Library, *rest: object, **named: bool) -> object:
        def work(index: object) -> object:
            if next(damaged, False):
                raise sqlite3.DatabaseError("database disk image is malformed")
            return index.best(*rest, **named)  # type: ignore[attr-defined]

        return library._guarded(work)

    monkeypatch.setattr(Library, "best", best)
    answers = said(desk, heard, ask())
    monkeypatch.setattr(Library, "best", real)
    assert [line.rpartition(": ")[2] for line in complaints(answers)] == ["the index was damaged; it is being rebuilt"]
    assert len(places(said(desk, heard, ask()))) == 2


def test_vanished_folders_and_non_text_files_are_reported_and_nothing_else_is_lost(
    desk: Desk, heard: list[messages.FromLibrary], notes: Path, tmp_path: Path
) -> None:
    (notes / "b.md").write_bytes(bytes(range(256)) * 9)
    gone = tmp_path / "gone"
    answers = said(desk, heard, messages.Look((os.fsencode(gone), os.fsencode(notes))))
    assert complaints(answers) == [
        f"{gone}: no such file or directory; it is left out",
        f"{notes}/b.md: not text; it is left out",
    ]
    assert places(said(desk, heard, ask())) == [("a.md", "The lamp was lit.")]


def test_an_unsaved_draft_leaves_nothing_after_the_run(
    desk: Desk, heard: list[messages.FromLibrary], notes: Path, tmp_path: Path
) -> None:
    said(desk, heard, messages.Put(b"Untitled", "A xylophone.\n"))
    later = Desk(tmp_path / "cache" / "drafts.db", heard.append)
    assert places(said(later, heard, look(notes), ask("xylophone"))) == []
    assert b"xylophone" not in (tmp_path / "cache" / "drafts.db").read_bytes()


async def test_it_answers_the_editor_and_starts_again_if_it_is_killed(tmp_path: Path, notes: Path) -> None:
    heard: list[messages.FromLibrary] = []
    ends: list[bool] = []
    librarian = Librarian(tmp_path / "drafts.db", tmp_path / "log", heard.append, lambda: ends.append(True))
    for _ in range(2):
        heard.clear()
        librarian.send(look(notes))
        await until(lambda: messages.Progress("") in heard)
        librarian.send(ask())
        await until(lambda: any(isinstance(one, messages.Answered) for one in heard))
        assert places(heard) == [("a.md", "The lamp was lit.")]
        if not ends:
            assert librarian.pid is not None
            os.kill(librarian.pid, 9)
            await until(lambda: bool(ends))
    await librarian.stop()
    assert not librarian.is_running
    assert (tmp_path / "log").read_text() == ""
