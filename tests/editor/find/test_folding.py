"""What a search treats as equal: canonical equivalents and typographic forms; no match splits a grapheme."""

from __future__ import annotations

import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from editor.find.folding import FoldedText, Forms
from editor.find.search import Query, Search


def found(text: str, query: str, **options: bool) -> list[str]:
    return [text[start:end] for start, end in Search(Query(query, **options)).find_all(text)]


@pytest.mark.parametrize(
    ("query", "text", "matches"),
    [
        ("don't", "don’t don't donʼt dont", ["don’t", "don't", "donʼt"]),
        ('"go"', "“go” „go“ \"go\" «go»", ["“go”", "„go“", '"go"', "«go»"]),
        ("a-b", "a-b a‐b a‑b a–b a—b", ["a-b", "a‐b", "a‑b", "a–b", "a—b"]),
        ("a -- b", "a -- b a – b a — b", ["a -- b", "a – b", "a — b"]),
        ("---", "--- — –", ["---", "—"]),
        ("wait...", "wait... wait…", ["wait...", "wait…"]),
        ("1-2", "1−2", ["1−2"]),
        ("a b", "a b a\u00a0b a\u202fb ab", ["a b", "a\u00a0b", "a\u202fb"]),
        ("a\u00a0b", "a b a\u00a0b", ["a\u00a0b"]),
        ("don’t", "don’t don't", ["don’t"]),
        ("café", "cafe\u0301 café cafe", ["cafe\u0301", "café"]),
        ("cafe\u0301", "cafe\u0301 café", ["cafe\u0301", "café"]),
        ("CAFÉ", "cafe\u0301", ["cafe\u0301"]),
        ("cafe", "cafe\u0301 cafe", ["cafe"]),
        ("ệ", "e\u0323\u0302 e\u0302\u0323 ê\u0323 ẹ\u0302", ["e\u0323\u0302", "e\u0302\u0323", "ê\u0323", "ẹ\u0302"]),
        ("각", "\u1100\u1161\u11a8", ["\u1100\u1161\u11a8"]),
        ("Å", "\u212b A\u030a", ["\u212b", "A\u030a"]),
        ("👩", "👩\u200d👧 👩", ["👩"]),
        ("\u0301", "e\u0301", []),
        ("a\r", "a\r\nb", []),
        ("strasse", "Straße STRAẞE Strasse", ["Straße", "STRAẞE", "Strasse"]),
        ("spas", "Spaß spass", ["spas"]),  # not half a letter
        ("s", "ß s", ["s"]),
        ("file", "ﬁle file ﬂe", ["ﬁle", "file"]),
        ("ﬁle", "ﬁle file", ["ﬁle", "file"]),
        ("office", "oﬃce oﬀice", ["oﬃce", "oﬀice"]),
        ("cooperate", "co\u00adoper\u00adate", ["co\u00adoper\u00adate"]),
        ("co\u00adoperate", "cooperate", ["cooperate"]),
        ("per", "\u00adper\u00ad", ["per"]),
        ("\u00ad", "a\u00adb", ["\u00ad"]),
    ],
)  # fmt: skip
def test_plain_text(query: str, text: str, matches: list[str]) -> None:
    assert found(text, query) == matches


@pytest.mark.parametrize(
    ("query", "text", "matches"),
    [
        ("caf.", "cafe\u0301!", ["cafe\u0301"]),
        ("[é]", "e\u0301 é", ["e\u0301", "é"]),
        ("e", "e\u0301 e", ["e"]),
        ("e.*", "e\u0301 xe y", ["e y"]),
        ("don't", "don’t don't", ["don't"]),  # a regex gets no folding
    ],
)
def test_patterns(query: str, text: str, matches: list[str]) -> None:
    assert found(text, query, is_regex=True) == matches


def test_exact_is_code_point_by_code_point_but_whole_graphemes() -> None:
    assert found("don’t don't", "don't", is_exact=True) == ["don't"]
    assert found("cafe\u0301 café cafe", "café", is_exact=True) == ["café"]
    assert found("cafe\u0301 café cafe", "cafe", is_exact=True) == ["cafe"]


PIECES = st.sampled_from([*"eéx '’-–각👩ßsﬁi\u00ad", "e\u0301", "\u0323", "\u200d", "\r\n", "\n", "\r"])
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(
    text=TEXTS,
    query=st.lists(PIECES, min_size=1, max_size=3).map("".join),
    match_case=st.booleans(),
    is_exact=st.booleans(),
)
def test_no_match_splits_a_grapheme_and_each_matches_the_query(
    text: str, query: str, match_case: bool, is_exact: bool
) -> None:
    boundaries = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    for start, end in Search(Query(query, match_case=match_case, is_exact=is_exact)).find_all(text):
        assert {start, end} <= boundaries
        same = [unicodedata.normalize("NFD", part) for part in (text[start:end], query)]
        if not match_case:
            same = [part.casefold() for part in same]
        straight = [part.replace("’", "'").replace("–", "-") for part in same]
        if query.strip("\u00ad"):
            straight = [part.replace("\u00ad", "") for part in straight]
        assert straight[0].replace("\r\n", "\n").replace("\r", "\n") in (straight[1], straight[1].replace("--", "-"))


@given(text=TEXTS)
def test_every_text_finds_itself_in_any_normal_form(text: str) -> None:
    if not text.strip("\r\n") or "\r" in text or text[0] in "\u0301\u0323\u200d\u00ad" or text.endswith("\u00ad"):
        return
    for form in ("NFC", "NFD"):
        assert found(unicodedata.normalize(form, text), text) == [unicodedata.normalize(form, text)]


@given(text=TEXTS, forms=st.sampled_from(["exact", "composed", "visible", "letters"]))
def test_positions_map_there_and_back(text: str, forms: Forms) -> None:
    folded = FoldedText(text, forms)
    for position in range(len(folded.text) + 1):
        if not folded.splits(position):
            assert folded.position(folded.original(position)) == position


def test_matching_case_distinguishes_letters_but_ignores_soft_hyphens() -> None:
    assert found("Straße Strasse", "Strasse", match_case=True) == ["Strasse"]
    assert found("ﬁle file", "file", match_case=True) == ["file"]
    assert found("co\u00adop coop", "coop", match_case=True) == ["co\u00adop", "coop"]
    assert found("co\u00adop coop", "coop", is_exact=True) == ["coop"]
    assert found("Straße Strasse", "Strasse", is_exact=True) == ["Strasse"]


def test_replacing_takes_whole_letters_and_nothing_next_to_them() -> None:
    text = "\u00adStra\u00adße\u00ad, ﬁn"
    for query, replaced in (("strasse", "\u00adX\u00ad, ﬁn"), ("fin", "\u00adStra\u00adße\u00ad, X")):
        (change,) = Search(Query(query)).replacements(text, None, "X", "\n")
        assert text[: change.start] + change.text + text[change.end :] == replaced
