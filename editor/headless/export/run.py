"""`logprose export`: write a draft as an HTML page, coloured text or a picture."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from editor.document import Document
from editor.document.critic_edits import as_meant
from editor.document.markdown.markdown import Markdown
from editor.headless.arguments import BAD_INPUT, STANDARD_INPUT, complain
from editor.headless.drafts import read_draft
from editor.headless.export.annotations import Annotation, annotations_of
from editor.headless.progress import Progress
from editor.headless.prose import Prose
from editor.headless.scoring_run import ScoredDraft, ScoringError, ScoringRun
from editor.headless.shown_flags import followed, ignored_in, shown_flags
from editor.paths import own_themes_path
from editor.scorer.conventions import NO_RULES, lacks_rules
from editor.scorer.process import scoring_command
from editor.settings.settings import Settings
from editor.storage.files import FileError, is_same_file, write_file
from editor.text.printable import printable
from editor.view.canvas.underline import use_curly
from editor.view.theme.colour_depth import drawable
from editor.view.theme.theme import Theme, load_theme
from editor.view.theme.theme_file import ThemeError
from scoring.protocol import Conventions


class ExportError(Exception):
    """An export that cannot be done. The message is one line: what is wrong, and what to do."""


def run(options: argparse.Namespace, command: Sequence[str] | None = None) -> int:
    """Export the draft that `options` name. Returns the exit status (2: bad input). `command` runs another worker."""
    try:
        _export(options, command)
    except (ExportError, FileError, ScoringError, ThemeError) as error:
        complain(str(error))
        return BAD_INPUT
    return 0


def _export(options: argparse.Namespace, command: Sequence[str] | None) -> None:
    draft = read_draft(options.file, options.encoding)
    target = _target(options)
    for complaint in draft.complaints:
        complain(str(complaint))
    if lacks_rules(draft.settings.scoring):
        complain(NO_RULES)
    document, markdown, settings = draft.document, draft.markdown, draft.settings
    meant = as_meant(document.text)
    if meant != document.text:
        path, document = document.path, Document(meant)
        document.path, markdown = path, Markdown(document)
    theme = load_theme(options.theme or settings.theme, own_themes_path())
    annotations: list[Annotation] = []
    if options.annotations != "none":
        prose = Prose(document, markdown)
        if prose.has_words():
            findings = _score(document, followed(settings.scoring), command or scoring_command(settings.scoring))
            for line in findings.complaints:
                complain(line)
            flags = shown_flags(document, prose, findings.flags, ignored_in(document))
            annotations = annotations_of(prose, options.annotations, flags, findings.words)
    content = _render(options, document, markdown, annotations, theme, settings)
    if target is None:
        if options.to != "ansi" and sys.stdout.isatty():  # a page may hold what a terminal must not get
            content = "\n".join(map(printable, content.split("\n")))
        sys.stdout.buffer.write(content.encode())
        sys.stdout.flush()
    else:
        write_file(target, content)


def _name(options: argparse.Namespace) -> str:
    return "standard input" if options.file == STANDARD_INPUT else Path(options.file).name


def _render(
    options: argparse.Namespace,
    document: Document,
    markdown: Markdown,
    annotations: Sequence[Annotation],
    theme: Theme,
    settings: Settings,
) -> str:
    name = _name(options)
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
    draft = Path(options.file)
    if options.output == STANDARD_INPUT or (
        options.output is None and (options.to == "ansi" or options.file == STANDARD_INPUT)
    ):
        return None
    target = draft.with_suffix(f".{options.to}") if options.output is None else Path(options.output)
    if options.file != STANDARD_INPUT and is_same_file(target, draft):
        raise ExportError(f"{target} is the draft itself; name another file with --output")
    if os.path.lexists(target) and not options.force:
        raise ExportError(f"{target} exists; overwrite it with --force, or name another file with --output")
    return target


def _score(document: Document, conventions: Conventions, command: Sequence[str]) -> ScoredDraft:
    """Score the draft in a worker. Raises ScoringError."""
    with Progress() as progress, ScoringRun(command, "export") as run:
        return run.score(document, conventions, progress)
