"""A bracket or quote that typing added is typed over, however far Enter has taken it: keys, the text after them."""

from __future__ import annotations

from tests.editor.commands.tables import press_rows
from tests.editor.view.harness import CanvasApp

ROWS = [
    ("¦", "( a enter b )", "(a\nb)¦"),
    ("¦", "[ a enter enter b ]", "[a\n\nb]¦"),
    ("¦", "{ a enter b enter c }", "{a\nb\nc}¦"),
    ("¦", '" a enter b "', '"a\nb"¦'),
    ("¦", "` a enter b `", "`a\nb`¦"),
    ("¦", "( [ a enter b ] enter )", "([a\nb]\n)¦"),
    ("¦", '( " a enter b " )', '("a\nb")¦'),
    ("x ¦", "( a enter b )", "x (a\nb)¦"),
    ("¦\r\nnext", "( a enter b )", "(a\r\nb)¦\r\nnext"),
    ("- ¦", "( a enter b )", "- (a\n- b)¦"),
    ("7. ¦", "( a enter b )", "7. (a\n8. b)¦"),
    ("> ¦", '" a enter b "', '> "a\n> b"¦'),
    ("> - ¦", "[ a enter b ]", "> - [a\n> - b]¦"),
    ("    ¦", "( a enter b )", "    (a\n    b)¦"),
    ("¦\n¦", "( a enter b )", "(a\nb)¦\n(a\nb)¦"),
    ("¦", "( a enter backspace b )", "(ab)¦"),
    ("¦", "( a enter b ctrl+z )", "(a)¦"),
    ("¦", "( a enter up end left b down left )", "(ba\n)¦"),
    # another sign than the one that follows, or one that was not added
    ("¦", "( a enter b ] )", "(a\nb])¦"),
    ("¦", "( a enter delete b )", "(a\nb)¦"),
    ("a¦)", "enter )", "a\n)¦)"),
]


async def test_an_added_sign_is_typed_over_on_any_line() -> None:
    assert await press_rows(CanvasApp("", column=24), ROWS, is_markdown=True) == ROWS
