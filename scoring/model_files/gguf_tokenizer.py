"""Saves the tokenizer of a GGUF file as Hugging Face files. It adds no tokens, and its offsets are exact."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.errors import ModelError
from scoring.model_files.gguf_header import GGUFHeader

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_DIGITS_ALONE = frozenset({"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"})
"""Values of tokenizer.ggml.pre that split off every digit, then use GPT-2's rule (llama.cpp, src/llama-vocab.cpp)."""
_WHOLE_WORDS = frozenset({"llama3", "llama-v3", "llama-bpe", "falcon3", "falcon-h1", "pixtral", "tekken"})
"""Values for which a piece of text that is in the vocabulary becomes that token, ignoring the merges."""
_GPT2_RULE = frozenset({"gpt-2", "gpt2", "default"})
"""Values that use GPT-2's rule alone."""
_NORMAL, _UNKNOWN, _CONTROL, _USER_DEFINED, _BYTE = 1, 2, 3, 4, 6
"""Values of tokenizer.ggml.token_type."""
_BLANK = "\u2581"
_INSTEAD = "name the directory of the model's original safetensors files instead"


def save_tokenizer(source: Path, header: GGUFHeader, directory: Path) -> None:
    """Write the tokenizer of the GGUF file `source` into `directory`; raise ModelError if its rules are unknown."""
    from tokenizers import processors
    from transformers import AutoTokenizer

    kind = header.metadata.get("tokenizer.ggml.model")
    if kind not in ("gpt2", "llama", "t5"):
        raise ModelError(f"{source}: cannot read tokenizers of kind {kind!r} (only gpt2, llama, t5); {_INSTEAD}")
    try:
        if kind == "gpt2":
            tokenizer = AutoTokenizer.from_pretrained(
                source.parent, gguf_file=source.name, local_files_only=True, add_bos_token=False, add_eos_token=False
            )
        else:
            tokenizer = _of_pieces(header.metadata, is_unigram=kind == "t5")
        backend: Tokenizer = tokenizer.backend_tokenizer
    except (ValueError, LookupError, TypeError, AttributeError, ImportError, NotImplementedError) as error:
        raise ModelError(f"{source}: cannot read its tokenizer ({error}); {_INSTEAD}") from None
    if kind == "gpt2":
        _set_split_rule(backend, source, str(header.metadata.get("tokenizer.ggml.pre", "default")))
        isolate_characters_without_token(backend)
    backend.post_processor = processors.ByteLevel(trim_offsets=False)  # does nothing
    tokenizer.save_pretrained(directory)


def _of_pieces(metadata: dict[str, Any], *, is_unigram: bool) -> Any:
    """Return a SentencePiece tokenizer as one of transformers' own. Its pieces have scores: the highest is merged first
    or, in a unigram model, the split with the highest sum is chosen.

    transformers would make the blank before a text optional, so that a text that begins with one would lose it.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers
    from transformers import PreTrainedTokenizerFast, convert_slow_tokenizer

    pieces: list[str] = metadata["tokenizer.ggml.tokens"]
    scores: list[float] = metadata["tokenizer.ggml.scores"]
    types: list[int] = metadata["tokenizer.ggml.token_type"]
    has_bytes = _BYTE in types
    slow: Any = convert_slow_tokenizer
    model: Any
    unknown = next((index for index, kind in enumerate(types) if kind == _UNKNOWN), None)
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    if is_unigram:
        model = models.Unigram(list(zip(pieces, scores, strict=True)), unknown, has_bytes)
    else:
        normal = {piece: score for piece, score, kind in zip(pieces, scores, types, strict=True) if kind == _NORMAL}
        merges = slow.generate_merges({piece: vocabulary[piece] for piece in normal}, normal)
        unknown_piece = None if unknown is None else pieces[unknown]
        model = models.BPE(vocabulary, merges, unk_token=unknown_piece, fuse_unk=True, byte_fallback=has_bytes)
    backend = Tokenizer(model)
    steps: list[Any] = []
    if charsmap := metadata.get("tokenizer.ggml.precompiled_charsmap"):
        steps.append(normalizers.Precompiled(bytes(byte & 0xFF for byte in charsmap)))
    if metadata.get("tokenizer.ggml.remove_extra_whitespaces", False):
        steps += [normalizers.Strip(), normalizers.Replace(Regex(" {2,}"), " ")]
    if has_prefix := metadata.get("tokenizer.ggml.add_space_prefix", True):
        steps.append(normalizers.Prepend(_BLANK))
    backend.normalizer = normalizers.Sequence([*steps, normalizers.Replace(" ", _BLANK)])
    backend.decoder = decoders.Sequence([decoders.Replace(_BLANK, " "), decoders.ByteFallback(), decoders.Fuse()])
    for kinds, is_special in (((_CONTROL, _UNKNOWN), True), ((_USER_DEFINED,), False)):
        chosen = [piece for piece, kind in zip(pieces, types, strict=True) if kind in kinds]
        # Gemma's runs of blanks are such pieces: they are matched after blanks have become "▁".
        as_pieces = not is_special and not has_prefix
        backend.add_tokens([AddedToken(piece, special=is_special, normalized=as_pieces) for piece in chosen])
    names = {"bos_token": "bos", "eos_token": "eos", "unk_token": "unknown", "pad_token": "padding"}
    ids = {name: metadata.get(f"tokenizer.ggml.{key}_token_id") for name, key in names.items()}
    fast: Any = PreTrainedTokenizerFast
    return fast(
        tokenizer_object=backend,
        **{name: pieces[index] for name, index in ids.items() if index is not None},
    )


def isolate_characters_without_token(tokenizer: Tokenizer) -> None:
    """Correct a byte-level tokenizer's offsets next to characters that its vocabulary cannot spell.

    tokenizers drops a byte that has no token without counting it, so the offsets of everything after it in the same
    piece of text are too low. We make such a character a separate piece, so that the damage is limited to it: it gets
    no token or, if only its first byte is missing, fewer. SmolLM2 lacks six control characters and planes 4 to 11.
    """
    from tokenizers import Regex, pre_tokenizers

    if not _is_byte_level(tokenizer):
        return
    vocabulary = tokenizer.get_vocab(with_added_tokens=False)
    missing = [byte for byte, char in _byte_alphabet().items() if char not in vocabulary]
    ranges = [extent for extent in map(_characters_beginning_with, missing) if extent]
    if not ranges:
        return
    characters = "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in ranges)
    isolate = pre_tokenizers.Split(Regex(f"[{characters}]"), behavior="isolated")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([isolate, tokenizer.pre_tokenizer])


def _is_byte_level(tokenizer: Tokenizer) -> bool:
    rule: Any = tokenizer.pre_tokenizer
    return rule is not None and b'"ByteLevel"' in rule.__getstate__()


def _set_split_rule(backend: Tokenizer, source: Path, rule: str) -> None:
    """Make the tokenizer split text by llama.cpp's `rule` before merging."""
    from tokenizers import pre_tokenizers

    if rule in _WHOLE_WORDS:
        model: Any = backend.model
        model.ignore_merges = True
    if rule in _DIGITS_ALONE:
        # transformers doesn't know this rule and takes GPT-2's, which splits "  2" differently
        digits = pre_tokenizers.Digits(individual_digits=True)
        gpt2 = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
        backend.pre_tokenizer = pre_tokenizers.Sequence([digits, gpt2])
    elif rule not in _GPT2_RULE and isinstance(backend.pre_tokenizer, pre_tokenizers.ByteLevel):
        raise ModelError(f"{source}: unknown split rule {rule!r}; {_INSTEAD}")


def _byte_alphabet() -> dict[int, str]:
    """Map each byte to its character in a byte-level vocabulary (bytes_to_unicode in GPT-2's encoder.py)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + index) for index, byte in enumerate(others)}


def _characters_beginning_with(byte: int) -> tuple[int, int] | None:
    """Return the first and last code point whose UTF-8 begins with `byte`, or None if there are none."""
    if byte < 0x80:
        return byte, byte
    if 0xC2 <= byte <= 0xDF:
        return (byte & 0x1F) << 6, (byte & 0x1F) << 6 | 0x3F
    if 0xE0 <= byte <= 0xEF:
        return max((byte & 0xF) << 12, 0x800), (byte & 0xF) << 12 | 0xFFF
    if 0xF0 <= byte <= 0xF4:
        return max((byte & 7) << 18, 0x10000), min((byte & 7) << 18 | 0x3FFFF, 0x10FFFF)
    return None
