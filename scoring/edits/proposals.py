"""Candidate edits: small changes that could make a text more probable, each with its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from scoring.language.lexicon import Lexicon
from scoring.language.words import bare, like
from scoring.model.tokens import Ids
from scoring.model.vocabulary import Vocabulary

PREDICTED = 10
"""The number of words tried because the model expects them."""
SIMILAR = 8
"""The number of words tried because they look like the present one, or are a form of it."""
INTERCHANGED = 5
"""The number of function words tried because they occur in such places."""
INSERTED = 4
"""The number of function words tried before a word."""
OFFERED_TOO = 4
"""The number of further function words that are only offered, where something else is wrong with the word."""

_DISAGREEMENT = 5.0
"""The nats that a word loses after the wrong article, roughly."""
_LEAST_INSERTED = -8.0
"""The log-probability, in nats, that a word needs to be inserted."""


class EditKind(Enum):
    """The kinds of edits."""

    RESPELL = "a dictionary word, one letter off, for a word in no dictionary"
    APOSTROPHE = "the same where only an apostrophe is missing: don't for dont"
    RESPELL_FAR = "the same, more letters off"
    INFLECT = "another form of the same word"
    CONFUSED = "a word often confused with this one"
    COLLOCATE = "a near synonym that goes better with the words around it"
    RESEMBLE = "a word one letter off"
    RESEMBLE_FAR = "a word two letters off"
    ARTICLE = "a for an, or an for a"
    ARTICLE_SOUND = "the same where the sound of the next word requires it"
    INSERT = "a function word added"
    INSERT_UNLIKELY = "one added that the model expects less"
    SWAP_FUNCTION = "a function word for another"
    DROP_FUNCTION = "a function word dropped"
    DROP_ADVERB = "a function word dropped that means something: an adverb, a negation, a quantity"
    DROP_REPEATED = "a repeated word dropped"
    FROM_FUNCTION = "another word for a function word"
    ORDER = "two words swapped"
    REWORD = "another word"
    DROP = "a word dropped"
    JOIN = "two words joined into one"
    SPLIT = "one word split into two"
    SPLIT_KNOWN = "the same where the one is a word too"
    RENAME = "another word for a name"


@dataclass(frozen=True, slots=True)
class WordEdit:
    """A replacement of the code points [start, end): an insertion has start == end, a deletion an empty replacement."""

    start: int
    end: int
    replacement: str
    kind: EditKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit in tokens: [first, past) become `tokens`."""

    edit: WordEdit
    first: int
    past: int
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage: its code points [start, end), and its tokens [first, past), whose first one begins with
    `lead`: usually a blank, otherwise nothing."""

    text: str
    start: int
    end: int
    first: int
    past: int
    lead: str
    opens: bool
    """Whether it is the first word of a sentence."""

    @property
    def is_name(self) -> bool:
        """Whether it is capitalised in the middle of a sentence."""
        return (
            self.text[:1].isupper() and not self.opens and not self.text.startswith(("I'", "I’")) and self.text != "I"
        )


class Proposer:
    """Proposes edits.

    Args:
        lexicon: the language's.
        vocabulary: the model's.
        encode: returns the model's tokens for a piece of text that begins with a blank or begins a text.
    """

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary, encode: Callable[[str], tuple[int, ...]]) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._encode = encode

    def proposals(
        self, words: list[Word], index: int, tokens: Ids, log_probs: npt.NDArray[np.float32]
    ) -> Iterator[Proposal]:
        """Yield edits of the word `index` and of the place right before it.

        Args:
            words: the passage's.
            index: the word's.
            tokens: the passage's.
            log_probs: of every token in the vocabulary at the word's place, in nats, shape (vocabulary,).
        """
        word = words[index]
        following = words[index + 1] if index + 1 < len(words) else None
        done = {bare(word.text)}
        before = words[index - 1] if index and words[index - 1].end + 1 == word.start else None
        for text in self._instead(word, before, log_probs):
            if bare(text) not in done:
                done.add(bare(text))
                yield self._replacement(word, before, following, text)
        yield from self._insertions(word, tokens, log_probs)
        yield from self._splits(word)
        if following is not None and following.lead == " " and following.start == word.end + 1:
            yield from self._joins(word, following)
            if not word.is_name and not following.is_name:
                yield self._exchange(word, following)
        yield from self._deletion(word, following, before)

    def _replacement(self, word: Word, before: Word | None, following: Word | None, text: str) -> Proposal:
        """Put `text` in place of the word, and make an article before it agree ("a mistake", "an error")."""
        kind = self._kind(word, bare(text))
        if kind is EditKind.ARTICLE and following is not None and not following.text.isupper():
            sounding = self._lexicon.agreeing(bare(word.text), bare(following.text))
            kind = EditKind.ARTICLE_SOUND if sounding == bare(text) else kind
        agreeing = self._agreeing(before, text)
        if before is not None and agreeing is not None:
            text = f"{like(agreeing, before.text)} {text}"
            edit = WordEdit(before.start, word.end, text, kind)
            return Proposal(edit, before.first, word.past, self._encode(before.lead + text))
        edit = WordEdit(word.start, word.end, text, kind)
        return Proposal(edit, word.first, word.past, self._encode(word.lead + text))

    def _agreeing(self, before: Word | None, text: str) -> str | None:
        """Return what the word before becomes when `text` follows; None if it stays as it is."""
        if before is None:
            return None
        agreeing = self._lexicon.agreeing(bare(before.text), bare(text))
        return agreeing if agreeing != bare(before.text) else None

    def _instead(self, word: Word, before: Word | None, log_probs: npt.NDArray[np.float32]) -> list[str]:
        """Return words that could replace this one."""
        return [
            *self._predicted(word, log_probs),
            *self._similar(word, before, log_probs),
            *self._interchangeable(word, log_probs),
        ]

    def _interchangeable(self, word: Word, log_probs: npt.NDArray[np.float32]) -> list[str]:
        plain = bare(word.text)
        others = self._lexicon.interchangeable(plain) | self._lexicon.collocated(plain)
        texts = [like(other, word.text) for other in others]
        ranked = sorted(texts, key=lambda text: (-float(log_probs[self._encode(word.lead + text)[0]]), text))
        return ranked[:INTERCHANGED]

    def _predicted(self, word: Word, log_probs: npt.NDArray[np.float32]) -> list[str]:
        """Return the most probable words of one token in place of this one."""
        masked = np.where(self._vocabulary.begins_word(word.lead), log_probs, -np.inf)
        best = np.argpartition(-masked, 4 * PREDICTED)[: 4 * PREDICTED]
        found: dict[str, None] = {}
        for token in best[np.argsort(-masked[best])]:
            text = self._vocabulary.bytes_of(int(token)).decode("utf-8", "replace")[len(word.lead) :]
            if self._lexicon.is_word(text.lower()) and text.lower() != bare(word.text):
                found.setdefault(like(text, word.text))
        return list(found)[:PREDICTED]

    def _similar(self, word: Word, before: Word | None, log_probs: npt.NDArray[np.float32]) -> list[str]:
        """Return dictionary words that look like this one or are forms of it, those that fit the place first."""
        plain = bare(word.text)
        distances: dict[str, float] = dict(self._lexicon.neighbours(plain))
        distances |= dict.fromkeys(self._lexicon.inflections(plain), 0.5)
        distances |= dict.fromkeys(self._lexicon.confusions(plain), 0.0)
        far = 1.0 if self._lexicon.is_word(plain) else 3.0  # slips of one letter are more common than slips of two
        ranked = []
        for other, distance in distances.items():
            text = like(other, word.text)
            tokens = self._encode(word.lead + text)
            unlikely = far * distance - self._lexicon.frequency(other) / 2 + (2.0 if len(tokens) > 1 else 0.0)
            if self._agreeing(before, text) is not None:
                unlikely -= _DISAGREEMENT
            ranked.append((float(log_probs[tokens[0]]) - unlikely, text))
        return [text for _, text in sorted(ranked, reverse=True)[:SIMILAR]]

    def _kind(self, word: Word, other: str) -> EditKind:
        lexicon, plain = self._lexicon, bare(word.text)
        if {plain, other} == {"a", "an"}:
            return EditKind.ARTICLE
        if word.is_name and not lexicon.is_word(plain):
            return EditKind.RENAME
        if not lexicon.is_word(plain):
            distance = lexicon.neighbours(plain).get(other, 0)
            if distance == 0:
                return EditKind.INFLECT if other in lexicon.inflections(plain) else EditKind.REWORD
            if other.replace("'", "") == plain:
                return EditKind.APOSTROPHE
            return EditKind.RESPELL if distance == 1 else EditKind.RESPELL_FAR
        if other in lexicon.inflections(plain):
            return EditKind.INFLECT
        if other in lexicon.confusions(plain):
            return EditKind.CONFUSED
        if lexicon.is_function_word(plain) and lexicon.is_function_word(other):
            return EditKind.SWAP_FUNCTION
        if other in lexicon.collocated(plain):
            return EditKind.COLLOCATE
        if other in lexicon.neighbours(plain):
            return EditKind.RESEMBLE if lexicon.neighbours(plain)[other] == 1 else EditKind.RESEMBLE_FAR
        return EditKind.FROM_FUNCTION if lexicon.is_function_word(plain) else EditKind.REWORD

    def _insertions(self, word: Word, tokens: Ids, log_probs: npt.NDArray[np.float32]) -> Iterator[Proposal]:
        ranked = []
        for text in self._lexicon.insertions():
            cased = text.capitalize() if word.opens or text == "i" else text
            inserted = self._encode(word.lead + cased)
            ranked.append((float(log_probs[inserted[0]]), cased, inserted))
        for rank, (log_prob, text, inserted) in enumerate(sorted(ranked, reverse=True)[: INSERTED + OFFERED_TOO]):
            kind = EditKind.INSERT if rank < INSERTED else EditKind.INSERT_UNLIKELY
            if log_prob < _LEAST_INSERTED:
                return
            own = tuple(int(token) for token in tokens[word.first : word.past])
            if not word.opens:
                if not word.lead:
                    own = self._encode(" " + word.text)
                edit = WordEdit(word.start, word.start, text + " ", kind)
            else:
                kept = word.text if self._keeps_capital(word.text) else word.text[:1].lower() + word.text[1:]
                own = self._encode(" " + kept)
                # The capital moves to the new word; without one, the old word stays untouched.
                end = word.start + (kept != word.text)
                edit = WordEdit(word.start, end, f"{text} {kept[:1] if kept != word.text else ''}", kind)
            yield Proposal(edit, word.first, word.past, inserted + own)

    def _keeps_capital(self, text: str) -> bool:
        return not text[1:].islower() or text.startswith(("I'", "I’")) or not self._lexicon.is_word(text.lower())

    def _splits(self, word: Word) -> Iterator[Proposal]:
        plain = bare(word.text)
        if word.is_name:
            return
        known = self._lexicon.is_word(plain)
        kind, least = (EditKind.SPLIT_KNOWN, 4.8) if known else (EditKind.SPLIT, 4.3)
        for place in range(1, len(plain)):
            left, right = plain[:place], plain[place:]
            if known and min(len(left), len(right)) < 2 and left != "a":
                continue
            if min(self._lexicon.frequency(left), self._lexicon.frequency(right)) >= least:
                text = f"{word.text[:place]} {word.text[place:]}"
                edit = WordEdit(word.start, word.end, text, kind)
                yield Proposal(edit, word.first, word.past, self._encode(word.lead + text))

    def _exchange(self, word: Word, following: Word) -> Proposal:
        """Swap the word and the next one; a sentence's capital stays at its beginning."""
        first, second = following.text, word.text
        if word.opens:
            first = first[:1].upper() + first[1:]
            second = second if self._keeps_capital(second) else second[:1].lower() + second[1:]
        text = f"{first} {second}"
        edit = WordEdit(word.start, following.end, text, EditKind.ORDER)
        return Proposal(edit, word.first, following.past, self._encode(word.lead + text))

    def _joins(self, word: Word, following: Word) -> Iterator[Proposal]:
        text = word.text + following.text
        if self._lexicon.frequency(bare(text)) >= 3.0 and not following.is_name:
            edit = WordEdit(word.start, following.end, text, EditKind.JOIN)
            yield Proposal(edit, word.first, following.past, self._encode(word.lead + text))

    def _deletion(self, word: Word, following: Word | None, before: Word | None) -> Iterator[Proposal]:
        plain = bare(word.text)
        kind = EditKind.DROP_FUNCTION if self._lexicon.is_function_word(plain) else EditKind.DROP
        if self._lexicon.is_adverbial(plain):
            kind = EditKind.DROP_ADVERB
        if before is not None and bare(before.text) == plain and before.end + 1 == word.start:
            kind = EditKind.DROP_REPEATED
        if word.opens:
            if following is not None and following.lead == " " and following.start == word.end + 1:
                text = following.text[:1].upper() + following.text[1:]
                edit = WordEdit(word.start, following.end, text, kind)
                yield Proposal(edit, word.first, following.past, self._encode(word.lead + text))
        else:
            yield Proposal(WordEdit(word.start - len(word.lead), word.end, "", kind), word.first, word.past, ())
