"""The index reflects the current drafts; it can be damaged, erased and shared without harming a draft."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from editor.asking.index import DraftIndex, erase, forget
from editor.asking.pieces import Piece, pieces_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "drafts"
    place.mkdir()
    return place


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "drafts.db"


@pytest.fixture
def index(place: Path) -> Iterator[DraftIndex]:
    opened = DraftIndex(place)
    yield opened
    opened.close()


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, "utf-8")


def update(index: DraftIndex, folder: Path) -> list[str]:
    """Update the index from a folder; return its complaints."""
    complaints: list[str] = []
    index.update(sorted(folder.iterdir()), [folder], complaints.append, lambda _: None)
    return complaints


def texts(index: DraftIndex, question: str, count: int = 9) -> list[str]:
    return [found.piece.text for found in index.best(question, count)]


def test_the_passage_with_most_of_the_rare_words_comes_first(index: DraftIndex, folder: Path) -> None:
    write(folder, a="The lamp was lit.", b="The storm put out the lamp.", c="The road.")
    assert update(index, folder) == []
    assert texts(index, "What did the storm do to the lamp?")[:2] == [
        "The storm put out the lamp.",
        "The lamp was lit.",
    ]
    assert texts(index, "lamp", 1) == ["The lamp was lit."]
    assert texts(index, "nothing of that") == []


def test_a_heading_counts_as_words_of_its_passages(index: DraftIndex, folder: Path) -> None:
    write(folder, a="# Norway\n\nIt rained.\n\n# Spain\n\nIt was dry.")
    update(index, folder)
    assert texts(index, "weather in norway") == ["It rained."]


@pytest.mark.parametrize("question", ["it's well-known", 'a "b" NEAR(c', "lamp* OR body:x", "-lamp ^a +b", "AND"])
def test_punctuation_in_a_question_has_no_special_meaning(index: DraftIndex, folder: Path, question: str) -> None:
    write(folder, a="It's a well-known lamp, and a b near c.")
    update(index, folder)
    assert len(texts(index, question)) == 1


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Un café noir.", unicodedata.normalize("NFD", "café")),
        (unicodedata.normalize("NFD", "Un café noir."), "café"),
        ("Un café noir.", "CAFE"),
        ("Die Straße.", "strasse"),
        ("Der Weg nach Ærø.", "aero"),
        ("Η Ελλάδα.", "ελλαδα"),
        ("Ёлка.", "елка"),
        ("我們在東京吃飯。", "東京"),
        ("ノルウェーの首都はオスロです。", "ノルウェーの首都はどこですか"),
        ("यह हिन्दी में है।", "हिन्दी"),
        ("שָׁלוֹם לכולם", "שלום"),
        ("كِتَاب جديد", "كتاب"),
    ],
)
def test_every_script_can_be_searched(index: DraftIndex, folder: Path, text: str, question: str) -> None:
    write(folder, a=text, b="Something else altogether.")
    update(index, folder)
    assert texts(index, question) == [text]


def test_a_common_word_has_no_weight_in_a_large_collection(index: DraftIndex, folder: Path) -> None:
    write(folder, **{f"n{number}": f"The lamp number {number}." for number in range(60)}, z="A stone.")
    update(index, folder)
    assert texts(index, "which lamp is a stone", 60) == ["A stone."]
    assert len(texts(index, "lamp", 100)) == 60, "unless there is nothing else to look for"


def test_only_changed_files_are_read_again(index: DraftIndex, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut: list[str] = []

    def counted(path: Path, data: bytes) -> Sequence[Piece]:
        cut.append(path.name)
        return pieces_of(path, data)

    monkeypatch.setattr("editor.asking.index.pieces_of", counted)
    write(folder, a="One lamp.", b="Two lamps.")
    update(index, folder)
    update(index, folder)
    os.utime(folder / "a.md", ns=(5, 5))  # a new stamp, the same bytes
    update(index, folder)
    assert cut == ["a.md", "b.md"]
    write(folder, b="A stone.")
    update(index, folder)
    assert cut == ["a.md", "b.md", "b.md"]
    assert set(texts(index, "lamps stone")) == {"A stone.", "One lamp."}
    (folder / "b.md").unlink()
    update(index, folder)
    assert texts(index, "stone") == []


def test_a_recent_change_with_the_same_timestamp_is_noticed(index: DraftIndex, folder: Path) -> None:
    write(folder, a="One lamp.")
    update(index, folder)
    stamp = (folder / "a.md").stat()
    write(folder, a="One rock.")
    os.utime(folder / "a.md", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    update(index, folder)
    assert texts(index, "rock") == ["One rock."]


def test_only_the_chosen_files_are_searched(index: DraftIndex, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write(folder, a="A lamp here.")
    write(other, b="A lamp there.")
    update(index, other)
    update(index, folder)
    assert texts(index, "lamp") == ["A lamp here."]
    assert index.file_count() == 2, "the other folder's are kept"


def test_each_unreadable_file_is_reported_in_one_line(index: DraftIndex, folder: Path) -> None:
    write(folder, a="A lamp.", gone="x", bin="y")
    update(index, folder)
    (folder / "bin.md").write_bytes(bytes(range(256)) * 8)
    os.mkfifo(folder / "pipe.md")
    paths = sorted(folder.iterdir())
    (folder / "gone.md").unlink()
    complaints: list[str] = []
    index.update(paths, [folder], complaints.append, lambda _: None)
    assert complaints == [
        f"{folder}/bin.md: not text; it is left out",
        f"{folder}/gone.md: no such file or directory; it is left out",
        f"{folder}/pipe.md: not a regular file; it is left out",
    ]
    assert texts(index, "lamp x y") == ["A lamp."]


def test_forgetting_leaves_no_word_in_the_file(folder: Path, place: Path) -> None:
    write(folder, a="A xylophone.", b="A lamp.")
    index = DraftIndex(place)
    update(index, folder)
    index.close()
    assert b"xylophone" in place.read_bytes()
    assert forget(place, [folder / "a.md", folder / "never.md"]) == 1
    assert b"xylophone" not in place.read_bytes()
    assert b"lamp" in place.read_bytes()
    assert forget(place, []) == 1
    assert not place.exists()
    assert forget(place, []) == 0
    erase(place)


def used(place: Path, folder: Path) -> None:
    """Open an index, update it and search it."""
    index = DraftIndex(place)
    try:
        update(index, folder)
        texts(index, "lamp")
    finally:
        index.close()


@pytest.mark.parametrize("damage", [b"no database at all" * 99, None])
def test_a_damaged_index_says_so(folder: Path, place: Path, damage: bytes | None) -> None:
    write(folder, **{f"n{number}": f"Lamp number {number}." for number in range(50)})
    index = DraftIndex(place)
    update(index, folder)
    index.close()
    data = place.read_bytes()
    place.write_bytes(damage or data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(sqlite3.DatabaseError) as caught:
        used(place, folder)
    assert not isinstance(caught.value, sqlite3.OperationalError)
    forget(place, [folder / "n1.md"])
    assert not place.exists(), "an index that cannot be read is erased completely"


@pytest.mark.parametrize("word", ["leaving", "happiness", "studies", "running", "Łódź", "café"])
def test_a_word_is_found_at_every_letter_while_it_is_typed(index: DraftIndex, folder: Path, word: str) -> None:
    write(folder, a=f"A word: {word}.", b="Something else altogether.")
    update(index, folder)
    for end in range(3, len(word) + 1):
        assert [one.piece.text for one in index.best(word[:end], 9, is_begun=True)] == [f"A word: {word}."]
    assert index.best("wor ", 9, is_begun=True) == [], "unless the word is finished and doesn't occur"


@pytest.mark.parametrize(("text", "question"), [("They were leaving.", "leave"), ("One study.", "studies")])
def test_english_words_are_found_in_all_their_forms(index: DraftIndex, folder: Path, text: str, question: str) -> None:
    write(folder, a=text)
    update(index, folder)
    assert texts(index, question) == [text]


def test_the_number_of_passages_is_limited_even_for_a_word_in_all_of_them(index: DraftIndex, folder: Path) -> None:
    write(folder, **{f"n{number}": f"Lamp {number}." for number in range(9)})
    update(index, folder)
    found = index.best("lamp", 5)
    assert len(found) == 5
    assert all(0 <= one.score < 1e-3 for one in found), "BM25 is almost zero here"


def test_only_the_changed_passages_of_a_file_are_reindexed(index: DraftIndex, folder: Path) -> None:
    paragraphs = [f"Paragraph {number} about lamps. {'It goes on. ' * 20}" for number in range(20)]
    write(folder, a="\n\n".join(paragraphs))
    update(index, folder)
    before = {one.piece.sentences[0].text: one.number for one in index.best("lamps", 50)}
    paragraphs[7:8] = ["A new one about lamps.\n", "Another. " * 30]
    write(folder, a="\n\n".join(["Before.", *paragraphs]))
    update(index, folder)
    after = {one.piece.sentences[0].text: one for one in index.best("lamps", 50)}
    same = before.keys() & after.keys()
    assert len(same) == 18, "the first is joined with the text before it, and one was deleted"
    assert all(before[text] == after[text].number for text in same)
    assert after["Paragraph 5 about lamps."].piece.sentences[0].line == 13, "with their new lines"


def test_an_unsaved_draft_is_split_like_its_file(index: DraftIndex, folder: Path) -> None:
    write(folder, a="# Light\n\nA lamp.\n")
    update(index, folder)
    index.put(folder / "a.md", "# Dark\r\n\r\nNo lamp \udcff.\r\n")
    (found,) = index.best("lamp", 9)
    assert (found.piece.headings, found.piece.text) == (("Dark",), "No lamp \ufffd.")
    update(index, folder)
    assert texts(index, "lamp") == ["A lamp."]


def test_a_word_being_typed_does_not_outweigh_others(index: DraftIndex, folder: Path) -> None:
    write(
        folder,
        a="You have destroyed it. Where are the jewels that were stolen?",
        b="Destroy them, he said. Destroy them all.",
        **{f"n{number}": f"A stone lay in the road, number {number}." for number in range(9)},
    )
    update(index, folder)
    for question in ("stolen jewels destroyed", "stolen jewels destr", "jewels destroy"):
        best = index.best(question, 9, is_begun=True)[0]
        assert best.piece.text.startswith("You have destroyed it.")
