"""Lines that differ from a commit: which are marked, and the result of reverting them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.git.comparison import Comparison, LineMark, compare, next_hunk, previous_hunk
from editor.git.repository import Committed, Rules
from editor.storage.encodings import ENCODINGS, UTF_8, encode
from editor.text.line_endings import with_endings

PIECES = st.lists(st.sampled_from(["a", "b", "word ", "", "\n", "\n", "\n\n", "\r\n", "\r", "é", "👍🏽"]), max_size=30)
TEXTS = PIECES.map("".join)
PLAIN_TEXTS = TEXTS.map(lambda text: text.replace("\r", ""))


def against(old: str, new: str, rules: Rules = Rules()) -> Comparison:  # noqa: B008  # an immutable one
    return compare(new, Committed("id", old.encode(), rules), UTF_8, "\n")


def reverted(text: str, found: Comparison) -> str:
    document = Document(text)
    document.apply(found.reverting(found.hunks))
    return document.text


@pytest.mark.parametrize(
    ("old", "new", "marks"),
    [
        ("one\ntwo\n", "one\ntwo\n", {}),
        ("one\ntwo\n", "one\n2\n", {1: "changed"}),
        ("one\ntwo\n", "one\nand\ntwo\n", {1: "added"}),
        ("one\ntwo\n", "two\n", {0: "removed"}),
        ("one\ntwo\n", "one\n", {1: "removed"}),
        ("one\ntwo\n", "", {0: "removed"}),
        ("", "one\n\ntwo", {0: "added", 1: "added", 2: "added"}),
        ("one\n", "one", {0: "changed"}),
        ("one", "one\n", {0: "changed"}),
        ("one\ntwo\nthree\n", "1\n2\nnew\nthree\n", {0: "changed", 1: "changed", 2: "added"}),
        ("one\ntwo\nthree\n", "1\nthree\n", {0: "changed"}),
        ("a\n\nb\n\nc\n", "a\n\nx\n\nc\n\nd\n", {2: "changed", 5: "added", 6: "added"}),
        ("a\r\nb\r\n", "a\nb\n", {0: "changed", 1: "changed"}),
        ("a\u2028b\n", "a\u2028b\n", {}),
        ("\ufeffa\n", "a\n", {}),
    ],
)
def test_lines_are_marked_as_git_counts_them(old: str, new: str, marks: dict[int, LineMark]) -> None:
    assert against(old, new).marks() == marks


@given(TEXTS, TEXTS)
def test_reverting_every_change_gives_the_text_of_the_commit(old: str, new: str) -> None:
    found = against(old, new)
    assert reverted(new, found) == old
    assert (found.hunks == ()) == (old == new)


@given(PLAIN_TEXTS, PLAIN_TEXTS, st.randoms())
def test_changes_can_be_reverted_one_after_the_other(old: str, new: str, random: Random) -> None:
    document = Document(new)
    count = len(against(old, new).hunks)
    for left in range(count, 0, -1):
        found = against(old, document.text)
        assert len(found.hunks) <= left
        if found.hunks:
            document.apply(found.reverting([random.choice(found.hunks)]))
    assert document.text == old


@given(TEXTS, TEXTS)
def test_marks_lie_on_lines_and_each_hunk_is_found_at_its_lines(old: str, new: str) -> None:
    found = against(old, new)
    lines = len(Document(new).blocks)
    assert all(0 <= line < lines for line in found.marks())
    for hunk in found.hunks:
        assert all(hunk.holds(line, line) for line in hunk.marks())
        assert found.lines[hunk.start : hunk.end] != found.old_lines[hunk.old_start : hunk.old_end]


@given(PLAIN_TEXTS)
def test_line_endings_converted_by_git_make_no_difference(text: str) -> None:
    for endings in ("converted", "automatic"):
        windows = with_endings(text, "\r\n")
        assert against(text, windows, Rules(endings)).hunks == ()
        found = compare(windows + "new\r\n", Committed("id", text.encode(), Rules("converted")), UTF_8, "\r\n")
        assert reverted(windows + "new\r\n", found) == windows


def test_a_file_committed_with_returns_is_compared_as_it_is() -> None:
    """Otherwise git would show every line as changed."""
    rules = Rules("automatic")
    assert against("a\r\nb\r\n", "a\r\nb\r\n", rules).hunks == ()
    assert against("a\r\nb\r\n", "a\nb\r\n", rules).marks() == {0: "changed"}
    assert against("a\n", "a\r\nb\rc\r\n", rules).marks() == {0: "changed", 1: "added", 2: "added"}, "a lone return"


def test_an_expanded_ident_is_not_a_change() -> None:
    assert against("$Id$\n", "$Id: 3f2a $\n", Rules(has_ident=True)).hunks == ()
    assert against("$Id$\n", "$Id: 3f2a $\n").marks() == {0: "changed"}


@pytest.mark.parametrize("name", sorted(ENCODINGS))
def test_the_commit_is_read_in_the_encoding_of_the_draft(name: str) -> None:
    encoding = ENCODINGS[name]
    committed = Committed("id", encode("é\nb\n", encoding), Rules())
    assert compare("é\nc\n", committed, encoding, "\n").marks() == {1: "changed"}
    in_utf_8 = Committed("id", "é\nb\n".encode(), Rules(is_utf_8=True))
    assert compare("é\nc\n", in_utf_8, encoding, "\n").marks() == {1: "changed"}


def test_going_from_change_to_change_wraps_around() -> None:
    hunks = against("a\nb\nc\nd\n", "1\nb\nc\n4\n").hunks
    first, last = hunks
    assert [next_hunk(hunks, line) for line in range(4)] == [last, last, last, first]
    assert [previous_hunk(hunks, line) for line in range(5)] == [last, first, first, first, last]


def test_texts_that_differ_too_much_are_one_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.git.comparison._PAIRS", 3)
    found = against("0\na\nb\nc\n9\n", "0\nx\nb\ny\n9\n")
    assert [(hunk.start, hunk.end) for hunk in found.hunks] == [(1, 4)]
    assert reverted("0\nx\nb\ny\n9\n", found) == "0\na\nb\nc\n9\n"
