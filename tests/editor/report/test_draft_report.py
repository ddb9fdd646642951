"""The rows of a report and how they are drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.report.draft_report import Row, Section, report_on
from editor.report.drawing import bar, drawn

TEXT = (
    "# The lamp\n\nShort one. The keeper carried the lamp down all of the winding stairs, past the sleeping dogs, out "
    "through the gate, across the yard and into the long wet grass beyond the wall that his father had built.\n\n"
    "The lamp was lit. A lamp burned.\n"
)


def report(text: str, days: dict[str, int] | None = None) -> dict[str, tuple[Row, ...]]:
    document = Document(text)
    return {section.title: section.rows for section in report_on(document, Markdown(document), days or {})}


def leads_to(text: str, row: Row) -> str:
    assert row.place is not None
    return " ".join(text[row.place :].split()[:2])


def test_every_section_leads_to_its_places() -> None:
    found = report(TEXT, {"2026-11-28": -20, "2026-11-27": 400})
    overview = {row.label: row.note for row in found["Overview"]}
    assert overview["Sentences"] == "4"
    assert overview["Words in sentences"] == "45"
    assert overview["Words in the longest"] == "36"
    assert overview["Passive sentences"] == "25%"
    [longest, *_] = found["Longest sentences"]
    assert (longest.note, leads_to(TEXT, longest)) == ("36 words", "The keeper")
    [passive] = found["Passive sentences"]
    assert leads_to(TEXT, passive) == "was lit."
    assert ("“lamp”", "2× in 5 words") in [(row.label, row.note) for row in found["Repeated words"]]
    plot = found["Sentences by length in words"]
    assert (plot[0].label.strip(), plot[0].note, plot[0].share) == ("1–5", "3", 1.0)
    assert (plot[-1].label, leads_to(TEXT, plot[-1])) == ("36–40", "The keeper")
    assert plot[3].place is None
    days = found["Words written per day"]
    assert [(row.label, row.note, row.share) for row in days] == [
        ("2026-11-27 Fri", "400", 1.0),
        ("2026-11-28 Sat", "-20", 0.0),
    ]


@pytest.mark.parametrize("text", ["", "# Only a title\n", "```\ncode\n```\n", "…"])
def test_a_draft_without_sentences(text: str) -> None:
    assert report(text) == {"Overview": (Row("No sentences", "", 0),)}


@given(st.text("a b.\n*`#>-|{}é漢", max_size=200))
def test_every_place_is_in_the_draft_and_no_section_is_empty(text: str) -> None:
    document = Document(text)
    sections: list[Section] = report_on(document, Markdown(document), {})
    assert sections
    for section in sections:
        assert section.rows
        assert all(row.place is None or 0 <= row.place <= len(document) for row in section.rows)


@given(st.text(max_size=40), st.text(max_size=8), st.none() | st.floats(0, 1), st.integers(1, 90))
def test_a_row_never_exceeds_its_width(label: str, note: str, share: float | None, width: int) -> None:
    assert cell_len(drawn(Row(label, note, 0, share), width)) <= width


@given(st.floats(0, 1), st.floats(0, 1), st.integers(3, 80))
def test_a_longer_bar_means_more(one: float, other: float, width: int) -> None:
    def eighths(text: str) -> int:
        return sum(" ▏▎▍▌▋▊▉█".index(block) for block in text)

    low, high = sorted((one, other))
    assert eighths(bar(low, width)) <= eighths(bar(high, width)) <= 8 * width
    assert bool(bar(high, width)) == (high > 0)
