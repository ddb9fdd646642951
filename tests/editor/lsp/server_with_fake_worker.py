"""Run the server with a worker that has no model: `python server_with_fake_worker.py DIRECTORY BEHAVIOUR [PORT]`."""

from __future__ import annotations

import sys

from editor.lsp.serving import serve
from tests.project import ROOT

if __name__ == "__main__":
    directory, behaviour, *port = sys.argv[1:]
    worker = [sys.executable, str(ROOT / "tests/editor/fake_worker.py"), directory, behaviour]
    sys.exit(serve(int(port[0]) if port else None, worker))
