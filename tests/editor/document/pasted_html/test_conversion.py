"""HTML from the clipboard as Markdown: a table of what programs put there, and properties of the text."""

from __future__ import annotations

import html

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor.document.markdown.render import to_html
from editor.document.pasted_html import to_markdown

NO_RICHER = [
    "",
    "plain",
    '<meta http-equiv="content-type" content="text/html; charset=utf-8">plain',
    # VS Code, and JetBrains' editors
    '<div style="color:#ccc;white-space:pre"><div><span style="color:#569cd6">def</span> a</div><br></div>',
    '<html><head><style>b{}</style></head><body><pre style="x"><span>def</span> a</pre></body></html>',
    "<pre><code class='language-py'>a</code></pre>",
    "<p>one</p><p>two</p>",
    '<b style="font-weight:normal" id="docs-internal-guid-1"><span style="font-weight:400">a</span></b>',
    "<table><tbody><tr><td>one cell</td></tr></tbody></table>",
    '<a name="x">anchor</a> <a href="javascript:alert(1)">script</a>',
    '<img width="1" src="http://u/dot.gif">text',
    "<script>a</script><!-- <b>c</b> --><p hidden style='display: none'><b>x</b></p>text",
]


@pytest.mark.parametrize("source", NO_RICHER)
def test_html_that_adds_nothing_to_the_text(source: str) -> None:
    assert to_markdown(source) is None


def word(style: str, marker: str, text: str) -> str:
    """Return a paragraph of a list as Word puts it on the clipboard."""
    return (
        f"<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:{style} lfo1'>"
        f"<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>{marker}"
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
        f"<span lang=EN-GB>{text}<o:p></o:p></span></p>"
    )


TABLE = [
    ("a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code>", "a **b** *c* ~~d~~ `e`"),
    ("a<b> b </b>c", "a **b** c"),
    ("a <b> b </b> c", "a **b** c"),
    ("<b>a<strong>b</strong></b><b>c</b>", "**abc**"),
    ("<i>a</i><b>b</b>", "*a***b**"),
    ("<b><p>a</p><p>b</p></b>", "**a**\n\n**b**"),
    ("<b>a<br>b<br></b>", "**a**\\\n**b**"),
    ("<i>“a”</i>b", "“a”b"),  # would not be read as emphasis
    ("<b>&nbsp;a&nbsp;</b>b &amp; 5&nbsp;kg", "**a** b & 5\xa0kg"),
    ("<p>a\n  b<br><br>c<br></p><hr>", "a b\n\nc\n\n---"),
    ("<h1>a</h1><h3><b>b</b><br>c</h3><p>d</p>", "# a\n\n### b c\n\nd"),
    ("<h1></h1><h2>a</h2>", "## a"),
    ("<main><div>a</div><div><i>b</i></div></main>", "a\n\n*b*"),
    # links and images
    ('<a href="http://u/(a" title="t">x <b>y</b></a>', "[x **y**](<http://u/(a>)"),
    ('<a href="http://u/a b">a]b[</a>', "[a\\]b\\[](http://u/a%20b)"),
    ('<a href="http://u">http://u</a>', "<http://u>"),
    ('<a href="http://u"><h3>a</h3><p>b</p></a>', "[a b](http://u)"),
    ('<a href="http://u"><img src="http://i/a b.png" alt="c\nd"></a>', "[![c d](http://i/a%20b.png)](http://u)"),
    ('<b>a</b> <img src="data:image/png;base64,xx" alt="pic">', "**a** pic"),
    # lists
    ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>d", "- a\n  - b\n- c\n\nd"),
    ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
    ('<ol start="9"><li>a</li><li><p>b</p><p>c</p></li></ol>', "9. a\n10. b\n\n    c"),
    ('<ul><li><input type="checkbox" checked> a</li><li><input type="checkbox">b</li></ul>', "- [x] a\n- [ ] b"),
    ("<ol><li>a<ul><li>b</li></ul></li></ol>", "1. a\n   - b"),
    # quotes and code
    ("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
    ('<p>a</p><pre class="x language-py"><code>b\n\n\n  <span>c</span>\n</code></pre>', "a\n\n```py\nb\n\n\n  c\n```"),
    ("a<pre>```\nb<br>c</pre>", "a\n\n````\n```\nb\nc\n````"),
    ("a <code>b`c</code>", "a `` b`c ``"),
    # tables
    (
        '<table><thead><tr><th align="right">a</th><th>b|c</th></tr></thead>'
        "<tbody><tr><td>1</td><td><code>x|y</code><p>z</p></td></tr><tr><td>2</td></tr></tbody></table>",
        "|   a | b\\|c     |\n| --: | -------- |\n|   1 | `x\\|y` z |\n|   2 |          |",
    ),
    (
        "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
        "| a   |     |\n| --- | --- |\n| b   | c   |",
    ),
    ("<table><tr><td><table><tr><td>a</td></tr></table></td><td><b>c</b></td></tr></table>", "a\n\n**c**"),
    # marks next to text, whatever is between them in the page
    ('<span style="color:red"><b>Note:</b></span>text', "Note:text"),
    ("<u><b>Note:</b></u>text", "Note:text"),
    ("<mark><b>Note:</b></mark> text", "**Note:** text"),
    ("<i><b>Note:</b></i>text", "Note:text"),
    ("<b>a <i>b</i></b><i>c</i>", "**a b***c*"),
    ("<b>one </b><i> two</i>", "**one** *two*"),
    ("<b>!</b><a href='http://u'>a</a>", "**!**[a](http://u)"),
    ("<b>a</b> <code>b</code><code>c</code>", "**a** `bc`"),
    # bold and italic by style, from any program
    ('<span style="font-weight:700">a</span> b', "**a** b"),
    ('<span style="font-weight:bolder;color:red">a</span> <i>b</i>', "**a** *b*"),
    ('<p>x <span style="font-style:oblique">a</span></p>', "x *a*"),
    ('<b>a <span style="font-weight:normal">b</span> c</b>', "**a** b **c**"),
    ('<b style="font-weight:400">a</b> <i style="font-style:normal">b</i> <i>c</i>', "a b *c*"),
    ('<span style="font:italic bold 12px serif">a</span> b', "***a*** b"),
    ('<span style="text-decoration-line:line-through">a</span> b', "~~a~~ b"),
    ('<b style="mso-bidi-font-weight:normal">a</b> b', "**a** b"),
    ('<h2 style="font-weight:600"><span style="font-weight:700">a</span></h2>', "## a"),
    ('<a href="http://u" style="font-weight:700">a</a> b', "**[a](http://u)** b"),
    # Word's lists
    (
        word("l0 level1", "·", "Test") + word("l0 level2", "o", "Test1") + word("l1 level1", "1.", "Num"),
        "- Test\n  - Test1\n\n1. Num",
    ),
    (
        word("l0 level1", "1.", "a") + word("l0 level2", "a.", "b") + word("l0 level1", "2.", "<b>c</b>"),
        "1. a\n   1. b\n2. **c**",
    ),
    (word("l0 level1", "3)", "a") + "\n\n" + word("l0 level1", "4)", "b") + "<p>c</p>", "3. a\n4. b\n\nc"),
    (word("l0 level1", "·", "a") + word("l0 level3", "§", "b") + word("l0 level1", "·", "c"), "- a\n  - b\n- c"),
    # text that would have a meaning
    ("<i>a</i> *b* snake_case _c_ `d` &lt;e&gt; [f](g) &amp;amp; $1$ ~x~", None),
    ("<h1>a</h1><p>- b</p><p>1. c</p><p># d</p><p>&gt; e</p><p>2) f</p><p>---</p>", None),
    # programs
    (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">a</span>'
        '<span style="font-style:italic"> b</span></p></b>',
        "**a** *b*",
    ),
    ("H<sub>2</sub>O<sup><a href='http://u'>[1]</a></sup>", "H<sub>2</sub>O[[1]](http://u)"),
]


@pytest.mark.parametrize(("source", "expected"), TABLE)
def test_markdown(source: str, expected: str | None) -> None:
    markdown = to_markdown(source)
    assert markdown is not None
    if expected is not None:
        assert markdown == expected
    assert read(to_html(markdown)) == read(source)


def test_a_list_marker_from_word_is_not_text() -> None:
    source = "<p class=MsoListParagraph>·  a</p><p class=MsoListParagraph style='mso-list:l0 level2'>o&nbsp; b</p>"
    assert to_markdown(source) == "- a\n  - b"
    assert to_markdown("<p class=MsoListParagraph>only indented</p><b>x</b>") == "only indented\n\n**x**"


def read(source: str) -> str:
    """Return the text of HTML without white space and list symbols."""
    soup = BeautifulSoup(source, "html.parser")
    for marker in soup.find_all(style="mso-list:Ignore"):
        marker.decompose()
    for image in soup.find_all("img"):
        image.replace_with(str(image.get("alt")))
    return "".join(soup.get_text().split())


TEXTS = st.text(st.sampled_from("ab *_`~[]()<>&#-+.!\\1$|\n"), min_size=1, max_size=8).map(html.escape)


TAGS = ["b", "i", "s", "em", "strong", "span", "a", "code", "p", "div", "blockquote", "h2", "li", "ul", "ol", "td"]


def tagged(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    inline = st.sampled_from(TAGS)
    several = st.lists(children, min_size=1, max_size=3).map("".join)
    return st.tuples(inline, several).map(
        lambda pair: (
            f"<{pair[0]} href='http://u'>{pair[1]}</{pair[0]}>" if pair[0] == "a" else "<{0}>{1}</{0}>".format(*pair)
        )
    )


@settings(max_examples=200)
@given(st.recursive(TEXTS, tagged, max_leaves=6))
@example("<ul>*<li>.&gt;*(!_*.1[</li><h2>|[`</h2></ul>")  # text in a list, but in no item
@example("<ul><li>1</li>&lt;<ul>1</ul></ul>")
def test_the_visible_text_stays_the_same(source: str) -> None:
    markdown = to_markdown(source)
    if markdown is not None:
        assert read(to_html(markdown)) == read(source)


_STYLES = ["font-weight:700", "font-weight:normal", "font-style:italic", "color:red", "text-decoration:line-through"]
_INLINE = [
    *(
        f"<{name}>{{}}</{name}>"
        for name in ["b", "i", "s", "em", "strong", "u", "mark", "font", "small", "ins", "sub", "code"]
    ),
    *(f'<span style="{style}">{{}}</span>' for style in _STYLES),
    '<a href="http://u">{}</a>',
]
_WORDS = st.sampled_from(
    [
        "a",
        "Note:",
        "(b)",
        "“c”",
        " ",
        " d ",
        "e, ",
        ".",
        "*",
        "_",
        "~",
        "`",
        "1.",
        "-",
        "#",
        "|",
        "é",
        "漢字",
        "$1",
        "[x]",
        "\\",
    ]
)


def inline(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(children, min_size=1, max_size=4).map("".join)
    return st.tuples(st.sampled_from(_INLINE), several).map(lambda pair: pair[0].replace("{}", pair[1]))


FRAGMENTS = st.lists(st.recursive(_WORDS, inline, max_leaves=5), min_size=1, max_size=5).map("".join)


def spaced(source: str) -> str:
    """Return the text of HTML with white space as one blank."""
    return " ".join(BeautifulSoup(source, "html.parser").get_text().split())


@settings(max_examples=200)
@given(FRAGMENTS, st.sampled_from(["{}", "<p>x {} y</p>", "<ul><li>{}</li></ul>", "<h2>{}</h2>"]))
def test_no_fragment_leaves_its_markers_in_the_text(fragment: str, around: str) -> None:
    source = around.replace("{}", fragment)
    markdown = to_markdown(source)
    if markdown is not None:
        assert spaced(to_html(markdown)) == spaced(source), markdown
