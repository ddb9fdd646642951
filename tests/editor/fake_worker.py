"""A worker process without a model. Each start follows the next of its arguments, and later ones the last.

Run it as `python fake_worker.py DIRECTORY BEHAVIOUR...`; it counts its starts in DIRECTORY.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scoring import protocol

_LOADING_SECONDS = 0.5  # how long a slow one stays silent at first
_SECONDS = 600  # how long a worker that never exits stays if nobody kills it


def say(message: protocol.FromWorker) -> None:
    """Send a message to the editor."""
    write(protocol.frame(message))


def write(data: bytes) -> None:
    """Send bytes to the editor."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def wait_for(path: Path) -> None:
    """Wait until there is a file."""
    while not path.exists():
        time.sleep(0.01)


def serve() -> None:
    """Keep a mirror of every document.

    After each message from the editor, send that document's mirror as a ModelState "mirror", with its revision and
    number as `done` and `total`. A focused document is reported as scored there. So is a closed one, as if the scores
    had been on their way, and then it is reported as "closed".
    """
    say(protocol.ModelState("ready", 0, 0, "fake"))
    mirrors: dict[int, tuple[int, str]] = {}
    while (message := protocol.read_message(sys.stdin.buffer, protocol.to_worker_decoder)) is not None:
        if isinstance(message, protocol.Open):
            mirrors[message.document] = message.revision, message.text
        if isinstance(message, protocol.AskRelevance | protocol.AskAnswer | protocol.StopAnswer):
            continue
        revision, text = mirrors[message.document]
        if isinstance(message, protocol.Edit):
            if message.revision != revision + 1:
                raise SystemExit(f"revision {message.revision} came after {revision}")
            for change in reversed(message.changes):
                text = text[: change.start] + change.text + text[change.end :]
            revision = message.revision
            mirrors[message.document] = revision, text
        elif isinstance(message, protocol.Focus):
            say(protocol.Scores(message.document, revision, message.start, message.end, (), 0, message.document))
        elif isinstance(message, protocol.Ping):
            say(protocol.Pong(message.document, revision))
        elif isinstance(message, protocol.Close):
            del mirrors[message.document]
            say(protocol.Scores(message.document, revision, 0, len(text), (), 0, message.document))
            say(protocol.ModelState("closed", 0, message.document, ""))
            continue
        elif isinstance(message, protocol.AskAlternatives):
            word = text[message.start : message.end]
            found = (protocol.Alternative(word[::-1], 0.5),)
            say(
                protocol.Alternatives(
                    message.request, message.document, message.revision, message.start, message.end, word, 0.1, 2, found
                )
            )
        elif isinstance(message, protocol.AskEffect):
            gain = float(len(message.replacement) - (message.end - message.start))
            say(protocol.Effect(message.request, message.document, message.revision, gain, len(text) - message.end))
        elif isinstance(message, protocol.AskContinuation):
            ask = message.request, message.document, message.revision, message.start, message.end
            for part in ("the ", "the end."):
                say(protocol.Continuations(*ask, (protocol.Continuation(part, (-1.0,)),), part == "the end."))
        elif isinstance(message, protocol.AskTokens):
            token = protocol.Token(message.start, message.end, -2.0, 3.0, True)
            place = message.request, message.document, message.revision, message.start, message.end
            say(protocol.Tokens(*place, (token,)))
        say(protocol.ModelState("mirror", revision, message.document, text[: protocol.LONGEST_LINE]))


def score() -> None:
    """Report every document as opened, score its words, and flag the longer ones.

    A word's surprisal is its length. Words of five letters or more get a flag as strong as they are long (seven
    letters: "grammar"; eight: "spelling"), whose suggestion is the word reversed. A text makes a question a nat more
    probable for each shared word.
    """
    say(protocol.ModelState("ready", 0, 0, "fake"))
    texts: dict[int, str] = {}
    while (message := protocol.read_message(sys.stdin.buffer, protocol.to_worker_decoder)) is not None:
        if isinstance(message, protocol.Open):
            number, revision = message.document, message.revision
            text = texts[number] = message.text
            places = [match.span() for match in re.finditer(r"[^\W\d_]+", text)]
            words = tuple(protocol.WordScore(start, end, float(end - start), 1.0) for start, end in places)
            flags = tuple(flag(text, start, end) for start, end in places if end - start >= 5)
            total = len(words)
            say(protocol.Scores(number, revision, 0, 0, (), 0, total, is_final=not total))
            say(protocol.Scores(number, revision, 0, len(text), (), total, total, words))
            say(protocol.Scores(number, revision, 0, len(text), flags, total, total, words, is_final=True))
        elif isinstance(message, protocol.AskAlternatives):
            word = texts[message.document][message.start : message.end]
            place = message.request, message.document, message.revision, message.start, message.end
            say(protocol.Alternatives(*place, word, 0.1, 2, (protocol.Alternative(word[::-1], 0.5),)))
        elif isinstance(message, protocol.AskRelevance):
            say_relevances(message)
        elif isinstance(message, protocol.AskAnswer):
            say_answer(message)
        elif isinstance(message, protocol.AskTokens):
            place = message.request, message.document, message.revision, message.start, message.end
            spans = [one.span() for one in re.compile(r"\w+").finditer(texts[message.document], *place[3:])]
            say(protocol.Tokens(*place, tuple(protocol.Token(*span, -9.0, 3.0, True) for span in spans)))


def say_relevances(ask: protocol.AskRelevance) -> None:
    """Answer a question: a text that has one of its words makes it a nat more probable."""
    found = list(re.finditer(r"\w+", ask.question))
    words = tuple(one.span() for one in found)
    gains = tuple(tuple(float(one[0] in re.findall(r"\w+", text)) for one in found) for text in ask.texts)
    say(protocol.Relevances(ask.request, words, gains[:1], False))
    say(protocol.Relevances(ask.request, words, gains, True))


def say_answer(ask: protocol.AskAnswer) -> None:
    """Answer a question: with the last line of the first passage, and with a sentence that nothing supports."""
    if not ask.passages:
        say(protocol.WrittenAnswer(ask.request, (), True, is_silent=True))
        return
    prompt = "\n\n".join([*ask.passages, ask.question])
    known = protocol.AnswerSentence(ask.passages[0].split("\n")[-1], 0, 2.0, is_supported=True, is_checked=True)
    unknown = protocol.AnswerSentence("So I think.", 0, 0.1, is_supported=False, is_checked=True)
    say(protocol.WrittenAnswer(ask.request, (), False, prompt=prompt))
    say(protocol.WrittenAnswer(ask.request, (known, protocol.AnswerSentence("So")), False))
    say(protocol.WrittenAnswer(ask.request, (known, unknown), True))


def flag(text: str, start: int, end: int) -> protocol.Flag:
    """Return the flag of the word at [start, end)."""
    kind = {7: "grammar", 8: "spelling"}.get(end - start, "surprising")
    suggestion = protocol.Suggestion(start, end, text[start:end][::-1], 5.0, "spelling")
    return protocol.Flag(start, end, float(end - start), kind, f"{text[start:end]}?", (suggestion,))


def behave(behaviour: str) -> None:
    """Do what `behaviour` names and then, unless that ends the process, nothing more."""
    if behaviour == "silent":
        time.sleep(_SECONDS)
    if behaviour == "slow":
        time.sleep(_LOADING_SECONDS)
    if behaviour in ("serve", "slow"):
        return serve()
    if behaviour == "score":
        return score()
    if behaviour == "no model":
        say(protocol.ModelState("failed", 0, 0, "no such model\x1b"))
        sys.stdin.buffer.read()
        return None
    if behaviour == "stuck":
        say(protocol.ModelState("converting", 3, 270, "fake"))
        time.sleep(_SECONDS)
    if behaviour == "patient":
        for done in range(10):
            say(protocol.ModelState("converting", done, 10, "fake"))
            wait_for(Path(sys.argv[1]) / f"heard-{done}")
        return serve()
    if behaviour == "again":
        raise SystemExit(protocol.START_AGAIN)
    if behaviour == "die":
        raise SystemExit("no")
    if behaviour == "truncate":
        write(protocol.frame(protocol.ModelState("ready", 0, 0, "fake"))[:-1])
        return None
    if behaviour == "garbage":
        write(b"\x00\x00\x00\x05hello" + b"and much more " * 200_000)
    elif behaviour == "oversize":
        write(b"\xff\xff\xff\xff")
    elif behaviour == "not-utf-8":
        write(protocol.frame(protocol.Failure(0, 1, "xxxx")).replace(b"xxxx", b"\xff\xff\xff\xff"))
    elif behaviour == "nested":
        write((100_001).to_bytes(4, "big") + b"\x91" * 100_001)
    elif behaviour == "deaf":
        say(protocol.ModelState("ready", 0, 0, "deaf"))
    else:
        raise ValueError(behaviour)
    time.sleep(_SECONDS)
    return None


if __name__ == "__main__":
    starts = Path(sys.argv[1]) / "starts"
    count = starts.stat().st_size if starts.exists() else 0
    with starts.open("ab") as file:
        file.write(b".")
    behave(sys.argv[2:][min(count, len(sys.argv) - 3)])
