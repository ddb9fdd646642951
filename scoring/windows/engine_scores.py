"""The scores of a document whose model runs on an engine: a window is sent, and its scores come back.

The engine keeps no state for the document, so the smallest sufficient window is sent. The score book decides which
scores are missing: an edit costs the windows around it, not the whole document.
"""

from __future__ import annotations

import numpy as np

from scoring.engines.engine import TOP_K
from scoring.engines.engine_model import EngineModel
from scoring.engines.kind import Prompt
from scoring.engines.scored_prompt import ScoredPrompt
from scoring.windows.document_scores import PROVISIONAL, DocumentScores
from scoring.windows.document_windows import CHUNK, SHORT_CONTEXT, DocumentPages
from scoring.windows.pages import WindowRule
from scoring.windows.score_book import ScoreBook
from scoring.windows.stats import Stats
from scoring.windows.token_scores import ScoredChunk

REACH = 32
"""How many tokens after an edit are sent again at once. Later ones keep their scores as provisional: a local model
would compute them over moved keys, which isn't better."""


class EngineScores(DocumentScores):
    """Scores a document with a model on an engine.

    Args:
        model: the model.
        text: the document, without lone surrogates.
        rule: cuts the document into pages.
        top_k: how many predicted tokens to keep for each token; an engine returns 20 by default.
        stats: counts the tokens sent.
    """

    settles_whole_windows = True

    def __init__(self, model: EngineModel, text: str, rule: WindowRule, top_k: int, stats: Stats) -> None:
        super().__init__(model, text, lambda ids: DocumentPages(model.start_id, rule, ids))
        self.book = ScoreBook(self.windows.pages, REACH)
        self._engine = model.engine
        self._top_k = top_k
        self._stats = stats

    def settle(self, token: int, past: int, most: int = CHUNK) -> tuple[int, int]:
        """Send the window of a token's page; see `DocumentScores`. The scores of the whole page come back, whatever
        `most` is."""
        page = self.windows.page_of(token)
        missing = np.flatnonzero(self.book.unsettled[page.start : page.end]) + page.start
        return self._send(page.context, int(missing[0]), int(missing[-1]) + 1, page.context)

    def score_soon(self, token: int, first: int, past: int) -> tuple[int, int]:
        """Send the tokens with a short context, or the whole one if it is hardly longer. See `DocumentScores`."""
        page = self.windows.page_of(token)
        past = min(past, page.end)
        if token - page.context <= 2 * SHORT_CONTEXT:
            return self._send(page.context, token, past, page.context)
        scored = np.flatnonzero(~self.book.outdated[token : page.end])  # tokens with a score keep it
        run = token + int(scored[0]) if len(scored) else page.end
        past = min(run, max(past, token + 2 * REACH))  # the next tokens are sent along, with the same context
        longest = self._model.max_positions - 1  # after the start token
        context = max(page.context, token - min(SHORT_CONTEXT, longest // 2))
        return self._send(context, token, min(past, context + longest), PROVISIONAL)

    def _send(self, context: int, first: int, past: int, written_as: int) -> tuple[int, int]:
        """Have the tokens [first, past) scored in the window that begins at `context`."""
        ids = self.windows.ids(context, past)
        prompt = Prompt(ids, 1 + first - context)
        (found,) = self._engine.score([prompt], max(self._top_k, TOP_K))
        self.book.write(first, _chunk(found, self._top_k), written_as)
        self._stats.forwards += 1
        self._stats.tokens_forwarded += len(ids)
        return int(self.tokenized.starts[first]), int(self.tokenized.ends[past - 1])


def _chunk(found: ScoredPrompt, top_k: int) -> ScoredChunk:
    return ScoredChunk(
        found.log_prob, found.rank, found.entropy, found.top_ids[:, :top_k], found.top_log_probs[:, :top_k]
    )
