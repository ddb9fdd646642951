"""Damaged models by the thousand, each loaded and used in a separate, supervised process.

    python -m tests.suites.mutants FORMAT FIRST COUNT

prints a line for each of the mutants FIRST, FIRST + 1, … of FORMAT ("safetensors" or "gguf"): its number, the outcome
("scores", "refused", "traceback", "died" or "hung"), seconds, and the message.
"""

from __future__ import annotations

import gc
import json
import os
import random
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.patience import PATIENCE_S
from tests.project import ROOT

LIMIT_S = 10
"""Seconds of CPU time, since wall time would include other programs."""

_CLOCK_LIMIT_S = PATIENCE_S
"""Seconds of wall time, since a process that waits forever uses no CPU time."""
_MEMORY = 2 << 30
"""The most bytes that loading may use, in addition to its libraries."""
_TEXT = "She go to school every days, and drinks a glas of milk there."
_NUMBERS = (0, 1, -1, 2, 3, 7, 255, 2**15, 2**16, 2**31 - 1, 2**31, 2**32, 2**40, 2**53, 2**63 - 1, 2**63, 10**30)
_VALUES: tuple[Any, ...] = (
    *_NUMBERS,
    *(None, True, False, 0.5, -0.5, 1e308, float("nan"), float("inf"), "", "x", "llama", "../../x", "\x1b]0;x\x07"),
    *([], {}, [[]], [None], {"x": 1}, "x" * 100_000, ["x"] * 1000, "{{ cycler.__init__.__globals__ }}", "{% broken"),
)


class Outcome(NamedTuple):
    """The outcome of a mutant: `what` is one of those named above, `said` the message or the end of the traceback."""

    number: int
    what: str
    seconds: float
    said: str

    @property
    def is_right(self) -> bool:
        """Whether the mutant was read or rejected in one line."""
        return self.what == "scores" or (self.what == "refused" and "\n" not in self.said)


def outcomes(form: str, first: int, count: int) -> Iterator[Outcome]:
    """Load mutants in a process that has imported all libraries and forks for each of them."""
    command = [sys.executable, "-m", "tests.suites.mutants", form, str(first), str(count)]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false"}
    root = ROOT
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=root) as process:
        assert process.stdout is not None
        for line in process.stdout:
            yield Outcome(*json.loads(line))


# -- damage ------------------------------------------------------------------------------------------------------------


def mutate(directory: Path, number: int) -> None:
    """Damage one file of a model directory, always the same way for the same number."""
    chance = random.Random(number)
    path = directory / chance.choice(
        ["model.safetensors", "model.safetensors", "config.json", "tokenizer.json", "other"]
    )
    if path.name == "other":
        path = directory / chance.choice(["tokenizer_config.json", "generation_config.json"])
    content = path.read_bytes()
    if path.suffix == ".json" and chance.random() < 0.8:
        content = _with_other_values(content, chance)
    elif path.suffix == ".safetensors" and chance.random() < 0.6:
        (length,) = struct.unpack_from("<Q", content)
        header = _with_other_values(content[8 : 8 + length], chance)
        content = struct.pack("<Q", len(header)) + header + content[8 + length :]
    elif path.suffix == ".safetensors" and chance.random() < 0.5:
        content = _with_wrong_weights(content, chance)
    else:
        content = _with_other_bytes(content, chance, header=2000)
    path.unlink()
    path.write_bytes(content)


def mutate_gguf(path: Path, number: int) -> None:
    """Damage a GGUF file."""
    content = path.read_bytes()
    path.write_bytes(_with_other_bytes(content, random.Random(number), header=len(content) // 4))


def _with_other_bytes(content: bytes, chance: random.Random, header: int) -> bytes:
    """Change some bytes, usually within the first `header`, or cut off the end, or insert something."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 1, 2, 8])):
        at = chance.randrange(min(header, len(data))) if chance.random() < 0.8 else chance.randrange(len(data))
        kind = chance.randrange(7)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at] = chance.randrange(256)
        elif kind == 2:
            data[at : at + 8] = struct.pack("<Q", chance.choice(_NUMBERS) & (2**64 - 1))
        elif kind == 3:
            data[at : at + 4] = struct.pack("<I", chance.choice(_NUMBERS) & (2**32 - 1))
        elif kind == 4:
            data[at:] = b""
        elif kind == 5:
            data[at:at] = chance.randbytes(chance.choice([1, 4, 8, 1000]))
        else:
            data[at : at + chance.choice([1, 4, 100])] = b""
        if not data:
            break
    return bytes(data)


def _with_wrong_weights(content: bytes, chance: random.Random) -> bytes:
    """Make weights NaN or far too large."""
    (length,) = struct.unpack_from("<Q", content)
    data = bytearray(content)
    wrong = chance.choice([b"\x00\x00\xc0\x7f", b"\x00\x00\x80\x7f", b"\x00\x00\x80\xff", b"\xff\xff\x7f\x7f"])
    for _ in range(chance.choice([1, 10, 1000])):
        at = 8 + length + 4 * chance.randrange((len(data) - 8 - length) // 4)
        data[at : at + 4] = wrong
    return bytes(data)


def _with_other_values(content: bytes, chance: random.Random) -> bytes:
    """Return a JSON text in which values are changed, missing or deeply nested."""
    tree = json.loads(content)
    for _ in range(chance.choice([1, 1, 2, 5])):
        holder, key = _somewhere(tree, chance)
        if chance.random() < 0.15:
            del holder[key]
        elif chance.random() < 0.1 and isinstance(holder, dict):
            holder[chance.choice(["auto_map", "chat_template", "model_type", "x"])] = chance.choice(_VALUES)
        else:
            holder[key] = chance.choice(_VALUES)
    text = json.dumps(tree)
    if chance.random() < 0.05:
        depth = chance.choice([100, 100_000])
        text = text[:-1] + ', "deep": ' + "[" * depth + "]" * depth + "}"
    return text.encode()


def _somewhere(tree: Any, chance: random.Random) -> tuple[Any, Any]:
    """Return a random position in a tree of lists and dicts: its container and its key."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else range(len(tree))
        if not keys:
            tree["x" if isinstance(tree, dict) else slice(0, 0)] = [0]
            continue
        key = chance.choice(keys)
        below = tree[key]
        if not (isinstance(below, dict | list) and below and chance.random() < 0.7):
            return tree, key
        tree = below


# -- the process that forks --------------------------------------------------------------------------------------------


def _watched(work: Callable[[], None]) -> tuple[str, float, str]:
    """Do it in a fork, with limits on memory and time; return the outcome."""
    read, write = os.pipe()
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        _do(work, write)
    os.close(write)
    data, part = b"", b"x"
    while part and (left := start + _CLOCK_LIMIT_S - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            part = os.read(read, 1 << 16)
            data += part
    os.close(read)
    if part:
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    seconds = time.monotonic() - start
    if part or os.waitstatus_to_exitcode(status) == -signal.SIGXCPU:
        return "hung", seconds, ""
    if status or not data:
        return "died", seconds, str(os.waitstatus_to_exitcode(status))
    what, said = json.loads(data)
    return what, seconds, said


def _do(work: Callable[[], None], write: int) -> None:
    """In the fork: do it, report the outcome, and end."""
    from scoring.errors import ModelError

    quiet = os.open(os.devnull, os.O_RDWR)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + _MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    used = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (used + LIMIT_S, used + LIMIT_S + 1))
    try:
        work()
        said = ["scores", ""]
    except ModelError as error:
        said = ["refused", str(error)]
    except BaseException:
        said = ["traceback", traceback.format_exc()[-1500:]]
    os.write(write, json.dumps(said).encode())
    os._exit(0)


def _use(name: str) -> None:
    """Do what the worker does with a model: load it and score a text."""
    from scoring.model.model import load_model
    from scoring.session import Session

    Session(load_model(name, "float32", "cpu"), _TEXT, max_length=32, stride=16).settle()


def _main(form: str, first: int, count: int) -> None:
    import torch
    import transformers.models.llama.modeling_llama
    import transformers.models.llama.tokenization_llama  # noqa: F401  # everything a fork needs

    import scoring.session  # noqa: F401
    from scoring.language.english import english
    from tests.scoring.conftest import _write_gguf
    from tests.scoring.models import save_tiny_llama

    torch.set_num_threads(1)
    words = english()  # otherwise each fork would read the words again, which takes longer than its mutant
    words.inflections("drinks")
    words.sounding_like("glas")
    words.numbers("days")
    gc.freeze()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(root / "cache")
        whole, source = root / "whole", root / "whole.gguf"
        whole.mkdir()

        def make() -> None:
            save_tiny_llama(whole)
            _write_gguf(source)

        # This process must not compute anything: its threads would be missing in the forks.
        assert _watched(make)[0] == "scores"
        sound = _watched(lambda: _use(str(whole if form == "safetensors" else source)))
        assert sound[0] == "scores", sound
        for number in range(first, first + count):
            place = root / "mutant"
            if form == "safetensors":
                shutil.copytree(whole, place, copy_function=os.link)
                mutate(place, number)
            else:
                place.mkdir()
                shutil.copy(source, place / "mutant.gguf")
                mutate_gguf(place / "mutant.gguf", number)
            model = str(place if form == "safetensors" else place / "mutant.gguf")
            print(json.dumps([number, *_watched(lambda model=model: _use(model))]), flush=True)  # type: ignore[misc]
            shutil.rmtree(place)
            shutil.rmtree(root / "cache", ignore_errors=True)


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
