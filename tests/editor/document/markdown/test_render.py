"""Markdown as HTML and as plain text: tables of both."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.render import make_parser, to_html, to_plain_text

HTML = [
    ("a **b** `<c>`", "<p>a <strong>b</strong> <code>&lt;c&gt;</code></p>\n"),
    ("# A\n", "<h1>A</h1>\n"),
    ("~~a~~ ~b~", "<p><s>a</s> <s>b</s></p>\n"),
    ("<i>raw</i> &amp;", "<p><i>raw</i> &amp;</p>\n"),
    ("a $x < 1$", '<p>a <span class="math inline">x &lt; 1</span></p>\n'),
    ("a $$x$$ b", '<p>a <span class="math display">x</span> b</p>\n'),
    ("it costs $5 or $6", "<p>it costs $5 or $6</p>\n"),
    ("---\ntitle: a\n---\n\nb", "<p>b</p>\n"),
    ("+++\ntitle = 1\n+++\nb", "<p>b</p>\n"),
    ("---\ntitle: a\n---", ""),
    ("---\n\na\n\n---", "<hr />\n<p>a</p>\n<hr />\n"),
    ("```py\na < b\n```", '<pre><code class="language-py">a &lt; b\n</code></pre>\n'),
    ("[a](<javascript:x>)", "<p>[a](&lt;javascript:x&gt;)</p>\n"),
]


@pytest.mark.parametrize(("text", "expected"), HTML)
def test_html(text: str, expected: str) -> None:
    assert to_html(text) == expected


def test_tables_tasks_and_footnotes_are_html_too() -> None:
    html = to_html("| a |\n|:-:|\n| b |\n\n- [x] c[^n]\n\n[^n]: d")
    for part in ('<th style="text-align:center">a</th>', 'checked="checked"', 'href="#fn1"', '<li id="fn1"'):
        assert part in html


LABELS = st.sampled_from(["note", "Note", "NOTE", "b", "B", "straße", "STRASSE", "1"])


@given(used=st.lists(LABELS, max_size=4), notes=st.lists(LABELS, max_size=5), prefix=st.sampled_from(["", "> ", "- "]))
def test_a_page_shows_the_notes_that_the_editor_follows(used: list[str], notes: list[str], prefix: str) -> None:
    text = " ".join(f"x[^{label}]" for label in used) + "\n\n"
    text += "".join(f"{prefix}[^{label}]: note{number}.\n\n" for number, label in enumerate(notes))
    document = Document(text)
    markdown = Markdown(document)
    markdown.spans(len(document.blocks) - 1)  # reads all definitions
    texts, followed = {block.id: block.text for block in document.blocks}, []
    for link in markdown.links(0):
        place = markdown.footnote_definition(link.target)
        assert place is not None
        followed.append(texts[place.block_id].rpartition(" ")[2])
    html = BeautifulSoup(to_html(text), "html.parser")
    shown = [item.get_text(" ").split()[0] for item in html.select("li.footnote-item")]
    assert shown == list(dict.fromkeys(followed))
    assert len(html.select("sup.footnote-ref")) == len(followed)


def test_labels_defined_elsewhere() -> None:
    assert to_html("[a][B]", {"B": "/u"}) == '<p><a href="/u">a</a></p>\n'
    assert to_plain_text("[a][B]", {"B": "/u"}) == "a"
    assert to_plain_text("[a][B]") == "[a][B]"


PLAIN = [
    ("a **b *c*** `d` ~~e~~ \\* &amp;", "a b c d e * &"),
    ("# A #\n\nB\n===", "A\n\nB"),
    ("[a *b*](u) ![c](v) <http://d.e>", "a b c http://d.e"),
    ("- a\n- b\n  c\n  1. d\n  2. e", "• a\n• b\n  c\n  1. d\n  2. e"),
    ("- a\n\n- b", "• a\n\n• b"),
    ("9. a\n10. b\n    c", "9. a\n10. b\n    c"),
    ("- [ ] a\n- [x] b", "☐ a\n☑ b"),
    ("> a\n> > b", "a\n\nb"),
    ("| a | *b* |\n|---|---|\n| c |", "a\tb\nc\t"),
    ("```py\na\n\n  b\n```", "a\n\n  b"),
    ("a\n\n---\n\nb", "a\n\nb"),
    ("a[^x].\n\n[^x]: note", "a[1].\n\n[1] note"),
    ("a  \nb\nc", "a\nb\nc"),
    ("<!-- x -->\n\na <b>c</b><br>d", "a c\nd"),
    ("<div>a <b>b</b></div>", "a b"),
    ("$x$ and\n\n$$\ny\n$$", "x and\n\ny"),
    ("---\ntitle: a\n---\nb", "b"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN)
def test_plain_text(text: str, expected: str) -> None:
    assert to_plain_text(text) == expected


def test_lines_of_tokens_count_front_matter() -> None:
    assert make_parser().parse("---\na: b\n---\nc")[0].map == [3, 4]
