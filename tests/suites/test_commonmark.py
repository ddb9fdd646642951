"""Every example in the CommonMark specification and GitHub's extensions: we read the Markdown as its HTML does."""

from __future__ import annotations

import pytest

from tests.editor.document.markdown.examples import beyond_commonmark, commonmark
from tests.editor.document.markdown.rendering import html_of, read_html

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


SURPLUS = "cells beyond the columns of a table are shown; a page drops them"
TABLE_HEAD = "a heading or a list begins before a table does, as on GitHub"
TILDES = "one or two tildes strike through, as on GitHub; marks do not lie within each other"
BEYOND_EXCEPTIONS = {
    "| 1 | 2 |\n| :-----: |  :-----: |\n| 3 | 4 | 5 | 6 |\n": SURPLUS,
    "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |\n": SURPLUS,
    "| Heading 1 | Heading 2\n| --------- | ---------\n| `Cell\\|1` | Cell 2\n| `Cell|3` | Cell 4\n": SURPLUS,
    "-   foo|foo\n---|---\nbar|bar\n": TABLE_HEAD,
    "# | 1 | 2\n--|--|--\nx | `\\` | `x`\n": TABLE_HEAD,
    "# | 1 | 2\n--|--|--\nx | \\`\\` | `x`\n": TABLE_HEAD,
    "x ~~~~foo~~ bar~~\n": TILDES,
    "x ~~foo ~~bar~~~~\n": TILDES,
    "x ~~~~foo~~~~\n": TILDES,
    "x ~~a ~~foo~~~~~~~~~~~bar~~ b~~\n\nx ~~a ~~foo~~~~~~~~~~~~bar~~ b~~\n": TILDES,
    "~a~\n": TILDES,
    "-~~~~;~~~~~~\n": TILDES,
}


def test_every_example_means_what_its_html_means() -> None:
    """Read, character by character: emphasis, strong, code, links, images, headings, the depth of quotes and lists."""
    found = commonmark()
    assert len(found) == 652
    others = {example.text for example in found if read_html(html_of(example.text)) != read_html(example.page)}
    assert others == EXCEPTIONS.keys()


@pytest.mark.parametrize(
    ("name", "count"), [("tables", 42), ("tasklists", 20), ("strikethrough", 15), ("strikethrough_single_tilde", 13)]
)
def test_what_github_adds_means_what_its_html_means(name: str, count: int) -> None:
    found = beyond_commonmark(name)
    assert len(found) == count
    others = {example.text for example in found if read_html(html_of(example.text)) != read_html(example.page)}
    assert others == BEYOND_EXCEPTIONS.keys() & {example.text for example in found}
