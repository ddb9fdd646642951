"""Whole words for a place in the text, with the model's probability of each.

A word may take several tokens, and a token may be only the beginning of a word, so the most probable tokens are not the
most probable words. The search goes down the tree of tokens, most probable first, and runs all open branches in one
forward pass over the shared prefix. A word's probability is that of its tokens times that of the word ending there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from scoring.language.words import like
from scoring.model.kv_cache import WindowCache
from scoring.model.model import Model
from scoring.model.tokens import Ids

_WIDTH = 32
"""The most branches in one pass."""
_DEPTH = 4
"""The most tokens in a proposed word; the current word may have more."""


@dataclass(frozen=True, slots=True)
class _Node:
    """A branch: its text after the prefix, its log-probability in nats, and its tokens, as numbered among the cache's
    branches."""

    data: bytes
    log_prob: float
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WordsAtPlace:
    """The words for a place.

    Attributes:
        prob: the current word's probability.
        rank: its rank among all words, from 1; if the search didn't reach it, the rank of its first token.
        words: the other words, most probable first, with their probabilities.
    """

    prob: float
    rank: int
    words: list[tuple[str, float]]

    def in_place_of(self, word: str, count: int) -> WordsAtPlace:
        """Return a copy with at most `count` words, capitalised like `word`, and without `word` itself."""
        written: dict[str, float] = {}
        for text, prob in self.words:
            written[like(text, word)] = written.get(like(text, word), 0.0) + prob
        written.pop(word, None)
        ranked = sorted(written.items(), key=lambda item: -item[1])
        return WordsAtPlace(self.prob, self.rank, ranked[:count])


class WordSearch:
    """Searches for the words that may follow a prefix.

    Args:
        model: the model.
        cache: knows at least the prefix, including the hidden state of its last token.
        prefix_length: the number of slots before the place.
        lead: the part of the word's first token before the word itself: usually a blank.
    """

    def __init__(self, model: Model, cache: WindowCache, prefix_length: int, lead: str) -> None:
        self._model = model
        self._cache = cache
        self._prefix_length = prefix_length
        self._lead = lead
        self._tried = 0
        self._goes_on = torch.from_numpy(model.vocabulary.continues_word).to(model.device)

    def run(self, own: Ids, count: int) -> WordsAtPlace:
        """Find the `count` most probable words besides the current one, whose tokens are `own`, shape (n,), n >= 1."""
        vocabulary = self._model.vocabulary
        first = self._model.log_softmax(self._cache.hidden[self._prefix_length - 1 : self._prefix_length])[0]
        begins = torch.from_numpy(vocabulary.begins_word(self._lead)).to(first.device)
        top = first.masked_fill(~begins, -torch.inf).topk(min(_WIDTH, int(begins.sum())))
        root = _Node(b"", 0.0, ())
        opened = [
            (root, int(token), float(log_prob))
            for token, log_prob in zip(top.indices, top.values, strict=True)
            if int(token) != own[0]
        ]
        opened.insert(0, (root, int(own[0]), float(first[own[0]])))
        own_beginnings = int((first[begins] > first[own[0]]).sum())
        words: dict[str, float] = {}
        own_prob = 0.0
        for depth in range(max(_DEPTH, len(own))):
            nodes, ends, after = self._advance(opened)
            complete = depth == len(own) - 1
            if complete:
                own_prob = float(np.exp(nodes[0].log_prob + ends[0]))
            for node, end in list(zip(nodes, ends, strict=True))[1 if complete else 0 :]:
                text = word_of(node.data, self._lead)
                if text is not None:
                    words[text] = words.get(text, 0.0) + float(np.exp(node.log_prob + end))
            opened = self._openings(nodes, after, words, count) if depth + 1 < _DEPTH else []
            if depth + 1 < len(own):
                token = int(own[depth + 1])
                opened = [entry for entry in opened if entry[:2] != (nodes[0], token)]
                opened.insert(0, (nodes[0], token, nodes[0].log_prob + float(after[0, token])))
            if not opened:
                break
        ranked = sorted(words.items(), key=lambda item: -item[1])
        more_probable = sum(prob > own_prob for _, prob in ranked)
        return WordsAtPlace(own_prob, max(more_probable, own_beginnings) + 1, ranked[:count])

    def _advance(
        self, opened: list[tuple[_Node, int, float]]
    ) -> tuple[list[_Node], npt.NDArray[np.float32], torch.Tensor]:
        """Run the opened branches one token further.

        Returns:
            The nodes reached; the log-probability, in nats, that the word ends at each, shape (n,); and the
            log-probabilities of the next tokens, shape (n, vocabulary).
        """
        nodes = []
        for row, (parent, token, log_prob) in enumerate(opened):
            path = (*parent.path, self._tried + row)
            nodes.append(_Node(parent.data + self._model.vocabulary.bytes_of(token), log_prob, path))
        ids = np.array([token for _, token, _ in opened], np.int32)
        # Past the model's last position (learned ones end there), positions are only approximate.
        last = self._model.max_positions - 1
        positions = [min(self._prefix_length + len(node.path) - 1, last) for node in nodes]
        paths = [list(node.path) for node in nodes]
        hidden = self._cache.branch(ids, positions, paths, self._prefix_length, self._tried)
        self._tried += len(opened)
        after = self._model.log_softmax(hidden)
        ends = after.masked_fill(self._goes_on, -torch.inf).logsumexp(-1)
        return nodes, ends.cpu().numpy(), after

    def _openings(
        self, nodes: list[_Node], after: torch.Tensor, words: dict[str, float], count: int
    ) -> list[tuple[_Node, int, float]]:
        """Return the continuations that could still yield one of the best `count` words."""
        reached = torch.tensor([node.log_prob for node in nodes], device=after.device)
        joint = (after + reached[:, None]).masked_fill(~self._goes_on, -torch.inf)
        best = sorted(words.values(), reverse=True)[:count]
        bar = float(np.log(max(best[-1], 1e-9))) if len(best) == count else -20.0
        top = joint.flatten().topk(_WIDTH // 2)
        size = joint.shape[1]
        return [
            (nodes[int(index) // size], int(index) % size, float(log_prob))
            for index, log_prob in zip(top.indices, top.values, strict=True)
            if float(log_prob) > bar
        ]


def word_of(data: bytes, lead: str) -> str | None:
    """Return the text of a branch if it is a word, else None."""
    try:
        text = data.decode()[len(lead) :]
    except UnicodeDecodeError:
        return None
    letters = text.replace("'", "")
    return text if letters.isalpha() else None
