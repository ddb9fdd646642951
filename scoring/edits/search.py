"""Searches a passage for small edits that make the text much more probable.

For a word w and an edit e:  gain(e) = log p(new words and the next tokens | left) - log p(old words and the next tokens
| left), in nats. The left context is run once; the edits of many words are then run together as branches of it (tree
attention, see `scoring.model.kv_cache`). If an edit's first tokens are so improbable that it cannot gain enough, the
rest is not run.

Only suspicious words are searched, and a passage is run without the text before it: an earlier mistake must not make
the next one look likely. Mistakes within a passage hide each other too, so once some edits are certain, the other words
are searched again in the corrected passage.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from scoring.edits.cached_passages import BATCH
from scoring.edits.kinds import EditKind
from scoring.edits.passages import passages_of
from scoring.edits.place import Place, Word, passage_words
from scoring.edits.proposals import REACH, Proposal, Proposer, WordEdit
from scoring.edits.repairs import Repair, repair
from scoring.edits.requests import Answer, Asking, Request, finished
from scoring.edits.trials import FAR_HORIZON, HORIZON, Findings, Gain, Line, ScoredPassage, handicap
from scoring.engines.engine_model import AnyModel
from scoring.language.lexicon import Lexicon
from scoring.model.tokens import Ids, Offsets

MOST_TOKENS = 384
"""The most tokens in a passage; a longer one (in a script that the model spells in bytes) is cut."""
MOST_EDIT_TOKENS = 8
"""The most tokens in an edit; longer ones are not tried."""
_OTHERS, _INSERTIONS, _ORDERS, _WIDE = 8, 4, 2, 48
"""The number of proposals tried for every word: the likeliest of those that change a word, insert one or reorder words;
then, if they may fix the word, the most promising ones."""
_ASKED_OF_ENGINE = 6
"""The number tried for every word if each takes its own prompt."""
_WORTH_ASKING = -3.0
"""How many nats above its handicap an edit must still be able to gain to be worth its own prompt."""
_FIXES = 6.0
"""How likely an edit must be, in nats, to count as one that may fix a word."""
_BEGUN = ((0, -math.inf, 1_000),)
_FIRST = ((HORIZON, -3.0, 6),)
_MORE = ((0, -7.0, 30), (1, -6.0, 16), (HORIZON, -6.0, 10))
_ALL = ((0, -15.0, 64), (1, -13.0, 32), (HORIZON, -13.0, 20))
_LAST = ((FAR_HORIZON, 0.0, 3),)
"""The stages that thin out a word's edits: first by one token of each, then by more; when more are tried; when the
writer asks for all; and finally. Each has three numbers: how many tokens to run after the edit (0: only one token), how
many nats an edit must still be worth, and how many of the best to keep."""
_REWORDINGS = ((HORIZON, -math.inf, 1_000), (FAR_HORIZON, -math.inf, 40))
"""The same for words that the writer asked about, whatever the edits gain."""
_ROUNDS = 2
"""How often a passage is searched at most: as it is, then corrected."""
_AT_ONCE = 64
"""The number of tokens in one pass; smaller passes would take longer in total."""
_PAUSE = 8
"""The number of words for which edits are proposed between two pauses."""

Rank = Callable[[Line, int], float]
Search = Asking[list[Findings]]


class EditSearch:
    """Searches passages. Several searches can run at the same time and have their requests answered together.

    Args:
        model: the model.
        lexicon: returns the language's lexicon; called on first use.
        most_tokens: the most tokens in a passage, including the start token.
    """

    def __init__(self, model: AnyModel, lexicon: Callable[[], Lexicon], most_tokens: int = MOST_TOKENS) -> None:
        self._model = model
        self._read_lexicon = lexicon
        self._most_tokens = min(most_tokens, MOST_TOKENS)
        self._encode = lru_cache(maxsize=20_000)(self._encoded)
        self._passages = passages_of(model, self._most_tokens)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The language's lexicon."""
        return self._read_lexicon()

    @cached_property
    def _proposer(self) -> Proposer:
        return Proposer(self.lexicon, self._model.vocabulary, self._encode)

    def _encoded(self, text: str) -> tuple[int, ...]:
        return tuple(self._model.tokenizer.encode(text)[0].tolist())

    def forget(self, kept: int = 0) -> None:
        """Free the memory of the searches that have ended, except for the latest `kept`."""
        self._passages.forget(kept)

    def answer(self, requests: Sequence[Request]) -> list[Answer]:
        """Answer the requests of searches, all of them in one pass."""
        return self._passages.answer(requests)

    def run(self, text: str, suspects: Iterable[int], *, all_edits: bool = False) -> Search:
        """Try edits of some words of a passage.

        Args:
            text: the passage.
            suspects: the code points where the words start.
            all_edits: whether to try all edits of these words in the passage as it is, for a list of suggestions.

        Yields:
            Requests; now and then an empty one, as a pause.

        Returns:
            The findings, one for each word for which edits were tried, in order. An edit proposed for one word that
            changes another counts for the other.
        """
        if all_edits:
            return (yield from self._search(text, set(suspects), all_edits=True))
        found: dict[int, Findings] = {}
        repaired = Repair(text)
        for count in range(_ROUNDS):
            wanted = {repaired.new(start) for start in suspects if repaired.keeps(start)}
            new = yield from self._search(repaired.text, wanted, all_edits=False)
            undone = [repaired.undone(one, count > 0) for one in new]
            found |= {one.word.start: one for one in undone if repaired.keeps(one.word.start)}
            better = repair(text, found.values(), self.lexicon)
            if len(better) == len(repaired) or len(better) == len(found):
                break
            repaired = better
        return [found[start] for start in sorted(found)]

    def reword(self, text: str, start: int, texts: Iterable[str]) -> list[tuple[str, Gain]]:
        """Try some texts in place of the word that starts at a code point of a passage; see `Proposer.rewordings`.

        Returns:
            The best texts with their gains, highest first; empty if the passage is cut off before the word.
        """
        ids, starts, ends = self._tokens(text)
        found = passage_words(text, 0, starts, ends)
        index = next((index for index, word in enumerate(found) if word.start == start), None)
        if index is None:
            return []
        with self._passages.running(ids, found[max(0, index - REACH - 1)].first) as running:
            scored = finished(running, self.answer)
            place = Place(found, index, ids, scored.at)
            text_of = {proposal: other for other, proposal in self._proposer.rewordings(place, texts)}
            lines = [Line(scored, index, one) for one in text_of if len(one.tokens) <= MOST_EDIT_TOKENS]
            best = finished(_run(scored, lines, _REWORDINGS), self.answer)
        gains = [(text_of[line.proposal], line.gain()) for line in best]
        return sorted(gains, key=lambda one: -one[1].nats)

    def _tokens(self, text: str) -> tuple[Ids, Offsets, Offsets]:
        """Return a passage's tokens (the first ones if there are too many), with their starts and ends in code
        points."""
        ids, starts, ends = self._model.tokenizer.encode(text)
        room = slice(self._most_tokens - 1)
        return ids[room], starts[room], ends[room]

    def _search(self, text: str, wanted: set[int], *, all_edits: bool) -> Search:
        """Search for findings about the words that start at the code points `wanted`."""
        ids, starts, ends = self._tokens(text)
        found = passage_words(text, 0, starts, ends)
        some = [index for index, word in enumerate(found) if word.start in wanted]
        if not some:
            return []
        # An edit of the word may begin before it.
        with self._passages.running(ids, found[max(0, some[0] - REACH - 1)].first) as running:
            scored = yield from running
            gains, fixable = yield from self._gains(scored, found, some, all_edits)
        return [Findings(found[i], scored.surprisal(found[i]), tuple(gains[i]), i in fixable) for i in sorted(gains)]

    def _gains(
        self, scored: ScoredPassage, found: list[Word], some: list[int], all_edits: bool
    ) -> Asking[tuple[dict[int, list[Gain]], set[int]]]:
        """Try edits of the words `some`: a few of each, and all of them if one may fix the word.

        Returns:
            The gains of each word, and the words whose edits were all tried.
        """
        lines: dict[WordEdit, Line] = {}
        proposed: dict[int, list[Line]] = {}
        for count, index in enumerate(some):
            proposed[index] = []
            for proposal in self._proposals(Place(found, index, scored.ids, scored.at), all_edits):
                if proposal.edit not in lines:
                    lines[proposal.edit] = Line(scored, _changed(found, index, proposal.edit), proposal)
                    proposed[index].append(lines[proposal.edit])
            if count % _PAUSE == 0:
                yield Request()
        measured = []
        fixable = set(some)
        if not all_edits:
            begun = yield from _run(scored, _few(scored, proposed), _BEGUN)
            measured = yield from _run(scored, begun, _FIRST)
            fixable = {line.index for line in measured if line.hope(HORIZON) >= _FIXES}
        done = set(map(id, measured))
        more = [line for index in fixable for line in proposed.get(index, ()) if id(line) not in done]
        if all_edits:
            measured = yield from _run(scored, more, _ALL)
        else:
            measured += yield from _run(scored, more, _MORE, Line.worth)
        yield from _run(scored, measured, _LAST)
        gains: dict[int, list[Gain]] = {index: [] for index in some}
        for line in measured:
            gains.setdefault(line.index, []).append(line.gain())
        return gains, fixable

    def _proposals(self, place: Place, all_edits: bool) -> list[Proposal]:
        """Return the most promising edits of a word, the best first; if all are tried, the likeliest first."""
        proposed = self._proposer.proposals(place, all_edits=all_edits)
        found = [one for one in proposed if len(one.tokens) <= MOST_EDIT_TOKENS]
        if all_edits:
            return found
        return sorted(found, key=lambda one: round(handicap(one) - one.promise, 3))[:_WIDE]


def _few(scored: ScoredPassage, proposed: dict[int, list[Line]]) -> list[Line]:
    """Return the likeliest lines of each word, before any is run."""
    few = []
    for own in proposed.values():
        ranked = sorted(own, key=lambda line: -line.proposal.likelihood)
        if scored.knows_all:
            orders = [line for line in ranked if line.proposal.edit.kind is EditKind.ORDER]
            insertions = [line for line in ranked if line.proposal.inserts]
            others = [
                one for one in ranked if not one.proposal.inserts and one.proposal.edit.kind is not EditKind.ORDER
            ]
            few += [*others[:_OTHERS], *insertions[:_INSERTIONS], *orders[:_ORDERS]]
        else:
            few += [line for line in ranked[:_ASKED_OF_ENGINE] if line.worth(0) >= _WORTH_ASKING]
    return few


def _changed(found: list[Word], index: int, edit: WordEdit) -> int:
    """Return the word that an edit changes or inserts something before; the word `index` if it is one of several."""
    low, high = edit.start, max(edit.end, edit.start + 1)
    if found[index].start < high and found[index].end > low:
        return index
    return next((i for i, word in enumerate(found) if word.end > low), index)


def _run(
    scored: ScoredPassage, lines: list[Line], stages: tuple[tuple[int, float, int], ...], rank: Rank = Line.hope
) -> Asking[list[Line]]:
    """Run the lines stage by stage, or at once if they are few; return those left at the end. `rank` returns their
    value in nats."""
    last = stages[-1][0]
    if not scored.knows_all:  # measure all that may be worth it before comparing them
        lines = waiting = [line for line in lines if rank(line, stages[0][0]) >= stages[0][1]]
        while waiting:
            waiting = yield from scored.measure(waiting)
    for far, floor, most in stages:
        lines = waiting = _best(lines, far, floor, most, rank)
        if sum(line.rest(last) for line in lines) <= _AT_ONCE:
            far = last
        while waiting:
            waiting = yield from scored.advance(waiting, far, BATCH)
    return lines


def _best(lines: list[Line], far: int, floor: float, most: int, rank: Rank) -> list[Line]:
    """Return for each word the best lines by `rank`, at most `most`, whose value is at least `floor` nats."""
    by_word: dict[int, list[Line]] = {}
    for line in lines:
        if rank(line, far) >= floor:
            by_word.setdefault(line.index, []).append(line)
    ranked = (sorted(own, key=lambda line: -rank(line, far))[:most] for own in by_word.values())
    return [line for own in ranked for line in own]
