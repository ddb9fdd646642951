"""Text in other encodings: every byte survives, and characters that can't be encoded are rejected by name."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.storage.encodings import ENCODINGS, UTF_8, Encoding, EncodingError, decode, encode, is_half_utf_16
from editor.storage.files import FileError
from scoring.verbs.text_file import ENCODINGS as SCORED
from scoring.verbs.text_file import read_text

UNITS = st.sampled_from([b"\n", b"\r", b"a", b"\xe9", b"\0", b"\xd8", b"\xdc\x80", b"\x81", b"\xff\xfe", b"\xfe\xff"])
BYTES = st.one_of(st.binary(max_size=12), st.lists(UNITS, max_size=12).map(b"".join))
ANY = st.sampled_from(list(ENCODINGS.values()))


@given(BYTES, st.none() | ANY)
def test_any_bytes_round_trip_in_any_encoding(data: bytes, chosen: Encoding | None) -> None:
    if chosen is not None and chosen.kind == "utf-16" and len(data) % 2:
        with pytest.raises(EncodingError, match="half a character"):
            decode(data, chosen)
        return
    text, encoding = decode(data, chosen)
    assert encode(text, encoding) == data
    assert chosen is None or encoding.family == chosen.family


@given(st.text(max_size=12), ANY, ANY)
def test_saving_in_another_encoding_keeps_the_text(text: str, old: Encoding, new: Encoding) -> None:
    try:
        written = encode(text, new, old)
    except EncodingError:
        return
    if not text.startswith("\ufeff"):
        assert decode(written, new)[0] == text


@pytest.mark.parametrize(
    ("data", "chosen", "text", "encoding"),
    [
        (codecs.BOM_UTF16_LE + "é\r\n😀".encode("utf-16-le"), None, "é\r\n😀", "utf-16-le-bom"),
        (codecs.BOM_UTF16_BE + "é\n".encode("utf-16-be"), None, "é\n", "utf-16-be-bom"),
        (codecs.BOM_UTF16_LE + b"a\0\x3d\xd8b\0", None, "a\ud83db", "utf-16-le-bom"),
        (codecs.BOM_UTF8 + "é".encode(), None, "é", "utf-8-bom"),
        ("é".encode(), None, "é", "utf-8"),  # valid UTF-8 is never anything else
        ("é".encode(), "latin-1", "Ã©", "latin-1"),
        (b"caf\xe9 \x93x\x94 \x81", None, "caf\udce9 \udc93x\udc94 \udc81", "utf-8"),  # no guessing
        (b"caf\xe9 \x93x\x94 \x81", "windows-1252", "café “x” \udc81", "windows-1252"),
        (b"caf\xe9 \x85", "latin-1", "café \x85", "latin-1"),
        (b"a\0\n\0", "utf-16-le", "a\n", "utf-16-le"),
        (codecs.BOM_UTF16_LE + b"a\0", "utf-16-le", "a", "utf-16-le-bom"),
    ],
)
def test_the_byte_order_mark_or_the_writer_sets_the_encoding(
    tmp_path: Path, data: bytes, chosen: str | None, text: str, encoding: str
) -> None:
    path = tmp_path / "draft.md"
    path.write_bytes(data)
    document = Document.read(path, ENCODINGS[chosen] if chosen else None)
    assert (document.text, document.encoding.name) == (text, encoding)
    assert read_text(str(path), chosen) == text
    document.replace(len(document), len(document), "!")
    document.write()
    assert path.read_bytes() == data + "!".encode(document.encoding.family)


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        ("naïve\r\nπ — 😀", "latin-1", ["latin-1, which cannot hold π (U+03C0) in line 2", "save it as utf-8"]),
        ("a\u2028", "windows-1252", ["cannot hold U+2028 in line 1"]),
        ("\x81", "windows-1252", ["cannot hold U+0081 in line 1"]),
        ("a\udcff", "utf-16-le", ["cannot hold the invalid byte 0xff in line 1", "delete it"]),
    ],
)
def test_unencodable_characters_are_named_and_nothing_is_written(
    tmp_path: Path, text: str, encoding: str, told: list[str]
) -> None:
    path = tmp_path / "draft.md"
    path.write_bytes(b"as it was")
    document = Document.read(path)
    document.replace(0, len(document), text)
    with pytest.raises(FileError) as caught:
        document.write(encoding=ENCODINGS[encoding])
    assert all(part in str(caught.value) for part in ("draft.md", *told))
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == b"as it was"
    assert (document.text, document.encoding, document.modified) == (text, UTF_8, True)


def test_truncated_utf_16_is_read_byte_by_byte() -> None:
    data = codecs.BOM_UTF16_LE + b"a\0b"
    text, encoding = decode(data)
    assert (text, encoding, is_half_utf_16(text)) == ("\udcff\udcfea\0b", UTF_8, True)


def test_half_characters_only_belong_to_their_encoding() -> None:
    with pytest.raises(EncodingError, match="half a character"):
        encode("a\ud83d", UTF_8, ENCODINGS["utf-16-le"])
    assert encode("\ud83d", ENCODINGS["utf-16-be"], ENCODINGS["utf-16-le-bom"]) == b"\xd8\x3d"


def test_a_new_file_in_utf_16_says_so(tmp_path: Path) -> None:
    document = Document.read(tmp_path / "new.md", ENCODINGS["utf-16-le"])
    document.replace(0, 0, "é")
    document.write()
    assert (tmp_path / "new.md").read_bytes() == b"\xff\xfe\xe9\x00"


def test_scores_and_drafts_support_the_same_encodings() -> None:
    assert set(SCORED) == {encoding.family for encoding in ENCODINGS.values()}
