"""Which scores are still valid: any change earlier in its window makes a score outdated."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from scoring.model.tokens import TokenSplice
from scoring.windows.pages import Page
from scoring.windows.score_book import ScoreBook
from scoring.windows.token_scores import ScoredChunk

PAGES = [Page(0, 0, 4), Page(2, 4, 8), Page(6, 8, 12)]


def chunk(count: int) -> ScoredChunk:
    """Return scores that count up from 0."""
    numbers = np.arange(count)
    ids = numbers[:, None].astype(np.int32)
    return ScoredChunk(numbers.astype(np.float32), ids[:, 0], numbers.astype(np.float32), ids, ids.astype(np.float32))


@pytest.fixture
def book() -> ScoreBook:
    """Twelve tokens on three pages, all settled."""
    book = ScoreBook(PAGES)
    for page in PAGES:
        book.write(page.start, chunk(page.end - page.start), page.context)
    return book


def where(mask: npt.NDArray[np.bool_]) -> list[int]:
    return np.flatnonzero(mask).tolist()


def log_probs(book: ScoreBook, first: int, past: int) -> list[float | None]:
    log_prob, entropy = book.values(first, past)
    np.testing.assert_array_equal(log_prob, entropy)
    return [None if np.isnan(value) else float(value) for value in log_prob]


def test_scores_written_in_their_window_are_settled(book: ScoreBook) -> None:
    assert where(book.unsettled) == where(book.outdated) == []
    assert all(book.settled(index) for index in range(12))
    assert [place[1] for index in range(12) if (place := book.row(index))] == [0, 1, 2, 3] * 3
    assert log_probs(book, 0, 12) == [0, 1, 2, 3] * 3
    assert log_probs(book, 3, 3) == []


def test_at_first_everything_is_outdated() -> None:
    book = ScoreBook(PAGES)
    assert where(book.unsettled) == where(book.outdated) == list(range(12))
    assert book.row(3) is None
    assert log_probs(book, 3, 4) == [None]


def test_an_edit_unsettles_tokens_with_it_in_their_window_and_keeps_the_old_scores(book: ScoreBook) -> None:
    """Token 5 becomes two: all tokens after it, up to the last window that sees it, must be scored again."""
    book.edit(TokenSplice(5, 1, 2), [Page(0, 0, 4), Page(2, 4, 9), Page(7, 9, 13)])
    assert where(book.unsettled) == where(book.outdated) == [5, 6, 7, 8]
    assert book.row(5) is book.row(6) is None
    assert log_probs(book, 4, 10) == [0, None, None, 2, 3, 0]
    assert [place[1] for index in (4, 7, 8, 9) if (place := book.row(index))] == [0, 2, 3, 0]


def test_an_edit_of_a_windows_first_token_unsettles_the_window(book: ScoreBook) -> None:
    book.edit(TokenSplice(6, 1, 1), PAGES)
    assert where(book.unsettled) == [6, 7, 8, 9, 10, 11]


def test_an_edit_before_a_windows_first_token_does_not_affect_the_window(book: ScoreBook) -> None:
    book.edit(TokenSplice(5, 1, 0), [Page(0, 0, 4), Page(2, 4, 7), Page(5, 7, 11)])
    assert where(book.unsettled) == [5, 6]


def test_a_moved_boundary_unsettles_too(book: ScoreBook) -> None:
    book.edit(TokenSplice(12, 0, 1), [Page(0, 0, 4), Page(2, 4, 8), Page(7, 8, 13)])
    assert where(book.unsettled) == where(book.outdated) == [8, 9, 10, 11, 12]
    assert log_probs(book, 8, 12) == [0, 1, 2, 3]


def test_a_splice_of_nothing_changes_nothing(book: ScoreBook) -> None:
    book.edit(TokenSplice(5, 0, 0), PAGES)
    assert where(book.unsettled) == []


@pytest.mark.parametrize("context", [-1, 3], ids=["over old keys", "shorter context"])
def test_a_provisional_score_is_wanted_again_but_not_soon(book: ScoreBook, context: int) -> None:
    book.edit(TokenSplice(4, 1, 1), PAGES)
    assert where(book.outdated) == [4, 5, 6, 7]
    book.write(4, chunk(4), context)
    assert where(book.unsettled) == [4, 5, 6, 7]
    assert where(book.outdated) == []
    book.edit(TokenSplice(4, 1, 1), PAGES)
    assert where(book.outdated) == [4, 5, 6, 7]


def test_a_provisional_score_whose_window_is_after_an_edit_stays(book: ScoreBook) -> None:
    book.edit(TokenSplice(8, 1, 1), PAGES)
    book.write(8, chunk(4), 7)
    book.edit(TokenSplice(0, 1, 2), [Page(0, 0, 5), Page(3, 5, 9), Page(7, 9, 13)])
    assert where(book.outdated) == [0, 1, 2, 3, 4]
    assert where(book.unsettled) == [0, 1, 2, 3, 4, 9, 10, 11, 12]
