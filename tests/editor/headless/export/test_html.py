"""The exported page: it holds the draft's text, runs nothing, and annotations change nothing else."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.grammars import _SOURCES
from editor.document.markdown.markdown import Markdown
from editor.flags.heat import HEAT_FROM, heat_name
from editor.headless.export.annotations import Annotation, AnnotationKind
from editor.headless.export.css import annotation_style, css_colour
from editor.headless.export.html import to_page
from editor.headless.prose import Prose
from editor.view.theme.theme import load_theme, theme_names
from tests.editor.document.markdown.examples import commonmark
from tests.editor.headless.export.drafts import CONSTRUCTS, HOSTILE, Page, annotated, words

DARK = load_theme("dark")
page_of = partial(to_page, name="draft.md", theme=DARK)

_SAFE_TAGS = set(
    words(
        "html head meta title style body main footer h1 h2 h3 h4 h5 h6 p em strong s code pre a blockquote ul ol li "
        "input table thead tbody tr th td br hr span div sup section"
    )
)
_SAFE_ATTRIBUTES = {
    *words("charset content name id class title href start type checked disabled style"),
    "http-equiv",
}


def assert_harmless(html: str) -> Page:
    """Check that nothing on the page runs or is fetched, and that links lead to the web, mail, or next to the page."""
    page = Page(html)
    assert page.tags() <= _SAFE_TAGS
    for tag, attributes in page.elements:
        assert set(attributes) <= _SAFE_ATTRIBUTES, (tag, attributes)
        assert attributes.get("style") in (None, *(f"text-align:{side}" for side in ("left", "center", "right")))
        target = attributes.get("href") or ""
        assert re.match(r"(?i)(https?|mailto):|(?![a-z][a-z0-9+.-]*:)", target), target
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e]", html)
    assert "url(" not in re.sub(r"<main>.*</main>", "", html, flags=re.DOTALL)
    assert "@import" not in html
    return page


def test_a_page_has_the_text_of_the_draft() -> None:
    page = assert_harmless(page_of(CONSTRUCTS))
    markup = set(words("x heading https example org its ref md cat png python amp note shortcut"))
    said = words(page.text)
    for word in words(CONSTRUCTS):
        assert word in said or word in markup, word
    wanted = words("h1 em strong s code pre a blockquote ul ol li input table th td br hr span section sup")
    assert set(wanted) <= page.tags()
    targets = [attributes.get("href") for tag, attributes in page.elements if tag == "a"]
    for target in ("https://example.org", "#heading-one-code", "other.md", "mailto:me@example.org", "cat.png", "#fn1"):
        assert target in targets
    assert {"heading-one-code", "underlined", "fn1"} <= {attributes.get("id") for _, attributes in page.elements}
    assert "<title>The *whole* thing</title>" in page_of(CONSTRUCTS)


@pytest.mark.parametrize(
    ("text", "title"),
    [("# A <b>\n\nb", "A"), ("b", "draft.md"), ("+++\ntitle = 'T'\n+++\n", "T"), ("---\na: 1\n---\n## H *i*", "H i")],
)
def test_the_title_is_the_front_matters_the_first_headings_or_the_files(text: str, title: str) -> None:
    found = re.search("<title>(.*?)</title>", page_of(text))
    assert found is not None
    assert found[1].strip() == title


def test_headings_have_distinct_ids() -> None:
    ids = re.findall(r'<h\d id="(.*?)"', page_of("# A b!\n# a B\n# fn1\n# *\n#\n\n[^x]\n\n[^x]: y"))
    assert ids[:3] == ["a-b", "a-b-1", "heading-fn1"]
    assert len(set(ids)) == len(ids) == 5


@pytest.mark.parametrize("kind", ["none", "flags", "heat"])
def test_a_strangers_draft_runs_nothing(kind: AnnotationKind) -> None:
    page = assert_harmless(page_of(HOSTILE, annotations=annotated(HOSTILE, kind)))
    for number in (1, 2, 3, 5, 8, 9, 11, 12, 14):
        assert f"alert({number})" in page.text, "it is shown"


def test_comments_are_left_out_and_other_html_is_shown() -> None:
    text = Page(page_of("a <!-- b --> c\n\n<!-- d\n\ne -->\n\n<div>f\n</div>\n\n<!-- g --> h\n")).text
    assert words(text) == ["a", "c", "div", "f", "div", "g", "h"]


def test_code_has_the_colours_of_its_language() -> None:
    html = page_of("> - ```python\n>   x = '<b>'  # é\n>\n>   y\n>   ```\n\n```none\n<x>\n```\n")
    assert_harmless(html)
    spans = re.findall('<span class="syntax-([a-z]+)">(.*?)</span>', html)
    assert spans == [("operator", "="), ("string", "'&lt;b&gt;'"), ("comment", "# é")]
    assert "x = '<b>'  # é\n\ny\n" in Page(html).text
    assert '<pre><code class="language-none">&lt;x&gt;\n</code></pre>' in html
    assert f".syntax-string {{ color: {css_colour(DARK.colour('syntax.string'))}; }}" in html


@pytest.mark.parametrize("language", sorted(_SOURCES))
def test_code_in_any_language_keeps_its_text(language: str) -> None:
    code = "<a href='x'>é\t漢字</a> & {{ \"b\": 1 }} // c\n\n  # /* `d`\n"
    page = assert_harmless(page_of(f"````{language}\n{code}````\n"))
    assert code in page.text


def test_deep_nesting_loses_nothing() -> None:
    assert "deep" in Page(page_of("> " * 90 + "deep")).text


# -- annotations -------------------------------------------------------------------------------------------------------


def without_spans(html: str) -> str:
    """Return a page without its annotations."""
    html = re.sub(r'<span class="(?:flag|heat) [^>]*>([^<]*)</span>', r"\1", html)
    html = re.sub(r"<footer.*</footer>\n", "", html)
    return re.sub(r"\.(?:flag|heat)\.\S+ \{.*\}\n", "", html)


@pytest.mark.parametrize("text", [CONSTRUCTS, HOSTILE], ids=["constructs", "hostile"])
@pytest.mark.parametrize("kind", ["flags", "heat"])
def test_annotations_change_nothing_else(text: str, kind: AnnotationKind) -> None:
    assert without_spans(page_of(text, annotations=annotated(text, kind))) == page_of(text)


def test_annotations_change_nothing_in_any_example_of_commonmark() -> None:
    for _, text, _ in commonmark():
        annotations = annotated(text, "heat")
        html = page_of(text, annotations=annotations)
        assert without_spans(html) == page_of(text)
        assert bool(annotations) is bool(assert_harmless(html).marked), "none was dropped"


_PLAIN = "a|word|*it*|**b**|_c_|`|[|]|(|)|](|](u|[^n]|[^n]:|[a]:|!|#|-|+|>|1.||- |~|~~|$|$$|\\|&|&amp;|<|<b>|<!--|-->"
_PIECES = [*_PLAIN.split("|"), "|", "|-", "http://x.y", "\n", "\n\n", "\t", "é", "e\u0301", "漢字", "\ue000", "\r\n"]
_PIECES += ["---", "```", "'", "’", "\x00", "\udcff", "title:", "=="]


@given(st.lists(st.sampled_from([*_PIECES, " ", " "]), max_size=25).map("".join))
def test_annotations_change_nothing_else_whatever_the_text(text: str) -> None:
    html = page_of(text, annotations=annotated(text, "heat"))
    assert without_spans(html) == page_of(text)
    assert_harmless(html)


@given(st.lists(st.sampled_from([*_PIECES, " "]), max_size=15).map("".join), st.data())
def test_annotations_in_the_wrong_places_change_nothing_else_either(text: str, data: st.DataObject) -> None:
    """As if the prose had been misjudged: marks anywhere."""
    edges = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    anywhere = [Annotation(start, end, "heat.3", "") for start, end in zip(edges[::2], edges[1::2], strict=False)]
    assert without_spans(page_of(text, annotations=anywhere)) == page_of(text)


def test_prose_is_annotated_and_nothing_else() -> None:
    marked = Page(page_of(CONSTRUCTS, annotations=annotated(CONSTRUCTS, "flags"))).marked
    assert marked["nested"] == ("flag flag-surprising", "Surprising: a reason · 99 % likely a mistake · detsen")
    prose = (
        "Heading one Underlined strong struck quote done numbered cell Name link shortcut reference footnote cat itself"
    )
    assert set(words(prose)) <= set(marked)
    assert not set(words("code amp https keyword block indented whole auto y its python")) & set(marked)


def test_heat_shows_surprisal_and_has_a_legend() -> None:
    text = "a word surprises immeasurably"
    html = page_of(text, annotations=annotated(text, "heat"))
    assert {word: kind for word, (kind, _) in Page(html).marked.items()} == {
        "a": "heat heat-1",
        "word": "heat heat-3",
        "surprises": "heat heat-6",
        "immeasurably": "heat heat-7",
    }
    assert "9.0 nats" in html
    assert '<footer class="legend">' in html
    assert [heat_name(bound) for bound in (0.0, *HEAT_FROM)] == [None, *(f"heat.{step}" for step in range(1, 8))]


def test_a_text_that_uses_up_all_private_characters_is_exported_without_annotations() -> None:
    text = "".join(map(chr, [*range(0xE000, 0xF900), *range(0xF0000, 0xFFFFE), *range(0x100000, 0x10FFFE)])) + " word"
    assert Page(page_of(text, annotations=annotated(text, "heat"))).marked == {}


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), ("1 2\n", False), ("```\nx\n```\n", False), ("<!-- x -->\n\né", True)]
)
def test_a_text_without_words_needs_no_model(text: str, expected: bool) -> None:
    document = Document(text)
    assert Prose(document, Markdown(document)).has_words() is expected


# -- themes ------------------------------------------------------------------------------------------------------------


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, #rrggbb each, by WCAG 2: 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme_names())
def test_every_theme_makes_a_readable_page(name: str) -> None:
    theme = load_theme(name)
    html = to_page(CONSTRUCTS, "draft.md", theme, annotated(CONSTRUCTS, "heat"))
    assert "ansi" not in html
    assert assert_harmless(html).marked
    ground = css_colour(theme.background("text"), ground=True)
    for part in ("text", "heading.1", "strong", "link.text", "footnote"):
        assert contrast(css_colour(theme.colour(part)), ground) >= 3.5, part
    for step in range(1, 8):
        found = re.search("color: (#......); background: (#......);", annotation_style(theme, f"heat.{step}"))
        assert found is not None
        assert contrast(found[1], found[2]) >= 3, step
