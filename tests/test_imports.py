"""What a command line imports: no screen for a verb, no model before it is needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project import ROOT

FAKE_WORKER = ROOT / "tests/editor/fake_worker.py"
HEAVY = {
    "torch",
    "transformers",
    "numpy",
    "textual",
    "rich",
    "editor.app",
    "editor.document",
    "pygls",
    "scoring.session",
}
"""Modules that the help must not load."""

PROLOGUE = """
import json, sys
started = []
sys.addaudithook(lambda event, arguments: event == "subprocess.Popen" and started.append(event))
def report():
    print("\\n" + json.dumps({"modules": sorted(sys.modules), "started": len(started)}))
"""


def run(code: str, folder: Path) -> tuple[set[str], int]:
    """Run Python code in a fresh interpreter. Return the modules it had loaded and the processes it had started."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", PROLOGUE + code], capture_output=True, cwd=folder, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout.splitlines()[-1])
    return set(found["modules"]), found["started"]


def logprose(*arguments: str, folder: Path) -> tuple[set[str], int]:
    """Run a command line that succeeds; see `run`."""
    code = f"""
from editor import cli
try:
    status = cli.main({list(arguments)})
except SystemExit as stopped:
    status = stopped.code
assert not status, status
report()
"""
    return run(code, folder)


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["check", "--help"], ["score", "--help"], ["export", "--help"], ["lsp", "--help"], ["help", "model"]],
)
def test_help_loads_nothing_slow(tmp_path: Path, arguments: list[str]) -> None:
    modules, started = logprose(*arguments, folder=tmp_path)
    assert not modules & HEAVY
    assert started == 0


def test_models_are_listed_without_screen_and_torch(tmp_path: Path) -> None:
    modules, _ = logprose("model", "list", folder=tmp_path)
    assert not modules & {"textual", "torch", "transformers"}


def test_check_starts_no_worker_if_there_is_nothing_to_score(tmp_path: Path) -> None:
    (tmp_path / "code.md").write_text("```\nno prose\n```\n")
    modules, started = logprose("check", "code.md", folder=tmp_path)
    assert not modules & {"textual", "torch", "transformers"}
    assert started == 0


def test_check_leaves_the_model_to_its_worker(tmp_path: Path) -> None:
    (tmp_path / "draft.md").write_text("Every word.\n")
    worker = [sys.executable, str(FAKE_WORKER), ".", "score"]
    code = f"""
from editor import cli
options = cli.parse(["check", "draft.md"])
assert options.run(options, {worker}) == 1
report()
"""
    modules, started = run(code, tmp_path)
    assert not modules & {"textual", "torch", "transformers"}
    assert started == 1


def test_the_language_server_loads_no_screen_and_starts_no_worker_before_a_text_is_open(tmp_path: Path) -> None:
    code = """
import asyncio, json
from editor.lsp.server import LogproseServer
async def start():
    line = LogproseServer().protocol
    hello = {"processId": None, "rootUri": None, "capabilities": {}}
    message = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
    line.handle_message(json.loads(message, object_hook=line.structure_message))
asyncio.run(start())
report()
"""
    modules, started = run(code, tmp_path)
    assert "pygls" in modules
    assert not modules & {"textual", "torch", "transformers"}
    assert started == 0


def test_the_editor_paints_before_torch_is_loaded(tmp_path: Path) -> None:
    code = """
import asyncio
from editor.app import LogproseApp
async def paint():
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.is_mounted
        report()
asyncio.run(paint())
"""
    modules, _ = run(code, tmp_path)
    assert "textual" in modules
    assert not modules & {"torch", "transformers", "scoring.session"}


@pytest.mark.parametrize("verb", ["score", "verify"])
def test_an_unreadable_text_is_rejected_before_torch_is_loaded(tmp_path: Path, verb: str) -> None:
    code = f"""
from editor import cli
assert cli.main(["{verb}", "missing.md"]) == 2
report()
"""
    modules, _ = run(code, tmp_path)
    assert not modules & {"textual", "torch", "transformers"}


def test_the_default_model_scores_without_transformers(tmp_path: Path) -> None:
    """Its classes take as long to import as the weights take to load, and 100 MB of memory."""
    code = """
import scoring
session = scoring.Session(scoring.load_model(), "Nobody knows why.")
while session.step(tries=False):
    pass
assert all(token.settled for token in session.tokens)
report()
"""
    modules, _ = run(code, tmp_path)
    assert not modules & {"transformers", "sympy"}
