"""Documents made from drafts: what a reader gets, and what happens to files if programs are missing or fail."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from editor import cli
from editor.document.critic_edits import as_meant
from editor.headless.export.pandoc_tree import blocks_of
from editor.system import document_tools
from editor.system.document_tools import find_pandoc, has_typst_package

needs_pandoc = pytest.mark.skipif(find_pandoc() is None, reason="pandoc is not installed")
needs_typst = pytest.mark.skipif(find_pandoc() is None or not has_typst_package(), reason="typst is not installed")

_PIECES = (
    "# It's *one* `two`\n",
    "He said \"no\" -- 'tis the '21 year... a\u00a0b  c—d\n",
    "{++put in++} {--left out--} {~~old~>new~~} {==kept==}{>>a remark<<}\n",
    "- [ ] open\n- [x] done\n\n      code\n",
    "3) three\n   - nested\n\n     loose\n4) four\n",
    "> quoted **strong *both*** ~~gone~~\n> > deeper\n",
    "| a | b |\n|:-:|--:|\n| x\\|y | `z` |\n| 1 |\n",
    '```python\ndef f():\n\treturn "x"\n```\n',
    "H<sub>2</sub>O and <u>under</u>\\\nnext line\n",
    "<div>in <i>HTML</i></div>\n",
    "a note[^Up] and again[^up]\n\n[^up]: of *two*\n\n    paragraphs\n\n[^UP]: another of that name\n",
    '[in](#its-one-two) [also](#It%73-one-two) [here](#there "t") <https://x.org/a_b> ![far](https://x.org/p.png)\n',
    "Ünï čødé — 日本語, עברית, 😀 e\u0301\n",
    "***\n",
)


def main(*arguments: str) -> int:
    """Run `logprose export`; return its exit status."""
    options = cli.parse(["export", *arguments])
    status: int = options.run(options)
    return status


def read_back(path: Path) -> list[dict[str, Any]]:
    """Return the blocks of a document as pandoc reads them."""
    tree = json.loads(pandoc(str(path), "--to", "json"))
    blocks: list[dict[str, Any]] = tree["blocks"]
    return blocks


def pandoc(*arguments: str) -> bytes:
    command = find_pandoc()
    assert command is not None
    return subprocess.run([command, *arguments], check=True, capture_output=True).stdout


def letters(value: Any) -> str:
    """Return all letters in blocks, in order, without blanks."""
    if isinstance(value, list):
        return "".join(map(letters, value))
    if not isinstance(value, dict):
        return ""
    if value["t"] in ("Str", "Code", "CodeBlock", "Math"):
        text = value["c"] if value["t"] == "Str" else value["c"][1]
        return "".join(str(text).split())
    return letters(value.get("c"))


@needs_pandoc
@pytest.mark.parametrize("form", ["docx", "odt"])
@given(pieces=st.permutations(_PIECES))
@example(pieces=list(_PIECES))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_letter_that_the_writer_sees_reaches_the_reader(tmp_path: Path, form: str, pieces: list[str]) -> None:
    text = "\n".join(pieces)
    draft = tmp_path / "draft.md"
    draft.write_text(text, "utf-8")
    assert main(str(draft), "--to", form, "--force") == 0
    expected = letters(blocks_of(as_meant(text), lambda target: None))
    assert letters(read_back(draft.with_suffix(f".{form}"))) == expected
    for word in ("put in", "new", "kept", "of two", "in HTML", "日本語"):
        assert "".join(word.split()) in expected
    for word in ("left out", "old", "remark", "another of that name"):
        assert "".join(word.split()) not in expected


@needs_pandoc
def test_structure_survives(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("\n".join(_PIECES), "utf-8")
    assert main(str(draft), "--to", "docx") == 0
    text = pandoc(str(draft.with_suffix(".docx")), "--to", "gfm", "--wrap", "none").decode()
    for line in (
        "# It's *one* `two`",
        "- [ ] open",
        "- [x] done",
        "> quoted **strong *both*** ~~gone~~",
        "[^1]: of *two*",
        "Ünï čødé — 日本語, עברית, 😀 e\u0301",
    ):
        assert line in text


@needs_pandoc
def test_blanks_and_quotes_are_unchanged(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text('Mr. A\'s "b"  c\u00a0d -- e...\n', "utf-8")
    assert main(str(draft), "--to", "docx") == 0
    (block,) = read_back(draft.with_suffix(".docx"))
    assert "".join(" " if one["t"] == "Space" else one["c"] for one in block["c"]).replace("  ", " ") == (
        'Mr. A\'s "b" c\u00a0d -- e...'
    )
    document = zipfile.ZipFile(draft.with_suffix(".docx")).read("word/document.xml").decode()
    between = document.partition("&quot;b&quot;")[2].partition("c\u00a0d")[0]
    assert between.count("> <") == 2, "both blanks"


@needs_pandoc
def test_only_chosen_keys_of_front_matter_are_properties(tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("---\ntitle: A book\nauthor: [Ann, Bob]\nsecret: hidden\n---\n# A book\n\ntext\n", "utf-8")
    assert main(str(draft), "--to", "docx") == 0
    archive = zipfile.ZipFile(draft.with_suffix(".docx"))
    parts = {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    assert "A book" in parts["docProps/core.xml"]
    assert "Ann; Bob" in parts["docProps/core.xml"]
    assert not [name for name, content in parts.items() if "secret" in content or "hidden" in content]
    assert parts["word/document.xml"].count("A book") == 1, "the heading that repeats the title isn't printed again"


@needs_pandoc
@pytest.mark.parametrize(
    ("text", "title"), [("# First *one*\n", "First one"), ("text\n", "draft"), ("---\ntitle: T\n---\n# H\n", "T")]
)
def test_a_book_always_has_a_title(tmp_path: Path, text: str, title: str) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text(text, "utf-8")
    assert main(str(draft), "--to", "epub") == 0
    archive = zipfile.ZipFile(draft.with_suffix(".epub"))
    assert f">{title}</dc:title>" in archive.read("EPUB/content.opf").decode()


@needs_pandoc
def test_latex_refers_to_pictures_in_place_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "my pic.png").write_bytes(b"")
    draft, out = tmp_path / "draft.md", tmp_path / "out"
    out.mkdir()
    draft.write_text("![p](my%20pic.png) \\input{/etc/passwd} 5% & $x_1$\n", "utf-8")
    assert main(str(draft), "--to", "latex", "--output", str(out / "draft.tex")) == 0
    source = (out / "draft.tex").read_text("utf-8")
    assert "{../my pic.png}" in source
    assert "\\input{" not in source
    assert "5\\% \\& \\(x_1\\)" in source


@needs_typst
def test_a_pdf_is_made_without_any_other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = tmp_path / "draft.md"
    front = "---\ntitle: It's one two\n---\n"
    draft.write_text(front + "\n".join(_PIECES) + "\n# 日本 > x\n\n[to](#日本--x)\n", "utf-8")
    monkeypatch.setenv("PATH", "")
    assert main(str(draft), "--to", "pdf") == 0
    assert draft.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


@needs_pandoc
def test_no_character_is_confused_with_another_in_a_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text('a... well-? "b" c---d ~ @e #f $ `x...` [l](https://x.org/...)\n', "utf-8")
    copies = 'while [ $# -gt 1 ]; do case "$1" in *.typ) source=$1;; esac; shift; done; /bin/cat "$source" > "$1"'
    with monkeypatch.context() as context:
        program(tmp_path, "typst", copies, context)
    monkeypatch.setattr(document_tools, "find_spec", lambda name: None if name == "typst" else find_spec(name))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    assert main(str(draft), "--to", "pdf") == 0
    last = draft.with_suffix(".pdf").read_text("utf-8").strip().rpartition("\n")[2]
    assert last.startswith(r"a\.\.\. well\-\? \"b\" c-\-\-d \~ \@e \#f \$ `x...` ")
    assert 'https://x.org/..."' in last


def test_plain_text_needs_no_other_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing(monkeypatch)
    draft = tmp_path / "draft.txt"
    draft.write_text("# A *b*\n\n{--x--}- c\n")
    assert main(str(draft), "--to", "txt") == 2
    assert "is the draft itself" in capsys.readouterr().err
    assert main(str(draft), "--to", "txt", "--output", "-") == 0
    assert capsys.readouterr().out == "A b\n\n• c\n"


def test_standard_input_is_a_drafts_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing(monkeypatch)
    draft = tmp_path / "draft.md"
    draft.write_text("on disk")
    (tmp_path / ".logprose.toml").write_text("nonsense = 1\n")
    target = tmp_path / "out.txt"
    arguments = ("-", "--stdin-name", str(draft), "--to", "txt", "--force")
    for output, status in ((target, 0), (draft, 2)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"just typed")))
        assert main(*arguments, "--output", str(output)) == status
    assert "nonsense" in capsys.readouterr().err, "its folder's settings apply"
    assert (target.read_text(), draft.read_text()) == ("just typed\n", "on disk")


# -- programs that are missing or fail ---------------------------------------------------------------------------------


def missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide all programs and packages."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(document_tools, "find_spec", lambda name: None)


def program(directory: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program on an otherwise empty PATH, and no package next to it."""
    missing(monkeypatch)
    path = directory / "bin" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_text("She goes home.\n", "utf-8")
    return path


@pytest.mark.parametrize("form", ["docx", "odt", "pdf", "epub", "latex"])
def test_without_pandoc_one_line_says_how_to_get_it(
    draft: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    missing(monkeypatch)
    assert main(str(draft), "--to", form) == 2
    assert capsys.readouterr() == (
        "",
        f"logprose: {form} needs pandoc: install it, or pip install 'logprose[export]'\n",
    )
    assert [path.name for path in draft.parent.glob("draft*")] == ["draft.md"]


def test_without_a_typesetter_one_line_says_how_to_get_one(
    draft: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, "pandoc", "exit 1", monkeypatch)
    assert main(str(draft), "--to", "pdf") == 2
    assert capsys.readouterr().err == (
        "logprose: PDF needs a typesetter: install typst or xelatex, or pip install 'logprose[export]'\n"
    )


_VERSION = 'case "$*" in *"--from commonmark"*) echo \'{"pandoc-api-version": [1, 23]}\'; exit;; esac'


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo half; echo '[WARNING] no' >&2; echo 'pandoc: out of \033[2Jmemory' >&2; exit 3", "pandoc: out of"),
        ("echo half; echo 'Error producing PDF.' >&2; echo '! No such font' >&2; exit 43", "pandoc: No such font"),
        ("echo half; kill -9 $$", "pandoc: failed without saying why"),
    ],
)
def test_a_program_that_fails_gets_one_line_and_leaves_the_old_file(
    draft: Path,
    tmp_path: Path,
    script: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program(tmp_path, "pandoc", f"{_VERSION}\n{script}", monkeypatch)
    target = draft.with_suffix(".docx")
    for old in (None, "precious"):
        if old is not None:
            target.write_text(old)
        assert main(str(draft), "--to", "docx", "--force") == 2
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"logprose: {said}")
        assert "\x1b" not in err
        assert (target.read_text() if target.exists() else None) == old
    assert sorted(path.name for path in tmp_path.glob("*draft*")) == ["draft.docx", "draft.md"]


@pytest.mark.parametrize("script", ["", "echo not JSON", "echo '[]'"])
def test_a_pandoc_that_answers_nonsense_gets_one_line(
    draft: Path, tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, "pandoc", script, monkeypatch)
    assert main(str(draft), "--to", "docx") == 2
    assert capsys.readouterr().err == "logprose: pandoc doesn't say its version; install a newer one\n"


# -- the printer -------------------------------------------------------------------------------------------------------


def test_the_printer_gets_fitting_text_if_no_pdf_can_be_made(
    tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    draft.write_text("# Title\n\n" + "word " * 40 + "\n\n    code  here\n")
    cat = "/bin/cat" if Path("/bin/cat").exists() else "/usr/bin/cat"
    program(
        tmp_path, "lp", f'echo "$@" > {tmp_path}/told; {cat} > {tmp_path}/printed; echo request id is 7', monkeypatch
    )
    assert main(str(draft), "--to", "printer") == 0
    assert capsys.readouterr().out == "request id is 7\n"
    assert (tmp_path / "told").read_text() == "-t draft.md\n"
    lines = (tmp_path / "printed").read_text().splitlines()
    assert lines[0] == "Title"
    assert lines[-1] == "code  here"
    assert max(map(len, lines)) <= 76
    assert " ".join(lines).count("word") == 40


@needs_typst
def test_the_printer_gets_a_pdf_if_one_can_be_made(
    tmp_path: Path, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        program(tmp_path, "lp", f"/bin/cat > {tmp_path}/printed", context)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert main(str(draft), "--to", "printer") == 0
    assert (tmp_path / "printed").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("script", "said"),
    [(None, "printing needs lp"), ("echo 'lp: Error - no default destination.' >&2; exit 1", "lp: Error - no default")],
)
def test_without_a_printer_one_line_says_so(
    draft: Path,
    tmp_path: Path,
    script: str | None,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing(monkeypatch)
    if script is not None:
        program(tmp_path, "lp", script, monkeypatch)
    assert main(str(draft), "--to", "printer") == 2
    err = capsys.readouterr().err
    assert err.startswith(f"logprose: {said}")
    assert err.count("\n") == 1


def test_the_models_view_is_only_for_drawn_formats(draft: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(draft), "--to", "docx", "--annotations", "flags") == 2
    assert capsys.readouterr().err.startswith("logprose: --annotations goes with html, svg, ansi")
