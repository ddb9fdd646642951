"""Training documents: clean prose from a folder, in sentences and passages, with mistakes made in most of them."""

from __future__ import annotations

import random
import re
from pathlib import Path

from benchmarks.train_probe.everyday import passage
from benchmarks.train_probe.features import Labelled
from benchmarks.train_probe.mistakes import Mistaken, labels, make, sentences

SHARES = {
    "peps": 0.24, "government_guides": 0.14, "fitzgerald_great_gatsby": 0.13, "christie_styles": 0.13,
    "wodehouse_right_ho_jeeves": 0.12, "doyle_sherlock": 0.11, "london_call_of_the_wild": 0.08, "austen_emma": 0.05,
}  # fmt: skip
"""How much of the documents comes from each file: little from old books, whose grammar is not ours."""

_FORMS = (("sentence", 0.55), ("passage", 0.38), ("list", 0.03), ("heading", 0.02), ("fragment", 0.02))
_STRAIGHT = str.maketrans("’‘“”", "''\"\"")


class Prose:
    """The paragraphs of a folder of texts, one `.txt` file for each of `SHARES`, a blank line between paragraphs.

    Raises:
        FileNotFoundError: a file is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._paragraphs: dict[str, list[str]] = {}
        for name in SHARES:
            path = folder / f"{name}.txt"
            if not path.is_file():
                raise FileNotFoundError(f"{path}: missing; the folder needs {', '.join(SHARES)} as .txt files")
            blocks = path.read_text(encoding="utf-8").split("\n\n")
            self._paragraphs[name] = [" ".join(block.split()) for block in blocks if len(block.split()) >= 4]

    def document(self, number: int, seed: int = 0) -> Mistaken:
        """Return the document `number`; the same one at every call."""
        rng = random.Random(f"{seed} {number}")
        text, form = self._text(rng)
        if rng.random() < 0.6:
            text = text.translate(_STRAIGHT)
        if form in ("sentence", "passage"):
            return make(rng, text)
        return Mistaken(text, ())

    def _text(self, rng: random.Random) -> tuple[str, str]:
        paragraphs = self._paragraphs[rng.choices(list(SHARES), list(SHARES.values()))[0]]
        form = rng.choices([name for name, _ in _FORMS], [share for _, share in _FORMS])[0]
        place = rng.randrange(len(paragraphs))
        if form == "passage":
            return _passage(rng, paragraphs, place), form
        found = [paragraphs[place][start:end].strip() for start, end in sentences(paragraphs[place])]
        found = [sentence for sentence in found if 3 <= len(sentence.split()) <= 45] or [_shortened(paragraphs[place])]
        sentence = rng.choice(found)
        if form == "list":
            mark = rng.choice(["- ", "* ", "1. ", ""])
            return "\n".join(mark + one.rstrip(rng.choice([".", " "])) for one in found[:6]), form
        if form == "heading":
            words = re.findall(r"[^\W\d_]+", sentence)[: rng.randrange(1, 6)]
            return " ".join(word.capitalize() for word in words) if rng.random() < 0.5 else " ".join(words), form
        if form == "fragment":
            pieces = [piece.strip() for piece in re.split("[,;:—]", sentence)]
            return max(pieces, key=len), form
        return sentence, form


def labelled(mistaken: Mistaken) -> Labelled:
    """Return a document with the labels of its words."""
    return Labelled(mistaken.text, *labels(mistaken))


def everyday(number: int, seed: int = 0) -> Mistaken:
    """Return the document `number` of everyday sentences; the same one at every call."""
    rng = random.Random(f"everyday {seed} {number}")
    text = passage(rng)
    return make(rng, text if rng.random() < 0.7 else text.replace("'", "’"))


def _passage(rng: random.Random, paragraphs: list[str], place: int) -> str:
    """Return paragraphs from `place` on with 60 words or more, of 250 at most."""
    wanted, taken = rng.randrange(60, 160), [paragraphs[place]]
    while sum(len(one.split()) for one in taken) < wanted and place + len(taken) < len(paragraphs):
        taken.append(paragraphs[place + len(taken)])
    text = rng.choice(["\n", "\n\n"]).join(taken)
    found = list(sentences(text))
    end = 0
    for _, bound in found:
        if end and len(text[:bound].split()) > 250:
            break
        end = bound
    return text[:end].strip()


def _shortened(paragraph: str) -> str:
    return " ".join(paragraph.split()[:30])
