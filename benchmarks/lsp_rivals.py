"""Compares `logprose lsp` with other language servers for prose: the same keys, in turn, from one client.

    python -m benchmarks.lsp_rivals TEXT FOLDER [--words 1000 20000] [--keys 300] [--sentences 8]

The others are installed once into FOLDER, from npm and PyPI; this needs Node 16 or newer. TEXT is Markdown, repeated or
cut to each size; keys are typed at its end. The cost of a key is the time from its `didChange` until a request sent
right after it is answered. Then sentences with one mistake are typed, and the time from the last key until the mistake
is marked is measured; "--" means that it isn't marked within 20 s. The whole run takes about ten minutes.

The servers do different things:

- unified 4.1.0: unified-language-server with remark and retext: spelling with Hunspell's dictionary, repeated words, a
  and an. It requests the whole text at each change, and checks all of it.
- panache 3.17.1: the markup of Markdown, no prose.
- textLSP 0.4.0: keeps the text and finds what changed; its checkers (LanguageTool, models) come from its own servers,
  so here it checks nothing.

Harper, LTeX, Vale and typos have servers too, but not on either registry.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.lsp_client import BEFORE, KEY_SECONDS, MISTAKES, Server
from benchmarks.scaling import sized

NPM = (
    *("unified-language-server@4.1.0", "remark@15.0.1", "remark-retext@6.0.1", "retext-english@5.0.0"),
    *("retext-spell@6.1.0", "dictionary-en@4.0.0", "retext-repeated-words@5.0.0", "retext-indefinite-article@5.0.0"),
)
PYPI = ("textLSP==0.4.0", "panache-cli==3.17.1")
UNIFIED = """
import { createUnifiedLanguageServer } from "unified-language-server";
import dictionary from "dictionary-en";
import { remark } from "remark";
import remarkRetext from "remark-retext";
import retextEnglish from "retext-english";
import retextIndefiniteArticle from "retext-indefinite-article";
import retextRepeatedWords from "retext-repeated-words";
import retextSpell from "retext-spell";
import { unified } from "unified";
const prose = unified().use(retextEnglish).use(retextRepeatedWords).use(retextIndefiniteArticle)
  .use(retextSpell, { dictionary });
createUnifiedLanguageServer({
  processorName: "remark", processorSpecifier: "remark", defaultProcessor: remark,
  plugins: [[remarkRetext, prose]],
});
"""
KEYS = "the quick brown fox jumps over the lazy dog and writes about it "
OPENED_SECONDS = 20.0  # before the first key, so that all have checked the text
PATIENCE_SECONDS = 20.0


class Kind(NamedTuple):
    """A server: its name, its command, the extension of its text file, and whether it checks prose here."""

    name: str
    command: Sequence[str]
    suffix: str = ".md"
    checks: bool = True


def installed(folder: Path) -> list[Kind]:
    """Install the other servers if needed; return all."""
    binaries = folder / "venv/bin"
    if not (folder / "node_modules").exists():
        (folder / "package.json").write_text('{"private": true}')
        subprocess.run(["npm", "install", "--no-fund", "--no-audit", "--silent", *NPM], cwd=folder, check=True)
    if not binaries.exists():
        venv.create(folder / "venv", with_pip=True)
        subprocess.run([binaries / "pip", "install", "--quiet", *PYPI], check=True)
    (folder / "unified.mjs").write_text(UNIFIED)
    return [
        Kind("logprose", (sys.executable, "-m", "editor.cli", "lsp")),
        Kind("unified", ("node", str(folder / "unified.mjs"), "--stdio")),
        Kind("panache", (str(binaries / "panache"), "lsp"), checks=False),
        Kind("textLSP", (str(binaries / "textlsp"),), ".txt", checks=False),
    ]


async def opened(kinds: Sequence[Kind], text: str, folder: Path) -> list[Server]:
    project = {"PYTHONPATH": os.getcwd()}
    return [
        await Server.start(
            kind.command, (folder / f"draft{kind.suffix}").as_uri(), text, folder=folder, environment=project
        )
        for kind in kinds
    ]


async def measure(kinds: Sequence[Kind], text: str, count: int, sentences: int, folder: Path) -> None:
    """Type into all servers in turn, and print the cost of a key and how soon mistakes are marked."""
    project = {"PYTHONPATH": str(Path.cwd())}
    servers = [
        await Server.start(
            kind.command, (folder / f"draft{kind.suffix}").as_uri(), text, folder=folder, environment=project
        )
        for kind in kinds
    ]
    await asyncio.sleep(OPENED_SECONDS)
    await keys(kinds, servers, count)
    for server in servers:
        await server.clear()
    print(f"\n{''.join(f' {kind.name:>8}' for kind in kinds if kind.checks)}  s from the last key to the mark")
    checking = [server for kind, server in zip(kinds, servers, strict=True) if kind.checks]
    for sentence, word in MISTAKES[:sentences]:
        row = ""
        for server in checking:
            seconds = await server.mark(sentence, word, PATIENCE_SECONDS)
            await server.clear()
            row += "       --" if seconds is None else f" {seconds:8.2f}"
        print(f"{row}  {sentence}", flush=True)
    for server in servers:
        await server.stop()


async def keys(kinds: Sequence[Kind], servers: Sequence[Server], count: int) -> None:
    costs: list[list[float]] = [[] for _ in kinds]
    for number in range(count):
        for turn in range(len(kinds)):
            index = (number + turn) % len(kinds)
            costs[index].append(await servers[index].handled(KEYS[number % len(KEYS)]))
        await asyncio.sleep(KEY_SECONDS)
    print(f"{'ms a key':12} {'p50':>9} {'p99':>9} {'most':>9} {'MB':>9}")
    for kind, server, cost in zip(kinds, servers, costs, strict=True):
        cuts = statistics.quantiles(cost, n=100)
        print(f"{kind.name:12} {cuts[49]:9.2f} {cuts[98]:9.2f} {max(cost):9.2f} {server.memory():9.0f}", flush=True)


def main() -> None:
    """Measure all servers, and print two tables for each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, nargs="+", default=[1_000, 20_000])
    parser.add_argument("--keys", type=int, default=300)
    parser.add_argument("--sentences", type=int, default=len(MISTAKES))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    kinds = installed(options.folder.resolve())
    with tempfile.TemporaryDirectory() as home:
        for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
            os.environ[name] = home
        for words in options.words:
            text = sized(options.text.read_text("utf-8"), words)
            print(f"\n{words:,} words, load {os.getloadavg()[0]:.1f}\n", flush=True)
            text = f"{text}\n\n{BEFORE}"
            asyncio.run(measure(kinds, text, options.keys, options.sentences, Path(home)))


if __name__ == "__main__":
    main()
