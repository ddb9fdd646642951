"""The worker process: its pipes, its model, and how it ends.

Before any heavy import, the pipes are moved out of reach of anything that prints; then the editor is told at once that
the model is loading.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import queue
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scoring import protocol
from scoring.address import is_address
from scoring.errors import EngineError, ModelError
from scoring.garbage import loading
from scoring.model_files.offline import keep_off_network

if TYPE_CHECKING:
    from scoring.documents.keeper import Keeper
    from scoring.engines.engine_model import AnyModel
    from scoring.model_files.store import Progress
    from scoring.service import Inbox

_PROGRESS_SECONDS = 0.1


class _ProgressReport:
    """Reports the progress of fetching and converting to the editor, a few times a second."""

    def __init__(self, output: BinaryIO, name: str) -> None:
        self._output = output
        self._name = name
        self._stage = ""
        self._next = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.stage == self._stage and time.monotonic() < self._next:
            return
        self._stage, self._next = progress.stage, time.monotonic() + _PROGRESS_SECONDS
        self.state(progress.stage, progress.done, progress.total)

    def state(self, stage: str, done: int = 0, total: int = 0, message: str = "", no_answers: str = "") -> None:
        line = (message or self._name)[: protocol.LONGEST_LINE]
        self._output.write(protocol.frame(protocol.ModelState(stage, done, total, line, no_answers)))
        self._output.flush()


def _private_streams() -> tuple[BinaryIO, BinaryIO]:
    """Move our ends of the two pipes out of reach of anything that prints to standard output, and return them."""
    source, target = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return os.fdopen(source, "rb"), os.fdopen(target, "wb")


def _read(stream: BinaryIO, inbox: Inbox) -> None:
    """Put every message into `inbox`, then None. Runs as the reader thread."""
    try:
        while (message := protocol.read_message(stream, protocol.to_worker_decoder)) is not None:
            inbox.put(message)
    except protocol.ProtocolError as error:
        print(f"worker: {error}", file=sys.stderr, flush=True)
    finally:
        inbox.put(None)


def _opened(arguments: argparse.Namespace, report: _ProgressReport, is_awaited: threading.Event) -> AnyModel:
    """Return the model. While its engine can't be reached, return the model that it served before or, if it was never
    reached, a placeholder (setting `is_awaited`): rules work without a model."""
    from scoring.engines.engine_model import awaited_engine_model, expected_engine_model, open_model

    try:
        return open_model(arguments.model, arguments.dtype, arguments.device, report, arguments.tokenizer)
    except EngineError as error:
        if not error.may_pass:
            raise
        reason = str(error)
    if (model := expected_engine_model(arguments.model, arguments.tokenizer)) is not None:
        return model
    is_awaited.set()
    return awaited_engine_model(arguments.model, reason)


def _await_engine(arguments: argparse.Namespace, inbox: Inbox) -> None:
    """Stop the worker once an engine answers anything at all. Runs as a thread."""
    from scoring.documents.engine_turns import delay
    from scoring.engines.engine_model import open_model

    failures = 1
    while True:
        time.sleep(delay(failures))
        try:
            open_model(arguments.model, tokenizer=arguments.tokenizer)
        except EngineError as error:
            if error.may_pass:
                failures += 1
                continue
        except ModelError:
            pass  # the next worker will report it
        inbox.put(None)
        return


def _be_killed_before_the_editor() -> None:
    """Ask Linux to end this process and its children first when memory runs out, so that the editor survives."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as adjustment:
        adjustment.write("1000")


def _files_of(name: str, model: AnyModel, rules_folder: Path | None, learnt: Path | None) -> list[Path]:
    """Return the files on which the results depend, whether or not they exist: those of the model, the rules and the
    learnt texts."""
    from scoring.model.calibration import calibration_path
    from scoring.model_files import store
    from scoring.rules.harper import files_of_rules

    directory = None if is_address(name) else store.resolve(name)
    files = [] if directory is None else sorted(path for path in directory.iterdir() if path.is_file())
    newest = [] if directory is None else [directory.parent.parent / "refs" / "main"]  # in the hub's cache
    own = [] if learnt is None else [learnt]
    return [*files, *newest, calibration_path(model.identity), *files_of_rules(rules_folder), *own]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scoring.worker")
    parser.add_argument("--model", default="default")
    parser.add_argument("--tokenizer", default="")
    parser.add_argument("--dtype", default="auto")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--max-length", type=int, default=2048)
    parser.add_argument("--stride", type=int, default=1024)
    parser.add_argument("--cache-megabytes", type=int, default=512)
    parser.add_argument("--rules-folder", type=Path, default=None)
    parser.add_argument("--answer-size", type=float, default=1.0)
    parser.add_argument("--threshold", type=float, default=None)
    parser.add_argument("--learnt", type=Path, default=None)
    parser.add_argument("--kept-directory", type=Path, default=None)
    parser.add_argument("--kept-setup", default="")
    return parser.parse_args()


def _keeper(arguments: argparse.Namespace, model: AnyModel) -> Keeper | None:
    """Return the keeper of scores; None if scores aren't kept."""
    if arguments.kept_directory is None:
        return None
    from scoring.documents.keeper import Keeper
    from scoring.kept.store import KeptScores, mark_of

    scores = KeptScores(arguments.kept_directory, arguments.kept_setup)
    files = _files_of(arguments.model, model, arguments.rules_folder, arguments.learnt)
    return Keeper(scores, tuple(map(mark_of, files)), arguments.threshold)


def _serve() -> int:
    arguments = _arguments()
    source, output = _private_streams()
    keep_off_network()
    os.nice(10)
    _be_killed_before_the_editor()
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, inbox), daemon=True).start()
    report = _ProgressReport(output, arguments.model)
    report.state("loading")
    with loading():
        from scoring.asking.answering import unable
        from scoring.documents.remembering import NOTHING, LearntFile
        from scoring.language.english import read_ahead
        from scoring.model.kv_cache import CachePool
        from scoring.model.processor import choice, threads_at_rest, use_threads
        from scoring.service import Service
        from scoring.session import Session
        from scoring.windows.pages import WindowLengths

        lengths = WindowLengths(max_length=arguments.max_length, stride=arguments.stride)
        is_awaited = threading.Event()
        try:
            use_threads()
            model = _opened(arguments, report, is_awaited)
            if is_address(arguments.model):  # its longest prompt wasn't known before
                longest = min(arguments.max_length, model.max_positions)
                lengths = WindowLengths(max_length=longest, stride=min(arguments.stride, longest))
            pool = CachePool(arguments.cache_megabytes * 1024 * 1024, model.bytes_per_token)
            Session(model, "", pool=pool, **lengths)
            learnt = None if arguments.learnt is None else LearntFile(arguments.learnt, model)
            remembered = NOTHING if learnt is None else learnt.changed() or NOTHING
        except (ModelError, ValueError) as error:
            report.state("failed", message=str(error))
            while inbox.get() is not None:
                pass
            return 1
    size = arguments.answer_size
    report.state("ready", message=model.title, no_answers=unable(model, size))
    read_ahead()
    threads = choice().threads, threads_at_rest()
    keeper = None if is_awaited.is_set() else _keeper(arguments, model)
    if is_awaited.is_set():
        threading.Thread(target=_await_engine, args=(arguments, inbox), daemon=True).start()
    rules = arguments.rules_folder
    threshold = arguments.threshold
    if learnt is not None:
        threading.Thread(target=learnt.watch, args=(inbox.put,), daemon=True).start()
    Service(model, lengths, pool, threshold, inbox, output, threads, rules, keeper, remembered, size).run()
    return protocol.START_AGAIN if is_awaited.is_set() else 0


def main() -> int:
    """Run as a process: `python -m scoring.worker`, messages on standard input and output, everything else on
    stderr."""
    try:
        return _serve()
    except BrokenPipeError:  # the editor is gone
        return 0
    except protocol.ProtocolError as error:
        print(f"worker: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    # Torch's threads may still be waiting for work, and there is nothing left to clean up.
    os._exit(status)
