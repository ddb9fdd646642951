"""Searching: positions, case, words, line ends, ranges, replacements; and wrong or endless patterns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.transaction import Transaction
from editor.find import search
from editor.find.search import PatternError, Query, Search, find_in_background
from tests.patience import PATIENCE_S

ENDLESS = "(a|a)+$"
ENDLESS_TEXT = "a" * 40 + "b"


def _find(text: str, pattern: str, within: tuple[int, int] | None = None, **options: bool) -> list[tuple[int, int]]:
    return list(Search(Query(pattern, **options)).find_all(text, within))


def _replaced(text: str, pattern: str, template: str, *, newline: str = "\n", is_regex: bool = True) -> str:
    changes = Search(Query(pattern, is_regex=is_regex)).replacements(text, None, template, newline)
    for change in reversed(Transaction(changes).changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


@given(text=st.text("ab.\r\né", max_size=60), pattern=st.text("ab.é", min_size=1, max_size=3))
def test_plain_text_is_found_at_its_position(text: str, pattern: str) -> None:
    expected = []
    position = text.find(pattern)
    while position >= 0:
        expected.append((position, position + len(pattern)))
        position = text.find(pattern, position + len(pattern))
    assert _find(text, pattern, match_case=True) == expected


@pytest.mark.parametrize(
    ("text", "pattern", "found"),
    [
        ("Two tWO", "two", ["Two", "tWO"]),
        ("ΣΑΣ σας", "σασ", ["ΣΑΣ", "σας"]),
        ("STRASSE Straße STRAẞE", "straße", ["STRASSE", "Straße", "STRAẞE"]),
        ("ẞß istanbul İstanbul", "istanbul", ["istanbul", "İstanbul"]),
        ("a.b axb", "a.b", ["a.b"]),
        ("(x", "(X", ["(x"]),
    ],
)
def test_case_is_ignored_and_punctuation_is_literal(text: str, pattern: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in _find(text, pattern)] == found


@pytest.mark.parametrize(
    ("text", "pattern", "starts"),
    [
        ("cat concat cats cat", "cat", [0, 16]),
        ("größe groß", "groß", [6]),
        ("a (b) c(b)d", "(b)", [2, 7]),  # punctuation at its ends isn't part of a word
        ("cafe cafe\u0301", "cafe", [0]),
    ],
)
def test_whole_words(text: str, pattern: str, starts: list[int]) -> None:
    assert [start for start, _ in _find(text, pattern, whole_word=True)] == starts


def test_whole_words_with_alternatives() -> None:
    assert _find("one ones two", "one|two", is_regex=True, whole_word=True) == [(0, 3), (9, 12)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_are_lines_whatever_ends_them(newline: str) -> None:
    text = newline.join(["one", "two", "", "two"])
    two, last, step = 3 + len(newline), len(text) - 3, len(newline)
    assert _find(text, "^two$", is_regex=True) == [(two, two + 3), (last, last + 3)]
    assert _find(text, r"e\nt", is_regex=True) == [(2, two + 1)]
    assert _find(text, r"o\n\nt", is_regex=True) == [(two + 2, last + 1)]
    assert _find(text, "^$", is_regex=True) == [(two + 3 + step, two + 3 + step)]


def test_empty_matches() -> None:
    assert _find("ab\nc", "^", is_regex=True) == [(0, 0), (3, 3)]
    assert _find("baac", "a*", is_regex=True) == [(0, 0), (1, 3), (3, 3), (4, 4)]


@pytest.mark.parametrize(
    ("within", "pattern", "found"),
    [
        ((2, 9), "two", [(4, 7)]),
        ((5, 13), "two", []),  # neither is whole
        ((0, 8), "^", [(0, 0), (4, 4)]),  # the line after the range is not in it
        ((4, 7), "$", [(7, 7)]),
        ((1, 14), "^.", [(4, 5), (8, 9), (12, 13)]),  # a range does not make a line
    ],
)
def test_within_a_range(within: tuple[int, int], pattern: str, found: list[tuple[int, int]]) -> None:
    assert _find("one\ntwo\nsix\ntwo\n", pattern, within, is_regex=True) == found


def test_matches_by_place() -> None:
    matches = Search(Query("ab")).find_all("ab ab ab")
    assert [matches.index_of(3, 5), matches.index_of(3, 4), matches.index_of(9, 11)] == [1, None, None]
    assert [matches.first_from(0), matches.first_from(1), matches.first_from(7)] == [0, 1, None]
    assert [matches.last_before(1), matches.last_before(5), matches.last_before(8)] == [None, 1, 2]
    assert list(matches.between(2, 7)) == [(3, 5), (6, 8)]


@pytest.mark.parametrize(
    ("text", "pattern", "template", "replaced"),
    [
        ("Ada Byron", r"(\w+) (\w+)", "$2, $1", "Byron, Ada"),
        ("Ada", "(?<name>A)", "${name}.${1}", "A.Ada.a"),
        ("ab", "b", "<$0$&>", "a<bb>"),
        ("ab", "b", "$$1", "a$1"),
        ("ab", "(b)", "$12", "ab2"),
        ("ab", "b", "$1 ${no} \\x", "a$1 ${no} \\x"),
        ("ab", "(x)?b", "[$1]", "a[]"),
        ("a,b", ",", "\\n\\t\\\\n", "a\n\t\\nb"),
        ("a\nb", "^", "> ", "> a\n> b"),
        ("price", r"\bprice\b", "cost", "cost"),
        ("foobar", r"foo\Kbar", "x", "foox"),
    ],
)
def test_a_replacement_names_groups(text: str, pattern: str, template: str, replaced: str) -> None:
    assert _replaced(text, pattern, template) == replaced


def test_a_plain_replacement_is_literal() -> None:
    assert _replaced("a(b", "(", "$0\\n", is_regex=False) == "a$0\\nb"


def test_replacing_keeps_line_ends() -> None:
    text = "one\r\ntwo\r\n"
    assert _replaced(text, r"(e\nt)", "[$1]", newline="\r\n") == "on[e\r\nt]wo\r\n"
    assert _replaced(text, "$", "!", newline="\r\n") == "one!\r\ntwo!\r\n!"
    assert _replaced(text, "n", "\\n", newline="\r\n") == "o\r\ne\r\ntwo\r\n"


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("(a", "missing ) at position 2"),
        ("[a", "unterminated character set at position 2"),
        ("(" * 5000, "this pattern is too large"),
        ("(?r)a", "(?r) isn't supported: searches run forwards"),
    ],
)
def test_an_invalid_pattern_says_what_is_wrong(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as error:
        Search(Query(pattern, is_regex=True))
    assert str(error.value) == message


@given(st.text("ab()[]{}*+?|^$\\.:=!<>P-,1kKRdpL(?#&", max_size=12), st.booleans())
@settings(deadline=None, max_examples=200)
def test_any_pattern_works_or_says_why_not(pattern: str, whole_word: bool) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "TIME_LIMIT_S", 0.05)
        try:
            made = Search(Query(pattern, is_regex=True, whole_word=whole_word))
            found = list(made.find_all("ab aab\r\n(b) 1"))
            changes = made.replacements("ab aab\r\n(b) 1", None, "x$1", "\n")
        except (PatternError, TimeoutError):
            return
        assert [(change.start, change.end) for change in Transaction(changes).changes] == found


def test_an_endless_search_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "TIME_LIMIT_S", 0.05)
    with pytest.raises(TimeoutError):
        Search(Query(ENDLESS, is_regex=True)).find_all(ENDLESS_TEXT)


def test_a_background_search_blocks_nothing_and_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "TIME_LIMIT_S", PATIENCE_S)
    long = "a" * 22 + "b"  # a second of CPU time; on a busy machine it takes longer, but so does everything
    endless = find_in_background(Query(ENDLESS, is_regex=True), long)
    found = find_in_background(Query("b"), long)
    assert list(found.result(PATIENCE_S).matches) == [(22, 23)]  # while the other search runs
    assert endless.cancel()
    with pytest.raises(PatternError):
        find_in_background(Query("(", is_regex=True), "").result(PATIENCE_S)
