"""Encodings: from text to bytes and back without losing a byte."""

from __future__ import annotations

import codecs
import re
from argparse import ArgumentTypeError
from dataclasses import dataclass

# Lone surrogates other than the ones that represent an invalid byte (PEP 383 uses U+DC80 to U+DCFF for that).
_OTHER_SURROGATES = re.compile("([\ud800-\udc7f\udd00-\udfff]+)")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Five bytes of Windows-1252 are unassigned; they are read like invalid bytes of UTF-8.
_WINDOWS_1252 = bytes(range(256)).decode("cp1252", "surrogateescape")
_WINDOWS_1252_BYTES = codecs.charmap_build(_WINDOWS_1252)


class EncodingError(ValueError):
    """Text or bytes that an encoding can't represent; the message continues a sentence about “it” or the file."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding of text.

    Attributes:
        name: as the writer types and sees it.
        label: as shown in lists.
        bom: the byte order mark before the text, which isn't part of it.
    """

    name: str
    label: str
    bom: bytes = b""

    @property
    def family(self) -> str:
        """The name without the suffix for the byte order mark."""
        return self.name.removesuffix("-bom")

    @property
    def kind(self) -> str:
        """Identifies encodings in which lone surrogates mean the same."""
        return "utf-16" if self.name.startswith("utf-16") else self.family

    @property
    def with_mark(self) -> Encoding:
        """The encoding to use for new files: UTF-16 gets a byte order mark."""
        return ENCODINGS[f"{self.family}-bom"] if self.kind == "utf-16" else self

    @property
    def is_found(self) -> bool:
        """Whether files in this encoding are recognised; the others must be chosen."""
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
"""All encodings by name, in listing order."""
FAMILIES = tuple(dict.fromkeys(encoding.family for encoding in _ALL))
"""The encodings that can be chosen for reading; the file itself shows whether there is a mark."""
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
    """Return the encoding for a name given on the command line. Raises ArgumentTypeError."""
    given = name.strip().lower().replace("_", "-")
    family = _ALIASES.get(given, given)
    if family not in FAMILIES:
        raise ArgumentTypeError(f"“{name}” is not supported; use one of {', '.join(FAMILIES)}")
    return ENCODINGS[family]


def decode(data: bytes, chosen: Encoding | None = None) -> tuple[str, Encoding]:
    """Decode bytes in the chosen encoding or, if None, the one of the byte order mark or UTF-8. Returns both.

    The bytes themselves show whether there is a mark. Invalid bytes of UTF-8 become U+DC80 to U+DCFF (PEP 383),
    unpaired surrogates of UTF-16 are kept. Bytes with the mark of UTF-16 that end in half a character are read as
    UTF-8, so that none is lost. Raises EncodingError if the bytes can't be in the chosen encoding.
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
    """Return True if text has a UTF-16 mark but was read byte by byte because it ends in half a character."""
    return text.startswith(("\udcff\udcfe", "\udcfe\udcff"))


def encode(text: str, encoding: Encoding = UTF_8, read_as: Encoding | None = None) -> bytes:
    """Encode text. Raises EncodingError, which names the first character that the encoding lacks.

    In UTF-8, U+DC80 to U+DCFF become the byte that each represents, and other lone surrogates three bytes. In text read
    in an encoding of another kind (`read_as`), they represent something that only that encoding can hold.
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
        remedy = "delete it first, or keep the encoding"
    return EncodingError(f"cannot be saved as {encoding.name}, which cannot hold {shown} in line {line:,}; {remedy}")
