"""A draft as a document for other programs, or on paper."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from editor.authorship.kept import kept
from editor.document import Document
from editor.document.annotation_block import read_block, with_block, without_block
from editor.document.critic_edits import as_meant, meaning
from editor.document.markdown.render import to_plain_text
from editor.headless.arguments import STANDARD_INPUT
from editor.headless.drafts import NamedDraft
from editor.headless.export.html import safe_text
from editor.headless.export.pandoc_tree import anchor_of, blocks_of, local_picture, plain
from editor.headless.export.programs import ExportError, Say, convert, print_out
from editor.headless.export.properties import properties_of
from editor.paths import authors_directory
from editor.settings.front_matter import front_matter_length
from editor.system.document_tools import PRINTER, can_make_pdf, find_printer_queue, what_lacks
from editor.text.printable import printable

_SURROGATE = re.compile("[\ud800-\udfff]")  # UTF-8 has none
_PRINTED_CELLS = 76  # of a line of plain text on paper


def shown_name(name: str) -> str:
    """Return the name of a draft from that on the command line, safe to show."""
    return "standard input" if name == STANDARD_INPUT else printable(Path(name).name)


def to_text(draft: NamedDraft) -> str:
    """Return a draft as text without markup."""
    return f"{to_plain_text(safe_text(as_meant(draft.document.text)))}\n"


def to_markdown(draft: NamedDraft, *, has_authors: bool) -> str:
    """Return a draft as Markdown, with its changes applied; `has_authors`: with annotations of who wrote what."""
    text, path = draft.document.text, draft.document.path
    block = read_block(text)
    document = Document(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", without_block(text)))
    if has_authors and block is not None and not block.problem:
        document.authorship.restore(block.spans)
    elif has_authors and path is not None:
        document.authorship.restore(kept(authors_directory(), path, text))
    document.apply(meaning(document))
    return with_block(document.text, document.authorship.spans, draft.document.newline)


def to_document(form: str, draft: NamedDraft, target: Path | None, say: Say) -> bytes:
    """Return a draft in a format of pandoc's. Raises ExportError.

    `target` is the file that the document is for, if there is one.
    """
    document = draft.document
    folder = document.path.parent if document.path is not None else Path()
    # LaTeX names its pictures; the other formats hold them.
    seen_from = target.parent if form == "latex" and target is not None else None
    blocks = blocks_of(safe_text(as_meant(document.text)), lambda source: local_picture(source, folder, seen_from))
    lines = [block.text for block in document.blocks[: front_matter_length(document, draft.markdown)]]
    properties = properties_of([safe_text(line) for line in lines])
    headings = [plain(block["c"][2]) for block in blocks if block["t"] == "Header"]
    if headings and blocks[0]["t"] == "Header" and headings[0] == properties.get("title"):
        blocks[0] = anchor_of(blocks[0])  # otherwise it would appear twice
    if form == "epub" and "title" not in properties:
        properties["title"] = (headings and headings[0]) or Path(shown_name(draft.name)).stem
    return convert(blocks, properties, form, say)


def print_draft(draft: NamedDraft, say: Say) -> str:
    """Print a draft, as PDF if that can be made here, otherwise as plain text; return the output of `lp`.

    Raises ExportError.
    """
    if find_printer_queue() is None:
        raise ExportError(what_lacks(PRINTER))
    content = to_document("pdf", draft, None, say) if can_make_pdf() else _folded(to_text(draft)).encode()
    return print_out(content, shown_name(draft.name), say)


def _folded(text: str) -> str:
    """Return text in lines that fit on paper."""
    return "\n".join(
        textwrap.fill(line, _PRINTED_CELLS, replace_whitespace=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
