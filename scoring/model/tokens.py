"""Tokens of a changing text: ids and exact code point offsets, retokenized only around an edit.

Tokenizers first split the text by rules that look at a few characters (the "pre-tokenizer"), then merge inside each
piece. At some places the split is certain whatever the surrounding text. There we can cut the text: the tokens of the
two parts are the tokens of the whole. So after an edit, only the text between the nearest such cuts has to be
retokenized.

A long text without any such place isn't prose (data, NULs). We cut it anyway, at places determined by its own
characters. The tokens next to such a cut differ from those of the uncut text, but don't depend on the text's history.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tokenizers import Tokenizer as Backend

Ids = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]

_SEGMENT = 1 << 16
"""About how many code points are tokenized in one call; this limits the memory used."""

_LONGEST = 1 << 16
"""The longest stretch without a safe cut that is left whole, in code points; at least a segment."""

_HASH_BITS = 14
"""A longer stretch can be cut at one position in 2 ** 14, on average."""

_CUT = re.compile(r"(?<=[^\W_])(?=[ \n][^\W_]|[。、，！？；：])")
"""A safe cut: between a letter or digit and one blank before the next, or before CJK punctuation after a letter. There
the GPT-2 pattern and its descendants (Llama 3, Qwen, SmolLM) all begin a new piece."""


@dataclass(frozen=True, slots=True)
class TokenSplice:
    """A replacement of the tokens [first, first + removed) by `inserted` new ones.

    All other tokens cover the same characters as before, and keep their scores.
    """

    first: int
    removed: int
    inserted: int


def _byte_of_character() -> dict[str, int]:
    """Map GPT-2's printable stand-ins back to the 256 bytes (the inverse of `bytes_to_unicode` in its encoder.py)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    table = {chr(byte): byte for byte in printable}
    hidden = (byte for byte in range(256) if byte not in set(printable))
    return table | {chr(256 + index): byte for index, byte in enumerate(hidden)}


def _components(component: object) -> list[dict[str, object]]:
    """Return a tokenizer.json component and all those nested in it."""
    if isinstance(component, list):
        return [nested for part in component for nested in _components(part)]
    if not isinstance(component, dict):
        return []
    own = [component] if "type" in component else []
    return own + [nested for value in component.values() for nested in _components(value)]


def _cuts_are_safe(pre_tokenizers: list[dict[str, object]], normalizers: list[dict[str, object]]) -> bool:
    """Return True if a byte-level tokenizer with these parts splits at every cut and adds nothing at the start of a
    text."""
    splits = any(part["type"] == "Split" or part.get("use_regex") for part in pre_tokenizers)
    prefixes = any(part.get("add_prefix_space") for part in pre_tokenizers)
    return splits and not prefixes and all(part["type"] == "NFC" for part in normalizers)


_TRIAL = "a bc Def 1 23 x4 5y\nnext 6\n7 été naïve слово два שלום 漢字，漢。Ende 8。 K2 don't é ñ"
"""A text with cuts between letters and digits of several scripts."""


def _splits_at_cuts(backend: Backend) -> bool:
    """Return True if a tokenizer begins a new piece at every cut of the trial text; not all do."""
    rule = backend.pre_tokenizer
    begins = set() if rule is None else {start for _, (start, _) in rule.pre_tokenize_str(_TRIAL)}
    return begins >= set(_cuts(_TRIAL, 0, len(_TRIAL)))


class Tokenizer:
    """A Hugging Face fast tokenizer that treats every character as ordinary text.

    Args:
        backend: the `tokenizers.Tokenizer`; this changes its settings (no truncation, no padding, nothing added).

    Attributes:
        cuts_are_safe: whether a text can be cut at the places described above, which three characters determine.
        special: the ids that aren't text: the end of a text, a turn in a chat.
    """

    def __init__(self, backend: Backend) -> None:
        backend.no_truncation()
        backend.no_padding()
        backend.encode_special_tokens = True
        setattr(backend, "post_processor", None)  # noqa: B010  # may drop blanks from offsets; its type excludes None
        self._backend = backend
        description = json.loads(backend.to_str())
        pre_tokenizers = _components(description["pre_tokenizer"])
        self._byte_level = any(part["type"] == "ByteLevel" for part in pre_tokenizers)
        self.cuts_are_safe = (
            self._byte_level
            and _cuts_are_safe(pre_tokenizers, _components(description["normalizer"]))
            and _splits_at_cuts(backend)
        )
        self._bytes = _byte_of_character() if self._byte_level else {}
        added = description["added_tokens"]
        self._added = {int(token["id"]): str(token["content"]) for token in added}
        self.special = frozenset(int(token["id"]) for token in added if token["special"])

    @property
    def vocab_size(self) -> int:
        return int(self._backend.get_vocab_size())

    def id_of(self, token: str) -> int | None:
        """Return the id of the vocabulary entry with this spelling, or None."""
        return self._backend.token_to_id(token)

    def encode(self, text: str) -> tuple[Ids, Offsets, Offsets]:
        """Return the ids, start and end offsets (code points) of the tokens in `text`, each of shape (tokens,).

        A character that several tokens share belongs to each of them.
        """
        return self.encode_segments(text, self.segments(text))

    def encode_with_special(self, text: str) -> Ids:
        """Return the ids of a text in which a special token's spelling counts as the token, shape (tokens,)."""
        spelled = {self._added[token]: token for token in self.special if self._added[token]}
        if not spelled:
            return self.encode(text)[0]
        longest_first = sorted(spelled, key=len, reverse=True)
        parts = re.split("(" + "|".join(map(re.escape, longest_first)) + ")", text)
        found = [np.array([spelled[part]], np.int32) if part in spelled else self.encode(part)[0] for part in parts]
        return np.concatenate(found)

    def encode_segments(self, text: str, bounds: list[int]) -> tuple[Ids, Offsets, Offsets]:
        """Encode the part of `text` between the first and last of `bounds`, cut at each of them; see `encode`."""
        ids, starts, ends = [np.empty(0, np.int32)], [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        last = ""
        for start, end in pairwise(bounds):
            if start == end:
                continue
            segment = text[start:end]
            if segment != last:  # they are equal in a run of one character
                encoding, last = self._backend.encode(segment, add_special_tokens=False), segment
                offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)
                found = np.asarray(encoding.ids, dtype=np.int32)
            ids.append(found)
            starts.append(offsets[:, 0] + start)
            ends.append(offsets[:, 1] + start)
        return np.concatenate(ids), np.concatenate(starts), np.concatenate(ends)

    def segments(self, text: str) -> list[int]:
        """Return the positions at which to cut `text` for tokenizing, including its start and end."""
        bounds = [0]
        if not self.cuts_are_safe:
            return [0, len(text)]
        while bounds[-1] < len(text):
            end = next_cut(text, bounds[-1] + _SEGMENT)
            last = max(bounds[-1], previous_cut(text, end))
            if end - last > _LONGEST:
                bounds += [*([last] if last > bounds[-1] else []), *_unsafe_cuts(text, last, end)]
            bounds.append(end)
        return bounds

    def token_bytes(self, token_id: int) -> bytes:
        """Return the text of a token in UTF-8; for a piece of a character, only its bytes."""
        if token_id in self._added:
            return self._added[token_id].encode()
        token = self._backend.id_to_token(token_id)
        if token is None:
            return b""
        if self._byte_level and all(character in self._bytes for character in token):
            return bytes(self._bytes[character] for character in token)
        if re.fullmatch(r"<0x[0-9A-F]{2}>", token):
            return bytes([int(token[3:5], 16)])
        return token.replace("\u2581", " ").encode()

    def text_of(self, token_id: int) -> str:
        """Return a token as text. Bytes of incomplete characters are spelled `<0xE2>`, as in SentencePiece."""
        return spell(self.token_bytes(token_id))


def spell(data: bytes) -> str:
    """Decode UTF-8, spelling bytes of incomplete characters as `<0xE2>`."""
    return "".join(
        f"<0x{ord(character) - 0xDC00:02X}>" if "\udc80" <= character <= "\udcff" else character
        for character in data.decode("utf-8", "surrogateescape")
    )


def _cuts(text: str, start: int, end: int) -> list[int]:
    return [match.start() for match in _CUT.finditer(text, start, end)]


def previous_cut(text: str, position: int) -> int:
    """Return the last safe cut whose three deciding characters are before `position`; 0 if there is none."""
    reach = 128
    while True:
        low = max(0, position - reach)
        cuts = [cut for cut in _cuts(text, max(0, low - 1), position) if cut + 2 <= position]
        if cuts:
            return cuts[-1]
        if low == 0:
            return 0
        reach *= 4


def next_cut(text: str, position: int) -> int:
    """Return the first safe cut whose three deciding characters are at or after `position`; else the text's end."""
    match = _CUT.search(text, min(position + 1, len(text)))
    return match.start() if match else len(text)


def _unsafe_cuts(text: str, start: int, end: int) -> list[int]:
    """Return the positions at which to cut the long stretch [start, end), which has no safe cuts.

    This is content-defined chunking as in Muthitacharoen et al., "A Low-bandwidth Network File System" (SOSP 2001):
    cuts depend on a hash of the 16 characters before them, so an edit moves only the cuts next to it, unless the text
    is repetitive.
    """
    hashed = np.frombuffer(text[start:end].encode("utf-32-le"), np.uint32) * np.uint32(0x9E3779B1)
    for span in (1, 2, 4, 8):  # of 2 characters, of 4, of 8, of 16
        hashed = (hashed[:-span] * np.uint32(0x85EBCA77) ^ hashed[span:]) * np.uint32(0xC2B2AE3D)
        hashed ^= hashed >> np.uint32(15)
    places = np.flatnonzero(hashed >> np.uint32(32 - _HASH_BITS) == 0) + 16 + start
    cuts, last = [], start
    while end - last > _LONGEST:
        index = int(np.searchsorted(places, last + _LONGEST // 4))
        last = min(int(places[index]) if index < len(places) else end, last + _LONGEST)
        cuts.append(last)
    return cuts


@dataclass(frozen=True, slots=True)
class _Retokenized:
    """An edit of a text: `ids` replace the old tokens [first, past), and `text` is the result.

    Attributes:
        starts, ends: of the new tokens, in code points of the new text, shape (new tokens,).
        splice: the same edit, without the unchanged tokens at either end.
    """

    text: str
    first: int
    past: int
    ids: Ids
    starts: Offsets
    ends: Offsets
    splice: TokenSplice


class TokenizedText:
    """A text and its tokens, which always equal those of a fresh tokenization.

    Attributes:
        text: the text.
        ids: shape (tokens,).
        starts, ends: offsets in code points, shape (tokens,).
    """

    def __init__(self, tokenizer: Tokenizer, text: str) -> None:
        self.tokenizer = tokenizer
        self.text = text
        self.ids, self.starts, self.ends = tokenizer.encode(text)

    def __len__(self) -> int:
        return len(self.ids)

    def edit(self, start: int, end: int, replacement: str) -> TokenSplice:
        """Replace the code points [start, end), and return which tokens changed.

        Raises:
            ValueError: the range is not within the text.
        """
        new = self._retokenized(start, end, replacement)
        delta = len(new.text) - len(self.text)
        self.text = new.text
        self.ids = np.concatenate([self.ids[: new.first], new.ids, self.ids[new.past :]])
        self.starts = np.concatenate([self.starts[: new.first], new.starts, self.starts[new.past :] + delta])
        self.ends = np.concatenate([self.ends[: new.first], new.ends, self.ends[new.past :] + delta])
        return new.splice

    def edited(self, start: int, end: int, replacement: str) -> tuple[TokenSplice, Ids]:
        """Return which tokens `edit` would change, and the ids of the new ones, shape (inserted,); change nothing.

        Raises:
            ValueError: the range is not within the text.
        """
        new = self._retokenized(start, end, replacement)
        begin = new.splice.first - new.first
        return new.splice, new.ids[begin : begin + new.splice.inserted]

    def _retokenized(self, start: int, end: int, replacement: str) -> _Retokenized:
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"[{start}, {end}) is not within a text of {len(self.text)} code points")
        delta = len(replacement) - (end - start)
        text = self.text[:start] + replacement + self.text[end:]
        bounds = self._cuts_around(text, start, start + len(replacement), delta)
        left, right = bounds[0], bounds[-1]
        first = int(np.searchsorted(self.starts, left))
        past = int(np.searchsorted(self.starts, right - delta)) if right < len(text) else len(self.ids)
        ids, starts, ends = self.tokenizer.encode_segments(text, bounds)
        before = int(np.searchsorted(self.ends[first:past], start, side="right"))
        after = past - first - int(np.searchsorted(self.starts[first:past], end))
        splice = _trim(TokenSplice(first, past - first, len(ids)), self.ids[first:past], ids, before, after)
        return _Retokenized(text, first, past, ids, starts, ends, splice)

    def _cuts_around(self, text: str, start: int, end: int, delta: int) -> list[int]:
        """Return the cuts in the part of `text` to tokenize after an edit; the new text is at [start, end)."""
        if not self.tokenizer.cuts_are_safe:
            return [0, len(text)]
        left, right = previous_cut(text, start), next_cut(text, end)
        new = [left + cut for cut in self.tokenizer.segments(text[left:right])]
        old = [left + cut for cut in self.tokenizer.segments(self.text[left : right - delta])]
        head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] <= start, zip(new, old, strict=False)))
        new, old = new[max(0, head - 1) :], old[max(0, head - 1) :]
        pairs = zip(reversed(new), reversed(old), strict=False)
        tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] + delta and pair[0] >= end, pairs))
        return new[: len(new) - max(0, tail - 1)]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens [first, past) that overlap the code points [start, end); an empty range if none do."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        past = int(np.searchsorted(self.starts, end, side="left"))
        return first, max(first, past)

    def at_each(self, spans: Offsets) -> tuple[Offsets, Offsets]:
        """Return `at` of many spans, shape (n, 2): the first tokens and those past the last, each of shape (n,)."""
        first = np.searchsorted(self.ends, spans[:, 0], side="right")
        return first, np.maximum(first, np.searchsorted(self.starts, spans[:, 1], side="left"))


def _trim(splice: TokenSplice, old: Ids, new: Ids, before: int, after: int) -> TokenSplice:
    """Return the splice without the tokens at either end that are equal in `old` and `new`.

    Only the first `before` and the last `after` old tokens qualify: their characters were not edited.
    """
    head = shared_start(old[:before], new)
    tail = shared_start(old[max(head, len(old) - after) :][::-1], new[head:][::-1])
    return TokenSplice(splice.first + head, splice.removed - head - tail, splice.inserted - head - tail)


def shared_start(left: Ids, right: Ids) -> int:
    """Return how many tokens at the start are equal in both."""
    length = min(len(left), len(right))
    differs = np.flatnonzero(left[:length] != right[:length])
    return int(differs[0]) if len(differs) else length
