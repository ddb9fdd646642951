"""bootstrap.py installs the build of torch that the machine can use, and never fails because the smaller one is
missing."""

from __future__ import annotations

import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

import bootstrap


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, False),
        ({"dev/null": ""}, False),
        ({"dev/nvidia0": ""}, True),
        ({"dev/nvidiactl": ""}, True),
        ({"dev/dxg": ""}, True),
        ({"sys/bus/pci/devices/0000:00:01.0/vendor": "0x8086\n"}, False),
        ({"sys/bus/pci/devices/0000:01:00.0/vendor": "0x10de\n"}, True),
    ],
)
def test_a_gpu_is_found_with_or_without_its_driver(tmp_path: Path, files: dict[str, str], found: bool) -> None:
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    assert bootstrap.has_nvidia(tmp_path) is found


@pytest.mark.parametrize(
    ("has_torch", "has_nvidia", "is_reachable", "status", "said", "installed"),
    [
        (True, False, True, 0, [], False),
        (False, True, True, 0, ["pip's default build, for this machine's NVIDIA card"], False),
        (False, False, False, 0, ["pip's default build; the smaller CPU build can't be reached"], False),
        (False, False, True, 0, ["the smaller CPU build"], True),
        (False, False, True, 1, ["the smaller CPU build", "pip's default build instead"], True),
    ],
)
def test_the_build_of_torch(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    has_torch: bool,
    has_nvidia: bool,
    is_reachable: bool,
    status: int,
    said: list[str],
    installed: bool,
) -> None:
    calls: list[tuple[str, ...]] = []

    def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
        calls.append(arguments)
        return subprocess.CompletedProcess([], status)

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "has_torch", lambda: has_torch)
    monkeypatch.setattr(bootstrap, "has_nvidia", lambda: has_nvidia)
    monkeypatch.setattr(bootstrap, "is_reachable", lambda url: is_reachable)
    monkeypatch.setattr(bootstrap, "pip", pip)
    bootstrap.install_torch()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(said)
    assert all(part in line for part, line in zip(said, lines, strict=True))
    wanted = [(bootstrap.torch_requirement(), "--index-url", bootstrap.TORCH_FOR_CPUS)]
    assert calls == (wanted if installed else [])


class _Index(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Nobody reads it."""


def test_an_index_that_does_not_answer_is_unreachable() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Index)
    address = f"http://127.0.0.1:{server.server_port}"
    answering = Thread(target=server.handle_request)
    answering.start()
    assert bootstrap.is_reachable(address)
    answering.join()
    server.server_close()
    assert not bootstrap.is_reachable(address)
    assert not bootstrap.is_reachable("http://index.invalid")


@pytest.mark.parametrize("is_blocked", [False, True])
def test_the_first_draft_is_in_the_writers_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_blocked: bool
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "Papers"))
    monkeypatch.setattr(bootstrap, "BIN", Path(sys.executable).parent)
    if is_blocked:
        (tmp_path / "Papers").write_text("a file")
    draft = bootstrap.writers_draft()
    assert draft == tmp_path / ("draft.md" if is_blocked else "Papers/draft.md")
    draft.write_text("My own.")
    assert bootstrap.writers_draft().read_text() == "My own."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ([], "asking the package index"),
        (["Collecting numpy>=2.0\n"], "preparing numpy"),
        (["Collecting numpy\n", "  Downloading numpy-2.4.0-cp311-linux.whl (16 MB)\n"], "downloading numpy"),
        (["  Using cached rich-14.0-py3-none-any.whl (243 kB)\n"], "preparing rich"),
        (["Installing collected packages: a, b, c\n"], "writing 3 packages to the disk"),
        (["Collecting x\n", "\n", "something else\n"], "preparing x"),
    ],
)
def test_pips_current_step_is_shown_in_a_few_words(said: list[str], shown: str) -> None:
    assert bootstrap.doing(said) == shown


def test_the_installation_shows_progress_and_failures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho Collecting torch\nread line < $0.go\necho ERROR: no such package\nexit 1\n")
    python.chmod(0o755)
    os.mkfifo(tmp_path / "python.go")
    monkeypatch.setattr(bootstrap, "BIN", tmp_path)
    monkeypatch.setattr(bootstrap, "TELL_EVERY_S", 0.02)
    shown: list[str] = []

    def show(line: str) -> None:
        is_first = line.startswith("  preparing torch (") and line[:19] not in {one[:19] for one in shown}
        shown.append(line)
        if is_first:
            with open(tmp_path / "python.go", "w") as go:
                go.write("on\n")

    monkeypatch.setattr(bootstrap, "show", show)
    assert bootstrap.pip("x").returncode == 1
    assert any(line.startswith("  preparing torch (") for line in shown)
    assert capsys.readouterr().out.strip() == "ERROR: no such package"
