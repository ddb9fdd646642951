"""Replacing one by one has the same result as replacing all, for every pattern and in every order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor.document.transaction import Change
from editor.find.replacing import ReplacePass
from editor.find.search import Found, PatternError, Query, Search

PATTERNS = st.one_of(
    st.sampled_from(
        ["$", "^", "x*", "", r"\b", "(?<=a)b", "a|", "(a)(b)?", r"a\Kb", r"(?=b)", r"\Z", r"$\n", ".", r"\s*"]
    ),
    st.text("ab()*?|^$.+", max_size=6),
)


@given(
    text=st.text("ab\n\re\u0301", max_size=12),
    pattern=PATTERNS,
    template=st.sampled_from(["", "X", "ab", "$0$0", "[$1]", "\\n", "a\\nb"]),
    order=st.lists(st.integers(0, 20), max_size=14),
)
def test_single_steps_agree_with_all_at_once(text: str, pattern: str, template: str, order: list[int]) -> None:
    try:
        search = Search(Query(pattern, is_regex=True))
    except PatternError:
        return
    matches = search.find_all(text)
    at_once = _made(text, search.replacements(text, None, template, "\n"))
    one_by_one, replacing = text, ReplacePass(Found(search, matches), text, None, "\n")
    for pick in order:
        if len(replacing.found.matches):
            index = pick % len(replacing.found.matches)
            change = replacing.change(index, template)
            before, one_by_one = len(one_by_one), _made(one_by_one, (change,))
            replacing.made(index, len(one_by_one) - before)
    assert _made(one_by_one, replacing.changes(template)) == at_once


def _made(text: str, changes: tuple[Change, ...]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text
