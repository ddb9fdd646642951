"""`logprose report`: the report as text, each line with its place."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest

from editor.cli import main
from editor.paths import days_path
from editor.report.days import add_written

TEXT = "# Title\r\n\r\nThe lamp was lit. A lamp burned.\r\n"


def test_lines_begin_with_their_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draft.md"
    file.write_bytes(TEXT.encode())
    add_written(days_path(), {file: 7}, date(2026, 11, 28))
    assert main(["report", str(file)]) == 0
    output = capsys.readouterr().out
    assert re.search(rf"^{file}:3:1: +Flesch reading ease: very easy +\d+$", output, re.MULTILINE)
    assert re.search(rf"^{file}:3:10: +The lamp was lit\.$", output, re.MULTILINE)
    assert re.search(rf"^{file}:3:21: +“lamp” +2× in 5 words$", output, re.MULTILINE)
    assert re.search(r"^ +2026-11-28 Sat █+ 7$", output, re.MULTILINE)
    assert "Overview" in output.splitlines()


def test_standard_input_works_and_output_has_no_escape_sequences(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"A bad\x1b[31m word was seen, and it was bad\x1b.")))
    assert main(["report", "-"]) == 0
    output = capsys.readouterr().out
    assert output.splitlines()[1].startswith("(standard input):1:1: ")
    assert "\x1b" not in output
    assert "␛" in output


@pytest.mark.parametrize("verb", [["report"], ["export", "--to", "html"]])
def test_a_non_text_file_is_rejected(verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draft.md"
    file.write_bytes(bytes(range(256)) * 8)
    assert main([*verb, str(file)]) == 2
    assert capsys.readouterr().err == f"logprose: {file}: not text; if it is, name its encoding with --encoding\n"
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["draft.md"]


def test_an_empty_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "draft.md").touch()
    assert main(["report", str(tmp_path / "draft.md")]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Overview"
