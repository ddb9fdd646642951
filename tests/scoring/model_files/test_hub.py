"""A hub name fetches a model's files and nothing else. The hub is a small server in this process."""

from __future__ import annotations

import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.model_files.store import ensure
from tests.project import ROOT
from tests.scoring.conftest import MakeGGUF

_COMMIT = "a" * 40
_CLIENT = """
import sys
from scoring.errors import ModelError
from scoring.model_files.store import ensure, resolve
from scoring.model_files.offline import keep_off_network

keep_off_network()
seen = []
try:
    print(resolve(sys.argv[1]))
    print(ensure(sys.argv[1], seen.append))
    print(resolve(sys.argv[1]))
    print(seen[-1].stage, seen[-1].done == seen[-1].total > 0)
except ModelError as error:
    print(error)
"""


@pytest.fixture
def repository(tmp_path: Path, cache: Path, make_gguf: MakeGGUF) -> Path:
    """Return the files of org/name on the hub: a complete model, and others that it doesn't need."""
    files = ensure(str(make_gguf(tmp_path / "tiny.gguf")))
    (files / "pytorch_model.bin").write_bytes(b"a pickle")
    (files / "modeling_custom.py").write_text("raise SystemExit")
    return files


@pytest.fixture
def hub(repository: Path) -> Iterator[str]:
    """Return the address of a hub that has org/name and nothing else."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(body=False)

        def do_GET(self) -> None:
            self.answer(body=True)

        def answer(self, body: bool) -> None:
            path = self.path.split("?")[0]
            files = sorted(repository.iterdir())
            file = repository / path.rsplit("/", 1)[1]
            tag = hashlib.sha1(file.name.encode()).hexdigest()
            content = b""
            if path.startswith("/api/models/org/name/tree/"):
                content = json.dumps(
                    [{"type": "file", "path": f.name, "size": f.stat().st_size, "oid": tag} for f in files]
                ).encode()
            elif path.startswith("/api/models/org/name"):
                content = json.dumps(
                    {"id": "org/name", "sha": _COMMIT, "siblings": [{"rfilename": f.name} for f in files]}
                ).encode()
            elif path.startswith("/org/name/resolve/") and file.is_file():
                content = file.read_bytes()
            self.send_response(200 if content else 404)
            self.send_header("X-Repo-Commit", _COMMIT)
            self.send_header("ETag", f'"{tag}"')
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _client(name: str, hub: str, home: Path) -> tuple[list[str], str]:
    """Run a fresh process, since huggingface_hub reads its address once; return its stdout, in lines, and stderr."""
    environment = {**os.environ, "HF_ENDPOINT": hub, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1"}
    environment.pop("HF_HUB_OFFLINE", None)
    command = [sys.executable, "-c", _CLIENT, name]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT)
    return done.stdout.splitlines(), done.stderr


def test_a_hub_name_is_fetched_once_without_pickles_and_code(hub: str, repository: Path, tmp_path: Path) -> None:
    (before, path, after, progress), noise = _client("org/name", hub, tmp_path / "home")
    assert before == "None"
    assert path == after
    assert progress == "fetching True"
    assert noise == ""
    names = {file.name for file in Path(path).iterdir()}
    assert names == {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}
    assert (Path(path) / "model.safetensors").read_bytes() == (repository / "model.safetensors").read_bytes()
    # there is no hub from here on
    (again, *_), _ = _client("org/name", "http://127.0.0.1:9", tmp_path / "home")
    assert again == path


def test_a_hub_model_with_pickles_is_rejected(hub: str, repository: Path, tmp_path: Path) -> None:
    (repository / "model.safetensors").unlink()
    (_, message), _ = _client("org/name", hub, tmp_path / "home")
    assert "no .safetensors weights" in message


@pytest.mark.parametrize("name", ["org/name", "org/other"])
def test_an_unreachable_hub_or_unknown_model_is_one_line(name: str, hub: str, tmp_path: Path) -> None:
    address = hub if name == "org/other" else "http://127.0.0.1:9"
    (before, message), _ = _client(name, address, tmp_path / "home")
    assert before == "None"
    assert message.startswith(f"could not fetch {name} from the hub")
    assert f"`logprose model fetch {name}`" in message
