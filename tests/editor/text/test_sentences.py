"""Sentence boundaries: the rules of UAX #29 and what writers expect in addition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.text.sentences import sentences

# Each sentence is in its own brackets; everything between them is white space.
BY_THE_STANDARD = [
    "⟦He said, “Are you going?”⟧ ⟦John shook his head.⟧",
    "⟦“Is it time?” she asked.⟧",
    "⟦It cost 3.4 million.⟧ ⟦Nothing at c.d or U.S.A. is free.⟧",
    "⟦The resp. leaders are here, etc.)’ ‘(the end.⟧",
    "⟦Say etc.)’⟧ ⟦‘(The end.⟧",
    "⟦(“Go.”)⟧ ⟦(He did.)⟧",
    "⟦Stop!⟧   ⟦Why?!⟧\t⟦Because.⟧",
    "⟦No, wait! , he said.⟧ ⟦Why ! ?⟧ ⟦Because.⟧",
    "⟦One line⟧\u2028⟦and another⟧\u2029⟦and a third.⟧",
    "⟦字.⟧⟦字⟧",
    "⟦字。⟧⟦字⟧",
    "⟦彼は行った。⟧⟦「そうだ！」⟧⟦私も？！⟧ ⟦はい。⟧",
    "⟦هل ذهبت؟⟧ ⟦نعم.⟧",
    "⟦यह है।⟧ ⟦वह था॥⟧",
    "⟦Cafe\u0301.\u0308⟧ ⟦A\u00adfter.\u2060”⟧ ⟦End⟧",
]
AS_WRITERS_EXPECT = [
    "⟦wrapped by hand.⟧\n⟦Goes on\nover lines.⟧\r\n⟦Here too.⟧",
    "⟦Mr. Smith met Dr. Jones and Mrs.\nHill at St. John’s.⟧ ⟦They talked.⟧",
    "⟦Is he a Dr?⟧ ⟦Jones is a Dr...⟧ ⟦No.⟧",
    "⟦Fruit, e.g. Apples, i.e. Braeburns, cf. Smith vs. Jones.⟧ ⟦Yes.⟧",
    "⟦Pears, etc. were sold.⟧ ⟦Apples etc.⟧ ⟦Kim ate some.⟧",
    "⟦See Fig. 3, p. 5 and No. 7.⟧ ⟦Yes or no.⟧ ⟦No.⟧ ⟦I won’t.⟧ ⟦On Jan. 5 it snowed.⟧",
    "⟦J. R. R. Tolkien and George W. Bush read it.⟧ ⟦So do I.⟧ ⟦Bob too.⟧ ⟦Take vitamin C.⟧ ⟦It helps.⟧",
    "⟦The U.S. Army came at 5 p.m. Eastern time to the U.S.⟧ ⟦They left at 6 a.m.⟧ ⟦He stayed.⟧",
    "⟦Acme Inc. Japan is Acme Inc.⟧ ⟦The firm pays.⟧ ⟦Smith et al. Found.⟧",
    "⟦It was 1999.⟧ ⟦20 years later it ended.⟧",
    "⟦“Really?” she asked.⟧ ⟦“Go!” he cried.⟧ ⟦“Yes.”⟧ ⟦He left.⟧",
    "⟦«\u00a0Oui\u202f!\u00a0» dit-il.⟧ ⟦Il part.⟧",
    "⟦Well… maybe.⟧ ⟦So…⟧ ⟦Then.⟧ ⟦Wait... what?⟧ ⟦Hm...⟧ ⟦What?⟧ ⟦そう……彼は来た。⟧",
    "⟦... And then it stopped.⟧ ⟦“…” she said.⟧",
    "⟦**Bold.**⟧ ⟦*Then* he left.⟧ ⟦_Really?_ she asked.⟧ ⟦`Code.`⟧ ⟦**Dr.** Who.⟧",
    "⟦A note.[^1]⟧ ⟦Another.[12]⟧ ⟦And.¹⟧ ⟦A [link.](https://a.b/c?d=1)⟧ ⟦End.⟧",
    "⟦See https://a.b/c?d=E!F now.⟧ ⟦Node.js runs main.py.⟧ ⟦Hello!Next.⟧",
    "⟦First.⟧ ⟦2. Second.⟧",
    "⟦no capitals here. still one?⟧ ⟦yes.⟧",
]


@pytest.mark.parametrize("marked", [*BY_THE_STANDARD, *AS_WRITERS_EXPECT])
def test_sentences(marked: str) -> None:
    text = marked.replace("⟦", "").replace("⟧", "")
    found, end = "", 0
    for sentence in sentences(text):
        found += f"{text[end : sentence[0]]}⟦{text[slice(*sentence)]}⟧"
        end = sentence[1]
    assert found + text[end:] == marked


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


@given(st.text(st.sampled_from('aB1.!?…。 \n\u00a0\u2029"”“«»()[]*,-漢\u0308\u00ad'), max_size=20))
def test_sentences_cover_all_but_white_space_and_have_none_at_their_ends(text: str) -> None:
    rest, end = "", 0
    for sentence in sentences(text):
        rest += text[end : sentence[0]]
        assert text[slice(*sentence)].strip() == text[slice(*sentence)] != ""
        end = sentence[1]
    assert (rest + text[end:]).strip() == ""
