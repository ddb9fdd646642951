"""The same flags wherever a file is read: by `logprose check`, in the editor, and from the language server.

`python -m tests.suites.same_flags FILE…` compares them for any other files.
"""

from __future__ import annotations

from pathlib import Path

from scoring.model_files import store
from tests.suites.same_flags import compare

TEXT = r"""\section{The trip}
My sister \emph{go to school} in the city 🙂, and \text{I recieved} your letter. % it go
\begin{verbatim}
My sister go to school.
\end{verbatim}
"""


async def test_all_three_flag_the_same_words_as_the_same_kinds(home: Path) -> None:
    store.ensure("default")
    path = home / "trip.tex"
    path.write_text(TEXT)
    by_check, in_editor, from_server = await compare(path)
    lines = TEXT.split("\n")
    assert {lines[line][start:end] for line, start, end, _ in by_check} == {"go", "recieved"}
    assert in_editor == by_check
    assert from_server == by_check
