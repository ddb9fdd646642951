"""Candidate edits: small changes that could make a text more probable, the most promising first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from scoring.edits.expected import expected, related
from scoring.edits.function_words import kept, order, others, prepositions, repeated
from scoring.edits.kinds import EditKind
from scoring.edits.nouns import excluded, nouns
from scoring.edits.place import Change, Place, Word
from scoring.edits.priors import prior
from scoring.edits.spelled import spelled
from scoring.edits.verbs import verbs
from scoring.language.lexicon import Lexicon
from scoring.language.words import bare, like
from scoring.model.vocabulary import Vocabulary

MOST, MOST_ASKED = 60, 160
"""The most edits proposed for a word: usually, and where a writer asks for all edits."""
REACH = 3
"""How many words before the word in question an edit may begin."""

_CLAUSE = 12
"""The words on either side of a word that its grammar may depend on."""

_MOST_OF_KIND = {
    EditKind.RESEMBLE: 12,
    EditKind.RESPELL_FAR: 10,
    EditKind.DERIVED: 8,
    EditKind.PREPOSITION_ADD: 8,
    EditKind.ADD: 8,
    EditKind.SWAP_FUNCTION: 8,
    EditKind.VERB_PATTERN: 14,
    EditKind.COLLOCATE: 5,
    EditKind.ORDER: 5,
}
"""The most edits of some kinds; other kinds have few, or aren't limited."""
_INSERTIONS = {EditKind.ADD, EditKind.ADD_CONTENT, EditKind.ARTICLE_ADD, EditKind.PREPOSITION_ADD}
ASKED = 8.0
"""How much likelier an edit is if grammar requires it, in nats; it is always tried."""
_UNKNOWN_NEXT = -6.0
"""The log-probability assumed for the token after the last one, in nats."""


@dataclass(frozen=True, slots=True)
class WordEdit:
    """A replacement of the code points [start, end): an insertion has start == end, a deletion an empty replacement."""

    start: int
    end: int
    replacement: str
    kind: EditKind


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit in tokens: [first, past) become `tokens`.

    `promise` says how promising it is before it is run, in nats: how much more probable its first new token is than the
    old one, less how unlikely such a mistake is. For a deletion, `saved` is the surprisal, in nats, of the dropped
    tokens after the first one and of the token after them. `is_asked` says whether grammar requires it, see
    `Lexicon.asked`.
    """

    edit: WordEdit
    first: int
    past: int
    tokens: tuple[int, ...]
    promise: float = 0.0
    saved: float = 0.0
    is_asked: bool = False

    @property
    def inserts(self) -> bool:
        """Whether it inserts words and leaves the others unchanged."""
        return self.edit.kind in _INSERTIONS

    def prior(self, known: int) -> float:
        """Return how likely it is, in nats, apart from the probabilities of its first `known` tokens."""
        unknown = len(self.tokens) - known - ("'" in self.edit.replacement)  # the part after an apostrophe is probable
        return prior(self.edit.kind, max(0, unknown)) + (ASKED if self.is_asked else 0.0)

    @property
    def likelihood(self) -> float:
        """How likely it is, in nats; rounded, so that noise doesn't decide between similar edits."""
        return round(self.promise + self.saved + self.prior(1), 3)


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

    def proposals(self, place: Place, *, all_edits: bool = False) -> list[Proposal]:
        """Return edits of a word, of the places right before and after it, and of the words that agree with it.

        At most `MOST`, the most promising first; with `all_edits`, at most `MOST_ASKED`, the likeliest first. All
        change the text.
        """
        found: dict[tuple[int, int, str], Proposal] = {}
        asked = self._lexicon.asked([*place.before(_CLAUSE)], place.plain, [*place.after(_CLAUSE)])
        for change in self._changes(place, all_edits):
            proposal = self._proposal(place, change)
            if proposal is None:
                continue
            if asked and bare(proposal.edit.replacement.strip()) in asked:
                proposal = replace(proposal, is_asked=True)
            key = (proposal.edit.start, proposal.edit.end, proposal.edit.replacement)
            if key not in found:
                found[key] = proposal
        counts: dict[EditKind, int] = {}
        best = []
        worth = {key: one.likelihood if all_edits else one.promise for key, one in found.items()}
        for key in sorted(found, key=lambda key: (-worth[key], key[0], key[2])):
            proposal = found[key]
            kind = proposal.edit.kind
            counts[kind] = counts.get(kind, 0) + 1
            if all_edits or counts[kind] <= _MOST_OF_KIND.get(kind, MOST):
                best.append(proposal)
        return best[: MOST_ASKED if all_edits else MOST]

    def rewordings(self, place: Place, texts: Iterable[str]) -> Iterator[tuple[str, Proposal]]:
        """Yield each text with the proposal to replace a word by it, capitalised like the word.

        An article before the word is adapted. Texts that are never offered or change nothing are left out.
        """
        for text in texts:
            proposal = self._proposal(place, Change(0, 1, text, EditKind.REWORD))
            if proposal is not None:
                yield text, proposal

    def _changes(self, place: Place, all_edits: bool) -> Iterator[Change]:
        """Yield all changes; of two equal ones, the kind of the first counts."""
        never = excluded(place, self._lexicon)
        found = chain(
            repeated(place),
            verbs(place, self._lexicon),
            nouns(place, self._lexicon),
            prepositions(place, self._lexicon),
            spelled(place, self._lexicon, all_edits=all_edits),
            related(place, self._lexicon),
            others(place, self._lexicon, all_edits=all_edits),
            order(place, self._lexicon),
            expected(place, self._lexicon, self._vocabulary, all_edits=all_edits),
        )
        return (change for change in found if (change.first, change.past) != (0, 1) or change.text not in never)

    def _proposal(self, place: Place, change: Change) -> Proposal | None:
        """Return a change in code points and tokens; None if it changes nothing or isn't allowed."""
        if not all(map(self._lexicon.is_offered, change.text.lower().split())):
            return None
        if change.first == change.past:
            return self._insertion(place, change)
        first, last = place.near(change.first), place.near(change.past - 1)
        if first is None or last is None:
            return None
        if not change.text:
            return self._deletion(place, change, first, last)
        text = change.text if change.kind in (EditKind.ORDER, EditKind.CAPITAL) else like(change.text, first.text)
        if first.opens and first.text[:1].isupper():
            text = text[:1].upper() + text[1:]
        following = place.near(change.past)
        if following is not None and bare(text) in ("a", "an"):
            text = like(self._lexicon.agreeing("a", bare(following.text)), text)
        old = " ".join(place.words[place.index + offset].text for offset in range(change.first, change.past))
        if text == old or (bare(text) == bare(old) and change.kind is not EditKind.CAPITAL):
            return None
        return self._replacement(place, change, first, last, text)

    def _replacement(self, place: Place, change: Change, first: Word, last: Word, text: str) -> Proposal:
        """Replace some words by `text`, and make an article before them agree ("a mistake", "an error")."""
        kind, following = change.kind, place.near(change.past)
        if following is not None and not following.text.isupper():
            kind = self._article_kind(kind, bare(first.text), bare(text), bare(following.text))
        before = place.near(change.first - 1)
        article = self._agreeing(before, text)
        if before is not None and article is not None:
            first, text = before, f"{article} {text}"
        edit = WordEdit(first.start, last.end, text, kind)
        return self._in_tokens(place, edit, first, last.past, self._tokens(first.lead, text), change.doubt)

    def _article_kind(self, kind: EditKind, old: str, new: str, following: str) -> EditKind:
        """Return the kind of an edit, with the certain kind for articles if only the sound of the next word matters."""
        if {old, new} == {"a", "an"} and self._lexicon.agreeing(old, following) == new:
            return EditKind.ARTICLE_SOUND
        return kind

    def _agreeing(self, before: Word | None, text: str) -> str | None:
        """Return the form of the preceding article before `text`; None if it stays the same."""
        if before is None:
            return None
        agreeing = self._lexicon.agreeing(bare(before.text), bare(text.split()[0]))
        return like(agreeing, before.text) if agreeing != bare(before.text) else None

    def _deletion(self, place: Place, change: Change, first: Word, last: Word) -> Proposal | None:
        following = place.near(change.past)
        before = place.near(change.first - 1)
        article = self._agreeing(before, following.text) if following is not None else None
        if following is not None and before is not None and article is not None:
            text = f"{article} {following.text}"
            edit = WordEdit(before.start, following.end, text, change.kind)
            tokens = self._tokens(before.lead, text)
            return self._in_tokens(place, edit, before, following.past, tokens, change.doubt)
        if not first.opens and first.lead:
            edit = WordEdit(first.start - len(first.lead), last.end, "", change.kind)
            return self._in_tokens(place, edit, first, last.past, (), change.doubt)
        if following is None:
            return None
        text = following.text
        if first.opens and first.text[:1].isupper():
            text = text[:1].upper() + text[1:]
        edit = WordEdit(first.start, following.end, text, change.kind)
        tokens = self._tokens(first.lead, text)
        return self._in_tokens(place, edit, first, following.past, tokens, change.doubt)

    def _insertion(self, place: Place, change: Change) -> Proposal | None:
        word = place.near(change.first)
        if word is None:
            return None
        text = change.text
        if text in ("a", "an"):
            text = self._lexicon.agreeing(text, bare(word.text))
        text = "I" if text == "i" else text
        before = place.near(change.first - 1)
        article = self._agreeing(before, text)
        if before is not None and article is not None:
            edit = WordEdit(before.start, word.start, f"{article} {text} ", change.kind)
            tokens = self._tokens(before.lead, f"{article} {text} {word.text}")
            return self._in_tokens(place, edit, before, word.past, tokens, change.doubt)
        own = word.text
        if word.opens and own[:1].isupper():
            text, own = text[:1].upper() + text[1:], kept(word, self._lexicon)
        # The capital moves to the new word; without one, the old word stays untouched.
        moved = own != word.text
        edit = WordEdit(word.start, word.start + moved, f"{text} {own[:1] if moved else ''}", change.kind)
        tokens = self._tokens(word.lead, f"{text} {own}")
        return self._in_tokens(place, edit, word, word.past, tokens, change.doubt)

    def _tokens(self, lead: str, text: str) -> tuple[int, ...]:
        first, *rest = text.split(" ")
        return tuple(chain(self._encode(lead + first), *(self._encode(" " + word) for word in rest)))

    def _in_tokens(
        self, place: Place, edit: WordEdit, first: Word, past: int, tokens: tuple[int, ...], doubt: float
    ) -> Proposal:
        """Return an edit with its promise, taken from the first token that differs from the passage's."""
        begin, same = first.first, 0
        after = place.tokens[past : past + 1].tolist()
        new = (*tokens, *after)
        while same < len(new) - 1 and begin + same < len(place.tokens) and place.tokens[begin + same] == new[same]:
            same += 1
        if begin + same >= len(place.tokens):
            return Proposal(edit, begin, past, tokens, -doubt)
        old = place.log_prob(begin + same, int(place.tokens[begin + same]))
        fresh = place.log_prob(begin + same, new[same]) if new else _UNKNOWN_NEXT
        dropped = () if tokens else range(begin + 1, min(past + 1, len(place.tokens)))
        saved = -sum(place.log_prob(token, int(place.tokens[token])) for token in dropped)
        return Proposal(edit, begin, past, tokens, fresh - old - doubt, saved)
