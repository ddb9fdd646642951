"""The evidence about words and their edits, as rows of numbers for the judgement."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.trials import Findings, Gain
from scoring.flags.word_cases import WordCase
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare

Rows = npt.NDArray[np.float32]

_KINDS = tuple(EditKind)
ODDS = (
    "spelling", "agreement", "verb_form", "article", "preposition", "number", "confusion", "missing", "extra", "order",
    "capital", "any",
)  # fmt: skip
"""What each of the probe's log-odds is about."""
_MOST_ODDS, _MOST_NATS = 12.0, 20.0
_NO_ODDS = -5.0  # about what a right word has


def word_rows(cases: Sequence[WordCase], found: dict[int, Findings], lexicon: Lexicon) -> Rows:
    """Return the evidence about the words of one passage, shape (words, numbers).

    Args:
        cases: the words, in order.
        found: what the search found about some of them, by where they start.
        lexicon: the language's.
    """
    any_odds = [float(case.odds[-1]) if case.has_probe else _NO_ODDS for case in cases]
    best = [max((g.nats for g in found[c.start].gains), default=0.0) if c.start in found else 0.0 for c in cases]
    surprisals = [_nats(case.surprisal) for case in cases]
    around = [float(np.clip(one, -_MOST_ODDS, _MOST_ODDS)) / 4 for one in any_odds]
    rows = []
    for index, case in enumerate(cases):
        own = found.get(case.start)
        odds = np.clip(case.odds, -_MOST_ODDS, _MOST_ODDS) if case.has_probe else np.zeros(len(ODDS))
        before, after = (any_odds[i] if 0 <= i < len(cases) else _NO_ODDS for i in (index - 1, index + 1))
        surprisal = surprisals[index]
        alone = surprisal if own is None else _nats(own.surprisal)
        rows.append(
            [
                case.has_probe,
                *(odds / 4),
                surprisal,
                _nats(case.entropy),
                surprisal - _nats(case.entropy),
                alone,
                own is not None,
                own is not None and own.repaired,
                case.is_odd,
                case.is_known,
                case.is_name,
                case.text[:1].isupper(),
                case.text.isupper(),
                case.opens,
                min(len(case.text), 16) / 8,
                len(case.text) <= 4,
                case.frequency / 4,
                lexicon.is_function_word(case.plain),
                np.clip(before, -_MOST_ODDS, _MOST_ODDS) / 4,
                np.clip(after, -_MOST_ODDS, _MOST_ODDS) / 4,
                _nats(best[index]),
                _nats(best[index - 1] if index else 0.0),
                _nats(best[index + 1] if index + 1 < len(cases) else 0.0),
                index == 0,
                index == len(cases) - 1,
                np.log1p(len(cases)) / 4,
                sum(around) / len(cases),
                max(around),
                around[index] - max(around[:index] + around[index + 1 :], default=_NO_ODDS / 4),
                sum(surprisals) / len(cases),
                surprisals[index - 1] if index else 0.0,
                surprisals[index + 1] if index + 1 < len(cases) else 0.0,
            ]
        )
    return np.array(rows, np.float32).reshape(len(cases), -1)


def edit_rows(case: WordCase, gains: Sequence[Gain], lexicon: Lexicon) -> Rows:
    """Return the evidence about the edits of one word, shape (edits, numbers)."""
    totals = [gain.nats for gain in gains]
    best = max(totals, default=0.0)
    odds = np.clip(case.odds, -_MOST_ODDS, _MOST_ODDS) / 4 if case.has_probe else None
    order = sorted(totals, reverse=True)
    rows = []
    for gain in gains:
        edit = gain.edit
        replacement = bare(edit.replacement.strip())
        is_one = replacement.replace("'", "").isalpha()
        distance = OSA.normalized_distance(bare(case.text), replacement) if replacement else 1.0
        kind = np.zeros(len(_KINDS))
        kind[_KINDS.index(edit.kind)] = 1
        rows.append(
            [
                *kind,
                odds[_column(edit.kind)] if odds is not None else _NO_ODDS / 4,
                _nats(gain.own),
                _nats(gain.near),
                _nats(gain.far),
                _nats(gain.nats),
                min(order.index(gain.nats), 8) / 4,
                _nats(best - gain.nats),
                lexicon.frequency(replacement) / 4 if is_one else 0.0,
                (lexicon.frequency(replacement) - case.frequency) / 4 if is_one else 0.0,
                is_one and lexicon.is_function_word(replacement),
                distance,
                replacement[:1] != case.plain[:1],
                min(len(replacement), 16) / 8,
                edit.start == edit.end,
                not replacement,
                " " in replacement,
            ]
        )
    return np.array(rows, np.float32).reshape(len(gains), -1)


def _column(kind: EditKind) -> int:
    """Return the column of the log-odds of the mistake that an edit of a kind fixes."""
    family = "capital" if kind is EditKind.CAPITAL else FAMILY[kind]
    return ODDS.index(family if family in ODDS else "any")


def _nats(value: float) -> float:
    """Return nats, limited and scaled; 0 for no number."""
    return 0.0 if math.isnan(value) else max(-_MOST_NATS, min(value, _MOST_NATS)) / 5
