"""Commands that export or print the draft."""

from __future__ import annotations

from functools import partial

from editor.files.exports import ExportsFeature
from editor.keys.registry import command

_TITLES = {
    "docx": "Export as Word document (docx)",
    "odt": "Export as OpenDocument text (odt)",
    "pdf": "Export as PDF",
    "epub": "Export as e-book (EPUB)",
    "html": "Export as web page (HTML)",
    "latex": "Export as LaTeX",
    "txt": "Export as plain text",
    "md": "Export as Markdown (changes applied)",
    "svg": "Export as picture (SVG)",
    "ansi": "Export as coloured text (ANSI)",
}


def _register(form: str) -> None:
    @command(f"export-{form}", _TITLES[form], group="File", target=ExportsFeature)
    def export(exports: ExportsFeature) -> None:
        """Ask for a file and write the draft there in this format, as it looks when read."""
        exports.begin(partial(exports.export, form))


for _form in _TITLES:
    _register(_form)


@command("print", "Print", group="File", target=ExportsFeature)
def print_(exports: ExportsFeature) -> None:
    """Send the draft to the printer through `lp`: as PDF if that can be made here, otherwise as plain text."""
    exports.begin(exports.print_draft)


@command("cancel-export", "Cancel export or printing", group="File", target=ExportsFeature)
def cancel_export(exports: ExportsFeature) -> None:
    """Stop the running export; the file stays as it was."""
    exports.cancel()
