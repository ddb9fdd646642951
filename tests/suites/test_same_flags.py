"""The same flags wherever a file is read: by `logprose check`, in the editor, and from the language server."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.model_files import store
from tests.suites.same_flags import compare

MARKDOWN = """# The trip

My sister go to school in the city. 🙂 I recieved your letter this morning.

| what | why |
| --- | --- |
| The dogs was barking | `go` |
"""
LATEX = r"""\section{The trip}
My sister \emph{go to school} in the city, and \text{I recieved} your letter. % it go
\begin{verbatim}
My sister go to school.
\end{verbatim}
"""


@pytest.mark.parametrize(("name", "text"), [("trip.md", MARKDOWN), ("trip.tex", LATEX)])
async def test_all_three_flag_the_same_words_as_the_same_kinds(home: Path, name: str, text: str) -> None:
    store.ensure("default")
    path = home / name
    path.write_text(text)
    by_check, in_editor, from_server = await compare(path)
    lines = text.split("\n")
    words = {lines[line][start:end] for line, start, end, _ in by_check}
    assert {"go", "recieved"} <= words
    assert in_editor == by_check
    assert from_server == by_check
