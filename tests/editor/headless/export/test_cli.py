"""`logprose export` as you call it: where the result goes, what the model adds, and its errors."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from editor import cli
from editor.authorship import kept as authors
from editor.document.annotation_block import read_block, with_block
from editor.document.authorship import MODEL, Authored
from editor.paths import authors_directory
from tests.calls import calls
from tests.editor.headless.export.drafts import Page
from tests.project import ROOT

_FAKE = ROOT / "tests/editor/fake_worker.py"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text("# A title\n\nShe go to school.\n", "utf-8")
    return path


def worker(directory: Path, *behaviours: str) -> tuple[str, ...]:
    """Return the command of a worker without a model."""
    return sys.executable, str(_FAKE), str(directory), *behaviours


def main(arguments: Sequence[str], command: Sequence[str] | None = None) -> int:
    """Run `logprose export`; return its exit status."""
    options = cli.parse(["export", *arguments])
    status: int = options.run(options, command)
    return status


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one line on standard error."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("logprose: ")
    assert err.count("\n") == 1
    return err


def test_a_page_is_written_next_to_its_draft(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(draft), "--to", "html"]) == 0
    assert "She go to school." in draft.with_suffix(".html").read_text("utf-8")
    assert main([str(draft), "--to", "svg", "--theme", "light"]) == 0
    assert "<svg" in draft.with_suffix(".svg").read_text("utf-8")
    assert capsys.readouterr() == ("", "")


def test_text_goes_to_standard_output_and_so_does_anything_on_request(
    draft: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(draft), "--to", "ansi", "--width", "20"]) == 0
    assert "She go to school." in capsys.readouterr().out
    assert main([str(draft), "--to", "html", "--output", "-"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert sorted(path.name for path in draft.parent.glob("draft*")) == ["draft.md"]


def test_standard_input_goes_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf*so* \xff")))
    assert main(["-", "--to", "html"]) == 0
    assert "<p><em>so</em> \ufffd</p>" in capsys.readouterr().out


def test_it_is_a_verb_of_the_command_line(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["logprose", "export", str(draft), "--to", "ansi"])
    assert cli.main() == 0
    assert "She go to school." in capsys.readouterr().out


def test_no_colour_is_used_if_none_is_wanted(
    draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert main([str(draft), "--to", "ansi"]) == 0
    out = capsys.readouterr().out
    assert "38;" not in out
    assert "48;" not in out
    assert "She go to school." in out


# -- what must not be overwritten --------------------------------------------------------------------------------------


def test_an_existing_file_is_only_overwritten_with_force(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = draft.with_suffix(".html")
    page.write_text("precious")
    assert main([str(draft), "--to", "html"]) == 2
    assert "--force" in complaint(capsys)
    assert page.read_text() == "precious"
    assert main([str(draft), "--to", "html", "--force"]) == 0
    assert page.read_text() != "precious"


@pytest.mark.parametrize("link", [False, True])
def test_the_draft_itself_is_never_overwritten(tmp_path: Path, link: bool, capsys: pytest.CaptureFixture[str]) -> None:
    draft = tmp_path / "draft.html"
    draft.write_text("text")
    output = tmp_path / "other.html"
    if link:
        output.symlink_to(draft)
    arguments = [str(draft), "--to", "html", "--force", *(["--output", str(output)] if link else [])]
    assert main(arguments) == 2
    assert "is the draft itself" in complaint(capsys)
    assert draft.read_text() == "text"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing\x1b[2J.md", "--to", "html"], "no such file"),
        ([".", "--to", "html", "--output", "-"], "."),
        (["draft.md", "--to", "html", "--theme", "no\x1b"], "no theme"),
        (["draft.md", "--to", "html", "--output", "no/such/place.html"], "no/such"),
    ],
)
def test_bad_input_gets_one_line(
    draft: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(draft.parent)
    assert main(arguments) == 2
    line = complaint(capsys)
    assert said in line
    assert "\x1b" not in line


# -- with a model ------------------------------------------------------------------------------------------------------


def test_in_a_crowded_paragraph_the_strongest_flags_are_underlined_with_a_note(draft: Path, tmp_path: Path) -> None:
    draft.write_text("alpha alphas of in on at to a b alphabets\n")
    assert main([str(draft), "--to", "html", "--annotations", "flags"], worker(tmp_path, "score")) == 0
    page = draft.with_suffix(".html").read_text("utf-8")
    assert page.count('class="flag ') == 2
    assert page.count("… and 1 more in this paragraph") == 2
    assert "<p>alpha <span" in page, "the weakest isn't underlined"


def test_flags_come_with_their_alternatives(draft: Path, tmp_path: Path) -> None:
    command = worker(tmp_path, "score")
    assert main([str(draft), "--to", "html", "--annotations", "flags"], command) == 0
    marked = Page(draft.with_suffix(".html").read_text("utf-8")).marked
    assert marked == {
        word: ("flag flag-surprising", f"Surprising: {word}? · 99 % likely a mistake · {word[::-1]}")
        for word in ("title", "school")
    }


def test_heat_covers_every_word(draft: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = worker(tmp_path, "score")
    assert main([str(draft), "--to", "html", "--annotations", "heat", "--output", "-"], command) == 0
    marked = Page(capsys.readouterr().out).marked
    assert {word: note for word, (_, note) in marked.items()} == {
        word: f"{len(word)}.0 nats" for word in ("A", "title", "She", "go", "to", "school")
    }


@pytest.mark.parametrize(
    ("behaviour", "said"), [("die", "died"), ("garbage", "unreadable"), ("no model", "no such model")]
)
def test_a_missing_model_gets_one_line_and_nothing_is_written(
    draft: Path, tmp_path: Path, behaviour: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(draft), "--to", "html", "--annotations", "heat"], worker(tmp_path, behaviour)) == 2
    assert said in complaint(capsys)
    assert not draft.with_suffix(".html").exists()


@pytest.mark.parametrize(("text", "kind"), [("words", "none"), ("", "flags"), ("```\ncode\n```\n", "heat")])
def test_no_model_is_started_if_there_is_nothing_to_read(draft: Path, tmp_path: Path, text: str, kind: str) -> None:
    draft.write_text(text)
    assert main([str(draft), "--to", "html", "--annotations", kind], worker(tmp_path, "die")) == 0
    assert not (tmp_path / "starts").exists()


@pytest.mark.parametrize("form", ["html", "ansi", "svg"])
def test_four_times_the_text_does_not_take_sixteen_times_as_long(draft: Path, form: str) -> None:
    def cost(paragraphs: int) -> int:
        draft.write_text("## A heading\n\nSome *words* of `no` great importance, [linked](there) too.\n\n" * paragraphs)
        arguments = [str(draft), "--to", form, "--output", str(draft.with_suffix(".out")), "--force"]
        return calls(lambda: main(arguments))

    cost(5)  # imports
    assert cost(400) < 5 * cost(100)


@pytest.mark.parametrize(
    ("data", "options"),
    [
        ("# Café\n".encode("latin-1"), ["--encoding", "ISO-8859-1"]),
        (b"\xff\xfe" + "# Café\r\n".encode("utf-16-le"), []),
        ("# Café\r\rmore\r".encode(), []),
    ],
)
def test_a_draft_in_another_encoding_is_exported(draft: Path, data: bytes, options: list[str]) -> None:
    draft.write_bytes(data)
    assert main([str(draft), "--to", "html", *options]) == 0
    assert ">Café</h1>" in draft.with_suffix(".html").read_text("utf-8")
    assert draft.read_bytes() == data


def test_an_unknown_encoding_and_undecodable_text_are_reported(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft.write_bytes(b"odd")
    assert main([str(draft), "--to", "html", "--encoding", "utf-16-le"]) == 2
    assert "draft.md: not utf-16-le: it ends in half a character" in complaint(capsys)
    with pytest.raises(SystemExit):
        main([str(draft), "--to", "html", "--encoding", "klingon"])
    assert "“klingon” is not supported; use one of utf-8, " in capsys.readouterr().err


@pytest.mark.parametrize("form", ["html", "svg", "ansi"])
def test_changes_are_resolved_and_comments_left_out(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.md"
    path.write_text("One {--old--}{++new++} {~~wrd~>word~~} {==here==}{>>a remark<<}.\n\n`{++code++}`\n", "utf-8")
    assert main([str(path), "--to", form, "--output", "-", "--width", "60"]) == 0
    written = capsys.readouterr().out.replace("\N{NO-BREAK SPACE}", " ")
    assert "One new word here." in written
    assert "{++code++}" in written
    assert "remark" not in written


def test_markdown_has_the_changes_and_on_request_the_authors(draft: Path) -> None:
    text = "She {++often ++}goes{>>really?<<} to school.\n"
    draft.write_text(text, "utf-8")
    often = text.index("often")
    authors.keep(authors_directory(), draft, text, (Authored(often, often + 11, MODEL),))
    target = draft.with_name("draft.export.md")
    assert main([str(draft), "--to", "md"]) == 0
    assert target.read_text("utf-8") == "She often goes to school.\n"
    assert main([str(draft), "--to", "md", "--authors", "--force"]) == 0
    exported = target.read_text("utf-8")
    block = read_block(exported)
    assert block is not None
    assert [exported[start:end] for start, end, _ in block.spans] == ["often go"]
    # The draft's own annotations take precedence over the kept ones.
    draft.write_text(with_block("She goes.\n", (Authored(0, 3, "@Jane"),), "\n"), "utf-8")
    assert main([str(draft), "--to", "md", "--authors", "--force"]) == 0
    assert target.read_text("utf-8") == draft.read_text("utf-8")
    assert main([str(draft), "--to", "md", "--force"]) == 0
    assert "@Jane" not in target.read_text("utf-8")


def test_a_setting_adds_the_authors_to_every_markdown_export(draft: Path, settings_file: Path) -> None:
    settings_file.write_text("annotations_block = true\n")
    authors.keep(authors_directory(), draft, draft.read_text("utf-8"), (Authored(2, 3, MODEL),))
    assert main([str(draft), "--to", "md"]) == 0
    assert "&AI: 2  \n" in draft.with_name("draft.export.md").read_text("utf-8")


@pytest.mark.parametrize("form", ["html", "txt", "ansi", "svg"])
def test_annotations_of_authors_are_not_for_readers(draft: Path, form: str) -> None:
    draft.write_text(with_block("She goes.\n", (Authored(0, 3, "@Jane"),), "\n"), "utf-8")
    target = draft.with_name("out")
    assert main([str(draft), "--to", form, f"--output={target}"]) == 0
    assert "She" in target.read_text("utf-8")
    assert "Jane" not in target.read_text("utf-8")


def test_authors_are_for_markdown_only(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(draft), "--to", "txt", "--authors"]) == 2
    assert complaint(capsys) == "logprose: --authors goes with md, not with txt\n"
