"""`logprose learn` as you call it, and `forget` after it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from editor import cli
from editor.headless.arguments import BAD_INPUT
from editor.paths import learnt_path
from scoring.kept.learnt import read_learnt

TEXTS = {
    "novel/one.md": "# One\n\nTiamira *came* home.\n\n```\ncode = 1\n```\n\n- She sat\n  down.\n",
    "novel/two.txt": "The keep of Tiamira stood.\n",
    "notes.md": "Nobody knows.\n",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "texts"
    for name, text in TEXTS.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    monkeypatch.chdir(place)
    return place


def learnt() -> dict[str, str]:
    """Return the learnt texts by file name."""
    return {text.path.name: text.text for text in read_learnt(learnt_path()).texts}


def test_the_prose_of_folders_and_files_is_learnt(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["learn", "novel", "notes.md"]) == 0
    assert capsys.readouterr() == ("13 words of 3 texts are known; 3 new or changed, 0 gone\n", "")
    assert learnt() == {
        "one.md": "Tiamira came home.\n\nShe sat down.",
        "two.txt": "The keep of Tiamira stood.",
        "notes.md": "Nobody knows.",
    }


def test_without_a_path_changed_files_are_read_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["learn", "novel"])
    (folder / "novel/one.md").write_text("Tiamira left again.\n")
    (folder / "novel/two.txt").unlink()
    (folder / "novel/three.md").write_text("And back.\n")
    capsys.readouterr()
    assert cli.main(["learn"]) == 0
    assert capsys.readouterr() == ("5 words of 2 texts are known; 2 new or changed, 1 gone\n", "")
    assert learnt() == {"one.md": "Tiamira left again.", "three.md": "And back."}


def test_only_changed_files_are_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.main(["learn", "."])
    (folder / "notes.md").write_text("Nobody knew.\n")
    read: list[str] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    cli.main(["learn"])
    assert [name for name in read if name in ("one.md", "two.txt", "notes.md")] == ["notes.md"]


def test_the_list_shows_the_learnt_texts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["learn", "novel"])
    capsys.readouterr()
    assert cli.main(["learn", "--list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"        6  {folder}/novel/one.md",
        f"        5  {folder}/novel/two.txt",
        "11 words of 2 texts are known",
    ]


def test_forgetting_erases_a_text_a_folder_or_everything(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["learn", "novel", "notes.md"])
    assert cli.main(["forget", "novel/one.md"]) == 0
    assert capsys.readouterr().out.endswith(", 1 learnt text, and the index of 0 drafts\n")
    assert learnt().keys() == {"two.txt", "notes.md"}
    cli.main(["forget", "novel"])
    assert learnt().keys() == {"notes.md"}
    cli.main(["learn"])
    assert learnt().keys() == {"notes.md"}, "the folder is not read again"
    assert cli.main(["forget"]) == 0
    assert not learnt_path().exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["learn"], "nothing has been learnt yet; name folders or files: logprose learn PATH"),
        (["learn", "novel", "gone"], "{folder}/gone: no such file or directory"),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], fault: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == BAD_INPUT
    assert capsys.readouterr() == ("", f"logprose: {fault.format(folder=folder)}\n")
    assert not learnt_path().exists()


def test_unreadable_files_are_reported_and_the_rest_is_learnt(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "novel/odd.md").write_bytes(bytes(range(256)) * 8)
    os.mkfifo(folder / "novel/pipe.md")
    assert cli.main(["learn", "novel"]) == BAD_INPUT
    out, err = capsys.readouterr()
    assert out == "11 words of 2 texts are known; 2 new or changed, 0 gone\n"
    assert err.splitlines() == [
        f"logprose: {folder}/novel/odd.md: not text; it is left out",
        f"logprose: {folder}/novel/pipe.md: not a regular file; it is left out",
    ]


def test_a_file_that_is_not_text_is_left_out_for_good(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "novel/photo.md").write_bytes(bytes(range(256)) * 20)
    left_out = f"logprose: {folder}/novel/photo.md: not text; it is left out\n"
    assert cli.main(["learn", "notes.md", "novel/photo.md", "novel/photo.md"]) == BAD_INPUT
    assert capsys.readouterr().err == left_out
    assert cli.main(["learn"]) == 0
    assert capsys.readouterr() == ("2 words of 1 text are known; 0 new or changed, 0 gone\n", "")
    assert cli.main(["learn", "novel", "."]) == BAD_INPUT
    assert capsys.readouterr().err == left_out, "once, though it is in both folders"
    (folder / "notes.md").write_bytes(bytes(range(256)) * 20)
    assert cli.main(["learn"]) == BAD_INPUT
    (folder / "notes.md").write_text("Somebody knows.\n")
    (folder / "novel/photo.md").unlink()
    assert cli.main(["learn"]) == 0, "a file that used to be text is checked again"
    assert learnt()["notes.md"] == "Somebody knows."


def test_texts_learnt_in_a_missing_place_are_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["learn", "novel", "notes.md"])
    (folder / "novel").rename(folder / "elsewhere")
    capsys.readouterr()
    assert cli.main(["learn"]) == BAD_INPUT
    out, err = capsys.readouterr()
    assert out == "13 words of 3 texts are known; 0 new or changed, 0 gone\n"
    assert err == (
        f"logprose: {folder}/novel: no such file or directory; what was learnt there stays until "
        "`logprose forget` erases it\n"
    )


def test_too_much_text_is_reported(
    monkeypatch: pytest.MonkeyPatch, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("editor.headless.learnt_texts.MOST", 50)
    assert cli.main(["learn", "."]) == BAD_INPUT
    assert capsys.readouterr().err == (
        f"logprose: {folder}/novel/two.txt: left out, since at most 50 characters are learnt in all\n"
    )
    assert learnt().keys() == {"notes.md", "one.md"}


def test_a_damaged_file_is_reported_and_learnt_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["learn", "novel"])
    learnt_path().write_bytes(b"damaged")
    capsys.readouterr()
    fault = f"logprose: {learnt_path()}: damaged; name your folders and files again: logprose learn PATH\n"
    for arguments in (["learn"], ["learn", "--list"]):
        assert cli.main(arguments) == BAD_INPUT
        assert capsys.readouterr() == ("", fault)
    assert cli.main(["learn", "novel"]) == 0
    assert capsys.readouterr().err == fault
    assert learnt().keys() == {"one.md", "two.txt"}
    learnt_path().write_bytes(b"damaged")
    assert cli.main(["forget", "notes.md"]) == 0
    assert not learnt_path().exists(), "nothing in it can be read"


def test_a_file_that_cannot_be_written_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    learnt_path().parent.parent.mkdir(parents=True)
    learnt_path().parent.write_text("in the way")
    assert cli.main(["learn", "novel"]) == BAD_INPUT
    assert capsys.readouterr().err == (
        f"logprose: {learnt_path()}: not a directory; name your folders and files again: logprose learn PATH\n"
        f"logprose: {learnt_path()}: the learnt texts cannot be saved (file exists)\n"
    )
