"""Words and phrases that are repeated so soon that a reader notices.

Function words, short words, numbers and names repeat unnoticed, and don't count. Nor does a word that is frequent in
the whole draft, unless its occurrences are closer to each other than chance would have them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from editor.document.passages import Passage
from editor.report.english_lists import SERVING

_NEAR = 25
"""The most words from one occurrence of a word to the next."""
_NEAR_PHRASE = 250
_LEAST_PHRASE = 3
"""The fewest words of a phrase."""
_SHORTEST = 4
"""Letters of the shortest word that is noticed."""
_CLOSER = 0.5
"""The most that the distance may be, as a share of the average distance in the draft, once a word is frequent."""
_FREQUENT = 10

_SERVING = frozenset(SERVING.split())


class Repetition(NamedTuple):
    """A word or phrase that occurs several times, each time soon after the last.

    Attributes:
        text: as it is written the first time.
        times: how often it occurs.
        span: the words from the first of its occurrences to the last, both counted.
        place: the document position of the second one, in code points.
    """

    text: str
    times: int
    span: int
    place: int


class _Token(msgspec.Struct, frozen=True, gc=False):
    text: str
    plain: str
    place: int
    sentence: int
    is_noticed: bool


def repeated_words(passages: Sequence[Passage]) -> list[Repetition]:
    """Return the words that are repeated within 25 words, the most noticeable first."""
    tokens = list(_tokens(passages))
    totals = Counter(token.plain for token in tokens)
    runs: dict[str, list[int]] = {}
    found: list[Repetition] = []

    def close(run: list[int]) -> None:
        if len(run) > 1:
            first = tokens[run[0]]
            found.append(Repetition(first.text, len(run), run[-1] - run[0] + 1, tokens[run[1]].place))

    for index, token in enumerate(tokens):
        if not token.is_noticed:
            continue
        near, total = float(_NEAR), totals[token.plain]
        if total >= _FREQUENT:
            near = min(near, _CLOSER * len(tokens) / total)
        run = runs.get(token.plain, [])
        if run and index - run[-1] > near:
            close(run)
            run = []
        runs[token.plain] = [*run, index]
    for run in runs.values():
        close(run)
    return sorted(found, key=lambda one: (-one.times, one.span, one.place))


def repeated_phrases(passages: Sequence[Passage]) -> list[Repetition]:
    """Return the phrases of three words or more that are repeated within 250 words, the longest first.

    A phrase is within one sentence and has at least one word that is noticed. If a phrase is part of a longer one, only
    the longer one is returned.
    """
    tokens = list(_tokens(passages))
    last: dict[tuple[str, ...], int] = {}  # three words, and their last place
    found: dict[tuple[str, ...], Repetition] = {}
    reached = 0  # already part of a found phrase, up to here
    for index in range(len(tokens) - _LEAST_PHRASE + 1):
        few = tokens[index : index + _LEAST_PHRASE]
        if few[0].sentence != few[-1].sentence:
            continue
        key = tuple(token.plain for token in few)
        before = last.get(key)
        last[key] = index
        if before is None or index < reached or index - before > _NEAR_PHRASE:
            continue
        length = _common(tokens, before, index)
        phrase = tokens[index : index + length]
        if length >= _LEAST_PHRASE and any(token.is_noticed for token in phrase):
            reached = index + length
            words = tuple(token.plain for token in phrase)
            known = found.get(words)
            text = " ".join(token.text for token in tokens[before : before + length])
            found[words] = (
                Repetition(text, 2, index - before + length, phrase[0].place)
                if known is None
                else known._replace(times=known.times + 1, span=known.span + index - before)
            )
    return sorted(found.values(), key=lambda one: (-one.times * len(one.text.split()), one.span, one.place))


def _tokens(passages: Sequence[Passage]) -> Iterator[_Token]:
    number = 0
    for passage in passages:
        for sentence in passage.sentences:
            number += 1
            for index, word in enumerate(sentence.words):
                plain = word.text.casefold().replace("’", "'").removesuffix("'s")
                is_name = index > 0 and word.text[0].isupper()
                is_noticed = len(plain) >= _SHORTEST and plain[0].isalpha() and not is_name and plain not in _SERVING
                yield _Token(word.text, plain, word.place, number, is_noticed)


def _common(tokens: Sequence[_Token], first: int, second: int) -> int:
    """Return how many words are the same from two places on, each within its sentence, without overlap."""
    length = 0
    while (
        second + length < len(tokens)
        and first + length < second
        and tokens[first + length].plain == tokens[second + length].plain
        and tokens[first + length].sentence == tokens[first].sentence
        and tokens[second + length].sentence == tokens[second].sentence
    ):
        length += 1
    return length
