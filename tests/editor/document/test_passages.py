"""The sentences of a draft, and the positions of its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.passages import Passage, passages


def read(text: str) -> list[Passage]:
    document = Document(text)
    return list(passages(document, Markdown(document)))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One two. Three\nfour.\n\nFive.", ["One two.", "Three four.", "Five."]),
        ("One\r\ntwo.\r\n", ["One two."]),
        ("# Title\n\nTitle\n===\n\nText.", ["Text."]),
        ("---\ntitle: No.\n---\n\nText.", ["Text."]),
        (
            "- One.\n  - Two.\n1. Three.\n\n> Four\n> five.\n\n- [ ] Six.",
            ["One.", "Two.", "Three.", "Four five.", "Six."],
        ),
        ("```\ncode. no.\n```\n\n    code. no.\n\n$$\nx. y.\n$$\n\n<p>No. no.</p>\n\n<!-- No. -->\n\nText.", ["Text."]),
        ("| a. b | c |\n| --- | --- |\n| d. | e |\n\nText.", ["Text."]),
        ('*One* **t**wo [three](http://x.y "t") ![four](f.png) \\* five.', ["One two three four * five."]),
        ("It {++is ++}gon{--n--}e{>>why? Yes.<<} {~~old~>new~~} {==here==}.", ["It is gone new here."]),
        ("Press `a. b`. Then go.", ["Press a. b.", "Then go."]),
        ("One.[^1] Two.\n\n[^1]: Three.\n\n[l]: http://x.y/z.\n", ["One.", "Two.", "Three."]),
        ("* * *\n\n. . .\n", []),
    ],
)
def test_which_text_is_prose(text: str, sentences: list[str]) -> None:
    assert [one.text for passage in read(text) for one in passage.sentences] == sentences


def test_code_and_formulas_are_not_words() -> None:
    [passage] = read("Type `two words` and $x + y$ now, don’t wait 3.5 days; it is well-known 漢字.")
    words = "Type and now don’t wait 3.5 days it is well-known 漢 字"
    assert [word.text for word in passage.sentences[0].words] == words.split()


PIECES = st.sampled_from(
    ["word", "Ünï 字", "don’t", " ", "\n", "\r\n", "\n\n", ". ", "*", "**", "`c`", "[a](b)", "> ", "- ", "{--", "--}",
     "{>>", "<<}", "\\*", "&amp;", "# ", "| a | b |\n| - | - |\n", "[^n]", "👨‍👩‍👧", "$x$", "<b>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_word_and_sentence_is_at_its_position(text: str) -> None:
    document = Document(text)
    reached = -1
    for passage in read(text):
        for sentence in passage.sentences:
            assert sentence.place > reached
            assert sentence.place <= sentence.words[0].place
            assert document.slice(sentence.place, sentence.place + 1) == sentence.text[:1]
            for word in sentence.words:
                assert word.place > reached
                reached = word.place
                start = document.slice(word.place, word.place + len(word.text))
                assert start[:1] == word.text[:1]
                # Markers may be inside a word: **t**wo.
                assert start == word.text or any(mark in start for mark in "*`[]{\\<&")
