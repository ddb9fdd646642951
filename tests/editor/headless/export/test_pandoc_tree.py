"""A draft as pandoc's tree: every visible letter, notes as on GitHub, nothing from other places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.headless.export.pandoc_tree import Element, blocks_of, local_picture, plain


def tree(text: str) -> list[Element]:
    return blocks_of(text, lambda target: None)


def elements(value: Any) -> Iterator[Element]:
    """Yield all elements below a value, outer ones first."""
    if isinstance(value, dict):
        yield value
        yield from elements(value.get("c"))
    elif isinstance(value, list):
        for one in value:
            yield from elements(one)


def kinds(text: str) -> list[str]:
    return [element["t"] for element in elements(tree(text)) if element["t"] not in ("Str", "Space", "Para", "Plain")]


def notes(text: str) -> list[str]:
    """Return the text of each note that is printed."""
    found = [element for element in elements(tree(text)) if element["t"] == "Note"]
    return [" ".join(plain(block["c"]) for block in note["c"]) for note in found]


@given(st.lists(st.text("aß\u00e9\u00a0\u202f\u2019\u201c'\".-…—%&()  ", min_size=1, max_size=8), max_size=6))
def test_quotes_dashes_and_blanks_are_as_they_were_written(words: list[str]) -> None:
    text = f"x{' '.join(words)}x"
    assert [plain(block["c"]) for block in tree(text)] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a[^Note]\n\n[^note]: one", ["one"]),
        ("a[^n]\n\n[^n]: first\n\n[^N]: second", ["first"]),
        ("a[^n] b[^n]\n\n[^n]: once", ["once"]),
        ("a[^n]\n\n[^n]: outer[^m]\n\n[^m]: inner", ["outer inner"]),
        ("a[^n]\n\n[^n]: itself[^n]", ["itself1"]),
        ("a[^m] b[^n]\n\n[^n]: N[^m]\n\n[^m]: M", ["M", "N1"]),
        ("a[^n]\n\n[^n]: one\n\n    two\n\n[^unused]: no", ["one two"]),
        ("a[^missing]", []),
        ("> - a[^n]\n\n[^n]: in a list", ["in a list"]),
        ("| a[^n] |\n|---|\n\n[^n]: in a cell", ["in a cell"]),
    ],
)
def test_notes_are_found_and_printed_as_on_github(text: str, expected: list[str]) -> None:
    assert notes(text) == expected


def test_a_second_reference_has_the_number_of_the_first() -> None:
    (block,) = tree("a[^x] b[^y] c[^y] d[^x]\n\n[^x]: X\n[^y]: Y")
    assert plain(block["c"]) == "a b c2 d1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H<sub>2</sub>O", ["Subscript"]),
        ("<U>under <b>both</b></U>", ["Underline", "Strong"]),
        ("<b>never closed *x*", ["Emph"]),
        ("</i> <i>a <b>b</i> c</b>", ["Emph"]),
        ("a<br>b<br/>c  \nd", ["LineBreak"] * 3),
        ("<span class='x'>a</span> <!-- no -->", []),
        ("- [ ] a\n- [x] b", ["BulletList"]),
        ("3) a", ["OrderedList", "Decimal", "OneParen"]),
        ("$x$ and\n\n$$\ny\n$$", ["Math", "InlineMath", "Math", "DisplayMath"]),
        ("~~a~~ `b`\n\n---", ["Strikeout", "Code", "HorizontalRule"]),
        ("![](https://x.org/a.png)", ["Link"]),
        ("---\ntitle: x\n---\n", []),
    ],
)
def test_the_exported_marks_equal_the_editors(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


def test_tasks_are_ticked_or_not() -> None:
    assert [plain(element["c"]) for element in elements(tree("- [ ] a\n- [x] b")) if element["t"] == "Plain"] == [
        "☐ a",
        "☒ b",
    ]


def test_text_in_html_stays_and_comments_go() -> None:
    blocks = tree("<div>\nfirst <b>line</b>\nsecond\n</div>\n\n<!-- a remark -->\n\nafter")
    assert [plain(block["c"]) for block in blocks] == ["first line second", "after"]


@pytest.mark.parametrize("text", ["Vec<T> is", "from <placeholder> on", "<your name>", "a <x-y>b</x-y>"])
def test_angle_brackets_that_are_not_html_stay(text: str) -> None:
    assert [plain(block["c"]) for block in tree(text)] == [text]


def test_links_lead_to_headings() -> None:
    blocks = tree("# One *two*\n\n# One two\n\n[there](#One-two-1) [nowhere](#two)")
    assert [block["c"][1][0] for block in blocks[:2]] == ["one-two", "one-two-1"]
    (link,) = [element for element in elements(blocks) if element["t"] == "Link"]
    assert (plain(link["c"][1]), link["c"][2][0]) == ("there", "#one-two-1")
    assert plain(blocks[2]["c"]) == "there nowhere"


def test_deep_quotes_do_no_harm() -> None:
    assert plain(list(elements(tree(">" * 90 + " deep")))[-1:]) == "deep"
    assert tree(">" * 5000 + " too deep")


def test_columns_share_the_width_only_if_a_row_is_long() -> None:
    def widths(text: str) -> list[str]:
        return [element["t"] for element in elements(tree(text)) if element["t"].startswith("ColWidth")]

    assert widths("| a | b |\n|---|---|\n| c | d |") == ["ColWidthDefault"] * 2
    assert widths(f"| a | b |\n|---|---|\n| c | {'long ' * 20} |") == ["ColWidth"] * 2


def test_pictures_come_from_this_machine_only(tmp_path: Path) -> None:
    picture, secret = tmp_path / "my pic.png", tmp_path / "key"
    picture.touch()
    secret.touch()
    below = tmp_path / "below"
    below.mkdir()
    at = f"{tmp_path}/my%20pic.png"
    assert local_picture("my%20pic.png", tmp_path) == at
    assert local_picture("../my pic.png", below) == at
    assert local_picture(str(picture), below) == at
    assert local_picture("my%20pic.png", tmp_path, below) == "../my%20pic.png"
    assert local_picture("data:image/png;base64,AA", tmp_path) == "data:image/png;base64,AA"
    for target in ("key", "none.png", "http://x.org/a.png", f"file://{picture}", "//x.org/a.png", "a\0.png", ""):
        assert local_picture(target, tmp_path) is None, target
