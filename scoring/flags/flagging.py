"""From the verdict on a word to its flag: the strength, the kind, the reason and the suggestions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.trials import Gain
from scoring.flags.judgement import Verdict
from scoring.language.wordiness import CAP, LEAST_SURE, Shortening
from scoring.protocol import MOST_NATS, THRESHOLDS, Flag, Sensitivity, Suggestion

DEFAULT_THRESHOLD = THRESHOLDS["normal"]
"""The probability of a mistake from which a word is underlined."""

MOST_SUGGESTIONS = 5

_LEAST_SHARE = 0.3
"""The share of the probability of a mistake that an edit needs to be the reason for the flag."""
_SURE = -math.log1p(-THRESHOLDS["strict"]) + 1e-6
"""The strength, in nats, that is flagged at every level."""
_LONG = 4  # letters
_MUCH_BETTER = 10.0
"""The nats that the name of a day, a country or the like must gain over a name that no dictionary has."""
_LONGEST_SHOWN = 60  # code points of a word

WORDY_THRESHOLDS: Mapping[Sensitivity, float] = {"strict": CAP, "normal": LEAST_SURE, "eager": 3.0}
"""The strength of a shortening, in nats, from which it is flagged."""


def kind_of(edit: EditKind) -> str:
    """Return what an edit fixes: "spelling", "grammar" or "word_choice"."""
    family = FAMILY[edit]
    if family == "spelling":
        return "spelling"
    return "word_choice" if family in ("confusion", "choice") else "grammar"


def suggestions(verdict: Verdict, shift: int, count: int) -> tuple[Suggestion, ...]:
    """Return the `count` most probable edits of a word, `shift` code points after their place in the passage."""
    return tuple(
        Suggestion(
            gain.edit.start + shift,
            gain.edit.end + shift,
            gain.edit.replacement,
            round(gain.nats, 2),
            kind_of(gain.edit.kind),
            round(prob, 4),
        )
        for gain, prob in verdict.edits[:count]
        if abs(gain.nats) < MOST_NATS
    )


def _explaining(verdict: Verdict) -> Gain | None:
    """Return the edit that says what is wrong with a word; None if the best one may well be another mistake."""
    best, prob = verdict.edits[0] if verdict.edits else (None, 0.0)
    return best if best is not None and best.nats > 0 and prob >= _LEAST_SHARE * verdict.wrong else None


def _is_misspelt(verdict: Verdict, best: Gain | None) -> bool:
    """Return True if a word is in no dictionary, and its likeliest edit is a word that is nearly the same and fits no
    worse. It is a mistake then, whatever else is known: one that the model reads without trouble seems right to it.

    A short word has near neighbours by chance ("eh", "oo"), so there the edit has to explain what is wrong, too.
    """
    case = verdict.case
    if case.is_known or not verdict.edits:
        return False
    likeliest = verdict.edits[0][0]
    kind = likeliest.edit.kind
    if case.is_name:  # the only names that a word is respelled to are those of days, countries and the like
        return kind in (EditKind.RESPELL, EditKind.RESPELL_FAR) and likeliest.nats >= _MUCH_BETTER
    is_near = kind is EditKind.RESPELL or (kind is EditKind.RESPELL_FAR and likeliest.edit.replacement in case.asked)
    is_near = is_near and case.text.islower() and likeliest.nats >= 0
    return is_near and (best is likeliest or len(case.text) >= _LONG)


def flag_of(verdict: Verdict, text: str, shift: int, scaled: Callable[[float], float]) -> Flag:
    """Return the flag of a word in a passage's `text`, however weak; `shift` is added to all positions."""
    start, end = verdict.case.start, verdict.case.end
    strength = min(scaled(-verdict.log_right), MOST_NATS)
    best = _explaining(verdict)
    offered = suggestions(verdict, shift, MOST_SUGGESTIONS)
    if _is_misspelt(verdict, best):
        best, strength = verdict.edits[0][0], max(strength, _SURE)
    if best is None:
        return Flag(start + shift, end + shift, strength, "surprising", "possibly a wrong word", offered)
    if best.edit.kind in (EditKind.JOIN, EditKind.ORDER):
        end = max(end, best.edit.end)
    reason = reason_for(best, verdict.case.text, text)
    return Flag(start + shift, end + shift, strength, kind_of(best.edit.kind), reason, offered)


def flag_of_wording(found: Shortening) -> Flag:
    """Return the flag of a wording that could be shorter."""
    nats = (0.0, *sorted(WORDY_THRESHOLDS.values()))
    probability = np.interp(found.strength, nats, (0.0, *sorted(THRESHOLDS.values())))
    return Flag(found.start, found.end, -math.log1p(-probability), "wordiness", found.reason, shorter(found))


def shorter(found: Shortening) -> tuple[Suggestion, ...]:
    """Return the shorter wordings, best first. Their gain is 0: they were not tried."""
    return tuple(
        Suggestion(found.edit_start, found.edit_end, text, 0.0, "wordiness")
        for text in found.replacements[:MOST_SUGGESTIONS]
    )


def reason_for(gain: Gain, word: str, text: str) -> str:
    """Return in a few words what an edit of a word in `text` would do. The kind of the flag, "Spelling: ", may come
    before it."""
    edit, new = gain.edit, gain.edit.replacement.strip()
    if kind_of(edit.kind) == "spelling":
        return f"{new}?"
    if edit.start == edit.end:
        return f"add “{new}” before “{_shown(word)}”?"
    if not new:
        return f"drop “{_shown(text[edit.start : edit.end].strip())}”?"
    return f"“{new}” fits better than “{_shown(text[edit.start : edit.end].strip())}”"


def _shown(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def strongest(flags: Sequence[Flag], wordy: Sequence[Flag]) -> list[Flag]:
    """Return the flags that overlap no stronger one, in order. A flag over two words is as strong as the stronger of
    them."""
    merged: list[Flag] = []
    for flag in flags:
        if merged and flag.start < merged[-1].end:
            strength = max(flag.strength, merged[-1].strength)
            merged[-1] = replace(merged[-1], end=max(flag.end, merged[-1].end), strength=strength)
        else:
            merged.append(flag)
    kept: list[Flag] = []
    for flag in sorted([*wordy, *merged], key=lambda one: -one.strength):
        if all(flag.end <= other.start or other.end <= flag.start for other in kept):
            kept.append(flag)
    return sorted(kept, key=lambda one: one.start)
