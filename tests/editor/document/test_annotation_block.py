"""iA Writer's annotations: written as its specification says, and read back."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from editor.document import Document
from editor.document.annotation_block import STALE, UNKNOWN, block_of, find_block, read_block, with_block, without_block
from editor.document.authorship import MODEL, Authored, Spans, joined
from editor.document.markdown.lines import LineStates
from editor.document.markdown.render import to_html, to_plain_text
from tests.editor.document.texts import texts

# The example of the specification, with the hash that is in it.
SENTENCE = "Markdown Annotations embed authorship in text while preserving its readability and portability."
EXAMPLE = f"""{SENTENCE}

---
Annotations: 0,95 SHA-256 1132bf5e376a605f5beed4b204456114\x20\x20
@Human: 0,20 33,4 45,6 62,4\x20\x20
&AI: 20,13 37,8 51,11 66,29\x20\x20
...
"""
AUTHORS = st.sampled_from([MODEL, "&Other", "@Jane Doe <jane@example.org>", r"@J\: D.", "@"])


def parts(text: str, spans: Spans, author: str) -> list[str]:
    return [text[span.start : span.end] for span in spans if span.author == author]


def test_the_specifications_example_is_read_and_written() -> None:
    found = read_block(EXAMPLE)
    assert found is not None
    assert (found.start, found.problem) == (len(SENTENCE) + 2, "")
    assert parts(SENTENCE, found.spans, "@Human") == ["Markdown Annotations", "ship", " while", " its"]
    assert "".join(SENTENCE[span.start : span.end] for span in found.spans) == SENTENCE
    assert with_block(SENTENCE, found.spans, "\n") == EXAMPLE
    assert without_block(EXAMPLE) == f"{SENTENCE}\n\n"


@st.composite
def annotated(draw: st.DrawFn) -> tuple[str, Spans]:
    """Draw a text and its authors."""
    text = draw(texts)
    edges = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, 9), AUTHORS), max_size=5))
    return text, joined(Authored(start, min(start + length, len(text)), author) for start, length, author in edges)


@given(annotated(), st.sampled_from(["\n", "\r\n"]))
def test_written_annotations_read_back_by_clusters(drawn: tuple[str, Spans], newline: str) -> None:
    text, spans = drawn
    found = read_block(with_block(text, spans, newline))
    kept = text.rstrip("\r\n")
    clusters = list(iter_graphemes(kept))
    by_cluster, start = [], 0
    for cluster in clusters:
        author = next((span.author for span in spans if span.start <= start < span.end), None)
        if author is not None:
            by_cluster.append(Authored(start, start + len(cluster), author))
        start += len(cluster)
    assert (() if found is None else found.spans) == joined(by_cluster)
    if found is not None:
        assert (found.problem, found.start) == ("", len(kept) + 2 * len(newline))
        head = with_block(text, spans, newline)[found.start :].splitlines()[1]
        digest = hashlib.sha256(kept.encode("utf-8", "surrogatepass")).hexdigest()
        assert head == f"Annotations: 0,{len(clusters)} SHA-256 {digest[:32]}  "


def test_an_edited_text_no_longer_fits() -> None:
    found = read_block(EXAMPLE.replace("embed", "embeds", 1))
    assert found is not None
    assert (found.problem, found.spans) == (STALE, ())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("&AI: ", "&AI:\t", ""),
        ("&AI: ", " &AI :", ""),
        ("&AI: 20,13 ", "&AI:  \n    20,13\n     ", ""),
        ("Annotations: ", "Anmerkungen:  ", ""),
        ("1132bf5e376a605f5beed4b204456114", hashlib.sha256(SENTENCE.encode()).hexdigest().upper(), ""),
        ("0,95 SHA", "0,96 SHA", STALE),
        ("0,95 SHA", "1,94 SHA", STALE),
        ("66,29", "66,29 a remark", UNKNOWN),
        ("&AI: ", "#tag: ", UNKNOWN),
        ("&AI: ", "nothing ", UNKNOWN),
    ],
)
def test_valid_annotations_are_read_and_unknown_ones_are_kept(old: str, new: str, problem: str) -> None:
    text = EXAMPLE.replace(old, new)
    assert text != EXAMPLE
    found = read_block(text)
    assert found is not None
    assert found.problem == problem
    authors = {span.author for span in found.spans}
    assert authors == (set() if problem else {"@Human", MODEL})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "---\n...",
        "Text.\n\n---\nPlaces: 3,5\n...\n",
        EXAMPLE + "More.\n",
        EXAMPLE.replace("\n---\n", "\n--- -\n"),
        EXAMPLE.replace("0,95", "9" * 5000),
        "--- a\n" * 9 + "...",
        "---\n" + " " * 20_000 + "x\n...",
    ],
)
def test_other_texts_have_no_annotations(text: str) -> None:
    assert find_block(text) is None
    assert read_block(text) is None
    assert without_block(text) == text


def test_without_annotations_nothing_is_written() -> None:
    assert block_of("Text.\n", (), "\n") == ""
    assert block_of("Text.\n\n", (Authored(6, 7, MODEL),), "\n") == ""
    assert with_block("Text.\n\n", (), "\n") == "Text.\n\n"


def test_annotations_are_neither_prose_nor_rendered() -> None:
    text = f"# Title\n\n{EXAMPLE}"
    document = Document(text)
    lines = LineStates(document)
    kinds = [lines.of(index).kind for index in range(len(document.blocks))]
    assert kinds == ["heading", "blank", "paragraph", "blank", "rule", *["front_matter"] * 4, "blank"]
    assert to_plain_text(text) == f"Title\n\n{SENTENCE}"
    assert "Annotations:" not in to_html(text)
    document.replace(document.text.index("SHA"), document.text.index("SHA") + 3, "Places")
    assert lines.of(5).kind == "paragraph"
    document.undo()
    assert lines.of(5).kind == "front_matter"
