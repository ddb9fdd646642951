"""The spellings of each dialect of English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.language.dialects import NAMES, american, own_spelling
from scoring.language.english import english
from scoring.protocol import Dialect

ABROAD: dict[Dialect, str] = {
    "US": """colour/color favourites/favorites centre/center metre/meter travelled/traveled marvellous/marvelous
        organise/organize organisation's/organization's analyse/analyze defence/defense licence/license cheque/check
        tyre/tire kerb/curb programme/program grey/gray plough/plow fulfil/fulfill enrolment/enrollment
        sceptical/skeptical aluminium/aluminum paediatric/pediatric hypoglycaemia/hypoglycemia
        anaesthetise/anesthetize manoeuvre/maneuver storey/story practise/practice practising/practicing""",
    "GB": """color/colour favorites/favourites center/centre kilometers/kilometres traveled/travelled
        marvelous/marvellous analyze/analyse defense/defence gray/grey plow/plough fulfill/fulfil enrollment/enrolment
        skeptical/sceptical aluminum/aluminium pediatric/paediatric catalog/catalogue practicing/practising
        theater/theatre canceled/cancelled neighbor's/neighbour's jewelry/jewellery""",
    "AU": "color/colour center/centre analyze/analyse gray/grey skeptical/sceptical aluminum/aluminium plow/plough",
    "CA": """color/colour center/centre organise/organize analyse/analyze defense/defence traveled/travelled gray/grey
        tyre/tire kerb/curb programme/program sceptical/skeptical aluminium/aluminum aeroplane/airplane
        practicing/practising""",
    "IN": "color/colour center/centre analyze/analyse gray/grey aluminum/aluminium programme/",
}
"""Spellings that are not a dialect's own, each with the dialect's spelling; only one spelling if the dialect accepts
it."""

AT_HOME: dict[Dialect, str] = {
    "US": """color center meter traveled cancelled canceled organize analyze analyses glamour theatre dialogue advertise
        surprise exercise promised paradise comprise four hour tour tire story license excellence jail""",
    "GB": """colour centre metre meter organise organize organisation organization analyse tyre tire kerb curb program
        programme check cheque license licence practice practise rigor hour story storey draft vapour exercise honorary
        vigorous install marvel jewel modem fetus""",
    "AU": "colour centre organise organize program programme tyre tire",
    "CA": """colour centre organize analyze travelled cheque licence license tire curb grey plough plow fulfil fulfill
        jewellery jewelry pediatric paediatric defence""",
    "IN": "colour centre organise organize program programme cheque tyre",
}


def _cases(table: dict[Dialect, str]) -> list[tuple[Dialect, str]]:
    return [(dialect, word) for dialect, words in table.items() for word in words.split()]


@pytest.mark.parametrize(("dialect", "pair"), _cases(ABROAD))
def test_another_dialects_spelling_is_replaced_by_its_own(dialect: Dialect, pair: str) -> None:
    word, _, own = pair.partition("/")
    assert own_spelling(word, dialect) == (own or None)


@pytest.mark.parametrize(("dialect", "word"), _cases(AT_HOME))
def test_a_dialects_own_words_are_accepted(dialect: Dialect, word: str) -> None:
    own = own_spelling(word, dialect)
    assert own is None or not english().is_word(own)


@pytest.mark.parametrize("dialect", NAMES)
def test_no_common_word_is_sent_back_and_forth_between_spellings(dialect: Dialect) -> None:
    known = [word for word in english()._common if own_spelling(word, dialect) is not None]
    assert len(known) > 150
    for word in known:
        own = own_spelling(word, dialect)
        assert own is not None
        assert own_spelling(own, dialect) is None, word


@given(st.text("abceilmnorstuyz'", max_size=12))
def test_any_accepts_everything(word: str) -> None:
    assert own_spelling(word, "any") is None


def test_the_spellings_of_one_word_are_equal_in_american_and_those_of_two_words_are_not() -> None:
    for pair in ("colour/color", "organised/organized", "theatre's/theater's", "fulfil/fulfill"):
        assert len(set(map(american, pair.split("/")))) == 1
    for pair in ("practise/practice", "storey/story", "cheque/check", "four/for"):
        assert len(set(map(american, pair.split("/")))) == 2
