"""Every flag is kept once, with the reason why it is hidden."""

from __future__ import annotations

from editor.document import Document
from editor.flags.known_flags import KnownFlags, known_flag
from scoring.protocol import Flag, probability

TEXT = "aa bb cc dd ee ff gg hh ii jj\n\nweak typed ignored"


def reasons(document: Document, flags: KnownFlags) -> dict[str, str | None]:
    found = flags.layer.in_range(0, len(document))
    return {document.slice(span.start, span.end): known_flag(span).hidden_because for span in found}


def known(*words: str, typed: str = "") -> tuple[Document, KnownFlags]:
    """Return a document with flags of words, each stronger than the one before."""
    document = Document(TEXT)
    flags = KnownFlags(document, lambda start, end: True)
    flags.rules.least = probability(1.0)
    flags.rules.is_ignored = lambda start, end: document.slice(start, end) == "ignored"
    places = sorted((TEXT.index(word), number, word) for number, word in enumerate(words))
    found = [Flag(at, at + len(word), float(number), "grammar", "") for at, number, word in places]
    flags.replace(0, len(TEXT), found, lambda start, end: document.slice(start, end) == typed)
    return document, flags


def test_each_flag_says_why_it_is_hidden() -> None:
    document, flags = known("weak", "bb", "dd", "ff", "typed", "ignored", typed="typed")
    assert reasons(document, flags) == {
        "weak": "weak",
        "bb": "many",
        "dd": None,
        "ff": None,
        "typed": "typing",
        "ignored": "ignored",
    }
    assert [document.slice(span.start, span.end) for span in flags.shown_in(0, len(document))] == ["dd", "ff"]


def test_the_flag_of_a_typed_word_shows_once_the_word_is_left_even_if_it_moved() -> None:
    document, flags = known("weak", "typed", typed="typed")
    document.replace(0, 3, "")
    assert flags.words_left(lambda start, end: True) == set()
    assert reasons(document, flags)["typed"] == "typing"
    assert flags.words_left(lambda start, end: False) == {2}
    assert reasons(document, flags)["typed"] is None
    assert flags.words_left(lambda start, end: False) == set()


def test_a_review_leaves_the_flag_of_a_typed_word_hidden() -> None:
    document, flags = known("weak", "typed", typed="typed")
    flags.rules.least = 0.0
    assert flags.review() == {2}
    assert reasons(document, flags) == {"weak": None, "typed": "typing"}
    assert flags.clear() == {2}
    assert reasons(document, flags) == {}
