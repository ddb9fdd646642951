"""The number of words, recounted only where the text changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.markdown.critic import may_have_marks
from editor.document.transaction import Change, Transaction
from editor.document.word_count import WordCount, count_words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a {++b c++} d", 4),
        ("a {--b c--} d", 2),
        ("a {~~b c~>e~~} d", 3),
        ("a {==b c==}{>>what about this?<<} d", 4),
        ("one{--s--} two{>>or three<<}", 2),
        ("a {--b\nc\r\nd--} e", 2),
        ("a {--b\n\nc--} d", 4),
        ("a {--b", 2),
        ("`a {--b c--} d`", 4),
        ("\\{--a b--}", 2),
    ],
)
def test_deleted_and_commented_text_is_not_counted(text: str, count: int) -> None:
    assert count_words(text) == count == WordCount(Document(text)).total


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("don't stop-gap", 2), ("—  …", 0), ("3.5 km", 2), ("日本語 text", 4), ("a\n\nb\r\nc", 3)],
)
def test_words_are_counted_as_word_processors_do(text: str, count: int) -> None:
    assert count_words(text) == count


_PIECES = st.text("ab \n\r\t-漢", max_size=12)
_MARKED = st.lists(st.sampled_from([*"ab \n\r", "{--", "--}", "{>>", "<<}", "{~~", "~>", "~~}", "{"])).map("".join)


@given(
    _PIECES | _MARKED,
    st.lists(st.tuples(st.sampled_from(["replace", "several", "undo", "redo"]), st.randoms(), _PIECES | _MARKED)),
)
def test_the_word_count_is_that_of_the_whole_text_after_any_edits(
    text: str, steps: list[tuple[str, object, str]]
) -> None:
    document = Document(text)
    words = WordCount(document)
    for step, random, piece in steps:
        places = sorted(random.randint(0, len(document)) for _ in range(4))  # type: ignore[attr-defined]
        if step == "replace":
            document.replace(places[0], places[1], piece)
        elif step == "several":
            document.apply(
                Transaction((Change(places[0], places[1], piece), Change(places[2], places[3], piece[::-1])))
            )
        else:
            getattr(document, step)()
        assert words.total == count_words(document.text)
        if may_have_marks(document.text):
            continue
        assert words.total == sum(count_words(block.text) for block in document.blocks)
        start, end = places[0], min(places[3], len(document))
        assert words.between(min(start, end), end) == count_words(document.slice(start, end))


@pytest.mark.parametrize("line", ["Annotations: 0,9 SHA-256 " + 32 * "0" + "  ", "@Jane Doe: 3 7,9  ", "&AI: 0,4"])
def test_author_annotations_are_not_words_until_they_are_edited(line: str) -> None:
    document = Document(f"One two.\n\n---\n{line}\n...\n")
    count = WordCount(document)
    assert count.total == 2
    start = document.text.index(line)
    colon = document.text.index(":")
    for place in (start, colon):
        document.replace(place, place + 1, "")
        assert count.total == WordCount(document).total
        assert count.total > 2 or place == start, "any word may replace “Annotations”"
        document.undo()
        assert count.total == 2
    document.replace(colon + 1, colon + 1, " so")
    assert count.total > 3
    document.replace(colon + 1, colon + 4, "")
    assert count.total == 2


def test_two_changes_in_one_line_are_counted_once() -> None:
    document = Document("a--}{--a\r\ra--{}--a-")
    count = WordCount(document)
    document.apply(Transaction((Change(0, 9, ""), Change(9, 18, "  \r\r\ta\n-"))))
    assert count.total == count_words(document.text) == 1
