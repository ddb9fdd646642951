"""The program and its worker open no internet socket: we trace their system calls."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.e2e.pty_program import PtyProgram
from tests.scoring.models import save_tiny_llama

STRACE = shutil.which("strace")


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_writing_with_a_model_opens_no_internet_socket(home: Path) -> None:
    assert STRACE is not None
    model = home / "model"
    model.mkdir()
    save_tiny_llama(model)
    settings = home / ".config" / "logprose" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f'[scoring]\nmodel = "{model}"\ndtype = "float32"\nmax_length = 32\nstride = 16\n')
    draft = home / "draft.md"
    draft.write_text("She go to school every days.\n")
    trace = home / "trace"
    watched = (STRACE, "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket,connect,execve", "-o", str(trace))
    program = PtyProgram(home, draft, command=(*watched, sys.executable, "-m", "editor.cli"))
    program.until(lambda: b"checked" in program.written, "the draft read by the model")
    program.type("typed")
    program.type("\x13")
    program.until(lambda: b"saved" in program.written, "the draft saved")
    program.type("\x11")
    assert program.wait() == 0
    program.close_terminal()
    calls = trace.read_text()
    assert "scoring.worker" in calls, "the worker was not watched"
    assert not re.findall(r"(?:socket|connect)\(.*AF_(?:INET6?|PACKET|NETLINK)\b.*", calls)
