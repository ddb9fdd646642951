"""HTML that other programs put on the clipboard, as Markdown."""

from editor.document.pasted_html.conversion import to_markdown

__all__ = ["to_markdown"]
