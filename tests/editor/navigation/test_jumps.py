"""Going back to where a jump started, and forward again."""

from __future__ import annotations

from editor.document import Document
from editor.navigation.jumps import Jumps


def test_back_and_forward_walk_the_places_and_a_new_jump_forgets_those_ahead() -> None:
    jumps = Jumps(Document("x" * 100))
    jumps.leave(10)
    jumps.leave(20)
    assert [jumps.back(30), jumps.back(20), jumps.back(10)] == [20, 10, None]
    assert [jumps.forward(10), jumps.forward(20), jumps.forward(30)] == [20, 30, None]
    assert jumps.back(30) == 20
    jumps.leave(20)
    assert jumps.forward(50) is None
    assert [jumps.back(50), jumps.back(20)] == [20, 10]


def test_the_carets_own_place_is_skipped() -> None:
    jumps = Jumps(Document("x" * 100))
    jumps.leave(10)
    jumps.leave(20)
    assert jumps.back(20) == 10


def test_places_move_with_the_text() -> None:
    document = Document("one two")
    jumps = Jumps(document)
    jumps.leave(4)
    document.replace(0, 3, "fourteen")
    assert jumps.back(0) == 9
    document.replace(0, 2, "")
    assert jumps.forward(9) == 0
