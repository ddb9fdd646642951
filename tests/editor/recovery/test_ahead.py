"""The journal of a long text is written before its first change, used at that change, and removed if there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.document import Document
from editor.recovery import ahead, journal
from editor.recovery.journal import Journal
from editor.recovery.journal_file import NEW_SUFFIX, SUFFIX, digest_of, is_held, read_header
from tests.editor.recovery.recovered import recovered


@pytest.fixture(autouse=True)
def every_text_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_LEAST_AHEAD", 0)


def written(folder: Path) -> list[str]:
    return sorted(entry.suffix for entry in folder.iterdir())


def test_the_first_change_of_a_long_text_only_appends_to_the_prewritten_journal(
    folder: Path, long_draft: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Journal(long_draft, folder)
    assert kept.is_behind
    kept.write_ahead()()()
    assert (kept.path, kept.is_behind) == (None, False)
    with monkeypatch.context() as patch:
        patch.delattr(journal, "digest_of")
        patch.delattr(journal, "write_new")
        patch.delattr(Document, "text")
        long_draft.replace(0, 0, "a")
        long_draft.replace(1, 1, "b")
    assert kept.path is not None
    assert recovered(kept) == "abbegun\n"
    assert read_header(kept.path).digest == digest_of("begun\n")
    assert is_held(kept.path)
    assert written(folder) == [SUFFIX]
    assert not kept.is_behind


def test_a_prewritten_journal_is_removed_on_save_close_and_exit(folder: Path, long_draft: Document) -> None:
    for end in (Journal.saved, Journal.close, Journal.let_go):
        kept = Journal(long_draft, folder)
        kept.write_ahead()()()
        assert written(folder) == [NEW_SUFFIX]
        end(kept)
        assert written(folder) == []
        late = Journal(long_draft, folder)
        keep = late.write_ahead()()
        late.close()
        keep()
        assert written(folder) == []


def test_nothing_is_prewritten_for_a_file_with_other_content(folder: Path, long_draft: Document) -> None:
    kept = Journal(long_draft, folder)
    assert long_draft.path is not None
    long_draft.path.write_text("began\n")
    kept.write_ahead()()()
    assert not folder.exists()
    long_draft.replace(0, 0, "a")
    assert recovered(kept) == "abegun\n"


def test_short_unsaved_and_changed_drafts_are_not_prewritten(
    folder: Path, long_draft: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not Journal(Document("long"), folder).is_behind
    kept = Journal(long_draft, folder)
    with monkeypatch.context() as patch:
        patch.setattr(ahead, "_LEAST_AHEAD", 7)
        behind = [kept.is_behind]
    behind.append(kept.is_behind)
    long_draft.replace(0, 0, "a")
    behind.append(kept.is_behind)
    assert behind == [False, True, False]
