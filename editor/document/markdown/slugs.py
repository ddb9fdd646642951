"""The names by which links reach headings: `#what-it-costs`, as GitHub makes them."""

from __future__ import annotations

from collections.abc import Iterable

import regex

# Ruby's \p{Word}, as html-pipeline and github-slugger have it; letters keep their marks.
_DROPPED = regex.compile(r"[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- ]")


def slug(text: str) -> str:
    """The name of a heading whose text, without markup, is `text`, as long as no other has the same."""
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-")


def slugs(texts: Iterable[str]) -> list[str]:
    """The names of all headings of a document, in order; of those that are equal, the later ones are numbered."""
    taken: dict[str, int] = {}  # name → the last number that was put behind it
    names = []
    for text in texts:
        base = name = slug(text)
        while name in taken:
            taken[base] += 1
            name = f"{base}-{taken[base]}"
        taken[name] = 0
        names.append(name)
    return names
