"""Ranks continuations by how well they fit between the text before a place and the text after it.

The gain is that of an edit, as in the edit search: log p(new words | before) + log p(text after | before, new words),
minus the same for the current words. Replacements of a range are ranked by the gain; insertions by the same sum with
less weight on the text after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from scoring.continuation.branches import Prefix
from scoring.continuation.written import Written
from scoring.edits.cached_passages import CachedPassage
from scoring.edits.kinds import EditKind
from scoring.edits.proposals import Proposal, WordEdit
from scoring.edits.requests import answer, finished
from scoring.edits.trials import FAR_HORIZON, Line
from scoring.model.model import Model
from scoring.model.tokens import TokenizedText
from scoring.protocol import Continuation

_AT_ONCE = 64
"""The most tokens in one pass."""
_LENGTHS = 4
"""The most lengths of one continuation to try."""
_FOLLOWING = 0.3
"""The weight of the text after a place, relative to the words written there. If none of the few drafts is what the
writer would write, the text after fits one of them only by chance. Over 140 places, the first word was the writer's in
0.26 of them with full weight, in 0.34 with this weight, and in 0.29 without the text after."""
_WORD_END = re.compile(r"(?<=[^\W_])(?=\W|\Z)|(?<=[.!?…,;:])(?=\s|\Z)")


class Draft(NamedTuple):
    """A text for a place, and its tokens' log-probabilities given the text before it, in nats."""

    text: str
    log_probs: tuple[float, ...]


def cut_at_words(line: Written, used: int, words: range | None = None) -> list[Draft]:
    """Return a continuation's first `used` code points cut to several lengths: after one word, after two and so on,
    including the longest.

    Args:
        line: the continuation.
        used: how much of it fits.
        words: the allowed lengths in words; None: any.
    """
    ends = [match.start() for match in _WORD_END.finditer(line.text[:used])]
    if words is not None:
        ends = [end for number, end in enumerate(ends, 1) if number in words]
    if len(ends) > _LENGTHS:
        step = (len(ends) - 1) / (_LENGTHS - 1)
        ends = [ends[round(index * step)] for index in range(_LENGTHS)]
    return [Draft(line.text[:end], known_log_probs(line, end)) for end in ends if line.text[:end].strip()]


def known_log_probs(line: Written, end: int) -> tuple[float, ...]:
    """Return the log-probabilities of the tokens that spell a continuation's first `end` code points, in nats."""
    return tuple(log_prob for log_prob, past in zip(line.log_probs, line.ends, strict=True) if past <= end)


def ranked(
    model: Model, prefix: Prefix, tokenized: TokenizedText, start: int, end: int, drafts: Sequence[Draft]
) -> Iterator[list[Continuation]]:
    """Rank drafts as replacements of the code points [start, end) of a text, running a few at a time; yield an empty
    list after each pass, and finally the drafts with their gains, the best first.

    Args:
        model: the model.
        prefix: finds a cache that knows the text before the token `measured_to`.
        tokenized: the text.
        start, end: the place.
        drafts: the candidates for that place.
    """
    while True:
        cache, length = prefix()
        ids = cache.ids[1:length]
        proposals = _proposals(tokenized, start, end, drafts, measured_to(tokenized, end) - len(ids))
        if not proposals:
            return
        passage = CachedPassage(model, cache, ids, min(proposal.first for _, proposal in proposals))
        lines = waiting = [Line(passage, index, proposal) for index, (_, proposal) in enumerate(proposals)]
        changes = cache.changes
        while waiting and cache.changes == changes:  # otherwise the branches have been overwritten
            waiting = finished(passage.advance(waiting, FAR_HORIZON, _AT_ONCE), partial(answer, model))
            changes = cache.changes
            yield []
        if not waiting:
            break
    found = [
        Continuation(draft.text, draft.log_probs, line.gain().nats)
        for (draft, _), line in zip(proposals, lines, strict=True)
    ]
    yield sorted(found, key=lambda one: -_worth(one, is_new=start == end))


def _worth(one: Continuation, *, is_new: bool) -> float:
    """Return the value by which a draft is ranked, in nats: its gain, with less weight on the text after if nothing is
    replaced."""
    own, gain = sum(one.log_probs), one.gain or 0.0
    return own + _FOLLOWING * (gain - own) if is_new else gain


def measured_to(tokenized: TokenizedText, end: int) -> int:
    """Return the end of the tokens after a place that count in its gain."""
    return min(tokenized.at(0, end)[1] + FAR_HORIZON, len(tokenized))


def _proposals(
    tokenized: TokenizedText, start: int, end: int, drafts: Sequence[Draft], context: int
) -> list[tuple[Draft, Proposal]]:
    """Return the drafts as edits in tokens, numbered from `context`; those that need a token before it are left out."""
    found: list[tuple[Draft, Proposal]] = []
    for draft in drafts:
        splice, new = tokenized.edited(start, end, draft.text)
        first = splice.first - context
        if first >= 0 and len(new):
            edit = WordEdit(start, end, draft.text, EditKind.ADD_CONTENT)
            found.append((draft, Proposal(edit, first, first + splice.removed, tuple(new.tolist()))))
    return found
