"""Which continuation fits between the text before a place and the text after it.

Its gain is that of an edit, as the edit search measures it: log p(new words | before) + log p(what follows | before,
new words), minus the same for what stands there now. Other words for a range are ranked by it; what comes between two
texts by the same sum with less weight on what follows.
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
"""The most lengths of one continuation that are tried."""
_FOLLOWING = 0.3
"""How much the text after a place counts next to the words written there. None of a few drafts may be what the writer
would write, and the text after it then fits one of them by chance: with all that it counts, the first word was the
writer's at 0.26 of 140 places, with this share at 0.34, without it at 0.29."""
_WORD_END = re.compile(r"(?<=[^\W_])(?=\W|\Z)|(?<=[.!?…,;:])(?=\s|\Z)")


class Draft(NamedTuple):
    """A text for a place, and its tokens' log-probabilities given what is before it, in nats."""

    text: str
    log_probs: tuple[float, ...]


def cut_at_words(line: Written, used: int, words: range | None = None) -> list[Draft]:
    """Return a continuation's first `used` code points, cut after one word, two and so on: several lengths, the longest
    included.

    Args:
        line: the continuation.
        used: how much of it fits.
        words: the numbers of words that are wanted; None: any.
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
    """Rank drafts in place of the code points [start, end) of a text, running a few at a time; yield an empty list
    after each pass, and in the end the drafts with their gains, the best first.

    Args:
        model: the model.
        prefix: finds a cache that knows the text before the token `measured_to`.
        tokenized: the text.
        start, end: the place.
        drafts: what could stand there.
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
        while waiting and cache.changes == changes:  # otherwise the branches were overwritten in the meantime
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
    """Return what a draft is ranked by, in nats: its gain, of which what follows counts less if nothing is replaced."""
    own, gain = sum(one.log_probs), one.gain or 0.0
    return own + _FOLLOWING * (gain - own) if is_new else gain


def measured_to(tokenized: TokenizedText, end: int) -> int:
    """Return the token up to which the text after a place counts for what could stand there."""
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
