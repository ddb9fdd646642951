"""Properties of all formatting: the text stays, toggling twice changes nothing, one undo step."""

from __future__ import annotations

from functools import partial

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formatting import code_blocks, emphasis, headings, lists, quotes
from editor.document.formatting.marks import MarkKind
from editor.document.line_edits import Edited
from editor.document.markdown.lines import LineStates
from editor.document.markdown.render import to_plain_text
from editor.document.selections import Selections
from tests.editor.document.formatting.drawing import Command


def mark(*kinds: MarkKind) -> Command:
    def toggle(document: Document, lines: LineStates, selections: Selections) -> Edited:
        return emphasis.toggle(document, lines, selections, *kinds)

    return toggle


TOGGLES: dict[str, Command] = {
    "bold": mark("strong"),
    "italic": mark("emphasis"),
    "bold italic": mark("strong", "emphasis"),
    "struck": mark("strikethrough"),
    "code": mark("code"),
    "bullets": partial(lists.toggle, kind="bullet"),
    "numbers": partial(lists.toggle, kind="number"),
    "tasks": partial(lists.toggle, kind="task"),
    "quote": quotes.toggle_quote,
    "fences": code_blocks.toggle,
    "heading": partial(headings.set_level, level=2),
}
WORDS = ["a", "word ", "two words", "“said”", "it's. ", "漢字", "é, ", "3 ", "snake_case", "(x)", "🙂"]
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(lambda words: "".join(words).strip())
TEXTS = st.lists(st.one_of(LINES, st.just("")), min_size=1, max_size=5).map("\n".join)
PREFIXES = st.sampled_from(["", "> ", "> > "])


def read(document: Document) -> str:
    """Return the text without spaces and list markers."""
    return "".join(sign for sign in to_plain_text(document.text) if not sign.isspace() and sign not in "•☐☑")


def applied(document: Document, toggle: Command, selections: Selections) -> Selections:
    edited = toggle(document, LineStates(document), selections)
    if edited is None:
        return selections
    document.apply(edited[0], selections=selections, selections_after=edited[1])
    return edited[1]


@settings(max_examples=300, deadline=None)
@given(TEXTS, PREFIXES, st.integers(0, 60), st.integers(0, 60), st.sampled_from(list(TOGGLES)))
def test_the_visible_text_stays_and_toggling_twice_changes_nothing(
    text: str, prefix: str, start: int, end: int, name: str
) -> None:
    assume(not prefix or name != "quote")  # which removes several from the inside out
    document = Document("\n".join((prefix + line).rstrip() for line in text.split("\n")))
    before, as_read = document.text, read(document)
    start, end = sorted((min(start, len(before)), min(end, len(before))))
    assume(before[start:end].strip("> \n"))
    once = applied(document, TOGGLES[name], Selections.single(start, end))
    after = document.text
    if name != "numbers":  # which are visible text
        assert read(document) == as_read
    applied(document, TOGGLES[name], once)
    assert document.text == before
    for expected in (after, before) if after != before else ():
        document.undo()
        assert document.text == expected
