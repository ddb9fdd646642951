"""The recovery journal reproduces the text, whatever was typed, undone and saved, and wherever it is torn."""

from __future__ import annotations

import os
import shutil
import stat
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from editor.document import Document
from editor.document.authorship import MODEL
from editor.recovery import ahead, journal
from editor.recovery.journal import Journal
from editor.recovery.journal_file import (
    MAGIC,
    SUFFIX,
    JournalError,
    digest_of,
    is_held,
    read_header,
    read_journal,
)
from tests.editor.recovery.recovered import recovered
from tests.suites.faults import FaultyOs, JournalFaults, faulty

TEXT = st.text(st.sampled_from("ab \r\n\ud83d\udcffé\U0001f600\x00"), max_size=6)


def edited(document: Document, *texts: str) -> None:
    for text in texts:
        document.replace(len(document), len(document), text)


def test_every_transaction_is_in_the_file_at_once(folder: Path) -> None:
    document = Document("begun ")
    kept = Journal(document, folder, "Untitled")
    assert not folder.exists()
    edited(document, "a", "b")
    document.undo()
    assert recovered(kept) == document.text == "begun a"
    document.redo()
    assert recovered(kept) == document.text == "begun ab"
    assert kept.path is not None
    header = read_header(kept.path)
    assert (header.path, header.name, header.pid) == (b"", "Untitled", os.getpid())
    assert header.digest == digest_of("begun ")


def test_accepted_text_is_in_the_file_at_once(folder: Path) -> None:
    document = Document()
    kept = Journal(document, folder)
    edited(document, "Mine. ", "Its.")
    document.authorship.note(6, 10)
    document.replace(6, 10, "")
    document.undo()
    assert kept.path is not None
    found = read_journal(kept.path)
    assert (found.text, found.authors, found.is_torn) == ("Mine. Its.", ((6, 10, MODEL),), False)


def test_a_journal_of_the_first_version_is_still_read(folder: Path) -> None:
    document = Document("begun ")
    kept = Journal(document, folder)
    edited(document, "a", "b")
    assert kept.path is not None
    kept.path.write_bytes(kept.path.read_bytes().replace(MAGIC, b"logprose journal 1\n"))
    assert recovered(kept) == "begun ab"


def test_only_its_owner_may_read_it(folder: Path) -> None:
    document = Document()
    kept = Journal(document, folder)
    edited(document, "secret")
    assert kept.path is not None
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    link = folder / f"link{SUFFIX}"
    link.symlink_to(kept.path)
    with pytest.raises(JournalError):
        read_journal(link)


def test_it_is_tied_to_its_file_and_removed_when_that_is_saved(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text("old")
    (tmp_path / "link.md").symlink_to(path)
    document = Document.read(tmp_path / "link.md")
    kept = Journal(document, folder)
    edited(document, "new")
    assert kept.path is not None
    header = read_header(kept.path)
    assert header.path == os.fsencode(path)
    assert (header.device, header.inode) == (path.stat().st_dev, path.stat().st_ino)
    document.write()
    kept.saved()
    assert list(folder.iterdir()) == []
    edited(document, "er")
    assert read_header(kept.path).digest == digest_of("oldnew")
    assert recovered(kept) == "oldnewer"
    kept.close()
    edited(document, "!")
    assert list(folder.iterdir()) == []


def test_its_writer_holds_its_lock(folder: Path) -> None:
    document = Document()
    kept = Journal(document, folder)
    edited(document, "a")
    path = kept.path
    assert path is not None
    assert is_held(path)
    kept.let_go()
    assert not is_held(path)
    assert read_journal(path).text == "a"


def test_other_versions_and_other_files_are_reported(folder: Path) -> None:
    folder.mkdir()
    path = folder / "a.journal"
    for data, message in (
        (b"logprose journal 3\n\x93\x01", "another version"),
        (b"\x89PNG", "isn't a journal"),
        (b"", "isn't a journal"),
        (b"logprose journal 1\n\x05\0\0\0", "damaged"),
    ):
        path.write_bytes(data)
        with pytest.raises(JournalError, match=message):
            read_journal(path)
        with pytest.raises(JournalError, match=message):
            read_header(path)


def test_a_torn_journal_is_used_up_to_the_tear(folder: Path, tmp_path: Path) -> None:
    document = Document("begun ")
    kept = Journal(document, folder)
    texts = []
    for letter in "abcdef":
        edited(document, letter)
        texts.append(document.text)
    assert kept.path is not None
    whole = kept.path.read_bytes()
    torn = tmp_path / "torn.journal"
    reached = Counter[str]()
    for length in range(len(whole) + 1):
        torn.write_bytes(whole[:length])
        try:
            found = read_journal(torn)
        except JournalError:
            reached["nothing"] += 1
            continue
        reached[found.text] += 1
        assert found.text in texts
    assert list(reached) == ["nothing", *texts]
    for at in range(len(whole)):
        torn.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        try:
            assert read_journal(torn).text in texts
        except JournalError:
            continue


def test_a_long_journal_is_started_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_LEAST_REBASED", 2000)
    document = Document("begun ")
    kept = Journal(document, folder)
    while not kept.is_long:
        edited(document, "x")
    assert kept.path is not None
    size = kept.path.stat().st_size
    write = kept.rebase()
    edited(document, "y")
    adopt = write()
    edited(document, "z")
    assert recovered(kept) == document.text
    adopt()
    assert recovered(kept) == document.text
    edited(document, "!")
    found = read_journal(kept.path)
    assert (found.text, found.edits, found.header.digest) == (document.text, 3, digest_of("begun "))
    assert is_held(kept.path)
    assert kept.path.stat().st_size < size
    assert [entry.suffix for entry in folder.iterdir()] == [SUFFIX]
    write = kept.rebase()
    kept.saved()
    edited(document, "?")
    write()()
    assert recovered(kept) == document.text
    assert [entry.suffix for entry in folder.iterdir()] == [SUFFIX]


@pytest.mark.parametrize("error", ["", "ENOSPC", "EIO", "EDQUOT", "EINTR"])
def test_whatever_fails_in_the_journal_nothing_is_lost(tmp_path: Path, error: str) -> None:
    faults = JournalFaults(tmp_path)
    faults.run(error)
    assert faults.counts["faults"] >= 30
    assert faults.counts["lost"] == 0


def test_write_failures_are_reported_and_made_up_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file in the directory's place")
    document = Document()
    kept = Journal(document, folder)
    edited(document, "a")
    assert kept.problem
    assert kept.path is None
    folder.unlink()
    monkeypatch.setattr(journal, "_RETRY_S", 0.0)
    edited(document, "b")
    assert not kept.problem
    assert recovered(kept) == "ab"


class Recovery(RuleBasedStateMachine):
    """Edits, undo, redo, saves, new bases and torn ends: the journal reproduces the text."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(os.environ["JOURNALS"])
        shutil.rmtree(self.folder, ignore_errors=True)
        draft = self.folder.with_name("draft.md")
        draft.write_bytes(b"begun\r\n")
        self.document = Document.read(draft)
        self.on_disk = self.document.text
        self.kept = Journal(self.document, self.folder)

    @rule(start=st.integers(0, 50), length=st.integers(0, 9), text=TEXT)
    def edit(self, start: int, length: int, text: str) -> None:
        start = min(start, len(self.document))
        self.document.replace(start, min(start + length, len(self.document)), text, group="type")

    @rule(start=st.integers(0, 50), text=TEXT)
    def accept(self, start: int, text: str) -> None:
        start = min(start, len(self.document))
        self.document.replace(start, start, text)
        self.document.authorship.note(start, start + len(text))

    @rule()
    def undo(self) -> None:
        self.document.undo()

    @rule()
    def redo(self) -> None:
        self.document.redo()

    @rule()
    def save(self) -> None:
        self.document.write()
        self.on_disk = self.document.text
        self.kept.saved()

    @rule(text=TEXT)
    def save_while_typing(self, text: str) -> None:
        self.on_disk = self.document.text
        saving = self.document.saving()
        self.edit(0, 1, f"{text}.")
        self.document.saved(saving, saving.write())
        self.kept.saved_before(self.on_disk)
        assert not self.kept.problem
        if self.kept.is_long:
            assert self.kept.path is not None
            assert read_journal(self.kept.path).text == self.document.text
            self.rebase(text)

    @rule()
    def sync(self) -> None:
        self.kept.sync()()

    @precondition(lambda self: self.kept.is_behind)
    @rule(
        edits=st.tuples(st.booleans(), st.booleans()),
        is_saved=st.booleans(),
        elsewhere=st.none() | st.binary(max_size=6),
    )
    def write_ahead(self, edits: tuple[bool, bool], is_saved: bool, elsewhere: bytes | None) -> None:
        """Write the journal ahead, while the draft is edited, saved, changed by another program, or nothing happens."""
        assert self.document.path is not None
        data = self.document.path.read_bytes()
        if elsewhere is not None:
            self.document.path.write_bytes(elsewhere)
        write = self.kept.write_ahead()
        if edits[0]:
            self.edit(0, 0, "early")
        keep = write()
        if edits[1]:
            self.edit(0, 0, "late")
        self.document.path.write_bytes(data)
        if is_saved:
            self.save()
        keep()

    @precondition(lambda self: self.kept.path is not None)
    @rule(text=TEXT)
    def rebase(self, text: str) -> None:
        write = self.kept.rebase()
        self.edit(0, 0, text)
        adopt = write()
        self.edit(0, 1, text)
        adopt()

    @precondition(lambda self: self.kept.path is not None)
    @rule(torn=st.binary(max_size=20))
    def tear(self, torn: bytes) -> None:
        """The machine stops while a record is being written."""
        assert self.kept.path is not None
        copy = self.folder / "copy"
        copy.write_bytes(self.kept.path.read_bytes() + torn)
        assert read_journal(copy).text == self.document.text
        copy.unlink()

    @invariant()
    def leads_to_the_text(self) -> None:
        assert self.kept.problem == ""
        path = self.kept.path
        found = self.on_disk if path is None else read_journal(path).text
        assert found == self.document.text
        if path is not None:
            assert read_journal(path).authors == self.document.authorship.spans
            assert read_header(path).digest == digest_of(self.on_disk)

    def teardown(self) -> None:
        self.kept.close()


@pytest.fixture(autouse=True)
def journals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNALS", str(tmp_path / "machine"))
    monkeypatch.setattr(ahead, "_LEAST_AHEAD", 0)


TestRecovery = Recovery.TestCase
TestRecovery.settings = settings(max_examples=60, stateful_step_count=25)


def test_unsynced_data_is_written_again(folder: Path, tmp_path: Path) -> None:
    document = Document()
    kept = Journal(document, folder)
    edited(document, "a")
    with faulty(FaultyOs(2, "EIO")):
        kept.sync()()
    assert (bool(kept.problem), kept.is_long) == (True, True)
    kept.rebase()()()
    kept.sync()()
    assert (bool(kept.problem), kept.is_long) == (False, False)
    assert recovered(kept) == "a"


def test_a_save_under_another_name_is_in_the_journal_at_once(
    folder: Path, long_draft: Document, tmp_path: Path
) -> None:
    kept = Journal(long_draft, folder)
    long_draft.replace(0, 0, "a")
    saving = long_draft.saving(tmp_path / "other.md")
    long_draft.replace(0, 0, "b")
    long_draft.saved(saving, saving.write())
    kept.saved_before(saving.text)
    assert kept.path is not None
    header = read_header(kept.path)
    assert (header.path, header.digest) == (os.fsencode(tmp_path / "other.md"), digest_of("abegun\n"))
