"""Words and phrases that are repeated soon."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.document.passages import Passage, passages
from editor.report.repetitions import Repetition, repeated_phrases, repeated_words

FILLER = " ".join(f"w{number}" for number in range(30))


def found_in(text: str, find: Callable[[list[Passage]], list[Repetition]]) -> list[tuple[str, int, int]]:
    document = Document(text)
    found = find(list(passages(document, Markdown(document))))
    for one in found:  # it leads to the second occurrence
        first = one.text.split()[0].casefold()
        assert document.text[one.place :].casefold().startswith(first)
        assert first in document.text[: one.place].casefold()
    return [(one.text, one.times, one.span) for one in found]


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("The lantern swung. A lantern fell.", [("lantern", 2, 4)]),
        ("Lantern by lantern, the lantern's light.", [("Lantern", 3, 5)]),
        (f"A lantern {FILLER} lantern.", []),
        ("There was something. There was something.", []),
        ("I met Peter. Then Peter left.", []),
        ("It is red. So red.", []),
        ("The *lan*tern and `lantern` here.", []),
        ("The house burned.\n\nAnother house burned.", [("house", 2, 4), ("burned", 2, 4)]),
        ("A {--lantern--} lantern. {>>lantern<<}", []),
    ],
)
def test_words(text: str, repeated: list[tuple[str, int, int]]) -> None:
    assert found_in(text, repeated_words) == repeated


def test_a_frequent_word_only_counts_when_closer_than_usual() -> None:
    spread = "The castle stood on seven dark hills above us. " * 20
    assert ("castle", 20) not in [one[:2] for one in found_in(spread, repeated_words)]
    assert found_in(spread + "A castle, castle again.", repeated_words)[0][:2] == ("castle", 2)


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("On the other hand, no. Yes, on the other hand, no.", [("On the other hand no", 2, 11)]),
        ("He took the lamp. He took the lamp. He took the lamp.", [("He took the lamp", 3, 12)]),
        ("He took the. Lamp he took. The lamp.", []),
        ("It is to be. It is to be.", []),
        (f"He took the lamp. {(FILLER + '. ') * 9} He took the lamp.", []),
    ],
)
def test_phrases(text: str, repeated: list[tuple[str, int, int]]) -> None:
    found = [one for one in found_in(text, repeated_phrases) if not one[0].startswith("w")]
    assert found == repeated
