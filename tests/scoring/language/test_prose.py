"""The words of a passage that may be flagged, decided by the passage alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.language.words import words
from tests.scoring.language.brackets import judged_words, marked

TABLE = [
    # code, addresses, paths
    "The value is returned by `⟦get_value⟧` when it is called.",
    "See ⟦https://example.com/some-long-path/to-nowhere⟧ for the details.",
    "Visit ⟦www.example.org/foo-bar⟧ or write to ⟦john.smith@example.co.uk⟧ today.",
    "Open ⟦/usr/local/bin/frobnicate⟧ or ⟦~/notes/todo.txt⟧ or ⟦C:\\Users\\anna\\file.txt⟧ first.",
    "The file ⟦main.py⟧ reads ⟦./lib/utils.js⟧ and ⟦README.md⟧ again.",
    "Names like ⟦camelCase⟧, ⟦snake_case⟧, ⟦PascalCase⟧, ⟦MAX_SIZE⟧ and ⟦std::vector⟧ stay.",
    "Pass ⟦--verbose⟧ or ⟦-v⟧ and set ⟦FOO=bar⟧ to go on.",
    "Then ⟦fetch()⟧ is called with the path.",
    "⟦for (int i = 0; i < count; i++) { sum += values[i]; }⟧",
    '⟦if err != nil { return fmt.Errorf("open: %w", err) }⟧',
    "⟦eYyvQ+fuJkVLqkvFwVbUKyKwEzmLVTyrehNgonuVzUBIPltxOuNAbwJrypUwEKCizsjl=⟧",
    "⟦2024-03-11 08:14:02 200 GET 209 10.0.0.12⟧",
    # markup
    'We use <⟦span class="foo⟧">words</⟦span⟧> and <⟦br⟧/> in the text.',
    "The energy is ⟦$E = mc^2 + kx$⟧ and ⟦\\(a + b\\)⟧ holds.",
    "It costs $12 here and $15 there.",
    "This was shown before [@⟦smith2020, p. 3; see also @doe99, ch. 2⟧] and often.",
    "As @⟦smith2020⟧ says, and ⟦\\cite{knuth84}⟧ and ⟦\\citep[see][]{doe}⟧, it is so.",
    'See the [manual](⟦http://foo.bar/baz⟧ "⟦of old⟧") and the note[^⟦first⟧] below.',
    "A blank is written &⟦nbsp⟧; here.",
    "⟦| --- | :---: | ab |⟧",
    # numbers and their units
    "It weighs 12 ⟦kg⟧, is 3.5 ⟦mm⟧ wide and hums at 40 ⟦kHz⟧.",
    "Chapter ⟦XIV⟧ and part ⟦iii⟧ tell of Louis ⟦XVI⟧ and what I saw.",
    "It was said (⟦pp⟧. 3–5, ⟦vol⟧. 2, ⟦fig⟧. 3) and was seen.",
    "⟦Dr⟧ Smith and Mrs. Jones met at noon.",
    "The answer was no.",
    "He had 3 brohters and 12 aples.",
    "Follow #⟦logprose⟧ and @⟦anna_k⟧ on the network.",
    # names
    "⟦Ngozi⟧ Okonjo left, and so did Brian.",
    "They met Okonjo in the hall.",
    # other languages
    "The French say “⟦je ne sais pas pourquoi⟧” when they do not know.",
    "She wrote *⟦tout est pour le mieux dans le meilleur des mondes⟧* in her book.",
    'As he said, "⟦Wir haben keine Zeit für solche Dinge⟧", and left.',
    "He said «⟦on ne peut pas vivre comme ça toujours⟧» and went.",
    "He waited at the ⟦café⟧ for his ⟦fiancée⟧.",
    "⟦Die Kinder haben den ganzen Tag im Sand gespielt⟧.",
    "⟦Les enfants ont joué toute la journée sur le sable⟧.",
    "⟦Вчера мы поехали на море, и погода была очень хорошей⟧.",
    "⟦Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor⟧.",
    "⟦我们昨天去了海边⟧，⟦天气非常好⟧。",
    "⟦ذهبنا أمس إلى البحر وكان الطقس جميلا جدا⟧.",
    'The sign said "teh cat is here" in red.',
    "i beleive this becuase he definately recieved it",
    # not a sentence at all
    "⟦PLEASE DO NOT LEAVE YOUR BAGGAGE HERE⟧.",
    "He works for ⟦NATO⟧ and ⟦BIFAB⟧ now.",
    "⟦word word word word word word⟧",
    "It was very very good.",
    "⟦" + "a" * 300 + "⟧",
    "Great news 🎉🎉 we shipped it 🚀 today 👩‍👩‍👧",
]


@pytest.mark.parametrize("text", TABLE)
def test_text_that_is_not_english_prose_is_not_judged(text: str) -> None:
    plain, expected = marked(text)
    found = [plain[word.start : word.end] for word in judged_words(plain, 0)]
    assert found == expected


def test_an_ambiguous_sentence_has_the_language_of_the_one_before() -> None:
    before, sentence = "Les enfants ont joué toute la journée sur le sable. ", "Bravo, Pascal, et encore."
    assert judged_words(sentence, 0)
    assert not judged_words(before + sentence, len(before))
    english_one = "The train is late again, they said."
    assert len(judged_words(before + english_one, len(before))) == 7


def test_names_within_a_sentence_are_recognised() -> None:
    text = "They met Okonjo in the hall at Rome."
    assert [text[w.start : w.end] for w in judged_words(text, 0) if w.is_name] == ["Okonjo"]


_PIECES = st.sampled_from(
    [
        "the ",
        "teh ",
        "*",
        "“",
        "”",
        "`",
        "$",
        "\\cite{",
        "}",
        "[@",
        "]",
        "(",
        ")",
        "http://",
        "\n",
        "\n\n",
        ". ",
        "é",
        "中",
        "AB ",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join), st.integers(0, 80))
def test_only_words_after_the_context_are_judged(text: str, start: int) -> None:
    start = min(start, len(text))
    found = [(word.start, word.end) for word in judged_words(text, start)]
    assert set(found) <= {span for span in words(text, 0, len(text)) if span[0] >= start}
    assert found == sorted(found)
