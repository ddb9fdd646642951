"""A worker whose messages all contain a hostile text: `python hostile_worker.py TEXT`, TEXT as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scoring import protocol


def serve(hostile: str) -> None:
    """Flag the word "body", and answer every question about a word, except about "head…", to which there is no
    answer."""
    say(protocol.ModelState("ready", 0, 0, f"model{hostile}"))
    texts: dict[int, str] = {}
    while (message := protocol.read_message(sys.stdin.buffer, protocol.to_worker_decoder)) is not None:
        if isinstance(message, protocol.Open):
            texts[message.document] = message.text
            flags = tuple(flag(message.text, word, hostile) for word in ("body", "prose") if word in message.text)
            length = len(message.text)
            say(protocol.Scores(message.document, message.revision, 0, length, flags, 1, 1, (), is_final=True))
        elif isinstance(message, protocol.AskAlternatives):
            word = texts[message.document][message.start : message.end]
            place = message.request, message.document, message.revision, message.start, message.end
            if word.startswith("head"):
                say(protocol.Failure(message.request, message.document, f"failure{hostile}"))
            else:
                suggestions = edits(message.start, message.end, hostile)
                words = (protocol.Alternative(f"other{hostile}", 0.5),)
                say(protocol.Alternatives(*place, f"{word}{hostile}", 0.1, 2, words, suggestions))


def flag(text: str, word: str, hostile: str) -> protocol.Flag:
    start = text.index(word)
    end = start + len(word)
    if word == "body":
        return protocol.Flag(start, end, 12.0, "spelling", f"reason{hostile}", edits(start, end, hostile))
    return protocol.Flag(start, end, 12.0, "surprising", f"reason{hostile}")


def edits(start: int, end: int, hostile: str) -> tuple[protocol.Suggestion, ...]:
    return (
        protocol.Suggestion(start, end, f"better{hostile}", 9.0, "spelling"),
        protocol.Suggestion(start, start, f"insert{hostile}", 8.0, "grammar"),
    )


def say(message: protocol.FromWorker) -> None:
    sys.stdout.buffer.write(protocol.frame(message))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve(json.loads(sys.argv[1]))
