"""The learnt texts: read from the places that the writer names, and again only if a file has changed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from editor.asking.folders import drafts_below
from editor.asking.pieces import read_as_prose
from editor.document import Document
from editor.document.passages import passages
from editor.storage.files import FileError
from scoring.kept.learnt import MOST, Learnt, LearntText
from scoring.kept.store import mark_of
from scoring.protocol import sendable

Say = Callable[[str], None]


def learn(known: Learnt, named: Sequence[Path], complain: Say, progress: Say) -> Learnt:
    """Return the known texts after reading some new places, and all that were named before, as they are now.

    Args:
        known: the texts known so far.
        named: folders and files, absolute.
        complain: called with one line for each that can't be read. Texts of a place that is gone stay known; a file
            that can't be read when first named isn't read again later.
        progress: shows the progress, in a few words.
    """
    before = {text.mark.path: text for text in known.texts}
    places = dict.fromkeys([*known.places, *map(os.fsencode, named)])
    found: dict[bytes, LearntText] = {}
    tried, unreadable = set[bytes](), set[bytes]()
    room = MOST
    for place in list(places):
        for path in _files(place, before, complain):
            name = os.fsencode(path)
            if name in tried:
                continue
            tried.add(name)
            progress(f"reading {len(found) + 1} of {path.parent.name or path.parent}")
            try:
                text = _read(path, before.get(name))
            except FileError as error:
                complain(str(error))
                unreadable.add(name)
                continue
            if len(text.text) > room:
                complain(f"{path}: left out, since at most {MOST:,} characters are learnt in all")
                continue
            room -= len(text.text)
            found[name] = text
    places = {place: None for place in places if place in known.places or place not in unreadable}
    return Learnt(tuple(places), tuple(found[name] for name in sorted(found)))


def without(known: Learnt, places: Iterable[Path]) -> Learnt:
    """Return the texts left after forgetting some files, or all files in some folders."""
    dropped = [os.fsencode(os.path.abspath(place)) for place in places]

    def stays(name: bytes) -> bool:
        return not any(name == place or name.startswith(os.path.join(place, b"")) for place in dropped)

    texts = tuple(text for text in known.texts if stays(text.mark.path))
    return Learnt(tuple(filter(stays, known.places)), texts)


def _files(place: bytes, before: Iterable[bytes], complain: Say) -> list[Path]:
    """Return the files to learn at a place; if it is gone, those already known."""
    path = Path(os.fsdecode(place))
    if path.is_dir():
        return drafts_below(path, complain)
    if os.path.lexists(path):
        return [path]
    complain(f"{path}: no such file or directory; what was learnt there stays until `logprose forget` erases it")
    inside = os.path.join(place, b"")
    return [Path(os.fsdecode(name)) for name in before if name == place or name.startswith(inside)]


def _read(path: Path, before: LearntText | None) -> LearntText:
    """Return a file's text; the known text if it hasn't changed or is gone. Raises FileError."""
    mark = mark_of(path)
    if before is not None and (mark == before.mark or mark.size < 0):
        return before
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise FileError(f"{path}: not a regular file; it is left out")
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{path}: {(error.strerror or str(error)).lower()}; it is left out") from None
    document = Document.from_bytes(data, None, str(path))
    markdown = read_as_prose(document, path)
    paragraphs = list(passages(document, markdown))
    words = sum(len(sentence.words) for paragraph in paragraphs for sentence in paragraph.sentences)
    text = "\n\n".join([" ".join([sentence.text for sentence in one.sentences]) for one in paragraphs])
    return LearntText(mark, words, sendable(text))


def changed(known: Learnt, now: Learnt) -> int:
    """Return how many texts are new, or were read again."""
    before = {msgspec.msgpack.encode(text) for text in known.texts}
    return sum(msgspec.msgpack.encode(text) not in before for text in now.texts)
