"""The names by which links refer to headings, in GitHub's form: `#what-it-costs`."""

from __future__ import annotations

from collections.abc import Iterable

import regex

# Ruby's \p{Word}, as in html-pipeline and github-slugger; letters keep their marks.
_DROPPED = regex.compile(r"[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]")


def slug(text: str) -> str:
    """Return the name of a heading with this text, without markup, if no other has the same name."""
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-")


def slugs(texts: Iterable[str]) -> list[str]:
    """Return the names of all headings of a document, in order; repeated ones are numbered."""
    taken: dict[str, int] = {}  # name → the last number appended to it
    names = []
    for text in texts:
        base = name = slug(text)
        while name in taken:
            taken[base] += 1
            name = f"{base}-{taken[base]}"
        taken[name] = 0
        names.append(name)
    return names
