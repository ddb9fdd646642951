"""Two programs have the same draft open: ignores in one apply in the other, and nothing is lost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from editor.document import Document
from editor.flags.ignored_file import keep_ignored, load_ignored
from editor.flags.kept_ignores import KeptIgnores
from editor.paths import dictionary_path, ignored_path
from editor.storage.files import FileError
from tests.patience import PATIENCE_S
from tests.project import ROOT

TEXT = "She go to school every days.\n\nThey go home after days.\n"


def opened(folder: Path, name: str = "draft.md") -> tuple[Document, KeptIgnores]:
    """Open a draft as another program does."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT)
    document = Document.read(path)
    ignores = KeptIgnores(document)
    ignores.look()
    return document, ignores


def covered(document: Document, ignores: KeptIgnores, word: str) -> list[int]:
    """Return which occurrences of a word are ignored, counted from 0, after the program has checked the files."""
    ignores.look()
    starts = [at for at in range(len(document)) if document.text.startswith(word, at)]
    return [number for number, start in enumerate(starts) if ignores.covers(start, start + len(word))]


def test_places_words_and_lists_reach_the_other_program(tmp_path: Path) -> None:
    document, one = opened(tmp_path / "book/chapters")
    same, two = opened(tmp_path / "book/chapters")
    one.ignore_here(TEXT.index("days"), TEXT.index("days") + 4)
    assert covered(same, two, "days") == [0]
    two.ignore_word("go")
    assert covered(document, one, "go") == [0, 1]
    assert covered(document, one, "days") == [0]
    one.add_to_dictionary("school")
    two.add_to_folder("home")
    for here, ignores in ((document, one), (same, two)):
        assert [covered(here, ignores, word) for word in ("school", "home", "every")] == [[0], [0], []]
    assert not one.look(), "nothing else has changed"
    other, ignores = opened(tmp_path / "book/chapters", "part/other.md")
    assert [covered(other, ignores, word) for word in ("go", "days", "school", "home")] == [[], [], [0], [0]]


def test_one_program_does_not_overwrite_what_the_other_stored(tmp_path: Path) -> None:
    document, one = opened(tmp_path)
    _, two = opened(tmp_path)
    one.ignore_word("go")
    two.ignore_word("days")
    one.ignore_here(TEXT.index("every"), TEXT.index("every") + 5)
    two.ignore_here(TEXT.index("home"), TEXT.index("home") + 4)
    _, third = opened(tmp_path)
    for ignores in (one, two, third):
        assert [covered(document, ignores, word) for word in ("go", "days", "every", "home")] == [
            [0, 1],
            [0, 1],
            [0],
            [0],
        ]


_WRITER = """
import sys
from pathlib import Path
from editor.document import Document
from editor.flags.kept_ignores import KeptIgnores
ignores = KeptIgnores(Document.read(sys.argv[1]))
for number in range(12):
    ignores.ignore_word(f"{sys.argv[2]}here{number}")
    ignores.add_to_folder(f"{sys.argv[2]}folder{number}")
"""


def test_several_programs_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    document, ignores = opened(tmp_path)
    assert document.path is not None
    command = [sys.executable, "-c", _WRITER, str(document.path)]
    writers = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("a", "b", "c")]
    assert [writer.wait(PATIENCE_S) for writer in writers] == [0, 0, 0]
    ignores.look()
    assert len(ignores.words) == len(load_ignored(ignored_path(), document.path).words) == 36


def test_an_ignore_undone_in_one_is_flagged_again_in_the_other(tmp_path: Path) -> None:
    document, one = opened(tmp_path)
    one.ignore_word("go")
    one.ignore_word("days")
    one.ignore_here(TEXT.index("every"), TEXT.index("every") + 5)
    assert document.path is not None
    known = load_ignored(ignored_path(), document.path)
    keep_ignored(ignored_path(), document.path, ("days",), (), known)
    assert covered(document, one, "go") == []
    assert covered(document, one, "every") == []
    one.ignore_word("school")
    assert load_ignored(ignored_path(), document.path).words == ("days", "school")


def test_a_folders_words_go_into_the_nearest_list_or_next_to_its_settings(tmp_path: Path) -> None:
    _, deep = opened(tmp_path / "book/one/two")
    assert deep.add_to_folder("a") == tmp_path / "book/one/two/.logprose-words.txt"
    (tmp_path / "book/one/two/.logprose-words.txt").unlink()
    (tmp_path / "book/.logprose.toml").write_text("")
    assert deep.add_to_folder("it’s") == tmp_path / "book/.logprose-words.txt"
    (tmp_path / "book/one/.logprose-words.txt").write_text("here\n")
    assert deep.add_to_folder("b") == tmp_path / "book/one/.logprose-words.txt"
    assert (tmp_path / "book/one/.logprose-words.txt").read_text() == "here\nb\n"
    deep.look()
    assert deep.words == {"here", "b", "it's"}, "all lists above the draft count"


def test_an_unsaved_draft_forgets_its_ignores_and_has_no_folder() -> None:
    document = Document(TEXT)
    ignores = KeptIgnores(document)
    ignores.ignore_word("go")
    assert covered(document, ignores, "go") == [0, 1]
    assert not ignored_path().exists()
    with pytest.raises(FileError, match="save it first"):
        ignores.add_to_folder("home")


def test_a_broken_list_is_named_and_the_others_are_used(tmp_path: Path) -> None:
    (tmp_path / ".logprose-words.txt").write_bytes(b"caf\xe9\n")
    dictionary_path().parent.mkdir(parents=True)
    dictionary_path().write_text("go\n")
    document, ignores = opened(tmp_path)
    assert len(ignores.complaints) == 1
    assert ".logprose-words.txt is not UTF-8 text" in ignores.complaints[0]
    assert covered(document, ignores, "go") == [0, 1]
    with pytest.raises(FileError, match="is not UTF-8"):
        ignores.add_to_folder("home")
    assert (tmp_path / ".logprose-words.txt").read_bytes() == b"caf\xe9\n"
