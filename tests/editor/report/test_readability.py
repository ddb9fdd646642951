"""The two indices: their formulas, on texts counted by hand."""

from __future__ import annotations

import pytest

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.passages import Sentence, passages
from editor.report.readability import readability


def sentences(text: str) -> list[Sentence]:
    document = Document(text)
    return [one for passage in passages(document, Markdown(document)) for one in passage.sentences]


@pytest.mark.parametrize(
    ("text", "count", "words", "syllables", "letters", "band"),
    [
        ("The cat sat on the mat.", 1, 6, 6, 17, "very easy"),
        ("We don’t see it. You do!", 2, 6, 6, 16, "very easy"),
        ("The lazy editor deleted 3 paragraphs.", 1, 5, 12, 30, "very difficult"),
        ("Readers never finish complicated manuscripts.", 1, 5, 13, 40, "very difficult"),
    ],
)
def test_formulas(text: str, count: int, words: int, syllables: int, letters: int, band: str) -> None:
    score = readability(sentences(text))
    assert score is not None
    assert score.ease == pytest.approx(206.835 - 1.015 * words / count - 84.6 * syllables / words)
    assert score.grade == pytest.approx(5.88 * letters / words - 29.6 * count / words - 15.8)
    assert score.band == band


@pytest.mark.parametrize("text", ["", "1984. 7!", "Пётр пошёл домой.", "漢字を読む。"])
def test_without_english_words_there_is_no_index(text: str) -> None:
    assert readability(sentences(text)) is None


def test_a_few_foreign_letters_do_not_matter() -> None:
    assert readability(sentences("The café near the old bridge was always full of students.")) is not None
