"""Drafts to export, and a reader for the resulting pages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.headless.export.annotations import Annotation, AnnotationKind, annotations_of
from editor.headless.prose import Prose
from editor.headless.scoring_run import ScoredDraft
from scoring.protocol import Flag, Suggestion, WordScore

CONSTRUCTS = """---
title: "The *whole* thing"
---

# Heading *one* `code`

Underlined
==========

A **strong _nested_** word, ~~struck~~ through\\
and `inline code`, an escape \\* and an entity &amp; so.

> A quote
> > within a quote

- item one
- [x] done
- [ ] open
  1. numbered
  2. again

| Name | Number |
|------|-------:|
| cell | other  |

A [link](https://example.org "its title"), a [shortcut], a [reference][ref], <https://auto.example>, <me@example.org>,
a footnote[^note] and a picture ![of a cat](cat.png).

$x^2$ and

$$
y < z
$$

```python
keyword = "code block"
```

    indented code

***

[shortcut]: #heading-one-code
[ref]: other.md
[^note]: The note itself.
"""

HOSTILE = (
    "<script>alert(1)</script>\n\n"
    'text <img src=x onerror="alert(2)"> [a](javascript:alert(3)) [b](JaVaScRiPt&colon;alert(4)) '
    "[c](data:text/html,x) [d](vbscript:x) [e](file:///etc/passwd) <javascript:alert(5)> "
    '[f]("onclick=alert(6)) ![g](javascript:alert(7)) [h](java\\\nscript:x)\n\n'
    '<a href="javascript:alert(8)" onclick=x>i</a>\n\n'
    '- [ ] <input class="task-list-item-checkbox" onfocus=alert(9) autofocus>\n\n'
    '```"><script>alert(10)</script>\n</code></pre><script>alert(11)</script>\n```\n\n'
    "# <svg onload=alert(12)> &#xE000;&#xE001;\n\n"
    "[j]: javascript:alert(13)\n\n[j] $</span><script>alert(14)</script>$\n\n"
    "</main></body><style>body { background: url(http://evil.example) }</style>\n\n"
    "\x1b[2J\x1b]0;title\x07\x9b31m \x00 \x7f \u202e evil \u200b \udcff\ud83d \ufffe \r lone\r\n"
    "a" + "\u0301" * 10_000 + " \ue000\ue001 \U000f0000 &#27;[2J &#x202e;\n"
)


class Page(HTMLParser):
    """The content of a page: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._texts: list[str] = []
        self._open: list[str] = []
        self.marked: dict[str, tuple[str, str]] = {}  # annotated word → its class and title
        self._mark: tuple[str, str] | None = None
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """The text of the body."""
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in ("meta", "br", "hr", "input"):
            self._open.append(tag)
        if tag == "span" and "title" in attributes:
            self._mark = str(attributes["class"]), str(attributes["title"])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag
        self._mark = None

    def handle_data(self, data: str) -> None:
        if "main" in self._open:
            self._texts.append(data)
            if self._mark is not None:
                self.marked[data] = self._mark

    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def findings(text: str) -> ScoredDraft:
    """Return a flag and a score for every word; its surprisal is its length."""
    found = [(match.start(), match.end()) for match in re.finditer(r"[^\W\d_]+", text)]
    flags = [
        Flag(
            start,
            end,
            9.5,
            "surprising",
            "a reason",
            (Suggestion(start, end, text[start:end][::-1], 5.0, "word_choice"),),
        )
        for start, end in found
    ]
    return ScoredDraft(flags, [WordScore(start, end, float(end - start), 1.0) for start, end in found])


def annotated(text: str, kind: AnnotationKind) -> list[Annotation]:
    """Return the annotations of all prose of a text."""
    document, found = Document(text), findings(text)
    return annotations_of(Prose(document, Markdown(document)), kind, found.flags, found.words)
