"""Tokens of an edited text equal those of a fresh tokenization, and their offsets are exact."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tokenizers import Tokenizer as Backend
from tokenizers import processors

from scoring.model import tokens
from scoring.model.tokens import TokenizedText, Tokenizer, TokenSplice, spell
from tests.project import SHARED
from tests.scoring import models

TRACE = SHARED / "traces/friendsforever_flat.json.gz"

FRAGMENTS = [
    *"aZé9²_-'’.,!(\"«。、：你日あ한 \n\t\r\u00a0\u2028\u3000\u200b\x00\x1b",
    *(" a", " the", "word", "don't", "12345"),
    *("e\u0301", "\u0301", "न्दि", "  ", "    ", "\n\n", "\r\n", " \n ", "x" * 70, "<unk>"),
    *("👩‍👩‍👧", "🇩🇪", "👍🏽", "\U0001f600", "中文。字", "a。b", "<|endoftext|>", "<|im_start|>"),
    *("<0x41>", "\u2581", "ﬁ", "\u212b", "\u1100\u1161", "Å", "\ufffd", "\U000e0041", "'s", " 7", "7 ", "\n9"),
]
Encoded = tuple[list[int], list[tuple[int, int]]]
"""Ids and offsets."""

texts = st.lists(st.sampled_from(FRAGMENTS) | st.characters(exclude_categories=["Cs"]), max_size=30).map("".join)

TOKENIZERS: dict[str, Callable[[], Backend]] = {
    "byte level": models.byte_level_tokenizer,
    "byte level, characters composed": models.composed_tokenizer,
    "byte level, a blank put before": lambda: models.byte_level_tokenizer(add_prefix_space=True),
    "byte level, the text unsplit": lambda: models.byte_level_tokenizer(use_regex=False),
    "byte level, split at digits alone": models.digits_tokenizer,
    "metaspace": models.metaspace_tokenizer,
}


@pytest.fixture(scope="module")
def backend(default_model_dir: Path) -> Backend:
    """Return the real default model's tokenizer, as `tokenizers` reads it."""
    return Backend.from_file(str(default_model_dir / "tokenizer.json"))


@pytest.fixture(scope="module")
def tokenizer(default_model_dir: Path) -> Tokenizer:
    return Tokenizer(Backend.from_file(str(default_model_dir / "tokenizer.json")))


def plainly(backend: Backend, text: str) -> Encoded:
    """Return the backend's ids and offsets of the whole text, with special tokens treated as ordinary text."""
    backend.encode_special_tokens = True
    encoding = backend.encode(text, add_special_tokens=False)
    return list(encoding.ids), [(int(start), int(end)) for start, end in encoding.offsets]


def as_lists(encoded: tuple[Any, Any, Any]) -> Encoded:
    ids, starts, ends = encoded
    return ids.tolist(), list(zip(starts.tolist(), ends.tolist(), strict=True))


def machine_for(tokenizer: Tokenizer, afresh: Callable[[str], Encoded]) -> type[RuleBasedStateMachine]:
    """A writer who edits a text at random. After every edit, its tokens must equal those of `afresh`."""

    class Writer(RuleBasedStateMachine):
        @initialize(text=texts)
        def open(self, text: str) -> None:
            self.text = text
            self.tokenized = TokenizedText(tokenizer, text)
            self.undo: list[tuple[int, int, str]] = []

        @rule(data=st.data(), replacement=texts)
        def replace(self, data: st.DataObject, replacement: str) -> None:
            start = data.draw(st.integers(0, len(self.text)))
            end = data.draw(st.integers(start, min(len(self.text), start + 40)))
            self._edit(start, end, replacement)

        @rule(data=st.data(), character=st.sampled_from(FRAGMENTS))
        def type(self, data: st.DataObject, character: str) -> None:
            place = data.draw(st.integers(0, len(self.text)))
            self._edit(place, place, character)

        @rule(data=st.data())
        def delete(self, data: st.DataObject) -> None:
            start = data.draw(st.integers(0, len(self.text)))
            self._edit(start, data.draw(st.integers(start, len(self.text))), "")

        @rule()
        def take_back(self) -> None:
            if self.undo:
                self._edit(*self.undo.pop())

        def _edit(self, start: int, end: int, replacement: str) -> None:
            self.undo.append((start, start + len(replacement), self.text[start:end]))
            before, ends_before, starts_before = self._tokens()
            splice = self.tokenized.edit(start, end, replacement)
            self.text = self.text[:start] + replacement + self.text[end:]
            after, ends, starts = self._tokens()
            first, past, old_past = splice.first, splice.first + splice.inserted, splice.first + splice.removed
            assert min(splice.first, splice.removed, splice.inserted) >= 0
            assert after[:first] == before[:first]
            assert after[past:] == before[old_past:]
            assert max(ends_before[:first], default=0) <= start
            assert min(starts_before[old_past:], default=end) >= end
            if tokenizer.cuts_are_safe:  # a blank added before the text isn't a character of it
                shift = end - start - len(replacement)
                assert ends[:first] == ends_before[:first]
                assert [place + shift for place in starts[past:]] == starts_before[old_past:]

        def _tokens(self) -> tuple[list[int], list[int], list[int]]:
            """Return ids, ends and starts."""
            return self.tokenized.ids.tolist(), self.tokenized.ends.tolist(), self.tokenized.starts.tolist()

        @invariant()
        def tokens_are_those_of_the_text(self) -> None:
            if hasattr(self, "tokenized"):
                assert self.tokenized.text == self.text
                here = as_lists((self.tokenized.ids, self.tokenized.starts, self.tokenized.ends))
                assert here == afresh(self.text)

    return Writer


def write_at_random(tokenizer: Tokenizer, afresh: Callable[[str], Encoded], examples: int) -> None:
    run_state_machine_as_test(
        machine_for(tokenizer, afresh),
        settings=settings(
            max_examples=examples, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_an_edited_text_has_the_tokens_of_a_fresh_one(tokenizer: Tokenizer, backend: Backend) -> None:
    write_at_random(tokenizer, partial(plainly, backend), examples=300)


def test_the_same_if_long_stretches_are_cut_at_unsafe_places(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "_SEGMENT", 8)
    monkeypatch.setattr(tokens, "_LONGEST", 8)
    monkeypatch.setattr(tokens, "_HASH_BITS", 2)
    write_at_random(tokenizer, lambda text: as_lists(tokenizer.encode(text)), examples=200)


@pytest.mark.parametrize("kind", TOKENIZERS)
def test_the_same_with_other_kinds_of_tokenizer(kind: str) -> None:
    write_at_random(Tokenizer(TOKENIZERS[kind]()), partial(plainly, TOKENIZERS[kind]()), examples=25)


def test_only_plainly_split_byte_level_tokenizers_are_cut() -> None:
    cut = {kind for kind, make in TOKENIZERS.items() if Tokenizer(make()).cuts_are_safe}
    assert cut == {"byte level", "byte level, characters composed"}


@given(text=texts)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_encoded_in_segments_has_the_tokens_of_the_whole(
    tokenizer: Tokenizer, backend: Backend, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(tokens, "_SEGMENT", 4)
    assert as_lists(tokenizer.encode(text)) == plainly(backend, text)


@pytest.mark.skipif(not TRACE.exists(), reason=f"no recorded text at {TRACE}: segments of a real text are skipped")
def test_a_long_real_text_in_segments(tokenizer: Tokenizer, backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.loads(gzip.decompress(TRACE.read_bytes()))["endContent"]
    monkeypatch.setattr(tokens, "_SEGMENT", 1000)
    calls = count_encoded(tokenizer, monkeypatch)
    assert as_lists(tokenizer.encode(text)) == plainly(backend, text)
    assert len(calls) > 10


def test_a_tokenizer_that_trims_blanks_still_has_the_right_offsets() -> None:
    backend = models.byte_level_tokenizer()
    backend.post_processor = processors.ByteLevel(trim_offsets=True)
    assert as_lists(Tokenizer(backend).encode("the sea  ")) == plainly(models.byte_level_tokenizer(), "the sea  ")


def test_an_empty_text_has_no_tokens(tokenizer: Tokenizer) -> None:
    ids, starts, ends = tokenizer.encode("")
    assert (len(ids), len(starts), len(ends)) == (0, 0, 0)
    assert ids.dtype == np.int32
    assert starts.dtype == ends.dtype == np.int64


def test_special_token_text_is_ordinary_text(tokenizer: Tokenizer) -> None:
    ids, _, _ = tokenizer.encode("a <|endoftext|> b<|im_start|>")
    specials = {tokenizer.id_of(name) for name in ("<|endoftext|>", "<|im_start|>")}
    assert None not in specials
    assert not specials & set(ids.tolist())
    assert "".join(map(tokenizer.text_of, ids.tolist())) == "a <|endoftext|> b<|im_start|>"


def test_typing_in_a_long_text_tokenizes_only_the_text_around_it(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenized = TokenizedText(tokenizer, models.PROSE * 40)
    calls = count_encoded(tokenizer, monkeypatch)
    middle = len(tokenized.text) // 2
    for offset, character in enumerate("a word or two"):
        tokenized.edit(middle + offset, middle + offset, character)
    assert len(calls) == len("a word or two")
    assert max(calls) < 60


@pytest.mark.parametrize("pattern", ["data", "a run of one character"])
def test_a_long_stretch_without_safe_cuts_is_tokenized_piece_by_piece(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    calls = count_encoded(tokenizer, monkeypatch)
    text = (
        "".join(f"{number * 2654435761 % 2**32:08x}" for number in range(50_000))
        if pattern == "data"
        else "\0" * 400_000
    )
    tokenized = TokenizedText(tokenizer, text)
    assert max(calls) <= tokens._LONGEST
    assert sum(calls) <= (len(text) if pattern == "data" else 2 * tokens._LONGEST)
    calls.clear()
    tokenized.edit(200_000, 200_000, "new")
    assert sum(calls) <= 3 * tokens._LONGEST
    assert as_lists((tokenized.ids, tokenized.starts, tokenized.ends)) == as_lists(tokenizer.encode(tokenized.text))


def count_encoded(tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Record the lengths, in code points, of the texts that the backend gets from now on."""
    calls: list[int] = []
    backend = tokenizer._backend

    class Counted:
        @staticmethod
        def encode(text: str, *, add_special_tokens: bool) -> Any:
            calls.append(len(text))
            return backend.encode(text, add_special_tokens=add_special_tokens)

    monkeypatch.setattr(tokenizer, "_backend", Counted)
    return calls


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (0, 6), (6, 6)])
def test_an_edit_outside_the_text_is_rejected_and_changes_nothing(tokenizer: Tokenizer, start: int, end: int) -> None:
    tokenized = TokenizedText(tokenizer, "abcde")
    with pytest.raises(ValueError, match="5 code points"):
        tokenized.edit(start, end, "x")
    assert tokenized.text == "abcde"


@pytest.mark.parametrize(("start", "end", "new"), [(3, 7, ""), (0, 0, "Well "), (11, 16, "mouse"), (2, 3, "")])
def test_the_tokens_of_an_edit_are_known_without_making_it(
    tokenizer: Tokenizer, start: int, end: int, new: str
) -> None:
    tokenized, changed = (TokenizedText(tokenizer, "in the the house") for _ in range(2))
    splice, ids = tokenized.edited(start, end, new)
    assert tokenized.text == "in the the house"
    assert tokenized.ids.tolist() == changed.ids.tolist()
    assert splice == changed.edit(start, end, new)
    assert ids.tolist() == changed.ids[splice.first : splice.first + splice.inserted].tolist()


def test_of_two_equal_words_the_one_that_was_edited_is_replaced(tokenizer: Tokenizer) -> None:
    tokenized = TokenizedText(tokenizer, "in the the house")
    assert tokenized.edit(3, 7, "") == TokenSplice(1, 2, 1)
    assert TokenizedText(tokenizer, "in the house").edit(2, 6, " the") == TokenSplice(1, 1, 1)


def test_the_tokens_at_a_place(tokenizer: Tokenizer) -> None:
    tokenized = TokenizedText(tokenizer, "She said 👩‍👩‍👧 twice.")

    def at(start: int, end: int) -> str:
        first, past = tokenized.at(start, end)
        return spell(b"".join(tokenizer.token_bytes(int(token)) for token in tokenized.ids[first:past]))

    assert at(0, 3) == "She"
    assert at(4, 8) == " said"
    assert at(2, 5) == "She said"
    assert at(9, 14) == " 👩‍👩‍👧"
    assert at(15, 20) == " twice"
    assert at(3, 3) == ""
    assert at(21, 50) == ""


@given(text=st.text(st.characters(exclude_categories=["Cs", "Co", "Cn", "Cc"]), max_size=20))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_tokens_bytes_are_the_texts(tokenizer: Tokenizer, text: str) -> None:
    ids, _, _ = tokenizer.encode(text)
    assert b"".join(tokenizer.token_bytes(token) for token in ids.tolist()) == text.encode()


def test_pieces_of_a_character_are_spelled_as_bytes(tokenizer: Tokenizer) -> None:
    pieces = [tokenizer.text_of(token) for token in tokenizer.encode("\U0001fae0")[0].tolist()]
    assert len(pieces) > 1
    assert all("\ufffd" not in piece for piece in pieces)
    assert spell(b"a\xf0\x9fb") == "a<0xF0><0x9F>b"
    assert spell("é".encode()) == "é"


def test_bytes_of_a_sentencepiece_like_tokenizer() -> None:
    tokenizer = Tokenizer(models.metaspace_tokenizer())
    ids = tokenizer.encode("the 你")[0].tolist()
    assert b"".join(tokenizer.token_bytes(token) for token in ids) == " the 你".encode()
    assert tokenizer.text_of(ids[-1]) == "<0xA0>"


def test_an_id_without_a_token_has_no_text(tokenizer: Tokenizer) -> None:
    assert tokenizer.token_bytes(tokenizer.vocab_size + 5) == b""
