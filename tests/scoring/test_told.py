"""Text that the editor says isn't prose is neither searched nor flagged; the rest is as in a document just opened."""

from __future__ import annotations

import pytest

from scoring.model.model import Model
from scoring.session import Session

_TEXT = "go = 1\n# She go to school every day.\n"
_CODE = _TEXT.index("\n") + 1


def _settled(model: Model, text: str, stretches: list[tuple[int, int]]) -> Session:
    session = Session(model, text, is_told=True)
    session.tell(0, len(text), stretches)
    session.settle()
    return session


def _words(session: Session) -> list[str]:
    return [session.text[flag.start : flag.end] for flag in session.flags()]


def test_told_code_is_not_searched_until_it_is_prose_again(default_model: Model) -> None:
    session = _settled(default_model, _TEXT, [(0, len(_TEXT))])
    assert not _words(session)
    session.tell(_CODE, len(_TEXT), [])
    assert session.has_work
    session.settle()
    assert _words(session) == ["go"]
    session.tell(_CODE, len(_TEXT), [(_CODE, len(_TEXT))])
    assert not _words(session)


def test_after_an_edit_the_flags_equal_those_of_a_fresh_session(default_model: Model) -> None:
    session = _settled(default_model, _TEXT, [(0, _CODE)])
    session.edit(_CODE, _CODE, "# They was late.\n")
    session.tell(_CODE, _CODE + 17, [])
    session.settle()
    fresh = _settled(default_model, session.text, [(0, _CODE)])
    assert _words(session) == _words(fresh) == ["was", "go"]


def test_kept_results_are_restored_together_with_the_told_stretches(default_model: Model) -> None:
    known = _settled(default_model, _TEXT, [(0, _CODE)])
    session = Session(default_model, _TEXT, is_told=True)
    assert session.restore(known.state())
    session.tell(0, len(_TEXT), [(0, _CODE)])
    assert not session.has_work, "nothing is searched again"
    assert _words(session) == ["go"]


@pytest.mark.parametrize("told", [(5, 2, []), (0, 99, []), (0, 5, [(3, 9)])])
def test_stretches_outside_the_text_are_rejected(
    default_model: Model, told: tuple[int, int, list[tuple[int, int]]]
) -> None:
    with pytest.raises(ValueError, match="is not within"):
        Session(default_model, "A word.", is_told=True).tell(*told)


def test_a_text_that_decides_itself_cannot_be_told(default_model: Model) -> None:
    with pytest.raises(ValueError, match="itself"):
        Session(default_model, "A word.").tell(0, 3, [(0, 1)])
