"""The ghost text at a caret: the continuations received, which one is shown, and the part of it not yet accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from editor.document.selections import Selections
from editor.text.sentences import sentences
from editor.text.words import next_word_end
from editor.workspace.workspace import Draft

Piece = Literal["all", "word", "sentence"]


class Standing:
    """Continuations at the caret of a draft, from the moment they were requested.

    Attributes:
        draft: the draft.
        request: the number of the request whose answers belong here; None: it is one of the draft's own words.
        is_unasked: whether the program asked, not the writer.
        is_for_word: whether only the rest of a word was requested.
        texts: the continuations so far, as they are decoded.
        index: which one is shown.
        is_done: whether no more of them will come.
        taken: the accepted part of the shown one, from its start.
    """

    def __init__(self, draft: Draft, request: int | None, *, is_unasked: bool, is_for_word: bool = False) -> None:
        self.draft = draft
        self.request = request
        self.is_unasked = is_unasked
        self.is_for_word = is_for_word
        self.texts: list[str] = []
        self.index = 0
        self.is_done = False
        self.taken = ""
        self._moment = self._now

    @property
    def _now(self) -> tuple[int, Selections]:
        return self.draft.document.revision, self.draft.canvas.selections

    def holds(self) -> bool:
        """Return True if neither the text nor a caret has changed since, other than by accepting from it."""
        return self._moment == self._now

    @property
    def is_writers_own(self) -> bool:
        """Whether the writer wrote it, elsewhere in the draft."""
        return self.request is None

    @property
    def text(self) -> str:
        """The rest of the shown continuation; empty as long as there is none."""
        return self.texts[self.index][len(self.taken) :] if self.index < len(self.texts) else ""

    def goes_on_as(self, request: int | None) -> None:
        """Continue with the rest, as the answers to a new request at the caret do; None: there are none."""
        self.texts, self.index, self.taken = [self.text], 0, ""
        self.is_done = request is None
        self.request = self.request if request is None else request

    def heard(self, texts: list[str], *, is_done: bool) -> None:
        """Take in the text decoded so far; the shown one grows, whatever its present rank, or stays as it is."""
        shown = self.texts[self.index] if self.index < len(self.texts) else ""
        places = [place for place, text in enumerate(texts) if text.startswith(shown)]
        if shown and self.index not in places:
            if places:  # one that could not be shown before now precedes it
                self.index = places[0]
            else:  # it is no longer among them, but the writer may be about to accept it
                self.index = min(self.index, len(texts))
                texts.insert(self.index, shown)
        self.texts, self.is_done = texts, is_done

    def turn(self, step: int) -> bool:
        """Show the next continuation, or with -1 the previous one, of those that begin with the accepted part."""
        count = len(self.texts)
        for distance in range(1, count):
            index = (self.index + step * distance) % count
            if self.texts[index].startswith(self.taken) and len(self.texts[index]) > len(self.taken):
                self.index = index
                return True
        return False

    def piece(self, kind: Piece, shown: int) -> str:
        """Return the text that accepting a piece inserts; never more than the `shown` code points that were on the
        screen."""
        text = self.text[:shown]
        return text[: _LENGTHS[kind](text)]

    def take(self, piece: str) -> None:
        """Continue after a piece that is now in the text, with the caret after it."""
        self.taken += piece
        self._moment = self._now


def _word(text: str) -> int:
    """Return the length of white space and the word after it, with the signs that end a sentence or clause."""
    end = next_word_end(text, 0)
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return end


def _sentence(text: str) -> int:
    """Return the length of the text up to the end of its first sentence."""
    found = sentences(text)
    return found[0][1] if found else len(text)


_CLOSING = ".,;:!?)]}\"'”’»…"
_LENGTHS: dict[Piece, Callable[[str], int]] = {"all": len, "word": _word, "sentence": _sentence}
