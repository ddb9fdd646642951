"""Every example of the CommonMark specification, read as its own HTML reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.editor.document.markdown.rendering import html_of, read_html

SPEC = Path(__file__).parents[4] / "../shared/commonmark/spec.txt"  # CC-BY-SA 4.0, so no copy of it is kept here
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)

ALTERNATIVE_TEXT = "marks within the text of an image are shown as they are written"
ADDRESS = "an address that is written without any marks is one nevertheless, as in GitHub Flavored Markdown"
EXCEPTIONS = {
    "![[[foo](uri1)](uri2)](uri3)\n": ALTERNATIVE_TEXT,
    '![foo *bar*]\n\n[foo *bar*]: train.jpg "train & tracks"\n': ALTERNATIVE_TEXT,
    "![foo ![bar](/url)](/url2)\n": ALTERNATIVE_TEXT,
    "![foo [bar](/url)](/url2)\n": ALTERNATIVE_TEXT,
    '![foo *bar*][]\n\n[foo *bar*]: train.jpg "train & tracks"\n': ALTERNATIVE_TEXT,
    '![foo *bar*][foobar]\n\n[FOOBAR]: train.jpg "train & tracks"\n': ALTERNATIVE_TEXT,
    '![*foo* bar][]\n\n[*foo* bar]: /url "title"\n': ALTERNATIVE_TEXT,
    '![*foo* bar]\n\n[*foo* bar]: /url "title"\n': ALTERNATIVE_TEXT,
    "<https://foo.bar/baz bim>\n": ADDRESS,
    "<foo\\+@bar.example.com>\n": ADDRESS,
    "< https://foo.bar >\n": ADDRESS,
    "https://example.com\n": ADDRESS,
    "foo@bar.example.com\n": ADDRESS,
}


def examples() -> list[tuple[str, str]]:
    if not SPEC.exists():
        pytest.skip(f"no {SPEC}: the examples of CommonMark 0.31 are left out")
    found = EXAMPLE.findall(SPEC.read_text("utf-8"))
    return [(text.replace("→", "\t"), page.replace("→", "\t")) for text, page in found]


def test_every_example_means_what_its_html_means() -> None:
    """Character by character: emphasis, strong, code, links, images, headings, the depth of quotes and of lists."""
    found = examples()
    assert len(found) >= 652
    others = {text for text, page in found if read_html(html_of(text)) != read_html(page)}
    assert others == EXCEPTIONS.keys()
