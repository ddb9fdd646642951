"""Parts of drafts as separate texts: the drawing and the result."""

from __future__ import annotations

import pytest

from editor.document.markdown.excerpt import excerpt
from editor.document.markdown.markdown import Markdown
from tests.editor.document.formatting.drawing import parsed

TABLE = [
    ("a ‹b¦ c", "b"),
    ("*a\nb*¦\n\nc", "*a\nb*"),
    ("# a¦\nb", "# a"),
    ("- a\n  - ‹b\n  - c¦", "- b\n- c"),
    ("- a\n  - b‹b\n  - c¦", "b\n  - c"),
    ("> ‹a\n> b¦", "> a\n> b"),
    ("‹a\r\n\r\nb\r\n¦c", "a\n\nb"),
    ("```\n‹*a*\n  b¦\n```", "```\n*a*\n  b\n```"),
    ("````\n‹```\nb¦\n````", "````\n```\nb\n````"),
    ("‹```\n*a*¦\n```", "```\n*a*"),
    ("x\n\n    ‹code\n    y¦", "    code\n    y"),
]


@pytest.mark.parametrize(("drawing", "expected"), TABLE)
def test_excerpts(drawing: str, expected: str) -> None:
    document, selections = parsed(drawing)
    assert excerpt(document, Markdown(document), selections.main) == expected
