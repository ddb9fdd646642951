"""Drafts of every kind: words with “xq” in them are markup, code and the like, and every “mistaek” is prose."""

from __future__ import annotations

from pathlib import Path

from editor.document import Document
from editor.document.formats.kinds import kind_of
from editor.document.formats.reading import reader_of
from editor.document.markdown.markdown import Markdown

FOLDER = Path(__file__).parent / "samples"

PYTHON = '''#!/usr/bin/env xqpython
"""Finds every mistaek in a file.

There are many of them; see :class:`Xqclass` and `xqcode` and https://example.org/xqpath.
"""

import xqmodule  # noqa: xqrule

xqname = "xqvalue that is a string"


def xqfunction(xqargument, xqother):
    """Return the mistaek of a section.

    :param xqargument: the name of the mistaek
    >>> xqfunction(1, 2)
    """
    # This loop goes over each mistaek, and
    # it skips those that are empty.
    for xqcount in range(3):  # a trailing mistaek
        xqreturn = xqcount
    return "xqstring"
'''

SAMPLES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())} | {"sample.py": PYTHON}


def read(name: str, text: str) -> tuple[Document, Markdown]:
    """Return a document called `name`, read as its kind."""
    document = Document(text)
    reader = reader_of(document, kind_of(Path(name), text.partition("\n")[0]), with_comments=True)
    return document, Markdown(document, reader)
