"""The actions for a flag: apply a suggestion, or ignore it. As code actions, since clients don't have our commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from editor.flags.certain import certain_fix
from editor.flags.ignored import plain
from editor.flags.suggestion_label import suggestion_label
from editor.flags.wording import percent
from editor.lsp.diagnostics import SOURCE, diagnostic
from editor.lsp.open_draft import OpenDraft
from editor.lsp.open_drafts import OpenDrafts
from editor.storage.files import FileError
from editor.text.printable import printable
from scoring.protocol import Flag, Suggestion

FIX_ALL = "source.fixAll.logprose"
"""The kind of the action that applies all certain fixes."""

KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL)

IGNORE_HERE, IGNORE_WORD = "logprose.ignoreHere", "logprose.ignoreWord"
ADD_TO_DICTIONARY, ADD_TO_FOLDER = "logprose.addToDictionary", "logprose.addToFolder"
FLAG_AGAIN = "logprose.flagAgain"
"""The commands. Their arguments are a draft's URI, a word and its position."""

_LONGEST_SHOWN = 30  # code points of a word in a title


def code_actions(
    draft: OpenDraft,
    wanted: types.Range,
    only: list[str] | None,
    *,
    edits_name_versions: bool,
    is_automatic: bool = False,
) -> list[types.CodeAction]:
    """Return the actions for the flags at a range: their suggestions, the best first, then ways to ignore them.

    Args:
        draft: the text.
        wanted: the selection, or the caret. A paragraph is one line, so other flags on the line may be far away.
        only: the kinds that the client asks for, each with those below it; None: quick fixes.
        edits_name_versions: whether the client takes edits that name the version of the text.
        is_automatic: whether the client asks by itself, at each move of the caret.
    """
    found: list[types.CodeAction] = []
    flags = list(_flags_at(draft, draft.to_offset(wanted.start), draft.to_offset(wanted.end)))
    edited = _Edits(draft, edits_name_versions)
    if only is None or _is_wanted(types.CodeActionKind.QuickFix.value, only):
        found += [action for flag in flags for action in _fixes(draft, flag, edited)]
        found += [action for flag in flags for action in _ignoring(draft, flag)]
        if not flags:
            found += _flagging_again(draft, draft.to_offset(wanted.start))
    # Unasked, it would be the only action where nothing is flagged, and some clients apply the only one at once.
    if _is_wanted(FIX_ALL, only) if only is not None else flags and not is_automatic:
        found += _fix_all(draft, edited, least=1 if only is not None else 2)
    return found


class _Edits:
    """Makes edits of a draft in the form that its client takes."""

    def __init__(self, draft: OpenDraft, names_versions: bool) -> None:
        self._draft = draft
        self._names_versions = names_versions

    def of(self, *suggestions: Suggestion) -> types.WorkspaceEdit:
        """Return the edit that applies some suggestions, which ascend and don't overlap."""
        draft = self._draft
        edits = [types.TextEdit(draft.to_range(one.start, one.end), one.replacement) for one in suggestions]
        if not self._names_versions:
            return types.WorkspaceEdit(changes={draft.uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(draft.uri, draft.version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])


def _is_wanted(kind: str, only: list[str]) -> bool:
    return any(asked in ("", kind) or kind.startswith(f"{asked}.") for asked in only)


def _flags_at(draft: OpenDraft, start: int, end: int) -> Iterator[Flag]:
    """Yield the flags that a selection overlaps; for a caret, the one that it is in, or else next to."""
    start, end = min(start, end), max(start, end)
    near = draft.shown_flags(max(0, start - 1), min(len(draft.document), end + 1))
    if start < end:
        yield from (flag for flag in near if flag.start < end and start < flag.end)
    else:
        touching = [flag for flag in near if flag.start <= start <= flag.end]
        yield from sorted(touching, key=lambda flag: start == flag.end)[:1]


def _fixes(draft: OpenDraft, flag: Flag, edited: _Edits) -> Iterator[types.CodeAction]:
    told = diagnostic(draft, flag)
    for number, one in enumerate(flag.suggestions):
        yield types.CodeAction(
            title=_title(draft, one),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[told],
            is_preferred=number == 0 or None,
            edit=edited.of(one),
            data={"gain": round(one.gain, 2), "probability": round(one.probability, 4)},
        )


def _title(draft: OpenDraft, edit: Suggestion) -> str:
    """Return the title of an edit, with its probability: `Change to “goes” (94 %)`."""
    old = draft.document.slice(edit.start, edit.end)
    label = suggestion_label(old, edit.replacement)
    is_drop_or_add = label.startswith(("drop “", "add “")) and label != edit.replacement
    title = label[0].upper() + label[1:] if is_drop_or_add else f"Change to “{label}”"
    likely = percent(edit.probability)
    return printable(f"{title} ({likely})" if likely else title)


def _ignoring(draft: OpenDraft, flag: Flag) -> Iterator[types.CodeAction]:
    """Yield the ways to ignore a flag; only single words go into lists that apply to other drafts too."""
    offered = [("Ignore “{}” here", IGNORE_HERE), ("Ignore “{}” in this document", IGNORE_WORD)]
    if not any(map(str.isspace, draft.document.slice(flag.start, flag.end))):
        offered.append(("Add “{}” to dictionary", ADD_TO_DICTIONARY))
        if draft.document.path is not None:
            offered.append(("Add “{}” to folder's dictionary", ADD_TO_FOLDER))
    told = [diagnostic(draft, flag)]
    for title, command in offered:
        yield _command(draft, title, command, flag.start, flag.end, told)


def _command(
    draft: OpenDraft, title: str, command: str, start: int, end: int, told: list[types.Diagnostic]
) -> types.CodeAction:
    """Return the action that has the server carry out a command with the word at [start, end)."""
    word, place = draft.document.slice(start, end), draft.to_range(start, end).start
    shown = title.format(printable(word if len(word) <= _LONGEST_SHOWN else f"{word[:_LONGEST_SHOWN]}…"))
    arguments: list[Any] = [draft.uri, word, {"line": place.line, "character": place.character}]
    return types.CodeAction(
        title=shown,
        kind=types.CodeActionKind.QuickFix,
        diagnostics=told or None,
        command=types.Command(shown, command, arguments=arguments),
    )


def _flagging_again(draft: OpenDraft, position: int) -> Iterator[types.CodeAction]:
    """Yield the way to have an ignored word at a position flagged again."""
    for span in draft.ignored_flags(position, min(position + 1, len(draft.document))):
        yield _command(draft, "Flag “{}” again", FLAG_AGAIN, span.start, span.end, [])


def _fix_all(draft: OpenDraft, edited: _Edits, least: int) -> Iterator[types.CodeAction]:
    """Yield the action that applies all certain fixes, if there are at least so many."""
    fixes: list[Suggestion] = []
    for flag in draft.shown_flags():
        fix = certain_fix(draft.document, flag)
        if fix is not None and (not fixes or fixes[-1].end < fix.start):
            fixes.append(fix)
    if len(fixes) >= least:
        title = f"Fix {len(fixes)} certain mistake{'' if len(fixes) == 1 else 's'}"
        yield types.CodeAction(title, kind=FIX_ALL, edit=edited.of(*fixes))


def register(server: LanguageServer, drafts: Callable[[], OpenDrafts]) -> None:
    """Offer the actions and their commands to the client; `drafts` returns the open texts."""

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(KINDS))
    def asked(params: types.CodeActionParams) -> list[types.CodeAction]:
        draft = drafts().get(params.text_document.uri)
        if draft is None:
            return []
        drafts().look_at_ignored()
        kinds = params.context.only
        only = None if kinds is None else [str(getattr(kind, "value", kind)) for kind in kinds]
        workspace = server.client_capabilities.workspace
        edits = None if workspace is None else workspace.workspace_edit
        names_versions = edits is not None and bool(edits.document_changes)
        is_automatic = params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
        return code_actions(draft, params.range, only, edits_name_versions=names_versions, is_automatic=is_automatic)

    def carry_out(command: str, ignore: Callable[[OpenDraft, int, int], object]) -> None:
        @server.command(command)
        def asked(uri: str, word: str, place: types.Position) -> None:
            draft = drafts().get(uri)
            try:
                if draft is None:
                    raise FileError("the text is not open any more: open it and ask again")
                start = draft.to_offset(place)
                end = min(start + len(word), len(draft.document))
                if not plain(word) or draft.document.slice(start, end) != word:
                    raise FileError(f"“{word}” is no longer there: ask again")
                ignore(draft, start, end)
            except FileError as error:
                line = f"{SOURCE}: {printable(str(error))}"
                server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, line))
            drafts().look_at_ignored()
            if draft is not None:
                draft.review()  # a text without a file keeps ignored words in memory

    def word_of(draft: OpenDraft, start: int, end: int) -> str:
        return draft.document.slice(start, end)

    carry_out(IGNORE_HERE, lambda draft, *at: draft.ignoring.ignore_here(*at))
    carry_out(IGNORE_WORD, lambda draft, *at: draft.ignoring.ignore_word(word_of(draft, *at)))
    carry_out(ADD_TO_DICTIONARY, lambda draft, *at: draft.ignoring.add_to_dictionary(word_of(draft, *at)))
    carry_out(ADD_TO_FOLDER, lambda draft, *at: draft.ignoring.add_to_folder(word_of(draft, *at)))
    carry_out(FLAG_AGAIN, lambda draft, *at: draft.ignoring.flag_again(*at))
