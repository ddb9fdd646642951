"""The worker as a process: starts it, and ends it along with everything it has started."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from editor.paths import kept_scores_directory, learnt_path, rules_path
from editor.settings.settings import Scoring
from scoring.kept.store import KeptScores, setup_of
from scoring.protocol import THRESHOLDS

_STOP_SECONDS = 0.5
_KILL_SECONDS = 2.0  # after which we no longer wait for a killed worker: it may hang on a disk that is gone
_ENVIRONMENT = {
    # Threads that spin while they wait starve the editor (measured: 5 to 10 times slower).
    "OMP_WAIT_POLICY": "passive",
    "GOMP_SPINCOUNT": "0",
    "TOKENIZERS_PARALLELISM": "false",
}


def worker_command(options: Sequence[str]) -> tuple[str, ...]:
    """Return the command of the real worker, with command-line options of `scoring.worker`."""
    # -P: don't import from the current directory. A torch.py next to a draft isn't our torch.
    return (sys.executable, "-P", "-m", "scoring.worker", *options)


def kept_scores(scoring: Scoring) -> KeptScores:
    """Return the results kept by workers with the writer's settings."""
    return KeptScores(kept_scores_directory(), setup_of(_deciding(scoring)))


def scoring_command(scoring: Scoring, kept: KeptScores | None = None) -> tuple[str, ...]:
    """Return the command of the real worker, with the writer's settings; it reads and writes `kept`, if given."""
    options = (
        *_deciding(scoring),
        *("--cache-megabytes", str(scoring.cache_megabytes)),
        *("--rules-folder", str(rules_path())),
        *("--answer-size", str(scoring.answer_size)),
        *("--threshold", str(scoring.least_probability)),
    )
    if kept is not None:
        options += ("--kept-directory", str(kept.directory), "--kept-setup", kept.setup)
    return worker_command(options)


def shared_command(own: Scoring, drafts: Iterable[Scoring]) -> tuple[str, ...]:
    """Return the command of the one real worker for drafts with these settings; all but the threshold is the writer's
    `own`.

    Its threshold is the lowest of all drafts and of all sensitivities, so that a change needs no new worker.
    """
    threshold = min(*THRESHOLDS.values(), *(scoring.least_probability for scoring in drafts))
    scoring = msgspec.structs.replace(own, threshold=threshold)
    return scoring_command(scoring, kept_scores(scoring))


def _deciding(scoring: Scoring) -> tuple[str, ...]:
    """Return the options that affect the worker's results for a text."""
    return (
        *("--model", scoring.model),
        *("--tokenizer", scoring.tokenizer),
        *("--dtype", scoring.dtype),
        *("--device", scoring.device),
        *("--max-length", str(scoring.max_length)),
        *("--stride", str(scoring.stride)),
        *(("--learnt", str(learnt_path())) if scoring.learnt else ()),
    )


async def start_worker(command: Sequence[str], log: Path) -> asyncio.subprocess.Process:
    """Start a worker in its own process group, its stderr going to `log`. Raises OSError."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as stderr:
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=stderr,
            start_new_session=True,
            env=os.environ | _ENVIRONMENT,
        )


async def end_worker(process: asyncio.subprocess.Process) -> None:
    """End a worker: close its input, and if that isn't enough, kill it with everything it has started."""
    left = asyncio.create_task(_left(process))
    try:
        await asyncio.wait([left], timeout=_STOP_SECONDS)
    finally:
        kill_worker(process)
    await asyncio.wait([left], timeout=_KILL_SECONDS)
    left.cancel()


def kill_worker(process: asyncio.subprocess.Process) -> None:
    """Kill a worker that is still running, with everything it has started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


class ProcessorUse(NamedTuple):
    """The processor time that a process has had.

    Attributes:
        seconds: of one processor, since its start.
        wants_more: whether it could continue right now.
    """

    seconds: float
    wants_more: bool


def processor_use(process: asyncio.subprocess.Process) -> ProcessorUse | None:
    """Return the processor time of a process; None: it has ended, or the system (without /proc) doesn't tell."""
    place = Path(f"/proc/{process.pid}")
    try:
        whole = _stat(place / "stat")
        states = [_stat(thread)[0] for thread in place.glob("task/*/stat")]
        return ProcessorUse((int(whole[11]) + int(whole[12])) / os.sysconf("SC_CLK_TCK"), b"R" in states)
    except (OSError, ValueError, IndexError):
        return None


def _stat(file: Path) -> list[bytes]:
    """Return the fields of a stat file of /proc after the name, from the state on; see proc(5)."""
    return file.read_bytes().rpartition(b")")[2].split()


async def _left(process: asyncio.subprocess.Process) -> None:
    """Close the process's input and wait until it has ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    # For asyncio a process ends only when all its output has been read.
    with contextlib.suppress(ConnectionError):
        while await process.stdout.read(1 << 16):
            pass
    await process.wait()
