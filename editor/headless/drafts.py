"""The drafts named on the command line, each with its settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from editor.document import Document
from editor.document.formats.kinds import Kind, kind_of
from editor.document.formats.reading import UnreadableKindError, reader_of
from editor.document.formats.verbatim import Verbatim
from editor.document.markdown.markdown import Markdown
from editor.document.markdown.reader import Reader
from editor.headless.arguments import STANDARD_INPUT, standard_input
from editor.settings.entries import settings_of
from editor.settings.front_matter import find_section, front_matter_length, read_section
from editor.settings.layers import Complaint, SettingsLayer, load_folder_layer, own_layer
from editor.settings.settings import Settings
from editor.storage.encodings import Encoding
from editor.storage.files import ABSENT, FileError
from editor.text.binary import is_binary


@dataclass(frozen=True, slots=True)
class NamedDraft:
    """A draft with its settings.

    Attributes:
        name: its name on the command line.
        kind: the kind of its file.
        markdown: its text as that kind is read.
        complaints: about settings that can't be used.
    """

    name: str
    document: Document
    kind: Kind
    markdown: Markdown
    settings: Settings
    complaints: tuple[Complaint, ...]

    @property
    def verbatim(self) -> Verbatim | None:
        """The stretches that the worker must not search; None: it finds them itself."""
        return None if self.markdown.is_markdown else Verbatim(self.document, self.markdown)


def read_draft(
    name: str, encoding: Encoding | None = None, stdin_name: str | None = None, kind: Kind | None = None
) -> NamedDraft:
    """Read the draft in a file, or "-" for standard input. Raises FileError, also if it is not text, or not prose.

    Args:
        encoding: the user's choice; None: detect it.
        stdin_name: the file that standard input is the text of.
        kind: how to read it; None: as its name says.
    """
    if name == STANDARD_INPUT:
        try:
            data = standard_input()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FileError(f"standard input: cannot be read ({reason}); name a file") from None
        document = Document.from_bytes(data, encoding, "standard input")
        if stdin_name is not None:
            name, document.path = stdin_name, Path(stdin_name)
    else:
        document = Document.read(name, encoding)
        if document.stamp == ABSENT:
            raise FileError(f"{name}: no such file or directory")
    if is_binary(document.text):
        shown = "standard input" if name == STANDARD_INPUT else name
        raise FileError(f"{shown}: not text; if it is, name its encoding with --encoding")
    kind = kind or kind_of(document.path, document.blocks[0].text)
    markdown = Markdown(document, None if kind.reading == "markdown" else Reader())
    shown = "standard input" if name == STANDARD_INPUT else Path(name).name
    settings, complaints = draft_settings(document, markdown, shown)
    try:
        markdown.read_by(reader_of(document, kind, with_comments=settings.scoring.comments))
    except UnreadableKindError as error:
        raise FileError(f"{name}: {error}") from None
    return NamedDraft(name, document, kind, markdown, settings, complaints)


def draft_settings(
    document: Document, markdown: Markdown, name: str, client: Sequence[SettingsLayer] = ()
) -> tuple[Settings, tuple[Complaint, ...]]:
    """Return the settings of a draft, and complaints about those that can't be used. May block.

    Its front matter overrides its folder, its folder the settings of the `client` that has it open, and these the
    writer's own file.
    Complaints about the front matter call the draft `name`.
    """
    own = own_layer()
    section = find_section(front_matter(document, markdown))
    layers = (own, *client, load_folder_layer(document.path), read_section(section, name))
    values = {name: value for layer in layers for name, value in layer.values.items()}
    return settings_of(values, own.keys), tuple(complaint for layer in layers for complaint in layer.complaints)


def front_matter(document: Document, markdown: Markdown) -> list[str]:
    """Return the lines of a draft's front matter."""
    return [block.text for block in document.blocks[: front_matter_length(document, markdown)]]
