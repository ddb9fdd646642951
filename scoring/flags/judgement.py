"""The judgement: how probable it is that a word is wrong, and which edit of it is what the writer meant.

For each word the possibilities are that it is right, that one of the edits tried is what was meant, and that something
else is wrong. Each has a score: 0 for a right word, that of a small network over the evidence about the word for
something else, and that of another one over the evidence about the word and the edit for an edit. The probabilities
are their softmax. `benchmarks/train_judgement` fits both networks.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import safe_open

from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.proposals import WordEdit
from scoring.edits.trials import Findings, Gain
from scoring.flags.evidence import Rows, edit_rows, word_rows
from scoring.flags.word_cases import WordCase
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare
from scoring.model.calibration import LastStep

FILE = "judgement.safetensors"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of a word.

    Attributes:
        case: the word.
        log_right: the log-probability that it is right, in nats.
        other: the probability that something is wrong that no edit mends.
        edits: the edits, each with its probability, the most probable first.
    """

    case: WordCase
    log_right: float
    other: float
    edits: tuple[tuple[Gain, float], ...]

    @property
    def wrong(self) -> float:
        """The probability that the word is wrong."""
        return -math.expm1(self.log_right)


class Judgement:
    """The two networks.

    Args:
        weights: of the layers "word.0", "word.1", "edit.0" and "edit.1", each a weight, shape (outputs, inputs), and a
            bias, shape (outputs,).
        digest: tells it from others.
    """

    def __init__(self, weights: dict[str, npt.NDArray[np.float32]], digest: str) -> None:
        self._weights = weights
        self.digest = digest

    def last(self, network: str) -> npt.NDArray[np.float32]:
        """Return the weights of a network's last layer, which has one output, and its bias: shape (inputs + 1,)."""
        return np.concatenate([self._weights[f"{network}.1.weight"][0], self._weights[f"{network}.1.bias"]])

    def inputs(self, network: str, rows: Rows) -> Rows:
        """Return what a network's last layer gets for each row, and 1 for the bias: shape (rows, inputs + 1)."""
        hidden = np.maximum(rows @ self._weights[f"{network}.0.weight"].T + self._weights[f"{network}.0.bias"], 0)
        return np.concatenate([hidden, np.ones((len(rows), 1), np.float32)], 1)

    def with_last(self, step: LastStep) -> Judgement:
        """Return the judgement with another last step, or itself if that belongs to another judgement."""
        fits = (len(step.word), len(step.edit)) == (len(self.last("word")), len(self.last("edit")))
        if step.judgement != self.digest or not fits:
            return self
        weights = dict(self._weights)
        for network, values in (("word", step.word), ("edit", step.edit)):
            weights[f"{network}.1.weight"] = np.array([values[:-1]], np.float32)
            weights[f"{network}.1.bias"] = np.array(values[-1:], np.float32)
        return Judgement(weights, self.digest)

    def verdicts(self, cases: Sequence[WordCase], found: Sequence[Findings], lexicon: Lexicon) -> list[Verdict]:
        """Judge the words of one passage.

        Args:
            cases: the words, in order.
            found: what the search found about some of them.
            lexicon: the language's.
        """
        if not cases:
            return []
        by_start = {one.word.start: one for one in found}
        words = word_rows(cases, by_start, lexicon)
        others = self._run("word", words)
        gains = [_edits_of(case, by_start[case.start].gains) if case.start in by_start else () for case in cases]
        counts = [len(own) for own in gains]
        edits = [edit_rows(case, own, lexicon) for case, own in zip(cases, gains, strict=True) if own]
        scores = np.empty(0, np.float32)
        if edits:
            scores = self._run("edit", np.concatenate([np.concatenate(edits), np.repeat(words, counts, axis=0)], 1))
        verdicts, past = [], 0
        for case, other, own in zip(cases, others.tolist(), gains, strict=True):
            doubt = other - _excuse(case, lexicon)
            verdicts.append(_verdict(case, doubt, own, scores[past : past + len(own)]))
            past += len(own)
        return verdicts

    def _run(self, network: str, rows: Rows) -> npt.NDArray[np.float32]:
        scores: npt.NDArray[np.float32] = self.inputs(network, rows) @ self.last(network)
        return scores


@lru_cache(maxsize=4)
def judgement(step: LastStep | None = None) -> Judgement:
    """Return the judgement that comes with the program, with a last step of a model's own if there is one."""
    if step is not None:
        return judgement().with_last(step)
    path = Path(__file__).with_name(FILE)
    with safe_open(path, framework="numpy") as file:
        weights = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}  # noqa: SIM118
        metadata = file.metadata()
    if json.loads(metadata["edit_kinds"]) != [kind.name for kind in EditKind]:
        raise RuntimeError(f"{FILE} was made for other kinds of edits; run benchmarks/train_judgement")
    return Judgement(weights, hashlib.sha256(path.read_bytes()).hexdigest()[:12])


_SURE = 4.0
"""The nats added to the score of an edit that a rule asks for. To the networks, "a old" is as likely an article too
many."""
_COMMON = 5.0
"""The frequency, see `Lexicon.frequency`, from which a word is common: once in 10,000 words."""
_NOT_TELLING = 0.5
"""The nats by which the memory makes a word more probable that say nothing."""
_RULED = {EditKind.ARTICLE_SOUND, EditKind.DROP_REPEATED}
_OF_I = re.compile("I['’](m|ve|ll|d)")


def _is_ruled(edit: WordEdit, case: WordCase) -> bool:
    return (
        edit.kind in _RULED
        or (edit.kind is EditKind.APOSTROPHE and bool(_OF_I.fullmatch(edit.replacement)))
        or bare(edit.replacement.strip()) in case.asked
    )


def _excuse(case: WordCase, lexicon: Lexicon) -> float:
    """Return by how many nats a word is doubted less that no edit mends: 0, but for a name, a term or a rarer word that
    the memory knows there.

    Common words aren't excused, and edits count as before: what a writer often gets wrong has been learnt, too.
    """
    if case.is_own:
        return math.inf
    is_rare = not case.is_known or case.frequency < _COMMON or (case.text[0].isupper() and not case.opens)
    if not is_rare or lexicon.is_function_word(case.plain):
        return 0.0
    return max(0.0, case.familiar - _NOT_TELLING)


def _edits_of(case: WordCase, gains: Sequence[Gain]) -> Sequence[Gain]:
    """Return the edits that count: a word of the writer's own is spelled as it should be."""
    return [gain for gain in gains if FAMILY[gain.edit.kind] != "spelling"] if case.is_own else gains


def _verdict(case: WordCase, other: float, gains: Sequence[Gain], scores: npt.NDArray[np.float32]) -> Verdict:
    ruled = [_SURE if _is_ruled(gain.edit, case) else 0.0 for gain in gains]
    together = np.concatenate([[0.0, other], scores + np.array(ruled)]).astype(np.float64)
    log_probs = together - np.logaddexp.reduce(together)
    probs = np.exp(log_probs)
    ranked = sorted(zip(gains, probs[2:].tolist(), strict=True), key=lambda entry: -entry[1])
    return Verdict(case, float(log_probs[0]), float(probs[1]), tuple(ranked))
