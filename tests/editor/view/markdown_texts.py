"""Drafts with every construct of Markdown, in random combinations."""

from __future__ import annotations

from hypothesis import strategies as st

LINES = [
    "", "", "", "Plain words that go on for a row or two.", "word", "  ", "# One", "## Two *words*", "### Three #",
    "Title", "=====", "Under", "---", "*emphasis* and **strong** and ***both***", "~~struck~~ and `code`",
    "[a link](https://example.com/a/long/address) and more words", "[a][label] and [^1]", "[label]: /url",
    "[^1]: a note",
    "![a picture](picture.png)", "<https://example.com>", "> quoted words that go on for more than one row",
    "> > nested **words**", "> ", "- an item of words that go on for more than one row", "- [ ] task", "- [x] done",
    "  - nested *item*", "    - deeper", "1. first", "2. second", "   goes on", "* * *", "| a | b |", "|---|--:|",
    "| one | **two** |", "a | b", "> | c | d |", "> |---|---|", "```python", "```", "x = 1", "~~~", "    indented code",
    "<div>", "</div>", "<!-- a comment -->", "$$", "x^2", "$x$ is \\*escaped\\* &amp; &copy;", "***",
    "漢字 **漢字漢字** 漢",
    "\tx", "+++", "[a", "link](https://example.com/) *ends", "here* and `so`",
]  # fmt: skip

drafts = st.lists(st.sampled_from(LINES), max_size=30).map("\n".join)
"""Drafts of some lines."""

insertions = st.sampled_from([*LINES, *"*_`#>-|[]()\\ \n~$=", "\n\n", "a", "word ", "**", "](", "- ", "# "])
"""What may be typed or pasted into them."""
