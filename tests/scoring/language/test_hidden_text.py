"""The stretches that aren't prose, followed through edits."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.language.hidden_text import HiddenText
from scoring.language.passages import Passages

_PIECES = st.sampled_from(
    [
        *("word ", "A. ", "\n", "\n\n", "  ", "    ", "> ", "- ", "x" * 60),
        *("```\n", "```", "~~~\n", "````\n", "`", "$$\n", "$$", "\\[\n", "\\]"),
        *("{% comment %}", "{% endcomment %}", "{{ a", "}}", "{# ", "#}", "{%", "%}", "{/*", "*/}"),
        *("<!-- ", "-->", "<pre>", "</pre>", "<Tag\n", "/>\n"),
        *("%%", "%% a\n", "%%\n", "% b\n"),
        *("\\begin{align}", "\\end{align}", "\\documentclass{a}\n", "\\begin{document}\n", "@book{a,\n", "}\n"),
        *("---\n", "a: b\n", "+++\n", "-- \n", "From: a\n", "Date: b\n", "he wrote:\n"),
        *(
            "#+begin_src\n",
            "#+end_src\n",
            ":NOTES:\n",
            ":END:\n",
            ".. code::\n",
            ".. note::\n",
            "..\n",
            "so::\n",
            ">>> a\n",
        ),
        *("////\n", "[source]\n", "----\n", ":::mermaid\n", ":::\n", "export const a\n"),
    ]
)
_REPLY = "he wrote:\n> a\n\nb\n\nc\n"
_LITERAL = "so::\n\n\n\n    a\n    b\n"
_TEXTS = st.lists(_PIECES, max_size=40).map("".join)
_EDITS = st.lists(st.tuples(st.integers(0, 500), st.integers(0, 60), st.lists(_PIECES, max_size=4).map("".join)))


def stretches(hidden: HiddenText) -> list[tuple[int, int]]:
    return list(zip(hidden.starts.tolist(), hidden.ends.tolist(), strict=True))


@settings(max_examples=400)
@given(_TEXTS, _EDITS)
@example(_REPLY, [(len(_REPLY), 0, "d")])  # what opens the stretch is further up than the search for others begins
@example(_LITERAL, [(len(_LITERAL), 0, "    c\n")])
def test_after_any_edits_the_hidden_stretches_equal_those_of_a_fresh_text(
    text: str, edits: list[tuple[int, int, str]]
) -> None:
    hidden, passages = HiddenText(text), Passages(text)
    for at, length, new in edits:
        start = min(at, len(text))
        end = min(start + length, len(text))
        before, was = text, HiddenText(text)
        text = text[:start] + new + text[end:]
        low, high = hidden.edit(text, start, end, len(new))
        passages.edit(text, start, end, len(new))
        assert stretches(hidden) == stretches(HiddenText(text))
        assert list(passages) == list(Passages(text))
        delta = len(text) - len(before)
        outside = [(at, at) for at in range(low)] + [(at - delta, at) for at in range(high, len(text))]
        assert all(was.hides(old) == hidden.hides(at) for old, at in outside), (
            "nothing outside the returned range changes"
        )


@given(_TEXTS)
def test_stretches_are_in_order_and_passages_fill_the_rest(text: str) -> None:
    hidden = HiddenText(text)
    found = stretches(hidden)
    assert all(low < high <= len(text) for low, high in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    covered = [at for passage in Passages(text) for at in range(passage.start, passage.end)]
    assert covered == [at for at in range(len(text)) if not hidden.hides(at)]
    assert not any(hidden.hides(at) for passage in Passages(text) for at in range(passage.context, passage.start))
