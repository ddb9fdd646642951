"""Code blocks, comments and the like, of many lines: which words of a document are judged."""

from __future__ import annotations

import pytest

from tests.scoring.language.brackets import judged_in_document, marked

DOCUMENTS = {
    "fence": "Look at this.\n\n```⟦python\nfor apple in basket:\n    eat apple\n⟧```\n\nThat was all.\n",
    "fence in a list": "1. Do it so:\n\n   ~~~\n   ⟦go there now\n   ```\n⟧   ~~~\n2. Come back.\n",
    "fence in a quote": "> She wrote:\n> ```\n> ⟦open the door⟧\n\nNobody came.\n",
    "fence never closed": "We begin.\n\n````\n⟦here it goes on\n```\nand on\n⟧",
    "mermaid": "A chart:\n\n```⟦mermaid\ngraph TD\nstart --> finish\n⟧```\nIt is done.\n",
    "maths": "We know that\n$$\n⟦a long formula with words\n⟧$$\nand go on.\n",
    "maths in brackets": "So we have\n\\[\n⟦left and right\n⟧\\]\nand go on.\n",
    "liquid comment": "Hello there.\n{% ⟦comment⟧ %}\n⟦for me alone.\n\nnot you.\n⟧{% ⟦endcomment⟧ %}\nIt rains.\n",
    "liquid comment in one line": "Hello {% ⟦comment⟧ %}⟦not for you⟧{% ⟦endcomment⟧ %} there.\n",
    "liquid code": "Hello there.\n{% ⟦highlight ruby⟧ %}\n⟦def foo\nend\n⟧{% ⟦endhighlight⟧ %}\nIt rains.\n",
    "tag of many lines": "Hello there.\n{% ⟦render\n  icon,\n  size: large⟧ %}\nIt rains.\n",
    "output of many lines": "It is {{\n  ⟦page.title\n  | upcase⟧ }} today.\n",
    "jinja comment": "Hello there.\n{# ⟦remember to ask\n\nabout the price⟧ #}\nIt rains.\n",
    "html comment": "Hello there.\n<!-- ⟦remember to ask\n\nabout the price⟧ -->\nIt rains.\n",
    "html comment in a sentence": "Hello <!-- ⟦my⟧ --> there, it rains.\n",
    "mdx comment": "Hello there.\n{/* ⟦remember to ask\n\nabout the price⟧ */}\nIt rains.\n",
    "mdx modules": '⟦import Chart from "./chart"\nexport const meta = {\n  title: none of these\n}⟧\n\nIt rains.\n',
    "component": "It rains.\n\n<⟦Card\n  title=long\n  wide⟧\n/>\n\nIt stopped.\n",
    "script": "It rains.\n<⟦script⟧>\n⟦let words = never\n\nalert now\n⟧</⟦script⟧>\nIt stopped.\n",
    "obsidian": "It rains.\n\n%%\n⟦not in the printed text\n\nnor this\n⟧%%\nIt stopped.\n",
    "obsidian in a line": "It rains %%⟦or does it⟧%% today.\n",
    "obsidian of two lines": "It rains. %% ⟦or\ndoes it⟧ %% We went out.\n",
    "directive": "It rains.\n\n.. ⟦code-block:: python\n   :linenos:\n\n   for apple\n\n   eat it⟧\n\nIt stopped.\n",
    "literal block": "It rains::\n\n    ⟦not a sentence\n\n  this too⟧\n\nIt stopped.\n",
    "literal block within": "  It rains::\n\n    ⟦not a sentence⟧\n\n  It stopped.\n",
    "directive with prose": "It rains.\n\n.. ⟦note⟧::\n\n   Take a coat with you.\n\nIt stopped.\n",
    "remark": "It rains.\n\n.. ⟦remember this\n   for later⟧\n\nIt stopped.\n",
    "doctest": "It rains.\n\n⟦>>> print here\nsome words⟧\n\nIt stopped.\n",
    "org": "It rains.\n#+⟦BEGIN_SRC emacs-lisp\nmessage hello\n⟧#+⟦END_SRC⟧\nIt stopped.\n",
    "org in small letters": "It rains.\n#+⟦begin_example\nsome words\n⟧#+⟦end_example⟧\nIt stopped.\n",
    "drawer": "The garden\n:⟦PROPERTIES⟧:\n:⟦CUSTOM_ID: garden\n⟧:⟦END⟧:\nIt rains.\n",
    "front matter": "---\n⟦title: none of these\nlayout: wide\n⟧---\n\nIt rains.\n",
    "front matter in toml": '+++\n⟦title = "none of these"\n⟧+++\n\nIt rains.\n',
    "annotations": f"It rains.\n\n---\n⟦Annotations: 0,9 SHA-256 {32 * '0'}  \n&AI: 3,5  \n@Jane Doe: 0,3⟧  \n...\n",
    "no annotations": "It rains.\n\n---\nPlaces: 3,5 of them here.\n",
    "no front matter": "---\n\nIt rains.\n\n---\n",
    "environment": "It rains.\n⟦\\begin{align*}\nleft and right\n\\end{align*}⟧\nIt stopped.\n",
    "bibtex": "It rains.\n\n@⟦book{knuth,\n  title = {The Art of Programming},\n  year = 1968\n⟧}\n\nIt stopped.\n",
    "preamble": "⟦\\documentclass{article}\n\\title{none of these}\n\n\\begin{document}⟧\nIt rains.\n",
    "latex comments": "It rains.\n% ⟦here we say\n% what comes next⟧\nIt stopped.\n",
    "asciidoc": "It rains.\n\n[⟦source,ruby]\n----\nputs words\n\nnow⟧\n----\n\nIt stopped.\n",
    "asciidoc comment": "It rains.\n////\n⟦not for you\n⟧////\nIt stopped.\n",
    "azure": ":::⟦mermaid\ngraph here⟧\n:::\nIt rains.\n",
    "mail": "⟦From: Anna\nDate: today\nSubject: apples⟧\n\nIt rains.\n",
    "answered mail": "It rains here.\n\nOn Monday Anna wrote:\n> ⟦does it rain\n> where you are⟧\n\nIt stopped.\n",
    "quote": "Anna said this.\n\n> It rains where you are.\n\nIt stopped.\n",
    "signature": "It rains.\n\n-- \n⟦Anna Smith\nSenior Gardener⟧\n",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_only_prose_is_judged(name: str) -> None:
    plain, expected = marked(DOCUMENTS[name])
    assert judged_in_document(plain) == expected
