"""The actions at a flag and their effects: in the text, in the writer's files, and in other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import Document
from editor.document.formats.kinds import kind_named
from editor.flags.kept_ignores import KeptIgnores
from editor.lsp.code_actions import code_actions
from editor.lsp.open_draft import OpenDraft
from editor.lsp.positions import Encoding
from editor.paths import dictionary_path, ignored_path
from scoring import protocol
from scoring.protocol import Flag, Suggestion
from tests.editor.lsp.talk import URI, Talk, talk
from tests.editor.lsp.test_positions import ENCODINGS, plain_offset, texts

TEXT = "She go to the the school teh same day as all of her other friends.\n\nShe go home.\n"
VERSIONED: dict[str, Any] = {"workspace": {"workspaceEdit": {"documentChanges": True}}}
QUICK_FIX, FIX_ALL = "quickfix", "source.fixAll.logprose"


def flag(text: str, word: str, kind: str, *edits: tuple[int, int, str, float], at: int | None = None) -> Flag:
    """Return a flag of a word; the edits are counted from its start."""
    start = text.index(word) if at is None else at
    offered = tuple(Suggestion(start + low, start + high, new, 5.5, "spelling", prob) for low, high, new, prob in edits)
    return Flag(start, start + len(word), 5.0, kind, f"{word}?", offered)


FLAGS = (
    flag(TEXT, "go", "grammar", (0, 2, "goes", 0.94), (0, 2, "went", 0.03)),
    flag(TEXT, "the", "grammar", (-1, 3, "", 0.999), at=TEXT.index("the school")),
    flag(TEXT, "teh", "spelling", (0, 3, "the", 0.998), (0, 0, "at ", 0.001)),
    flag(TEXT, "go", "grammar", (0, 2, "goes", 0.9), at=TEXT.rindex("go")),
)


async def checked(client: Talk, uri: str = URI) -> None:
    """Open the text and flag it."""
    client.open(TEXT, uri)
    client.is_ready()
    client.hear(protocol.Scores(1, 0, 0, len(TEXT), FLAGS, 9, 9, is_final=True))
    await client.until(lambda: len(client.latest(uri)["diagnostics"]) == len(FLAGS))


def place(offset: int) -> dict[str, int]:
    line = TEXT.count("\n", 0, offset)
    return {"line": line, "character": offset - (TEXT.rindex("\n", 0, offset) + 1 if line else 0)}


async def actions(
    client: Talk, start: int, end: int | None = None, only: list[str] | None = None, uri: str = URI
) -> list[dict[str, Any]]:
    """Ask as clients do: with all diagnostics of the line, whatever the selection is."""
    line = place(start)["line"]
    context: dict[str, Any] = {
        "diagnostics": [one for one in client.latest(uri)["diagnostics"] if one["range"]["start"]["line"] == line]
    }
    if only is not None:
        context["only"] = only
    selected = {"start": place(start), "end": place(start if end is None else end)}
    params = {"textDocument": {"uri": uri}, "range": selected, "context": context}
    found: list[dict[str, Any]] = await client.ask("textDocument/codeAction", params)
    return found


def titles(found: list[dict[str, Any]]) -> list[str]:
    return [action["title"] for action in found]


def applied(action: dict[str, Any], text: str = TEXT) -> str:
    """Return the text after an action's edit, as the client applies it."""
    edit = action["edit"]
    edits = edit["changes"][URI] if "changes" in edit else edit["documentChanges"][0]["edits"]
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]

    def offset(position: dict[str, int]) -> int:
        return starts[position["line"]] + position["character"]

    for one in sorted(edits, key=lambda one: offset(one["range"]["start"]), reverse=True):
        text = text[: offset(one["range"]["start"])] + one["newText"] + text[offset(one["range"]["end"]) :]
    return text


async def carry_out(client: Talk, action: dict[str, Any]) -> None:
    """Have an action's command carried out by the server."""
    command = action["command"]
    assert await client.ask("workspace/executeCommand", command) is None


async def test_the_suggestions_come_first_the_best_is_preferred_and_is_applied() -> None:
    async with talk() as client:
        await checked(client)
        found = await actions(client, TEXT.index("go"))
        assert titles(found) == [
            "Change to “goes” (94 %)",
            "Change to “went” (3 %)",
            "Ignore “go” here",
            "Ignore “go” in this document",
            "Add “go” to dictionary",
            "Fix 2 certain mistakes",
        ]
        assert [action.get("isPreferred", False) for action in found] == [True, *[False] * 5]
        assert not any("disabled" in action for action in found)
        assert [action["kind"] for action in found] == [*[QUICK_FIX] * 5, FIX_ALL]
        (told,) = found[0]["diagnostics"]
        assert told in client.latest()["diagnostics"]
        assert applied(found[0]) == TEXT.replace("go", "goes", 1)
        assert found[0]["data"] == {"gain": 5.5, "probability": 0.94}


@given(
    texts,
    texts,
    st.sampled_from(["goes", "", "g\U0001f600es", "go\u0301es"]),
    st.booleans(),
    st.sampled_from(ENCODINGS),
)
def test_an_edit_changes_the_flagged_word_and_nothing_else(
    before: str, after: str, new: str, drops_blank: bool, encoding: Encoding
) -> None:
    text = f"{before} go {after}"
    start = len(before) + 1 - drops_blank
    draft = OpenDraft(URI, None, 1, text, kind_named("markdown"), encoding, lambda draft: None)
    edit = Suggestion(start, len(before) + 3, new, 1.0, "grammar", 0.9)
    draft.flags.replace(0, len(text), [Flag(len(before) + 1, len(before) + 3, 5.0, "grammar", "", (edit,))])
    at = draft.to_range(len(before) + 2, len(before) + 2)
    found = code_actions(draft, at, [QUICK_FIX], edits_name_versions=False)
    assume(found)  # not if an indent makes it code
    assert found[0].edit is not None
    assert found[0].edit.changes is not None
    (change,) = found[0].edit.changes[URI]
    low, high = (
        plain_offset(text, place.line, place.character, encoding) for place in (change.range.start, change.range.end)
    )
    assert text[:low] + change.new_text + text[high:] == text[:start] + new + text[len(before) + 3 :]


async def test_actions_are_only_for_the_flag_at_the_caret() -> None:
    async with talk() as client:
        await checked(client)
        for word, first in (("go", "Change to “goes” (94 %)"), ("the school", "Drop “the” (99 %)"), ("teh", "the")):
            found = await actions(client, TEXT.index(word), only=[QUICK_FIX])
            assert first in found[0]["title"]
            assert sum(action.get("isPreferred", False) for action in found) == 1
        assert await actions(client, TEXT.index("same")) == []
        end = TEXT.index("go") + 2
        assert titles(await actions(client, end))[0] == "Change to “goes” (94 %)", "at its end too"
        assert titles(await actions(client, TEXT.rindex("She"))) == [], "that is the next line"
        line = await actions(client, 0, TEXT.index("\n"), only=[QUICK_FIX])
        assert sum(action.get("isPreferred", False) for action in line) == 3, "a whole line may be selected"


async def test_edits_name_the_version_if_the_client_can_reject_an_old_one() -> None:
    async with talk(VERSIONED) as client:
        await checked(client)
        client.type(2, 0, "So ", version=9)
        await client.until(lambda: client.latest()["version"] == 9)
        found = await actions(client, TEXT.index("go"))
        assert "changes" not in found[0]["edit"]
        (change,) = found[0]["edit"]["documentChanges"]
        assert change["textDocument"] == {"uri": URI, "version": 9}


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        ([QUICK_FIX], {QUICK_FIX}),
        ([""], {QUICK_FIX, FIX_ALL}),
        (["source"], {FIX_ALL}),
        (["source.fixAll"], {FIX_ALL}),
        ([FIX_ALL], {FIX_ALL}),
        (["source.organizeImports"], set()),
        (["refactor"], set()),
        (["quick"], set()),
        ([], set()),
    ],
)
async def test_only_the_requested_kinds_are_returned(only: list[str], kinds: set[str]) -> None:
    async with talk() as client:
        await checked(client)
        assert {action["kind"] for action in await actions(client, TEXT.index("go"), only=only)} == kinds


async def test_fix_all_applies_only_certain_fixes() -> None:
    async with talk() as client:
        await checked(client)
        (found,) = await actions(client, TEXT.index("home"), only=["source.fixAll"])
        assert applied(found) == TEXT.replace("the the", "the").replace("teh", "the")
        client.change({"text": "She go home.\n"}, version=2)
        await client.until(lambda: client.latest()["version"] == 2)
        assert await actions(client, 0, only=["source.fixAll"]) == []


# -- ignoring ----------------------------------------------------------------------------------------------------------


async def ignore(client: Talk, title: str, uri: str, at: int | None = None) -> None:
    found = await actions(client, TEXT.index("go") if at is None else at, uri=uri)
    await carry_out(client, next(action for action in found if action["title"] == title))


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Ignore “go” here", ["the", "teh", "go"]),
        ("Ignore “go” in this document", ["the", "teh"]),
        ("Add “go” to dictionary", ["the", "teh"]),
        ("Add “go” to folder's dictionary", ["the", "teh"]),
    ],
)
async def test_an_ignored_flag_is_no_longer_reported_here_or_in_other_programs(
    tmp_path: Path, title: str, left: list[str]
) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    uri = path.as_uri()
    async with talk() as client:
        await checked(client, uri)
        await ignore(client, title, uri)
        await client.until(lambda: client.shown(uri) == left)
    other = KeptIgnores(Document.read(path))
    other.look()
    assert [TEXT[one.start : one.end] for one in FLAGS if not other.covers(one.start, one.end)] == left


@pytest.mark.parametrize(
    "title",
    [
        "Ignore “go” here",
        "Ignore “go” in this document",
        "Add “go” to dictionary",
        "Add “go” to folder's dictionary",
    ],
)
async def test_an_ignored_flag_can_be_restored(tmp_path: Path, title: str) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    uri = path.as_uri()
    async with talk() as client:
        await checked(client, uri)
        await ignore(client, title, uri)
        await client.until(lambda: client.shown(uri)[0] == "the")
        found = await actions(client, TEXT.index("go"), uri=uri)
        assert titles(found) == ["Flag “go” again"]
        assert not any(action.get("isPreferred") for action in found)
        await carry_out(client, found[0])
        await client.until(lambda: client.shown(uri) == ["go", "the", "teh", "go"])
    other = KeptIgnores(Document.read(path))
    other.look()
    assert not any(other.covers(one.start, one.end) for one in FLAGS)


async def test_another_programs_ignores_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "draft.md"
    path.write_text(TEXT)
    uri = path.as_uri()
    async with talk() as client:
        await checked(client, uri)
        other = KeptIgnores(Document.read(path))
        other.add_to_dictionary("go")
        other.ignore_word("teh")
        assert titles(await actions(client, TEXT.index("go"), uri=uri)) == ["Flag “go” again"]
        await client.until(lambda: client.shown(uri) == ["the"])
        await ignore(client, "Ignore “the” here", uri, TEXT.index("the school"))
        await client.until(lambda: client.shown(uri) == [])
        other.look()
        assert all(other.covers(one.start, one.end) for one in FLAGS)


async def test_a_text_without_a_file_forgets_its_ignores_and_has_no_folder() -> None:
    async with talk() as client:
        await checked(client)
        assert not any("folder" in title for title in titles(await actions(client, TEXT.index("go"))))
        await ignore(client, "Ignore “go” here", URI)
        await client.until(lambda: client.shown() == ["the", "teh", "go"])
        assert not ignored_path().exists()


async def test_a_word_that_has_moved_is_not_ignored() -> None:
    async with talk() as client:
        await checked(client)
        found = await actions(client, TEXT.index("go"))
        client.type(0, 0, "Now ", version=2)
        await carry_out(client, next(action for action in found if action["title"] == "Ignore “go” here"))
        assert "“go” is no longer there" in client.all("window/showMessage")[-1]["message"]
        await client.until(lambda: client.latest()["version"] == 2)
        assert client.shown() == ["go", "the", "teh", "go"]


async def test_a_command_that_cannot_be_carried_out_says_why() -> None:
    async with talk() as client:
        await checked(client)
        dictionary_path().parent.mkdir(parents=True)
        dictionary_path().write_bytes(b"caf\xe9\n")
        await ignore(client, "Add “go” to dictionary", URI)
        assert "dictionary.txt is not UTF-8 text" in client.all("window/showMessage")[-1]["message"]
        assert dictionary_path().read_bytes() == b"caf\xe9\n"
        client.tell("textDocument/didClose", {"textDocument": {"uri": URI}})
        gone = {"command": "logprose.ignoreWord", "arguments": [URI, "go", {"line": 0, "character": 4}]}
        assert await client.ask("workspace/executeCommand", gone) is None
        assert "not open any more" in client.all("window/showMessage")[-1]["message"]


@pytest.mark.parametrize("arguments", [[], ["x"], [5, {}, 7], [URI, "go", {"line": "x"}], None])
async def test_wrong_arguments_get_an_error_and_change_nothing(arguments: Any) -> None:
    async with talk() as client:
        await checked(client)
        sent = {"command": "logprose.ignoreHere", "arguments": arguments}
        assert "code" in await client.ask("workspace/executeCommand", sent)
        assert client.shown() == ["go", "the", "teh", "go"]


@pytest.mark.parametrize("word", ["", " ", "\n"])
async def test_a_client_that_sends_no_word_changes_nothing(word: str) -> None:
    async with talk() as client:
        await checked(client)
        for command in ("logprose.ignoreWord", "logprose.addToDictionary"):
            sent = {"command": command, "arguments": [URI, word, {"line": 0, "character": 0}]}
            assert await client.ask("workspace/executeCommand", sent) is None
        assert not dictionary_path().exists()


async def test_automatic_requests_get_no_action_for_the_whole_text() -> None:
    async with talk() as client:
        await checked(client)
        at = {"start": place(TEXT.index("go")), "end": place(TEXT.index("go"))}
        params = {"textDocument": {"uri": URI}, "range": at, "context": {"diagnostics": [], "triggerKind": 2}}
        assert FIX_ALL not in {action["kind"] for action in await client.ask("textDocument/codeAction", params)}


async def test_a_text_that_is_not_open_has_no_actions() -> None:
    async with talk() as client:
        assert await actions(client, 0, uri="file:///nowhere.md") == []
