"""llama.cpp as a rival, from its Node package, which has binaries for each kind of processor.

npm install --prefix DIR --ignore-scripts node-llama-cpp@3.22.1
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from types import TracebackType

_SCRIPT = """
import {createInterface} from "node:readline";
import {getLlama} from "node-llama-cpp";
const llama = await getLlama({gpu: false, build: "never", skipDownload: true, maxThreads: 1, logLevel: "error"});
const model = await llama.loadModel({modelPath: process.argv[2]});
const context = await model.createContext({contextSize: 2048, threads: 1});
const sequence = context.getSequence();
for await (const line of createInterface({input: process.stdin})) {
  const {ids, count} = JSON.parse(line);
  await sequence.clearHistory();
  const written = [], asked = performance.now();
  let first;
  for await (const token of sequence.evaluate(ids, {temperature: 0, yieldEogToken: true})) {
    written.push(token);
    first ??= performance.now();
    if (written.length === count) break;
  }
  const seconds = [(first - asked) / 1000, (performance.now() - first) / 1000 / (count - 1)];
  console.log(JSON.stringify({seconds, written}));
}
"""


class LlamaCpp:
    """A process with llama.cpp on one thread.

    Args:
        folder: where its Node package is installed.
        weights: the GGUF file.
    """

    def __init__(self, folder: Path, weights: Path) -> None:
        script = folder / "decode.mjs"  # where Node finds the package
        script.write_text(_SCRIPT)
        command = ["node", script.name, str(weights.resolve())]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, text=True)

    def write(self, ids: list[int], count: int) -> tuple[float, float]:
        """Write `count` tokens, at least two, after an uncached prompt; return the seconds until the first, and those
        for each later one."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ids": ids, "count": count}) + "\n")
        self._process.stdin.flush()
        first, rest = json.loads(self._process.stdout.readline())["seconds"]
        return float(first), float(rest)

    def __enter__(self) -> LlamaCpp:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()
