"""The model's view of the word under the mouse: why it is flagged, how likely it was, and likelier words."""

from __future__ import annotations

import re
from collections.abc import Callable

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from editor.document.units import word_at
from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import PREDICTED, likelihood, message, percent, share
from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts
from editor.text.printable import printable
from scoring.protocol import Alternatives, Flag, Suggestion

_LIKELY = 0.01  # the probability from which an edit of an unflagged word is shown

_MARKUP = re.compile(r"[\\`*_\[\]<>#|~&$]|^[-+]|(?<=\d)[.)]")


async def hover(draft: OpenDraft, place: types.Position, *, is_markdown: bool) -> types.Hover | None:
    """Return the hover for the word at a position; None if there is no word, or if the text changes or the client asks
    about another word before the model has answered.

    Without a model, it only explains a flag.
    """
    position = draft.to_offset(place)
    flag = next((one for one in draft.shown_flags(position, position + 1) if one.start <= position < one.end), None)
    found = (flag.start, flag.end) if flag is not None else word_at(draft.document, position)
    if found is None or not found[0] <= position < found[1] or not draft.prose.holds(*found):
        return None
    told = draft.to_range(*found)
    answer = None
    if draft.can_answer:
        answer = await draft.ask_alternatives(*found, draft.settings.scoring.alternatives)
        if answer is None:
            return None
    if flag is None and answer is None:
        return None
    text = _Page(is_markdown)
    if flag is not None:
        text.add_flag(draft, flag)
    if answer is not None:
        text.add_answer(draft, answer, flag)
    kind = types.MarkupKind.Markdown if is_markdown else types.MarkupKind.PlainText
    return types.Hover(types.MarkupContent(kind, text.text), told)


def register(server: LanguageServer, drafts: Callable[[], OpenDrafts]) -> None:
    """Answer the client's requests; `drafts` returns the open texts."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def asked(params: types.HoverParams) -> types.Hover | None:
        draft = drafts().get(params.text_document.uri)
        can = server.client_capabilities.text_document
        formats = None if can is None or can.hover is None else can.hover.content_format
        is_markdown = types.MarkupKind.Markdown in (formats or ())
        return None if draft is None else await hover(draft, params.position, is_markdown=is_markdown)


class _Page:
    """Paragraphs and lists, in Markdown or in plain text."""

    def __init__(self, is_markdown: bool) -> None:
        self._is_markdown = is_markdown
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return "\n\n".join(self._parts)

    def add_flag(self, draft: OpenDraft, flag: Flag) -> None:
        """Describe why a word is flagged, how likely that is right, and the suggestions."""
        said = self._bold(message(flag.kind, flag.reason))
        self._parts.append(f"{said} · {likelihood(flag.kind, flag.probability)}")
        self._list([(_label(draft, one), percent(one.probability)) for one in flag.suggestions])

    def add_answer(self, draft: OpenDraft, found: Alternatives, flag: Flag | None) -> None:
        """Describe how likely the word was after the words before it, and which words were likelier."""
        own = f"{self._bold(found.word)} {share(found.prob)} · no. {found.rank:,}"
        word = draft.surprisal.word_at(found.start)
        numbers = [] if word is None else [f"surprisal {word.surprisal:.1f} nats", f"entropy {word.entropy:.1f} nats"]
        self._parts.append(" · ".join([own, *numbers]))
        if flag is None:
            likely = [one for one in found.suggestions if one.probability >= _LIKELY]
            self._list([(_label(draft, one), percent(one.probability)) for one in likely])
        if found.alternatives:
            self._parts.append(self._escaped(PREDICTED))
            self._list([(one.text, share(one.prob)) for one in found.alternatives])

    def _list(self, rows: list[tuple[str, str]]) -> None:
        if rows:
            self._parts.append("\n".join(f"- {self._escaped(label)} {note}".rstrip() for label, note in rows))

    def _bold(self, text: str) -> str:
        return f"**{self._escaped(text)}**" if self._is_markdown else printable(text)

    def _escaped(self, text: str) -> str:
        return _MARKUP.sub(r"\\\g<0>", printable(text)) if self._is_markdown else printable(text)


def _label(draft: OpenDraft, edit: Suggestion) -> str:
    return suggestion_label(draft.document.slice(edit.start, edit.end), edit.replacement)
