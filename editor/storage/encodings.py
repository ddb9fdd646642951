"""Encodings: texts as bytes and back, every byte coming back as it was."""

from __future__ import annotations

import codecs
import re
from argparse import ArgumentTypeError
from dataclasses import dataclass

# Lone surrogates that do not stand for an invalid byte (PEP 383 has U+DC80 to U+DCFF stand for those).
_OTHER_SURROGATES = re.compile("([\ud800-\udc7f\udd00-\udfff]+)")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Five bytes of Windows-1252 are no character; they are read as invalid bytes of UTF-8 are.
_WINDOWS_1252 = bytes(range(256)).decode("cp1252", "surrogateescape")
_WINDOWS_1252_BYTES = codecs.charmap_build(_WINDOWS_1252)


class EncodingError(ValueError):
    """A text or bytes are not possible in an encoding; the message goes on from "it" or the name of a file."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text is written.

    Attributes:
        name: as the writer gives and sees it.
        label: what lists say of it.
        bom: the byte order mark before the text, which is no part of it.
    """

    name: str
    label: str
    bom: bytes = b""

    @property
    def family(self) -> str:
        """Its name, whether with a mark or without."""
        return self.name.removesuffix("-bom")

    @property
    def kind(self) -> str:
        """What its lone surrogates mean is the same in all encodings of a kind."""
        return "utf-16" if self.name.startswith("utf-16") else self.family

    @property
    def with_mark(self) -> Encoding:
        """For new files, which should say that they are UTF-16."""
        return ENCODINGS[f"{self.family}-bom"] if self.kind == "utf-16" else self

    @property
    def is_found(self) -> bool:
        """Whether a file says by itself that it is in this encoding; the others are a matter of choice."""
        return bool(self.bom) or self == UTF_8


UTF_8 = Encoding("utf-8", "UTF-8")
_ALL = (
    UTF_8,
    Encoding("utf-8-bom", "UTF-8 with a byte order mark", codecs.BOM_UTF8),
    Encoding("utf-16-le-bom", "UTF-16 LE with a byte order mark", codecs.BOM_UTF16_LE),
    Encoding("utf-16-be-bom", "UTF-16 BE with a byte order mark", codecs.BOM_UTF16_BE),
    Encoding("utf-16-le", "UTF-16 LE"),
    Encoding("utf-16-be", "UTF-16 BE"),
    Encoding("latin-1", "Latin-1 (ISO 8859-1)"),
    Encoding("windows-1252", "Windows-1252 (Western European)"),
)
ENCODINGS = {encoding.name: encoding for encoding in _ALL}
"""All of them by name, in the order in which they are listed."""
FAMILIES = tuple(dict.fromkeys(encoding.family for encoding in _ALL))
"""What a file can be read as; whether there is a mark it says itself."""
_ALIASES = {
    "utf8": "utf-8",
    "utf-16": "utf-16-le",
    "utf16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "latin1": "latin-1",
    "iso-8859-1": "latin-1",
    "cp1252": "windows-1252",
}


def chosen_encoding(name: str) -> Encoding:
    """What people call so, for command lines. Raises ArgumentTypeError."""
    given = name.strip().lower().replace("_", "-")
    family = _ALIASES.get(given, given)
    if family not in FAMILIES:
        raise ArgumentTypeError(f"“{name}” is no encoding here: name one of {', '.join(FAMILIES)}")
    return ENCODINGS[family]


def decode(data: bytes, chosen: Encoding | None = None) -> tuple[str, Encoding]:
    """The text that bytes are, and its encoding: the chosen one, or else what a byte order mark says, or else UTF-8.

    Whether there is a mark the bytes say themselves. Invalid bytes of UTF-8 become U+DC80 to U+DCFF (PEP 383),
    unpaired surrogates of UTF-16 stay. What has the mark of UTF-16 but ends in half a character is read as UTF-8, so
    that every byte comes back. Raises EncodingError where the bytes cannot be of the chosen encoding.
    """
    encoding = _encoding_of(data, chosen)
    content = data[len(encoding.bom) :]
    if encoding.kind == "utf-16":
        if len(content) % 2:
            raise EncodingError(f"not {encoding.family}: it ends in half a character; read it as utf-8")
        return content.decode(encoding.family, "surrogatepass"), encoding
    if encoding.kind == "latin-1":
        return content.decode("latin-1"), encoding
    if encoding.kind == "windows-1252":
        return codecs.charmap_decode(content, "strict", _WINDOWS_1252)[0], encoding
    return content.decode("utf-8", "surrogateescape"), encoding


def _encoding_of(data: bytes, chosen: Encoding | None) -> Encoding:
    for encoding in _ALL:
        if encoding.bom and data.startswith(encoding.bom):
            if chosen is None and encoding.kind == "utf-16" and len(data) % 2:
                return UTF_8
            if chosen is None or chosen.family == encoding.family:
                return encoding
    return UTF_8 if chosen is None else ENCODINGS[chosen.family]


def is_half_utf_16(text: str) -> bool:
    """Whether a text has the mark of UTF-16 but was read byte by byte, as it ends in half a character."""
    return text.startswith(("\udcff\udcfe", "\udcfe\udcff"))


def encode(text: str, encoding: Encoding = UTF_8, read_as: Encoding | None = None) -> bytes:
    """A text as bytes. Raises EncodingError, which names the first character that the encoding does not have.

    In UTF-8, U+DC80 to U+DCFF are the byte that each stands for, other lone surrogates three bytes. In a text that was
    read in an encoding of another kind they stand for what only that one can hold.
    """
    if read_as is not None and read_as.kind != encoding.kind:
        found = _SURROGATE.search(text)
        if found is not None:
            raise _lacks(text, found.start(), encoding)
    try:
        if encoding.kind == "utf-16":
            return encoding.bom + text.encode(encoding.family, "surrogatepass")
        if encoding.kind == "latin-1":
            return text.encode("latin-1")
        if encoding.kind == "windows-1252":
            return codecs.charmap_encode(text, "strict", _WINDOWS_1252_BYTES)[0]
    except UnicodeEncodeError as error:
        raise _lacks(text, error.start, encoding) from None
    try:
        return encoding.bom + text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        parts = _OTHER_SURROGATES.split(text)
        errors = ("surrogateescape", "surrogatepass")
        return encoding.bom + b"".join(part.encode("utf-8", errors[index % 2]) for index, part in enumerate(parts))


def _lacks(text: str, position: int, encoding: Encoding) -> EncodingError:
    character = text[position]
    line = len(re.findall("\r\n|\r|\n", text[:position])) + 1
    if not _SURROGATE.match(character):
        shown = f"{character} (U+{ord(character):04X})" if character.isprintable() else f"U+{ord(character):04X}"
        remedy = "save it as utf-8"
    else:
        is_byte = "\udc80" <= character <= "\udcff"
        shown = f"the invalid byte {ord(character) & 0xFF:#04x}" if is_byte else "half a character"
        remedy = "take it out first, or keep the encoding"
    return EncodingError(f"cannot be saved as {encoding.name}, which cannot hold {shown} in line {line:,}: {remedy}")
