"""Files of random bytes: opening and saving one must not change it."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from editor.document import Document
from editor.storage.encodings import ENCODINGS, Encoding, encode
from editor.storage.files import FileError

_TEXTS = (
    "The quick brown fox – naïve “quotes”, it’s 3.5 €.\n\n- a list\n- of things\n",
    "# Überschrift\r\n\r\nÄpfel, Öl und große Bäume.\r\n",
    "Ένα κείμενο στα ελληνικά.\rКак живёшь?\rשלום עולם\r",
    "日本語の文章。\n\n中文，标点。\r\n한국어 문장\r",
    "👨‍👩‍👧 e\u0301\u0323\u0301 🇩🇪 नि क्ष\x0b\x0c\x85\u2028\u2029\ufeff end",
)
_CODECS = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "latin-1", "cp1252")
_LINE_ENDS = (b"\r", b"\n", b"\r\n", b"\n\r", b"\r\r\n")
_PLAIN = (b"a", b"a b\n", b"", b"\0", b"\x0b", b"\x0c", b"\x1a", b"\x1b[31m", b"\x7f")
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_CUT_SHORT = (b"\xc3", b"\xe2\x80", b"\xf0\x9f\x98", b"\x80", b"\xbf\xbf", b"\xfe", b"\xff", b"\x81", b"\x85", b"\xa0")
_OVERLONG = (
    b"\xc0\x80",
    b"\xc0\xaf",
    b"\xe0\x80\x8a",
    b"\xf0\x80\x80\x8d",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
)
_SURROGATES = (b"\xed\xa0\xbd", b"\xed\xb8\x80", b"\xed\xa0\xbd\xed\xb8\x80", b"\x3d\xd8", b"\x00\xde", b"\xd8\x3d")
_CHARACTERS = ("é", "\x85", "\u2028", "\u2029", "\ufeff", "\u0301" * 9, "👍🏽", "\U0010ffff", "\ufffe")
_PIECES = (
    *_LINE_ENDS,
    *_PLAIN,
    *_MARKS,
    *_CUT_SHORT,
    *_OVERLONG,
    *_SURROGATES,
    *(text.encode() for text in _CHARACTERS),
)


def random_file(source: random.Random) -> bytes:
    """Return the bytes of a file: random ones, awkward pieces, texts in several encodings, or damaged texts."""
    kind = source.choice(("random bytes", "pieces", "texts in several encodings", "mutated texts"))
    size = source.choice((3, 20, 200, 4000))
    if kind == "random bytes":
        return source.randbytes(source.randrange(size))
    if kind == "pieces":
        return b"".join(source.choices(_PIECES, k=source.randrange(1 + size // 4)))
    data = source.choice(_TEXTS).encode(source.choice(_CODECS), "ignore") * source.choice((1, 1, 5))
    if kind == "mutated texts":
        for _ in range(source.randrange(1, 8)):
            at = source.randrange(len(data) + 1)
            length = source.choice((0, 1, 1, 2, 7))
            new = source.choice((b"", source.randbytes(1), source.choice(_PIECES), data[at : at + 5][::-1]))
            data = data[:at] + new + data[at + length :]
        data = data[: source.choice((len(data), source.randrange(len(data) + 1)))]
    return data


def chosen_at_random(source: random.Random) -> Encoding | None:
    """Choose an encoding; usually none, as when a file is simply opened."""
    return source.choice((None, None, *ENCODINGS.values()))


def _save_unchanged(document: Document, data: bytes, source: random.Random) -> bytes:
    document.write()
    return data


def _type_and_undo(document: Document, data: bytes, source: random.Random) -> bytes:
    position = source.randrange(len(document) + 1)
    document.replace(position, position, source.choice("xé\r\n"[: 4 if source.random() < 0.3 else 1]))
    document.undo()
    document.write()
    return data


def _insert(document: Document, data: bytes, source: random.Random) -> bytes:
    """Insert one letter; all other bytes must stay."""
    position = source.randrange(len(document) + 1)
    offset = len(encode(document.text[:position], document.encoding))
    document.replace(position, position, "x")
    document.write()
    return data[:offset] + "x".encode(document.encoding.family) + data[offset:]


CHECKS: dict[str, Callable[[Document, bytes, random.Random], bytes]] = {
    "open, save": _save_unchanged,
    "open, type, undo, save": _type_and_undo,
    "open, insert a letter, save": _insert,
}


def failures(path: Path, seed: int, count: int) -> Iterator[tuple[str, bytes, Encoding | None]]:
    """Try every check on `count` random files; yield those that fail, with the file's bytes and the encoding chosen.

    Args:
        path: of the file, which is overwritten.
        seed: of the random files.
        count: number of files.
    """
    source = random.Random(seed)
    for _ in range(count):
        data = random_file(source)
        chosen = chosen_at_random(source)
        for check, act in CHECKS.items():
            path.write_bytes(data)
            try:
                document = Document.read(path, chosen)
            except FileError:
                is_refusable = chosen is not None and chosen.kind == "utf-16" and len(data) % 2 == 1
                expected = data if is_refusable else b"to be opened"
            else:
                expected = act(document, data, source)
            if path.read_bytes() != expected:
                yield check, data, chosen
