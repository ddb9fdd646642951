"""`logprose export`: write a draft as a page, a document or a picture, or print it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from editor.document import Document
from editor.document.annotation_block import without_block
from editor.document.critic_edits import as_meant
from editor.document.formats.kinds import MARKDOWN
from editor.document.markdown.markdown import Markdown
from editor.headless.arguments import BAD_INPUT, STANDARD_INPUT, complain
from editor.headless.drafts import NamedDraft, read_draft
from editor.headless.export.annotations import Annotation, annotations_of
from editor.headless.export.documents import print_draft, shown_name, to_document, to_markdown, to_text
from editor.headless.export.programs import ExportError
from editor.headless.progress import Progress
from editor.headless.prose import Prose
from editor.headless.scoring_run import ScoredDraft, ScoringRun
from editor.headless.shown_flags import followed, ignored_in, shown_flags
from editor.headless.worker_news import ScoringError
from editor.paths import own_themes_path
from editor.scorer.conventions import NO_RULES, lacks_rules
from editor.scorer.process import scoring_command
from editor.settings.settings import Settings
from editor.storage.files import FileError, is_same_file, write_bytes
from editor.system.document_tools import PRINTER, SUFFIXES
from editor.text.printable import printable
from editor.view.canvas.underline import use_curly
from editor.view.theme.colour_depth import drawable
from editor.view.theme.theme import Theme, load_theme
from editor.view.theme.theme_file import ThemeError
from scoring.protocol import Conventions

_ON_SCREEN = ("html", "svg", "ansi")  # drawn in a theme, with the model's view if requested
_BINARY = ("docx", "odt", "pdf", "epub")


def run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Export the draft that `options` name. Returns the exit status (2: bad input). `command` runs another worker."""
    try:
        _export(options, command)
    except (ExportError, FileError, ScoringError, ThemeError) as error:
        complain(str(error))
        return BAD_INPUT
    return 0


def _export(options: argparse.Namespace, command: Sequence[str] | None) -> None:
    if options.annotations != "none" and options.to not in _ON_SCREEN:
        raise ExportError(f"--annotations goes with {', '.join(_ON_SCREEN)}, not with {options.to}")
    if options.authors and options.to != "md":
        raise ExportError(f"--authors goes with md, not with {options.to}")
    draft = read_draft(options.file, options.encoding, options.stdin_name, MARKDOWN)
    target = _target(options)
    for complaint in draft.complaints:
        complain(str(complaint))
    content = _content(options, draft, target, command)
    if target is not None:
        write_bytes(target, content)
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()


def _content(
    options: argparse.Namespace, draft: NamedDraft, target: Path | None, command: Sequence[str] | None
) -> bytes:
    """Return the content to write. Raises ExportError, ScoringError and ThemeError."""
    if options.to in _ON_SCREEN:
        return _visible(_drawn(options, draft, command), options.to, target).encode()
    if options.to == "md":
        has_authors = options.authors or draft.settings.annotations_block
        return _visible(to_markdown(draft, has_authors=has_authors), "md", target).encode()
    if options.to == "txt":
        return _visible(to_text(draft), "txt", target).encode()
    with Progress() as progress:
        if options.to == PRINTER:
            said = print_draft(draft, progress)
            return f"{printable(said)}\n".encode() if said else b""
        content = to_document(options.to, draft, target, progress)
    return _visible(content.decode(), "latex", target).encode() if options.to == "latex" else content


def _visible(content: str, form: str, target: Path | None) -> str:
    """Return content unchanged; for a terminal, without control characters that it must not get."""
    if target is not None or form == "ansi" or not sys.stdout.isatty():
        return content
    return "\n".join(map(printable, content.split("\n")))


def _drawn(options: argparse.Namespace, draft: NamedDraft, command: Sequence[str] | None) -> str:
    """Return the draft in the colours of a theme. Raises ScoringError and ThemeError."""
    if lacks_rules(draft.settings.scoring):
        complain(NO_RULES)
    document, markdown, settings = draft.document, draft.markdown, draft.settings
    meant = without_block(as_meant(document.text))
    if meant != document.text:
        path, document = document.path, Document(meant)
        document.path, markdown = path, Markdown(document)
    theme = load_theme(options.theme or settings.theme, own_themes_path())
    annotations: list[Annotation] = []
    if options.annotations != "none":
        prose = Prose(document, markdown)
        if prose.has_words():
            findings = _score(
                document, followed(document, settings.scoring, MARKDOWN), command or scoring_command(settings.scoring)
            )
            for line in findings.complaints:
                complain(line)
            flags = shown_flags(document, prose, findings.flags, ignored_in(document))
            annotations = annotations_of(prose, options.annotations, flags, findings.words)
    return _render(options, draft.name, document, markdown, annotations, theme, settings)


def _render(
    options: argparse.Namespace,
    name: str,
    document: Document,
    markdown: Markdown,
    annotations: Sequence[Annotation],
    theme: Theme,
    settings: Settings,
) -> str:
    name = shown_name(name)
    if options.to == "html":
        from editor.headless.export.html import to_page

        return to_page(document.text, name, theme, annotations)
    if options.to == "svg":
        from editor.headless.export.svg import to_svg

        return to_svg(document, markdown, theme, annotations, name=printable(name), width=options.width)
    from editor.headless.export.ansi import to_ansi

    shown = drawable(theme, "none") if os.environ.get("NO_COLOR") else theme
    curly = use_curly(settings.underlines, os.environ)
    return to_ansi(document, markdown, shown, annotations, width=options.width, curly=curly)


def _target(options: argparse.Namespace) -> Path | None:
    """Return the file to write, None for standard output. Raises ExportError if that must not be overwritten."""
    name = options.stdin_name or options.file
    if options.to == PRINTER or options.output == STANDARD_INPUT:
        return None
    if options.output is None and (options.to == "ansi" or options.file == STANDARD_INPUT):
        if options.to in _BINARY and sys.stdout.isatty():
            raise ExportError(f"{options.to} isn't for a terminal; name a file with --output")
        return None
    draft = Path(name)
    target = draft.with_suffix(SUFFIXES[options.to])
    if options.output is not None:
        target = Path(options.output)
    if name != STANDARD_INPUT and is_same_file(target, draft):
        raise ExportError(f"{target} is the draft itself; name another file with --output")
    if os.path.lexists(target) and not options.force:
        raise ExportError(f"{target} exists; overwrite it with --force, or name another file with --output")
    return target


def _score(document: Document, conventions: Conventions, command: Sequence[str]) -> ScoredDraft:
    """Score the draft in a worker. Raises ScoringError."""
    with Progress() as progress, ScoringRun(command, "export") as run:
        return run.score(document, conventions, progress)
