"""Names of files with places in them, as the command line takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.places import Place
from editor.files.openings import Opening, named_place, openings


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("a.md", "a.md", None),
        ("a.md:12", "a.md", Place(12)),
        ("a.md:12:7", "a.md", Place(12, 7)),
        ("a.md:12:7:", "a.md", Place(12, 7)),
        ("a.md:12:", "a.md", Place(12)),
        ("C:a.md", "C:a.md", None),
        ("a.md:x", "a.md:x", None),
        ("a.md:", "a.md:", None),
        (":12", ":12", None),
        ("new\nline:3", "new\nline", Place(3)),
        ("there:5", "there:5", None),
        ("there:5:6", "there:5", Place(6)),
        ("link:7", "link:7", None),
        ("a.md:99999999999", "a.md:99999999999", None),
    ],
)
def test_a_place_is_parsed_from_a_name_that_is_not_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, path: str, place: Place | None
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there:5").touch()
    (tmp_path / "link:7").symlink_to("nowhere")
    assert named_place(name) == Opening(Path(path), place)


def test_the_command_line_opens_files_places_and_standard_input() -> None:
    found = openings(["a", "+3", "b", "+4:5", "c:9", "+6,7", "d", "-", "+8"], Opening(text="text"))
    assert found == [
        Opening(Path("a")),
        Opening(Path("b"), Place(3)),
        Opening(Path("c"), Place(4, 5)),
        Opening(Path("d"), Place(6, 7)),
        Opening(text="text"),
        Opening(Path("+8")),
    ]


@given(st.text(alphabet="a\n\r 👍🏽", max_size=20), st.integers(-1, 30), st.integers(-1, 30))
def test_every_place_is_somewhere_in_the_document(text: str, line: int, column: int) -> None:
    document = Document(text)
    assert 0 <= Place(line, column).position(document) <= len(document)
    for block in range(len(document.blocks)):
        start = document.block_start(block)
        for position in range(start, start + len(document.blocks[block].text) + 1):
            assert Place.at(document, position).position(document) == position
