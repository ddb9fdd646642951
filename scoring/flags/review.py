"""Which passages still have to be judged, and which of their words deserve a search."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from scoring.edits.findings import FindingsStore, Found, Suspects
from scoring.edits.trials import Findings
from scoring.flags.word_cases import WordCase, is_suspect
from scoring.language.lexicon import Lexicon
from scoring.language.passages import LONGEST, REACH, Passage, Passages, joined
from scoring.language.prose import ProseWord, prose_words
from scoring.memory.own_words import is_own
from scoring.model.tokens import TokenSplice
from scoring.windows.document_scores import DocumentScores

_AFTER = 3
"""The number of tokens after a word on whose scores its judgement depends."""
TOGETHER = 8
"""The most passages that are searched side by side: more save little, and take up more memory."""
_SPARE = 4096
"""The number of passages of earlier texts whose findings are kept."""

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as it is judged.

    Attributes:
        passage: the passage.
        text: its text without the white space at its end: what is written there must not make findings invalid.
        cases: its words, in order; positions count from the passage's start.
        suspects: where the words that deserve a search start.
    """

    passage: Passage
    text: str
    cases: tuple[WordCase, ...]
    suspects: Suspects


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review knows about a text.

    Attributes:
        pending: whether each token waits for a judgement, shape (tokens,).
        searched: the words that were searched last in a passage, by its text.
        found: what the search found there.
    """

    pending: npt.NDArray[np.bool_]
    searched: dict[str, Suspects]
    found: Sequence[Found]


class Review:
    """Keeps track of which passages were judged by their present scores.

    Args:
        scores: the document's.
        findings: of the edit search.
        read_lexicon: returns the language's lexicon; called on first use.
        is_told: whether `tell` says what of the text is prose; otherwise the text itself does.
    """

    def __init__(
        self,
        scores: DocumentScores,
        findings: FindingsStore,
        read_lexicon: Callable[[], Lexicon],
        *,
        is_told: bool = False,
    ) -> None:
        self._scores = scores
        self._findings = findings
        self._read_lexicon = read_lexicon
        self._passages = Passages(scores.tokenized.text, is_told=is_told)
        self._pending: npt.NDArray[np.bool_] = np.ones(len(scores.tokenized), np.bool_)
        self._searched: dict[str, Suspects] = {}
        self._turned = (0, 0)
        self._prose = lru_cache(maxsize=4096)(self._read_prose)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The language's lexicon."""
        return self._read_lexicon()

    @property
    def text(self) -> str:
        """The document's text."""
        return self._scores.tokenized.text

    # -- following the document ----------------------------------------------------------------------------------------

    def edit(self, splice: TokenSplice, start: int, end: int, length: int) -> None:
        """Follow an edit: `length` code points replaced [start, end). Call this after the scores followed it."""
        text = self._scores.tokenized.text
        turned = self._passages.edit(text, start, end, length)
        old = [
            at if at <= start else start + length if at <= end else at + length - (end - start) for at in self._turned
        ]
        self._turned = joined((old[0], old[1]), turned)
        past = splice.first + splice.removed
        new = np.ones(splice.inserted, np.bool_)
        self._pending = np.concatenate([self._pending[: splice.first], new, self._pending[past:]])
        # Passages near the edit may begin or end elsewhere now.
        low, high = joined((max(0, start - REACH), min(len(text), start + length + REACH)), turned)
        near = self._passages.overlapping(low, high)
        if near:
            self._pending[slice(*self._tokens(near[0].start, near[-1].end))] = True

    def tell(self, start: int, end: int, stretches: Iterable[_Range]) -> None:
        """Take in which stretches of [start, end) aren't prose; see `Passages.tell`."""
        if not self._passages.tell(self.text, start, end, stretches):
            return
        self._turned = joined(self._turned, (start, end))
        for passage in self._passages.overlapping(max(0, start - LONGEST), min(len(self.text), end + REACH)):
            if self._bare(passage) not in self._searched:
                self._pending[slice(*self._tokens(passage.start, passage.end))] = True

    def take_turned(self) -> _Range:
        """Return the code points that edits since the last call turned into prose or into something else, such as a
        code block; their flags are others now, with no search. Usually none."""
        turned, self._turned = self._turned, (0, 0)
        return turned

    def scored(self, start: int, end: int) -> None:
        """Note that the code points [start, end) have new scores."""
        first, past = self._tokens(start, end)
        self._pending[max(0, first - _AFTER) : past] = True

    def is_done(self, passage: Passage) -> bool:
        """Return True if a passage was judged by its present scores."""
        return not self._pending[slice(*self._tokens(passage.start, passage.end))].any()

    def known(self) -> Reviewed:
        """Return what is known about the text, for `restore`."""
        texts = {self._bare(passage) for passage in self._passages}
        searched = {text: suspects for text, suspects in self._searched.items() if text in texts}
        return Reviewed(self._pending, searched, self._findings.known(texts))

    def restore(self, known: Reviewed) -> None:
        """Take up what `known` returned for the same text. Call this after the scores were restored: where there are
        none, nothing counts as judged."""
        self._pending = known.pending | self._scores.book.unsettled
        self._searched.update(known.searched)
        self._findings.restore(known.found)

    # -- what to do next -----------------------------------------------------------------------------------------------

    def wanted(self, start: int, end: int, later: _Range = (0, 0)) -> tuple[Passage, ...]:
        """Return the first passages of [start, end) that can be judged now, a few at most; those that overlap `later`
        come last."""
        ready = sorted(self._ready(start, end), key=lambda p: p.start < later[1] and later[0] < p.end)
        return tuple(ready[:TOGETHER])

    def wanted_last(self, start: int, end: int) -> Passage | None:
        """Return the last passage of [start, end) that can be judged now."""
        return next(reversed(list(self._ready(start, end))), None)

    def first_wanted(self) -> tuple[Passage, ...]:
        """Return the first passages of the document that can be judged now, a few at most."""
        found: list[Passage] = []
        first = int(np.argmax(self._pending)) if len(self._pending) else 0
        while first < len(self._pending) and self._pending[first]:
            place = int(self._scores.tokenized.starts[first])
            passage = next(iter(self._passages.overlapping(place, place + 1)), None)
            if passage is not None and self._is_scored(passage):
                found.append(passage)
                if len(found) == TOGETHER:
                    break
            if passage is None:  # code or the like
                self._pending[first] = False
            past = first + 1 if passage is None else max(first + 1, self._tokens(passage.start, passage.end)[1])
            first = past + int(np.argmax(self._pending[past:])) if past < len(self._pending) else past
        return tuple(found)

    def step(self, passages: Sequence[Passage]) -> tuple[int, _Range]:
        """Do one forward pass towards judging some passages.

        Returns:
            The number of tokens in it, and the code points that have a new judgement; usually none.
        """
        readings = [self.read(passage) for passage in passages]
        tokens = self._findings.step([(reading.text, reading.suspects) for reading in readings])
        judged = (0, 0)
        for reading in readings:
            if self._findings.find(reading.text, reading.suspects) is not None:
                passage = reading.passage
                self._pending[slice(*self._tokens(passage.start, passage.end))] = False
                self._searched[reading.text] = reading.suspects
                judged = joined(judged, (passage.start, passage.end))
        return tokens, judged

    # -- reading -------------------------------------------------------------------------------------------------------

    def passages(self, start: int, end: int) -> list[Passage]:
        """Return the passages of [start, end), in order."""
        return self._passages.overlapping(start, end)

    def sentence_end(self, position: int) -> int:
        """Return where the passage at a code point ends, without white space; `position` where there is no passage."""
        passage = next(iter(self.passages(position, position + 1)), None)
        if passage is None:
            return position
        return max(position, passage.start + len(self._bare(passage)))

    def read(self, passage: Passage) -> Reading:
        """Return a passage with what the scores say about its words."""
        whole, text = self._scores.tokenized.text, self._bare(passage)
        shift = passage.start - passage.context
        prose = self._prose(whole[passage.context : passage.start + len(text)], shift)
        spans = np.array([(word.start, word.end) for word in prose], np.int64).reshape(-1, 2) + passage.context
        scores = self._scores.readings(spans)
        columns = scores.surprisal, scores.entropy, scores.odds, scores.familiar
        cases = tuple(
            WordCase.of(word, text, -shift, self.lexicon, *numbers, is_own=self._is_own(word, whole, passage.context))
            for word, *numbers in zip(prose, *columns, strict=True)
        )
        return Reading(passage, text, cases, tuple(case.start for case in cases if is_suspect(case)))

    def findings(self, reading: Reading) -> list[Findings] | None:
        """Return what the search found about a passage's suspects, or about those that it had before its last scores;
        None where the search has not been there or a word has no score yet."""
        if any(math.isnan(case.surprisal) for case in reading.cases):
            return None
        found = self._findings.find(reading.text, reading.suspects)
        if found is None and reading.text in self._searched:
            return self._findings.find(reading.text, self._searched[reading.text])
        return found

    def forget(self) -> None:
        """Forget findings of earlier texts, where very many have gathered."""
        most = sum(1 for _ in self._passages) + _SPARE
        self._findings.forget_old(most)
        for text in list(self._searched)[: max(0, len(self._searched) - most)]:
            del self._searched[text]

    def _bare(self, passage: Passage) -> str:
        """Return a passage's text without the white space at its end."""
        return self.text[passage.start : passage.end].rstrip()

    def _read_prose(self, text: str, start: int) -> list[ProseWord]:
        return prose_words(text, start, self.lexicon)

    def _is_own(self, word: ProseWord, text: str, shift: int) -> bool:
        """Return True if a word at a place of the document, `shift` code points further on, is the writer's own."""
        memory = self._scores.memory
        if memory is None or word.is_known:
            return False
        return is_own(text[word.start + shift : word.end + shift], memory.times, self.lexicon)

    def _ready(self, start: int, end: int) -> Iterable[Passage]:
        return (p for p in self._passages.overlapping(start, end) if not self.is_done(p) and self._is_scored(p))

    def _is_scored(self, passage: Passage) -> bool:
        """Return True if every token of a passage, but for white space at its end, has a score for the present text,
        at least a provisional one."""
        length = len(self.text[passage.start : passage.end].rstrip())
        return not self._scores.book.outdated[slice(*self._tokens(passage.start, passage.start + length))].any()

    def _tokens(self, start: int, end: int) -> _Range:
        return self._scores.tokenized.at(start, end)
