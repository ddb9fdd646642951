"""Which tabs fit into the row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from editor.view.widgets.tabs import Tab, fitting

_TABS = st.lists(
    st.builds(Tab, st.text(alphabet="ab漢\x1b\u202e", max_size=30), st.booleans()), min_size=1, max_size=12
)


@given(_TABS, st.integers(1, 120), st.data())
def test_the_shown_tab_is_among_those_that_fit(tabs: list[Tab], width: int, data: st.DataObject) -> None:
    shown = data.draw(st.integers(0, len(tabs) - 1))
    texts, first, last = fitting(tabs, shown, width)
    assert first <= shown < last
    assert len(texts) == len(tabs)
    assert all(text.isprintable() for text in texts)
    assert all(("●" in text) == tab.is_modified for text, tab in zip(texts, tabs, strict=True))
    assert [text.startswith("▌") for text in texts] == [index == shown for index in range(len(tabs))]
    room = width - sum(len(f"‹{len(tabs)} ") for _ in range(2))
    if cell_len(texts[shown]) <= room:
        assert sum(map(cell_len, texts[first:last])) <= width


def test_long_names_are_cut_before_tabs_are_left_out() -> None:
    tabs = [Tab("a very long name of a draft.md"), Tab("b.md"), Tab("another long name.md", True)]
    assert fitting(tabs, 1, 80) == ([" a very long name of a draft.md ", "▌b.md ", " another long name.md ● "], 0, 3)
    assert fitting(tabs, 1, 40) == ([" a very long n… ", "▌b.md ", " another long… ● "], 0, 3)
    assert fitting(tabs, 1, 24) == ([" a very… ", "▌b.md ", " another… ● "], 1, 3)
    assert fitting(tabs, 2, 20) == ([" a very… ", " b.md ", "▌another… ● "], 2, 3)
