"""Valid settings are used, invalid ones named by line; all texts come from the one schema."""

from __future__ import annotations

import math
import os
import tomllib
from pathlib import Path

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

import editor.app  # noqa: F401  # fills the registry of commands
from editor.keys.registry import Keymap
from editor.settings.entries import (
    ENTRIES,
    TABLES,
    Entry,
    Value,
    WrongValueError,
    documented_file,
    settings_of,
    toml_block,
    value_in,
)
from editor.settings.layers import FOLDER_FILE, Complaint, SettingsLayer, load_folder_layer, load_layer, read_toml
from editor.settings.settings import Settings
from editor.storage.encodings import decode
from tests.project import ROOT

EVERY = list(ENTRIES.values())


def complaints(toml: str, *, is_own: bool = True) -> list[str]:
    return list(map(str, every_complaint(read_toml(toml, "s.toml", is_own=is_own))))


def every_complaint(layer: SettingsLayer) -> list[Complaint]:
    found = [*layer.complaints, *layer.key_complaints(Keymap(layer.keys).complaints)]
    return sorted(found, key=lambda complaint: (complaint.line == 0, complaint.line))


# -- the schema --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.name)
def test_every_setting_is_explained_and_takes_its_default(entry: Entry) -> None:
    assert len(entry.doc) > 10
    assert 3 <= len(entry.title) < 40
    assert "\n" not in entry.doc
    assert entry.checked(entry.default) == entry.default == value_in(Settings(), entry.name)
    assert entry.parsed(str(entry.default).lower() if isinstance(entry.default, bool) else str(entry.default)) == (
        entry.default
    )


def test_titles_are_distinct_and_expert_settings_come_last() -> None:
    assert len({entry.title for entry in EVERY}) == len(EVERY)
    experts = [entry.name for entry in EVERY if entry.is_expert]
    scoring = ("tokenizer", "answer_size", "dtype", "max_length", "stride", "cache_megabytes")
    assert experts[:6] == [f"scoring.{name}" for name in scoring]
    assert experts[6:] == [name for name in ENTRIES if name.startswith("severity.")]
    assert list(ENTRIES)[-len(experts) :] == experts


def test_a_folder_chooses_no_model_and_no_keys() -> None:
    own = {name for name, entry in ENTRIES.items() if entry.is_own}
    assert {"scoring.model", "scoring.device", "scoring.dtype", "scoring.cache_megabytes"} <= own
    assert "column" not in own
    assert "scoring.threshold" not in own


def test_the_documented_file_sets_nothing_and_its_defaults_are_the_defaults() -> None:
    layer = read_toml(documented_file(), "settings.toml", is_own=True)
    assert (layer.values, layer.keys, layer.complaints) == ({}, {}, ())
    lines = documented_file().splitlines()
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in lines)
    layer = read_toml(uncommented, "settings.toml", is_own=True)
    assert layer.complaints == ()
    assert layer.values == {name: entry.default for name, entry in ENTRIES.items()}
    assert all(f"# {entry.title}: {entry.doc}" in documented_file() for entry in EVERY)


def test_the_readmes_block_is_toml_with_every_default() -> None:
    toml = toml_block().removeprefix("```toml\n").removesuffix("```\n")
    layer = read_toml(toml, "README", is_own=True)
    assert layer.complaints == ()
    assert layer.values == {name: entry.default for name, entry in ENTRIES.items()}


# -- reading -----------------------------------------------------------------------------------------------------------

WRONG = """\
column = "wide"
theme = "nord"
colunm = 3
zen = 1
focus = "word"
goal = 1_000_001
stride = 4

[scoring]
threshold = 3.8
alternatives = 4
model = 3
max_lenght = 9
[scoring.more]
[keys]
fly = ["f5"]
save = "ctrl+t"
undo = ["ctrl+u", "x"]
quit = [3]
"""


def test_each_wrong_entry_is_named_by_its_line_and_the_rest_is_used() -> None:
    layer = read_toml(WRONG, "s.toml", is_own=True)
    assert [str(complaint) for complaint in every_complaint(layer)] == [
        's.toml, line 1: column: "wide": must be a whole number from 0 to 1,000',
        "s.toml, line 3: colunm: no such setting; did you mean column?",
        "s.toml, line 4: zen: 1: must be true or false",
        's.toml, line 5: focus: "word": must be one of "off", "sentence", "paragraph"',
        "s.toml, line 6: goal: 1000001: must be a whole number from 0 to 1,000,000",
        "s.toml, line 7: stride: no such setting; did you mean scoring.stride?",
        "s.toml, line 10: scoring.threshold: 3.8: must be a number from 0 to 1: a probability, no longer nats",
        "s.toml, line 12: scoring.model: 3: must be text in quotes",
        "s.toml, line 13: scoring.max_lenght: no such setting; did you mean scoring.max_length?",
        "s.toml, line 14: scoring.more: no such setting; did you mean scoring.model?",
        "s.toml, line 16: keys.fly: no such command; F1 lists them all",
        's.toml, line 17: keys.save: "ctrl+t": must be a list of keys, like ["ctrl+s"]',
        "s.toml, line 18: keys.undo: “x” types a character; add ctrl or alt",
        's.toml, line 19: keys.quit: a list: must be a list of keys, like ["ctrl+s"]',
    ]
    assert layer.values == {"theme": "nord", "scoring.alternatives": 4}
    assert layer.lines == {"theme": 2, "scoring.alternatives": 11}
    assert layer.keys == {"fly": ["f5"], "undo": ["ctrl+u", "x"]}


def test_the_writers_own_settings_cannot_be_set_by_others() -> None:
    found = complaints('zen = true\n[scoring]\nmodel = "evil"\n[keys]\nquit = ["ctrl+s"]\n', is_own=False)
    assert [line.partition(": ")[0] for line in found] == ["s.toml, line 3", "s.toml, line 4"]
    assert all("only your own settings file" in line for line in found)


@pytest.mark.parametrize(
    ("toml", "line"), [("theme = \n", 1), ("zen = true\n[keys\n", 2), ("zen = true\nzen = true", 2)]
)
def test_invalid_toml_names_its_line_and_is_not_used(toml: str, line: int) -> None:
    layer = read_toml(toml, "s.toml", is_own=True)
    (complaint,) = map(str, layer.complaints)
    assert complaint.startswith(f"s.toml, line {line}: ")
    assert complaint.endswith("nothing in this file is used")
    assert not layer.values


def test_escape_sequences_stay_in_the_file() -> None:
    found = complaints('theme = 3\n"\\u001b]0;x\\u0007" = 1\nfocus = "\\u001b[2J"\n[keys]\n"\\u009b" = ["\\u001b"]\n')
    assert len(found) == 4
    assert all(line.isprintable() for line in found)


def test_with_very_many_wrong_entries_only_the_first_are_named() -> None:
    found = complaints("\n".join(f"wrong_{number} = 1" for number in range(5000)))
    assert len(found) == 21
    assert found[0].startswith("s.toml, line 1: ")
    assert "4980 more" in found[-1]


def right(entry: Entry) -> st.SearchStrategy[Value]:
    """Return values that a setting may have."""
    match entry.kind:
        case "switch":
            return st.booleans()
        case "choice":
            return st.sampled_from(entry.choices)
        case "text":
            return st.text(st.characters(codec="utf-8"), max_size=20)
        case "whole number":
            return st.integers(int(entry.least or 0), int(entry.most or 2**62))
        case _:
            return st.floats(entry.least, 1e9)


things: st.SearchStrategy[object] = (
    st.none().map(lambda _: [])
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(codec="utf-8"), max_size=8)
    | st.dates()
    | st.lists(st.integers(), max_size=2)
)
cases = st.sampled_from(EVERY).flatmap(
    lambda entry: st.tuples(
        st.just(entry), right(entry).map(lambda value: (value, True)) | things.map(lambda v: (v, None))
    )
)


@given(
    st.lists(cases, max_size=12, unique_by=lambda case: case[0].name), st.lists(st.sampled_from("abcxyz"), max_size=3)
)
def test_all_right_entries_are_used_and_each_wrong_one_is_named(
    found: list[tuple[Entry, tuple[object, bool | None]]], unknown: list[str]
) -> None:
    top, tables = tomlkit.document(), {table: tomlkit.table() for table in TABLES}
    expected, wrong = {}, set()
    for name in dict.fromkeys(unknown):
        top[name] = 1
        wrong.add(name)
    for entry, (value, _) in found:
        table, _, key = entry.name.rpartition(".")
        (tables[table] if table else top)[key] = value
        try:
            expected[entry.name] = entry.checked(value)
        except WrongValueError:
            wrong.add(entry.name)
    for table, content in tables.items():
        top[table] = content
    toml = tomlkit.dumps(top)
    layer = read_toml(toml, "s.toml", is_own=True)
    assert layer.values == expected
    lines = toml.split("\n")
    named = set()
    for complaint in layer.complaints:
        name = complaint.text.partition(":")[0]
        named.add(name)
        assert lines[complaint.line - 1].startswith(f"{name.rpartition('.')[2]} =")
    assert named == wrong
    settings = settings_of(layer.values)
    assert all(value_in(settings, name) == value for name, value in expected.items())


@given(st.sampled_from(EVERY), st.text() | st.floats().map(str) | st.integers().map(str))
def test_a_typed_value_is_accepted_or_rejected(entry: Entry, written: str) -> None:
    try:
        value = entry.parsed(written)
    except WrongValueError:
        return
    assert entry.checked(value) == value
    assert not isinstance(value, float) or math.isfinite(value)


@given(st.text() | st.text(st.sampled_from("zen=true\"'[]{}\n#.,1 keyscoring")))
def test_no_text_makes_parsing_crash(text: str) -> None:
    layer = read_toml(text, "s.toml", is_own=False)
    settings_of(layer.values)
    assert all(str(complaint).isprintable() for complaint in layer.complaints)


@given(st.binary(max_size=60), st.booleans())
def test_no_bytes_make_parsing_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes, is_own: bool) -> None:
    path = tmp_path_factory.mktemp("bytes") / "settings.toml"
    path.write_bytes(data)
    layer = load_layer(path, is_own=is_own)
    assert layer is not None
    try:
        tomllib.loads(decode(data)[0].encode("utf-8", "surrogateescape").decode())
    except ValueError:
        assert len(layer.complaints) == 1


def test_bytes_that_are_not_text_are_named_by_their_line(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(b"zen = true\n# caf\xe9\n")
    layer = load_layer(path, is_own=True)
    assert layer is not None
    assert str(layer.complaints[0]).startswith("settings.toml, line 2: is not UTF-8")


def test_a_file_of_a_hundred_thousand_bytes_is_not_a_settings_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# " + "x" * 100_000)
    layer = load_layer(path, is_own=True)
    assert layer is not None
    assert "longer than" in str(layer.complaints[0])


# -- folders -----------------------------------------------------------------------------------------------------------


def test_the_nearest_folders_file_counts_up_to_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    (home / "work" / "book").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    (tmp_path / FOLDER_FILE).write_text("goal = 1")
    draft = home / "work" / "book" / "new" / "draft.md"
    assert load_folder_layer(draft).values == {}, "folders above home are ignored"
    (home / FOLDER_FILE).write_text("goal = 2")
    assert load_folder_layer(draft).values == {"goal": 2}
    (home / "work" / FOLDER_FILE).write_text("zen = true")
    assert load_folder_layer(draft).values == {"zen": True}
    assert load_folder_layer(tmp_path / "draft.md").values == {"goal": 1}
    assert load_folder_layer(None).values == {}


def test_a_folders_settings_file_that_is_a_pipe_or_a_directory_does_no_harm(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / FOLDER_FILE)
    layer = load_folder_layer(tmp_path / "draft.md")
    assert layer.values == {}
    assert "device or pipe" in str(layer.complaints[0])


def test_the_docs_show_the_settings_as_they_are() -> None:
    assert toml_block() in (ROOT / "docs/settings.md").read_text(), "run python -m docs.make"
