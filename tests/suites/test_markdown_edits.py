"""Whatever edits led to a document, its Markdown equals a fresh parse."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor.document.document import Document, DocumentChange, Phase
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.outline import Outline
from editor.document.markdown.spans import StyleSpan
from editor.document.transaction import Change, Transaction

MARKS = """
    a * ** _ ` `` ~~ [ ] ( ) ](u) [a] [a]: [^a] [^a]: ! < > <b> <!-- --> <div> # ## --- === ``` ~~~ $$ $ - 1. + \\ | |--
    a: &amp; +++ https://a.b [x] -> . 2)
"""
PIECES = st.sampled_from(
    [*MARKS.split(), "[a]: /u", "[^a]: n", "- ", "1. ", "> ", "# ", "\t", "  ", "    ", "[ ] ", "a: b\n", "\r"]
)
LINE_ENDS = st.sampled_from(["\n", "\n", "\n\n", " ", "| a |\n|---|\n", "\r\n"])
TEXTS = st.lists(PIECES | LINE_ENDS, max_size=30).map("".join)


@st.composite
def transactions_of(draw: st.DrawFn, length: int) -> Transaction:
    """Draw a transaction of one or two changes on a text of `length` code points."""
    edges = sorted(draw(st.lists(st.integers(0, length), min_size=2, max_size=4)))
    changes = [Change(start, end, draw(TEXTS)) for start, end in zip(edges[::2], edges[1::2], strict=False)]
    return Transaction(tuple(changes))


def meaning(markdown: Markdown, document: Document) -> list[tuple[object, ...]]:
    markdown.settle()
    return [(block.text, markdown.lines.of(i), markdown.spans(i)) for i, block in enumerate(document.blocks)]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_after_any_edits_every_line_and_span_equals_a_fresh_parse(data: st.DataObject) -> None:
    document = Document(data.draw(TEXTS))
    markdown = Markdown(document)
    outline = Outline(document, markdown)
    drawn: list[tuple[StyleSpan, ...] | None] = []  # like a canvas: redrawn only where something changed

    def follow(event: DocumentChange) -> None:
        for change in event.block_changes:
            if change.first < len(drawn):
                drawn[change.first : change.first + change.removed] = [None] * change.inserted

    document.subscribe(follow, Phase.VIEW)
    for _ in range(data.draw(st.integers(1, 6))):
        looked_at = data.draw(st.integers(0, len(document.blocks)))
        for index in markdown.changed(looked_at):
            drawn[index : index + 1] = [None]
        del drawn[looked_at:]
        drawn += [None] * (looked_at - len(drawn))
        drawn[:] = [markdown.spans(i) if spans is None else spans for i, spans in enumerate(drawn)]
        assert drawn == [markdown.spans(index) for index in range(looked_at)]
        if data.draw(st.booleans()):
            copy, last = Document(document.text), len(document.blocks) - 1
            assert outline.breadcrumbs(last) == Outline(copy, Markdown(copy)).breadcrumbs(last)
        if data.draw(st.integers(0, 4)) == 0:
            document.undo()
        else:
            document.apply(data.draw(transactions_of(len(document))))
    fresh_document = Document(document.text)
    fresh = Markdown(fresh_document)
    fresh_outline = Outline(fresh_document, fresh)
    assert meaning(markdown, document) == meaning(fresh, fresh_document)
    assert outline.headings() == fresh_outline.headings()
    for index in range(len(document.blocks)):
        assert outline.section(index) == fresh_outline.section(index)
        assert outline.breadcrumbs(index) == fresh_outline.breadcrumbs(index)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_spans_are_within_their_block_and_nested_or_disjoint(text: str) -> None:
    document = Document(text)
    markdown = Markdown(document)
    markdown.settle()
    for index, block in enumerate(document.blocks):
        spans = markdown.spans(index)
        for span in spans:
            assert 0 <= span.start < span.end <= len(block.text)
            if span.recedes:
                assert 0 <= span.scope[0] <= span.start < span.end <= span.scope[1] <= len(block.text)
        for place, one in enumerate(spans):
            for other in spans[place + 1 :]:
                assert other.start >= one.end or other.end <= one.end
        assert sorted(spans, key=lambda span: (span.start, -span.end)) == list(spans)


def test_a_definition_that_continues_the_last_paragraph_on_the_screen_counts_at_once() -> None:
    document = Document("[^a]\n\na\n[^a]: n")
    markdown = Markdown(document)
    assert list(markdown.changed(3)) == [0, 1, 2]
    assert [markdown.spans(index) for index in range(3)] == [markdown.spans(index) for index in range(3)]
    assert not markdown.changed(3)
