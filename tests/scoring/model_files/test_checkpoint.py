"""Anything but a complete model (safetensors, configuration, tokenizer) is rejected in one line."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file

from scoring.errors import ModelError
from scoring.model_files.checkpoint import PICKLE_SUFFIXES, check_safetensors
from scoring.model_files.gguf_header import read_gguf_header
from scoring.model_files.store import ensure, resolve
from tests.scoring.conftest import MakeGGUF


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a directory that passes, with the smallest set of files."""
    directory = tmp_path / "model"
    directory.mkdir()
    (directory / "config.json").write_text('{"model_type": "llama"}')
    (directory / "tokenizer.json").write_text("{}")
    save_file({"weight": np.zeros((4, 4), np.float32)}, directory / "model.safetensors")
    return directory


@contextmanager
def at_most_seconds(seconds: int) -> Iterator[None]:
    """Fail if the block takes longer: reading a pipe without a writer would wait forever."""

    def too_long(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refusal(name: Path | str) -> str:
    """Return the message of `resolve` and `ensure`: one line that names the model asked for."""
    with pytest.raises(ModelError) as caught:
        resolve(str(name))
    message = str(caught.value)
    with pytest.raises(ModelError) as again:
        ensure(str(name))
    assert str(again.value) == message
    assert "\n" not in message
    assert "\x1b" not in message
    assert str(name)[:90].replace("\x1b", "\\x1b").replace("\n", "\\n") in message
    return message


def test_a_complete_directory_is_used_as_it_is(model: Path) -> None:
    assert resolve(str(model)) == model
    assert ensure(str(model)) == model


@pytest.mark.parametrize(
    "name",
    [
        *("model.safetensors", "tokenizer_config.json", "generation_config.json", "special_tokens_map.json"),
        *("chat_template.jinja", "additional_chat_templates/tools.jinja"),
    ],
)
@pytest.mark.parametrize("is_device", [False, True])
def test_only_files_are_opened(model: Path, name: str, is_device: bool) -> None:
    path = model / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if is_device:
        path.symlink_to("/dev/zero")
    else:
        os.mkfifo(path)
    with at_most_seconds(10):
        assert f"{path}: neither a file nor a directory; remove it" in refusal(model)


def test_a_pipe_is_not_a_model(tmp_path: Path) -> None:
    for name in ("model.gguf", "model"):
        os.mkfifo(tmp_path / name)
        with at_most_seconds(10):
            assert "neither a directory nor a file" in refusal(tmp_path / name)


@pytest.mark.parametrize("suffix", [*sorted(PICKLE_SUFFIXES), ".BIN"])
def test_pickles_are_never_accepted(model: Path, suffix: str) -> None:
    pickle = model / f"pytorch_model{suffix}"
    (model / "model.safetensors").rename(pickle)
    assert "pickle" in refusal(model)
    assert "pickle" in refusal(pickle)


def _without(name: str) -> Callable[[Path], None]:
    return lambda model: (model / name).unlink()


def _shard_missing(model: Path) -> None:
    index = {"weight_map": {"a": "model.safetensors", "b": "model-2.safetensors"}}
    (model / "model.safetensors.index.json").write_text(json.dumps(index))


def _header_too_long(model: Path) -> None:
    (model / "model.safetensors").write_bytes((1 << 60).to_bytes(8, "little") + b"{}")


def _trailing_garbage(model: Path) -> None:
    with (model / "model.safetensors").open("ab") as file:
        file.write(b"x")


def _layers(value: object) -> Callable[[Path], None]:
    def damage(model: Path) -> None:
        config = json.loads((model / "config.json").read_text())
        (model / "config.json").write_text(json.dumps(config | {"num_hidden_layers": value}))

    return damage


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (_layers(2**63 - 1), "num_hidden_layers cannot be 9223372036854775807"),
        (_layers(-1), "num_hidden_layers cannot be -1"),
        (_layers("two"), "num_hidden_layers cannot be two"),
        (_without("config.json"), "no config.json"),
        (_without("tokenizer.json"), "no tokenizer.json"),
        (_without("model.safetensors"), "no .safetensors"),
        (_shard_missing, "'model-2.safetensors' is missing"),
        (_header_too_long, "damaged"),
        (_trailing_garbage, "damaged"),
        (lambda model: (model / "config.json").write_text("{"), "not a JSON object"),
        (lambda model: (model / "config.json").write_bytes(b"\xff\xfe"), "not a JSON object"),
    ],
)
def test_incomplete_directories(model: Path, damage: Callable[[Path], None], words: str) -> None:
    damage(model)
    assert words in refusal(model)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file that even root cannot read")
@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_an_unreadable_file_is_reported(model: Path, name: str) -> None:
    (model / name).unlink()
    (model / name).symlink_to("/proc/self/mem")  # nothing is mapped at address 0
    assert "cannot be read (Input/output error); check its permissions" in refusal(model)


def test_a_path_that_is_not_utf8_is_reported(model: Path) -> None:
    named = model.rename(model.with_name("m\udcff"))
    with pytest.raises(ModelError, match="not UTF-8; rename"):
        ensure(str(named))


@given(st.data())
def test_safetensors_cut_short_anywhere(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.safetensors"
    save_file({"a": np.zeros(3, np.float32), "b": np.ones((2, 2), np.float16)}, path)
    check_safetensors(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(ModelError, match="damaged"):
        check_safetensors(path)


@given(st.data())
def test_gguf_cut_short_anywhere(
    tmp_path_factory: pytest.TempPathFactory, make_gguf: MakeGGUF, data: st.DataObject
) -> None:
    whole = tmp_path_factory.getbasetemp() / "whole.gguf"
    if not whole.exists():
        make_gguf(whole)
    size = max(tensor.offset + tensor.size for tensor in read_gguf_header(whole).tensors)
    cut = whole.with_name("cut.gguf")
    cut.write_bytes(whole.read_bytes()[: data.draw(st.integers(0, size - 1))])
    with pytest.raises(ModelError, match=r"cut\.gguf"):
        read_gguf_header(cut)


@given(st.data())
def test_a_damaged_gguf_header_is_a_model_error_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, make_gguf: MakeGGUF, data: st.DataObject
) -> None:
    whole = tmp_path_factory.getbasetemp() / "whole.gguf"
    if not whole.exists():
        make_gguf(whole)
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, 8000))] = data.draw(st.integers(0, 255))
    damaged = whole.with_name("damaged.gguf")
    damaged.write_bytes(content)
    try:
        read_gguf_header(damaged)
    except ModelError as error:
        assert "damaged.gguf" in str(error)  # noqa: PT017  # it need not raise


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing-here", "no model"),
        ("", "no model"),
        ("../nothing-here", "no model"),
        ("/nothing/here", "no model"),
        ("~nobody-of-that-name/x", "no model"),
        ("two/slashes/", "no model"),
        ("org/name\n", "no model"),
        ("org/\x1b[2Jname", "no model"),
        ("x" * 5000, "no model"),
        ("models/missing.gguf", "no such file or directory"),
        ("models/missing.bin", "no such file or directory"),
    ],
)
def test_names_that_lead_nowhere(name: str, words: str) -> None:
    assert words in refusal(name)


def test_other_files_are_not_models(model: Path, tmp_path: Path) -> None:
    text = tmp_path / "essay.md"
    text.write_text("Once upon a time")
    assert "not a GGUF file" in refusal(text)
    empty = tmp_path / "empty.gguf"
    empty.touch()
    assert "not a GGUF file" in refusal(empty)
    assert "name the directory" in refusal(model / "model.safetensors")


def test_a_file_name_with_escape_bytes_reaches_no_terminal(model: Path) -> None:
    evil = model.with_name("evil\x1b[2J\nname")
    shutil.copytree(model, evil)
    (evil / "config.json").unlink()
    assert "no config.json" in refusal(evil)
