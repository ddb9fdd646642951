"""What is shown of a continuation belongs to its paragraph, leaves no markup open, and only ever grows."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scoring.continuation.shape import Shape


def shape_at(marked: str) -> Shape:
    """Return the shape at the place marked by "‸", or of the range between two of them."""
    first, last = marked.index("‸"), marked.rindex("‸")
    return Shape(marked.replace("‸", ""), first, max(first, last - 1))


@pytest.mark.parametrize(
    ("marked", "lead"),
    [
        ("- milk\n‸", "- "),
        ("* milk\n* eggs\n‸\n\nThe end.", "* "),
        ("1. one\n2. two\n‸", "3. "),
        ("9) nine\n‸", "10) "),
        ("- [x] done\n‸", "- [ ] "),
        ("- a\n  - b\n  ‸", "- "),
        ("- a\n  - b\n‸", "  - "),
        ("1. one\n2‸", ". "),
        ("1. one\n2.‸", " "),
        ("- milk\n-‸", " "),
        ("> - milk\n‸", "> - "),
        ("> - milk\n> ‸", "- "),
        ("- \n‸", ""),
        ("- milk\n\n‸", ""),
        ("- milk\nand ‸", ""),
        ("- milk‸", ""),
        ("- milk\n‸ stands there", ""),
        ("Plain.\n‸", ""),
        ("‸", ""),
    ],
)
def test_a_list_continues_with_its_next_marker(marked: str, lead: str) -> None:
    assert shape_at(marked).lead == lead


WRAPPED = "A line of a paragraph that was wrapped by hand, at eighty\ncells or so, as people do, "


@pytest.mark.parametrize(
    ("marked", "written", "shown"),
    [
        ("The sea‸", " was calm.\n\nNobody", " was calm."),
        ("The sea‸", " was calm.\nNobody", " was calm."),
        ("- milk\n- ‸", "eggs\n- flour", "eggs"),
        ("# The ‸", "sea\nIt was", "sea"),
        (f"{WRAPPED}‸", "and then\ngo on.\n\nNext", "and then go on."),
        (f"{WRAPPED}‸", "and then\n- item", "and then"),
        (f"{WRAPPED}‸", "and then\n", "and then"),
        ("It was ‸", "*very good", "*very good*"),
        ("It was ‸", "**very *good", "**very *good***"),
        ("It was ‸", "very **", "very"),
        ("It was **‸", "bold** and so", "bold** and so"),
        ("It was **bold and ‸", "brave", "brave**"),
        ("It was *bold, **really ‸", "brave** and", "brave** and*"),
        ("It was *so ‸ by him*", "called", "called"),
        ("It was *so ‸", "**brave", "**brave***"),
        ("2 * 3 and 5* ‸", "are numbers", "are numbers"),
        ("It was ‸", "so_called 2 * 3", "so_called 2 * 3"),
        ("See ‸", "the [manual](http", "the"),
        ("See ‸", "the [manual](http://a.b) for", "the [manual](http://a.b) for"),
        ("See ‸", "the [man", "the"),
        ("See [the ‸", "manual](http://a.b) for", "manual](http://a.b) for"),
        ("Type ‸", "`ls -l", "Type"[4:]),
        ("Type ‸", "`ls` or `rm", "`ls` or"),
        ("He ‸", "said <!-- note", "said"),
        ("He ‸", "said <b", "said"),
        ("\n‸", "```python", ""),
        ("\n‸", "<div>now", ""),
        ("> ‸", "~~~", ""),
        ("Title\n‸", "=====", ""),
        ("\n‸", "[a]: http://b", ""),
        ("We ate bread.\n\n‸", "We ate bread.", ""),
        ("- We ate bread\n- ‸", "We ate bread", ""),
        ("1. We ate bread\n2. ‸", "We ate bread and butter", "We ate bread and butter"),
        ("He went ‸ to the shop.", "down to the shop.", "down"),
        ("He went ‸.", "home. Then", "home"),
        ("Text.\n\n‸", "-", ""),
        ("| bread | ‸", "a food \\| or two | wine |", "a food \\| or two"),
        ("# ‸", "-*-*-*-*-*-**-*-*-***", ""),
        ("It was ‸", "a *tale* of the ************.****", "a *tale* of the"),
        ("It was ‸", "well-known, and *so* - he said - *on* and on", "well-known, and *so* - he said - *on* and on"),
        ("He said that he**llo‸", "**l**l**ll**l**r**l", ""),
        ("author: ‸", "John <NAME>", "John"),
    ],
)
def test_the_finished_continuation_as_shown(marked: str, written: str, shown: str) -> None:
    assert shape_at(marked).fit(written, is_done=True).text == shown


def test_emphasis_and_links_are_shown_once_they_are_whole() -> None:
    shape = shape_at("It was ‸")
    parts = ["a *ve", "ry* good [bo", "ok](", "http://a.b)", " in"]
    shown = [shape.fit("".join(parts[:count]), is_done=False).text for count in range(1, 6)]
    assert shown == ["a", "a *very* good", "a *very* good", "a *very* good [book](http://a.b)", shown[-1]]
    assert shown[-1] == "a *very* good [book](http://a.b) in"


def test_a_line_that_begins_like_the_one_before_is_shown_once_it_differs() -> None:
    shape = shape_at("- Buy bread\n- ‸")
    assert shape.fit("Buy", is_done=False).text == ""
    assert shape.fit("Buy milk", is_done=False).text == "Buy milk"


BITS = st.sampled_from(
    ["word", "a", " ", "\n", "\n\n", "*", "**", "_", "`", "``", "```", "~~~", "[", "]", "](", "(x)", ")", "<!--", "-->",
     "<b>", "<div>", "</div>", "$$", "- ", "1. ", "> ", "# ", "\\", "---", "===", ".", "    ", "!", "&", "|"]
)  # fmt: skip
BEFORE = st.sampled_from(["", "Text. ", "- item\n- ", "> quoted ", "Some *open ", "Title\n", "Line.\n\n", WRAPPED])


@given(before=BEFORE, bits=st.lists(BITS, max_size=12))
@example(before="", bits=["*", "*", "a"])
@example(before="", bits=["a", "*", "- "])
@settings(max_examples=200, deadline=None)
def test_shown_text_stays_and_the_text_after_it_keeps_its_meaning(before: str, bits: list[str]) -> None:
    shape = Shape(before, len(before), len(before))
    written, last = "", ""
    for bit in bits:
        written += bit
        fit = shape.fit(written, is_done=False)
        assert fit.text.startswith(last), (written, fit)
        assert "\n" not in fit.text
        last = fit.text
        if fit.is_over:
            break
    final = shape.fit(written, is_done=True)
    assert final.text.startswith(last), (written, final)
    assert final.used <= len(written)
    tokens = MarkdownIt("commonmark").parse(f"{before}{final.text}\n\nAFTER IT\n")
    assert [token.content for token in tokens if token.content][-1] == "AFTER IT", (written, final)
