"""A draft as coloured text for a terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console

from editor.document import Document
from editor.document.markdown.markdown import Markdown
from editor.headless.export.annotations import Annotation
from editor.headless.export.rows import Ink, draw_draft, draw_legend, draw_text
from editor.view.canvas.underline import install
from editor.view.theme.theme import Theme


def to_ansi(
    document: Document,
    markdown: Markdown,
    theme: Theme,
    annotations: Sequence[Annotation],
    *,
    width: int,
    curly: bool,
) -> str:
    """Return the draft in rows of `width` cells; its only escape sequences are those for colours and attributes.

    Args:
        annotations: in order, without overlaps; flags are listed below the text.
        curly: whether the terminal draws curly, coloured underlines.
    """
    install()
    ink = Ink(theme, curly=curly)
    strips, _ = draw_draft(document, markdown, annotations, ink, width)
    if any(annotation.name.startswith("heat.") for annotation in annotations):
        strips += draw_legend(ink, width)
    flags = [annotation for annotation in annotations if annotation.name.startswith("flag.")]
    if flags:
        strips += draw_text("", ink, width)
    for number, flag in enumerate(flags, 1):
        line = document.block_index(flag.start) + 1
        word = document.slice(flag.start, flag.end)
        strips += draw_text(f"{number}. line {line}, {word}: {flag.note}", ink, width)
    console = Console(file=io.StringIO(), force_terminal=True, color_system="truecolor", legacy_windows=False)
    return "".join([strip.render(console) + "\n" for strip in strips])
