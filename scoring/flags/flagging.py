"""From the findings about a word to its flag: the strength, the kind, the reason and the suggestions."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from scoring.edits.findings import FindingsStore
from scoring.edits.kinds import FAMILY, EditKind
from scoring.edits.prices import ORDER
from scoring.edits.trials import Findings, Gain
from scoring.language.wordiness import Shortening, Wordiness
from scoring.protocol import MOST_NATS, THRESHOLDS, Flag, Suggestion, WordScore

DEFAULT_THRESHOLD = THRESHOLDS["normal"]
"""The probability from which a word is underlined: in clean prose, one word in 200."""

SURPRISAL_SHARE = 0.01
"""What a nat of surprisal adds to a word's strength: enough to rank the words that no edit improves."""
HINT_SHARE = 3.8 / 12
"""The same for a word that the edit search has not reached: one of 12 nats is underlined."""

_LITTLE = 1.5
"""Below this strength, a word that is only surprising gives way to a wording that could be shorter."""

MOST_SUGGESTIONS = 5
_STEEPNESS = 0.8

_LONGEST_SHOWN = 60  # code points of a word

_DROPS = (
    EditKind.DROP,
    EditKind.DROP_FUNCTION,
    EditKind.DROP_REPEATED,
    EditKind.ARTICLE_DROP,
    EditKind.PREPOSITION_DROP,
)
_ADDS = (EditKind.ADD, EditKind.ARTICLE_ADD, EditKind.PREPOSITION_ADD)


def kind_of(edit: EditKind) -> str:
    """Return what an edit fixes: "spelling", "grammar" or "word_choice"."""
    family = FAMILY[edit]
    if family == "spelling":
        return "spelling"
    return "word_choice" if family in ("confusion", "choice") else "grammar"


def suggestions(found: Findings, shift: int, count: int) -> tuple[Suggestion, ...]:
    """Return the `count` best edits of a word, best first, `shift` code points after their place in the findings."""
    return tuple(
        Suggestion(
            gain.edit.start + shift,
            gain.edit.end + shift,
            gain.edit.replacement,
            round(gain.nats, 2),
            kind_of(gain.edit.kind),
        )
        for gain in _ranked(found)[:count]
    )


def _ranked(found: Findings) -> list[Gain]:
    """Return the edits of a word, best first."""
    known = [gain for gain in found.gains if abs(gain.nats) < MOST_NATS]  # False for NaN too
    return sorted(known, key=lambda gain: ORDER[gain.edit.kind] - gain.nats)


def word_strength(found: Findings) -> tuple[float, Gain | None]:
    """Return how strongly a word is underlined, in nats, and the best edit; None if the word is only surprising."""
    best = max(found.gains, key=lambda gain: gain.strength, default=None)
    surprise = SURPRISAL_SHARE * found.surprisal
    if best is None:
        return surprise, None
    # Near 0 below 0 nats, the strength itself above 3: an edit that is nearly worth its price counts for something.
    soft = math.log1p(math.exp(min(_STEEPNESS * best.strength, 500.0))) / _STEEPNESS
    return soft + surprise, best if best.strength > 0 else None


def flags(
    findings: FindingsStore,
    wordiness: Wordiness,
    words: Sequence[WordScore],
    scaled: Callable[[float], float],
    start: int,
    end: int,
) -> Iterator[Flag]:
    """Yield the flags of words and wordings at the code points [start, end), in order; none overlaps another.

    A wording is flagged where a shorter one is known and no word in it has a stronger flag.

    Args:
        findings: strengths come from the edits tried in a passage.
        wordiness: finds the wordings.
        words: give strengths by surprisal where no edits were tried yet; in order.
        scaled: puts the strength of edits on the scale of the thresholds; see `scoring.model.calibration`.
    """
    text = findings.text
    for passage, found in findings.findings(start, end):
        low, high = max(start, passage.start), min(end, passage.end)
        wordy = [flag_of_wording(shortening) for shortening in wordiness.overlapping(text, [passage], low, high)]
        if wordy:  # their words decide whether they are flagged
            low, high = min(low, wordy[0].start), max(high, wordy[-1].end)
        if found is None:
            hinted = findings.hinted(passage)
            of_words = [
                hint(word.start, word.end, HINT_SHARE * word.surprisal)
                for word in _overlapping(words, low, high)
                if (word.start, word.end) in hinted
            ]
        else:
            shift = passage.context
            of_words = [
                flag(one, text[shift : passage.end], shift, scaled)
                for one in found
                if one.word.start + shift < high and one.word.end + shift > low
            ]
        yield from (one for one in _strongest(of_words, wordy) if one.start < end and one.end > start)


def _overlapping(words: Sequence[WordScore], start: int, end: int) -> Sequence[WordScore]:
    """Return those of some words, in order, that overlap [start, end)."""
    first = bisect_right(words, start, key=lambda word: word.end)
    return words[first : bisect_left(words, end, key=lambda word: word.start)]


def _strongest(of_words: list[Flag], wordy: list[Flag]) -> list[Flag]:
    """Return the flags in order, either a wording's or its words', whichever are stronger."""
    for wording in wordy:
        rivals = [word for word in of_words if word.start < wording.end and word.end > wording.start]
        if all(word.strength <= wording.strength or _only_surprises(word) for word in rivals):
            of_words = [word for word in of_words if word not in rivals] + [wording]
    return sorted(of_words, key=lambda one: one.start)


def _only_surprises(word: Flag) -> bool:
    """Return True if a word is flagged for a little surprisal alone, which only ranks words."""
    return word.kind == "surprising" and word.strength < _LITTLE


def flag_of_wording(found: Shortening) -> Flag:
    """Return the flag of a wording that could be shorter."""
    return Flag(found.start, found.end, found.strength, "wordiness", found.reason, shorter(found))


def shorter(found: Shortening) -> tuple[Suggestion, ...]:
    """Return the shorter wordings, best first. Their gain is 0: they were not tried."""
    return tuple(
        Suggestion(found.edit_start, found.edit_end, text, 0.0, "wordiness")
        for text in found.replacements[:MOST_SUGGESTIONS]
    )


def flag(found: Findings, text: str, shift: int, scaled: Callable[[float], float]) -> Flag:
    """Return the flag of a word in a passage's `text`; `shift` is added to all positions."""
    value, best = word_strength(found)
    value = scaled(value)
    start, end = found.word.start + shift, found.word.end + shift
    if best is None:
        return hint(start, end, value)
    offered = suggestions(found, shift, MOST_SUGGESTIONS) if found.complete else ()
    if offered:  # the reason names the edit that is offered first
        best = _ranked(found)[0]
    if best.edit.kind is EditKind.JOIN:
        end = best.edit.end + shift
    return Flag(start, end, value, kind_of(best.edit.kind), reason(best, found, text), offered)


def hint(start: int, end: int, value: float) -> Flag:
    """Return the flag of a word that is only surprising."""
    return Flag(start, end, value, "surprising", "possibly a wrong word")


def reason(gain: Gain, found: Findings, text: str) -> str:
    """Return in a few words what an edit of a word in `text` would do. The kind of the flag, "Spelling: ", may come
    before it."""
    edit, word, new = gain.edit, found.word, gain.edit.replacement.strip()
    if kind_of(edit.kind) == "spelling":
        return f"{new}?"
    if edit.kind in _ADDS or edit.start == edit.end:
        # The words before and after it may be the ones it was tried for.
        next_word = word.text if edit.start == word.start else text[edit.end :].split()[0].rstrip(".,;:!?")
        return f"add “{new.split()[0]}” before “{_shown(next_word)}”?"
    if edit.kind in _DROPS or not new:
        return f"drop “{_shown(word.text if new else text[edit.start : edit.end].strip())}”?"
    return f"“{new}” fits better than “{_shown(text[edit.start : edit.end].strip())}”"


def _shown(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"
