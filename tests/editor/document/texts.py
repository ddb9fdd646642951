"""Sources of texts for the document's tests: all line endings, clusters, invalid bytes."""

from __future__ import annotations

from hypothesis import strategies as st

from editor.document.transaction import Change, Transaction

PIECES = [
    "\r",
    "\n",
    "\r\n",
    "a",
    "B",
    "7",
    " ",
    "'",
    ".",
    "é",
    "e\u0301",
    "👨‍👩‍👧",
    "🇩🇪",
    "漢",
    "\udcff",
    "\ud83d",
    "\x00",
]

texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@st.composite
def transactions(draw: st.DrawFn, length: int, max_changes: int = 3) -> Transaction:
    """Draw a transaction on a text of `length` code points."""
    count = draw(st.integers(0, max_changes))
    edges = sorted(draw(st.lists(st.integers(0, length), min_size=2 * count, max_size=2 * count)))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return Transaction(tuple(Change(start, end, draw(texts)) for start, end in pairs))


def apply_naively(text: str, transaction: Transaction) -> str:
    """Return a plain string after a transaction."""
    for change in reversed(transaction.changes):
        text = text[: change.start] + change.text + text[change.end :]
    return text


def deleted_texts(text: str, transaction: Transaction) -> list[str]:
    return [text[change.start : change.end] for change in transaction.changes]
