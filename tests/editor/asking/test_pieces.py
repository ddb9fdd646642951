"""A draft is split at headings and paragraphs; non-prose is left out, and every sentence knows its position."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.asking.pieces import Line, pieces_of
from editor.document import Document
from editor.document.places import Place
from editor.storage.files import FileError

LONG = "A lamp was lit in the hall. " * 10


def test_headings_split_passages_and_are_listed_outermost_first() -> None:
    text = "# Trips\n\nBefore it.\n\n## Norway\n\nIt rained. It snowed.\n\n```\ncode\n```\n\n- one thing\n- another\n"
    text += f"\n# End\n\n{LONG}\n\nX y.\n"
    pieces = pieces_of(Path("a.md"), text.encode())
    assert [(piece.headings, piece.text) for piece in pieces] == [
        (("Trips",), "Before it."),
        (("Trips", "Norway"), "It rained. It snowed. one thing another"),
        (("End",), LONG.strip()),
        (("End",), "X y."),
    ]
    assert pieces[1].sentences[1] == Line("It snowed.", 7, 12)
    assert pieces[1].titled == "Trips › Norway\nIt rained. It snowed. one thing another"


def test_a_table_is_read_row_by_row_without_its_rules() -> None:
    text = "# Trips\n\nText.\n\n| Place | *When* |\n|---|---|\n| Oslo | `1999` |\n| Bergen \\| Voss | |\n"
    text += "\n> | a | b |\n> |---|---|\n"
    (piece,) = pieces_of(Path("a.md"), text.encode())
    rows = ["Text.", "Place When", "Oslo 1999", "Bergen | Voss", "a b"]
    assert [sentence.text for sentence in piece.sentences] == rows
    assert piece.sentences[2] == Line("Oslo 1999", 7, 3)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    pieces = pieces_of(Path("a.txt"), (LONG * 20).encode())
    assert len(pieces) > 3
    assert all(len(piece.text) <= 1_600 and piece.text.endswith("hall.") for piece in pieces)
    assert " ".join(piece.text for piece in pieces) == (LONG * 20).strip()


@given(
    st.lists(
        st.sampled_from(
            [
                "# T\n",
                "A b. C d.\n",
                "\n",
                "- x\n",
                "> q r.\n",
                "é\ud800 ö.\n".encode("utf-8", "replace").decode(),
                LONG,
            ]
        )
    )
)
def test_every_sentence_is_at_its_position(parts: list[str]) -> None:
    text = "".join(parts)
    document = Document(text)
    for piece in pieces_of(Path("a.md"), text.encode()):
        for one in piece.sentences:
            start = Place(one.line, one.column).position(document)
            assert document.text[start:].startswith(one.text.split()[0])


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.md", bytes(range(256)) * 8, "a.md: not text; it is left out"),
        ("a.py", b"x = 1", "a.py: Python is code; to have its comments read, set scoring.comments = true"),
    ],
)
def test_non_prose_files_are_rejected_in_one_line(name: str, data: bytes, fault: str) -> None:
    with pytest.raises(FileError) as caught:
        pieces_of(Path(name), data)
    assert str(caught.value) == fault


def test_other_formats_are_parsed_as_such() -> None:
    pieces = pieces_of(Path("a.adoc"), b"= Title\n\nSome words.\n\n----\ncode here\n----\n")
    assert [piece.text for piece in pieces] == ["Title Some words."]


def test_no_text_breaks_the_index() -> None:
    (piece,) = pieces_of(Path("a.md"), b"bad \xff byte and \0 nul.")
    piece.text.encode()
    assert "\0" not in piece.text
