"""Comments in the draft that switch flags off and on."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.markdown import Markdown

OFF, ON = "<!-- logprose off -->", "<!-- logprose on -->"


def flagged(markdown: Markdown, document: Document) -> list[str]:
    """The one-letter words that take flags."""
    found = []
    for index, block in enumerate(document.blocks):
        found += [
            character
            for at, character in enumerate(block.text)
            if character in "abcxyz"
            and not block.text[at - 1 : at].isalpha()
            and not block.text[at + 1 : at + 2].isalpha()
            and markdown.takes_flags(index, at, at + 1)
        ]
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"a\n\n{OFF}\n\nb\n\n{ON}\n\nc", "ac"),
        (f"a {OFF} b {ON} c", "ac"),
        (f"{OFF}\n\na\n\nb", ""),
        (f"a {ON} b", "ab"),
        ("a\n\n<!--logprose  off-->\n\nb", "a"),
        (f"a `{OFF}` b", "ab"),
        (f"a\n\n```\n{OFF}\n```\n\nb", "ab"),
        (f"a\n\n{OFF} {ON} {OFF}\n\nb", "a"),
        ("a <!-- logprose offline --> b", "ab"),
    ],
)
def test_text_between_off_and_on_gets_no_flags(text: str, expected: str) -> None:
    document = Document(text)
    assert "".join(flagged(Markdown(document), document)) == expected


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), st.sampled_from(["", "a", "\n", OFF, ON, "```"]))))
@example(
    [
        (6, 5, "```"),
        (48, 2, "```"),
        (22, 5, "a"),
        (54, 4, OFF),
        (5, 6, "```"),
        (54, 4, OFF),
        (54, 4, OFF),
        (59, 6, "```"),
    ]
)  # the first line of a paragraph is asked for after an edit of the second
def test_after_edits_the_switches_equal_a_fresh_parse(edits: list[tuple[int, int, str]]) -> None:
    document = Document(f"a\n\n{OFF}\n\nb\n\n{ON}\n\nc")
    markdown = Markdown(document)
    for start, length, text in edits:
        start = min(start, len(document))
        document.replace(start, min(start + length, len(document)), text)
        anew = Document(document.text)
        assert flagged(markdown, document) == flagged(Markdown(anew), anew)
