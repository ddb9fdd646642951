"""`logprose check --fix`: keys → text and file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from editor.document import Document
from editor.headless.check.fixing import Fixer
from editor.storage.files import FileError
from scoring.protocol import Flag, Suggestion

TEXT = "She go to school every days, too much.\n"


def flag(word: str, *edits: tuple[str, str]) -> Flag:
    """Return a flag of a word of TEXT; each edit replaces one text in it by another."""
    start = TEXT.index(word)
    offered = tuple(Suggestion(TEXT.index(old), TEXT.index(old) + len(old), new, 9.0, "grammar") for old, new in edits)
    return Flag(start, start + len(word), 9.0, "grammar", f"{word}?\x1b", offered)


FLAGS = [
    flag("go", ("go", "goes"), ("go", "went")),
    flag("every", ("every days", "each day"), ("every", "all")),
    flag("days", ("days", "day")),
    flag("too", ("too ", "")),
    flag("much"),
]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    return Document.read(path)


@pytest.mark.parametrize(
    ("keys", "text", "left"),
    [
        ("1\n1\n", "She goes to school every day, too much.\n", 3),
        ("2", "She went to school every days, too much.\n", 4),
        ("\n1\n", "She go to school each day, too much.\n", 3),
        ("\n2\n\n", "She go to school all days, too much.\n", 4),
        ("\n\r\n1", "She go to school every days, much.\n", 4),
        ("1q1", "She goes to school every days, too much.\n", 4),
        ("0379x²\n\n\n\n", TEXT, 5),
        ("", TEXT, 5),
    ],
)
def test_keys_apply_edits(document: Document, keys: str, text: str, left: int) -> None:
    waiting = iter(keys)
    fixer = Fixer(lambda: next(waiting, ""), io.StringIO())
    assert fixer.fix("draft.md", document, FLAGS) == left
    assert document.path is not None
    assert document.path.read_text() == text
    assert not document.modified


def test_a_flag_is_shown_in_its_line_with_its_suggestions(document: Document) -> None:
    output = io.StringIO()
    fixer = Fixer(lambda: "\n", output)
    fixer.fix("draft.md", document, [FLAGS[0]])
    assert output.getvalue().splitlines() == [
        "draft.md:1:5: grammar: go?␛ (99 %)",
        "  She go to school every days, too much.",
        "      ^^",
        "  1 goes",
        "  2 went",
        "1-2 accepts, Enter skips, q stops: skipped",
    ]
    assert not fixer.is_stopped


def test_a_file_changed_meanwhile_is_left_alone(document: Document) -> None:
    assert document.path is not None
    document.path.write_text("other")
    with pytest.raises(FileError, match="has changed on disk"):
        Fixer(lambda: "1", io.StringIO()).fix("draft.md", document, FLAGS[:1])
    assert document.path.read_text() == "other"
