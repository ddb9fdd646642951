"""A suggestion is applied to the text it was made for, or not at all."""

from __future__ import annotations

from editor.document import Document
from editor.flags.suggested_edit import apply_suggestion, edits_of
from scoring.protocol import Flag, Suggestion

TEXT = "She go to school every days."
DAYS = TEXT.index("days")
FLAG = Flag(DAYS, DAYS + 4, 9.0, "grammar", "", (Suggestion(DAYS - 6, DAYS + 4, "each day", 3.0, "grammar"),))


def test_an_edit_follows_its_word() -> None:
    document = Document(TEXT)
    (edit,) = edits_of(document, FLAG)
    document.replace(0, 0, "Well: ")
    made = apply_suggestion(document, edit, DAYS + 6, document.apply)
    assert made is not None
    assert document.text == "Well: She go to school each day."


def test_an_edit_of_a_text_that_has_changed_is_not_made() -> None:
    document = Document(TEXT)
    (edit,) = edits_of(document, FLAG)
    document.replace(DAYS - 6, DAYS - 1, "some")
    assert apply_suggestion(document, edit, DAYS - 1, document.apply) is None
    assert document.text == "She go to school some days."
    assert edit.change_at(2, document) is None, "it would begin before the text"
