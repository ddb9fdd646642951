"""Programs that convert drafts to documents: pandoc, typesetters, the printer's queue."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec
from pathlib import Path

SUFFIXES = {
    "html": ".html",
    "docx": ".docx",
    "odt": ".odt",
    "pdf": ".pdf",
    "epub": ".epub",
    "latex": ".tex",
    "txt": ".txt",
    "md": ".export.md",  # not that of the draft itself
    "svg": ".svg",
    "ansi": ".ansi",
}
"""The formats that drafts are exported in, each with the suffix of its files."""

PRINTER = "printer"
"""A further target of exports."""

_OF_PANDOC = ("docx", "odt", "pdf", "epub", "latex")

_ENGINES = ("typst", "xelatex", "lualatex", "weasyprint", "pdflatex")  # the last one supports few scripts
_EXTRA = "pip install 'logprose[export]'"


def find_pandoc() -> str | None:
    """Return the path of pandoc: the one on PATH, or the one that comes with a Python package."""
    if found := shutil.which("pandoc"):
        return found
    spec = find_spec("pypandoc")
    carried = Path(spec.origin).parent / "files" / "pandoc" if spec is not None and spec.origin else None
    return str(carried) if carried is not None and os.access(carried, os.X_OK) else None


def has_typst_package() -> bool:
    """Return True if typst can be imported."""
    return find_spec("typst") is not None


def find_pdf_engine() -> str | None:
    """Return the name of a typesetter on PATH that pandoc can use."""
    return next(filter(shutil.which, _ENGINES), None)


def find_printer_queue() -> str | None:
    """Return the path of `lp`."""
    return shutil.which("lp")


def can_make_pdf() -> bool:
    """Return True if everything needed for a PDF is installed."""
    return find_pandoc() is not None and (has_typst_package() or find_pdf_engine() is not None)


def what_lacks(form: str) -> str:
    """Return one line about the program that a format, or printing, needs and that is missing here; "" if none is."""
    if form == PRINTER:
        return "" if find_printer_queue() else "printing needs lp: install CUPS (cups-client), or export as PDF"
    if form in _OF_PANDOC and find_pandoc() is None:
        return f"{form} needs pandoc: install it, or {_EXTRA}"
    if form == "pdf" and not can_make_pdf():
        return f"PDF needs a typesetter: install typst or xelatex, or {_EXTRA}"
    return ""
