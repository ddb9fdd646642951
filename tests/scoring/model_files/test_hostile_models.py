"""Models that try to run code or pose as something else, and names that lead elsewhere."""

from __future__ import annotations

import json
import pickle
import shutil
import zipfile
from pathlib import Path

import pytest

from scoring.errors import ModelError
from scoring.model.model import load_model
from scoring.model_files.store import ensure, resolve
from scoring.session import Session


@pytest.fixture
def model(tiny_llama_dir: Path, tmp_path: Path) -> Path:
    """Return a fresh model directory for one test."""
    return Path(shutil.copytree(tiny_llama_dir, tmp_path / "model"))


def _set(path: Path, **values: object) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | values))


def _evil(model: Path) -> Path:
    """Put code into a model's directory; return the file it would leave if it ran."""
    trace = model.parent / "was run"
    code = f"open({str(trace)!r}, 'w').close()\nclass Evil: pass\n"
    for name in ("evil.py", "modeling_evil.py", "__init__.py", "configuration_evil.py"):
        (model / name).write_text(code)
    return trace


def test_no_code_of_a_known_kind_of_model_is_run(model: Path) -> None:
    trace = _evil(model)
    _set(
        model / "config.json",
        auto_map={"AutoConfig": "evil.Evil", "AutoModelForCausalLM": "modeling_evil.Evil"},
        trust_remote_code=True,
    )
    _set(
        model / "tokenizer_config.json",
        auto_map={"AutoTokenizer": ["evil.Evil", "evil.Evil"]},
        trust_remote_code=True,
        chat_template="{{ ''.__class__.__mro__[1].__subclasses__() }}{% broken",
    )
    session = Session(load_model(str(model), "float32"), "A text.", max_length=32, stride=16)
    session.settle()
    assert session.tokens[0].log_prob is not None
    assert not trace.exists()


def test_no_code_of_an_unknown_kind_of_model_is_run(model: Path) -> None:
    trace = _evil(model)
    auto_map = {"AutoConfig": "configuration_evil.Evil", "AutoModelForCausalLM": "modeling_evil.Evil"}
    _set(model / "config.json", model_type="evil", architectures=["Evil"], auto_map=auto_map)
    with pytest.raises(ModelError) as caught:
        load_model(str(model), "float32")
    assert "\n" not in str(caught.value)
    assert not trace.exists()


class _Payload:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return open, (str(self._trace), "w")


@pytest.mark.parametrize("is_zip", [False, True])
def test_a_pickle_under_another_name_is_rejected(model: Path, tmp_path: Path, is_zip: bool) -> None:
    trace = tmp_path / "was run"
    data = pickle.dumps(_Payload(trace))
    for disguised in (model / "model.safetensors", tmp_path / "model.gguf"):
        if is_zip:
            with zipfile.ZipFile(disguised, "w") as archive:
                archive.writestr("archive/data.pkl", data)
        else:
            disguised.write_bytes(data)
        with pytest.raises(ModelError, match=r"damaged|not a GGUF file") as caught:
            load_model(str(disguised if disguised.suffix == ".gguf" else model), "float32")
        assert "\n" not in str(caught.value)
    assert not trace.exists()


def test_shards_must_be_in_the_models_directory(model: Path, tmp_path: Path) -> None:
    shutil.copy(model / "model.safetensors", tmp_path / "elsewhere.safetensors")
    for shard in ("../elsewhere.safetensors", str(tmp_path / "elsewhere.safetensors")):
        index = {"metadata": {}, "weight_map": {"model.embed_tokens.weight": shard}}
        (model / "model.safetensors.index.json").write_text(json.dumps(index))
        with pytest.raises(ModelError, match="is missing"):
            load_model(str(model), "float32")


@pytest.mark.parametrize(
    "name",
    [
        *("", ".hidden/name", "../../etc", "org/../../etc", "org/..", "/no/such/directory", "~nobody/model", "a\0b"),
        *("org/name/more", "x" * 5000, "org/" + "x" * 5000, "models--org--name", "org/na me", "org/name\n", "é/ü"),
        *("http://127.0.0.1:9/x", "file:///etc", "org/model.GGUF", "org/model.PT", "org/model.npz"),
    ],
)
def test_a_name_is_a_path_or_a_hub_name_and_leads_nowhere_else(cache: Path, name: str) -> None:
    for get in (resolve, ensure):
        with pytest.raises(ModelError) as caught:
            get(name)
        assert "\n" not in str(caught.value)
    assert not cache.exists()
