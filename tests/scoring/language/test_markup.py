"""Markup within a passage: which of its words are judged."""

from __future__ import annotations

import pytest

from tests.scoring.language.brackets import judged_in_document, marked

TABLE = [
    # Liquid, Jinja, MDX
    "The shop ⟦is⟧ {% ⟦if late⟧ %}⟦closed⟧{% ⟦else⟧ %}⟦open⟧{% ⟦endif⟧ %} ⟦until⟧ noon.",
    "{% ⟦if late⟧ %}\nThe shop is closed.\n{% ⟦else⟧ %}\nThe shop is open.\n{% ⟦endif⟧ %}\n",
    "Hello {{ ⟦user.name⟧ }}, take ⟦a⟧ {{ ⟦fruit | upcase⟧ }} with you.",
    "It rains {# ⟦or not⟧ #} today {/* ⟦or not⟧ */} and tomorrow.",
    '{% ⟦include⟧ ⟦card⟧.⟦html title⟧="⟦none⟧" %}\nIt rains.\n',
    # Obsidian
    "She lives in [[⟦The old town|⟧the town]] and [[likes]] it there.",
    "We saw ![[⟦picture of us⟧.⟦png⟧]] and [[⟦Trips#Rome⟧]] there.",
    "> [!⟦warning⟧]- Mind the dog\n> It bites.\n",
    "We talk about #⟦garden/apples⟧ and #⟦pears⟧ today.",
    "It rains. ^⟦first-block⟧\n",
    "⟦due⟧:: tomorrow at noon\n",
    # reStructuredText
    "Call :⟦func⟧:`⟦open⟧` or :⟦py:class⟧:`⟦List⟧` and go on.",
    ":⟦param count⟧: the number of apples\n",
    "It was said before [⟦Smith⟧]_ and [#⟦note⟧]_ too.",
    ".. _⟦a target: somewhere⟧\n\nIt rains.\n",
    ".. |⟦logo| image:: there⟧\n\nIt rains.\n",
    ".. [1] It was raining.\n",
    ".. ⟦warning⟧:: Mind the dog.\n",
    "The garden\n==========\n\nIt rains.\n",
    # Org
    "#+⟦TITLE⟧: The garden\n#+⟦OPTIONS: toc nil⟧\n\nIt rains.\n",
    "* ⟦TODO⟧ Water the garden :⟦home⟧:⟦urgent⟧:\n⟦SCHEDULED⟧: <⟦2024-01-01 Mon⟧>\n",
    "Look at [[⟦file:garden.org⟧][the garden]] and say =⟦these two words⟧= or ~⟦these too⟧~ again.",
    # Markdown's relatives
    "Here the word is _set apart_ and __so is__ this.",
    ':::⟦note⟧\nMind the dog.\n:::\n\n!!! ⟦tip⟧ "Be careful"\n\nIt rains.\n',
    "It rains :⟦cloud_with_rain⟧: today.",
    "It rains {: .⟦wide⟧} today {#⟦rain⟧} and {⟦props.when⟧} too.",
    # LaTeX
    "It was \\⟦emph⟧{very good} and \\⟦label{sec:good}⟧ we said so.",
    "It was \\⟦text⟧{written here}, long before it was \\⟦mbox⟧{all forgotten} there.",
    "\\⟦section⟧{The garden}\n% ⟦write more here⟧\nIt rains.\n",
    # logs, lists of changes
    "- ⟦fix(parser)⟧: keep blanks at the end of a line (#12)\n- ⟦feat⟧: add a flag\n",
    "- Bump deps\n- Drop support for old versions (3f2a91c)\n",
    "## [1.2.0] - 2024-03-01\n\n### Added\n\n- A flag by @⟦anna_k⟧ in ⟦GH⟧-12.\n",
    # talk
    "⟦ANNA⟧: It rains.\n⟦MR SMITH⟧ (⟦softly⟧): Again.\n",
    "⟦INT. KITCHEN - NIGHT⟧\n\nShe opens the door.\n",
    "[12:03] <⟦anna⟧> it rains\n12:04 ⟦otto⟧: again\n12:05 We went home.\n",
    "12/03/2024, 12:03 - ⟦Anna Smith⟧: it rains\n",
    # numbers, signs, abbreviations
    "See § 3 ⟦ff⟧., ⟦cf⟧. p. 12, ⟦ibid⟧., ⟦pp⟧. 12–15 and ⟦No⟧. 5 there.",
    "Add 2 ⟦tbsp⟧ sugar, 1 ⟦tsp⟧ salt and 3 eggs.",
    "We live at 221B Baker ⟦St⟧., London ⟦NW1⟧ today.",
    "Mix ⟦HCl⟧ and ⟦NaOH⟧ with H2O at home.",
    "He played 12. Nf3 ⟦O-O⟧ 13. Qxd8 and lost.",
    "She has a ⟦PhD⟧ and two TVs, but THe dog has none.",
    "They ask'd who'd seen it, and there're two who could've.",
    "Arsenal beat Chelsea 2–1 on Sunday.",
    # names
    "They met ⟦Nguyễn Văn An⟧ in the hall.",
    "Nguyen ⟦Van An⟧ came too.",
    "They met Okonjo ⟦May⟧ in the hall.",
    "I saw Ngozi ⟦van der Berg⟧ there, and Did You see it.",
]


@pytest.mark.parametrize("text", TABLE)
def test_only_prose_is_judged(text: str) -> None:
    plain, expected = marked(text)
    assert judged_in_document(plain) == expected
