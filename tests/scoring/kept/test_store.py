"""Kept scores: found for the same text, never wrong, private, limited in size, and deleted when the writer says so."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.kept import store
from scoring.kept.store import Kept, KeptScores, forget, mark_of, place_of, setup_of
from scoring.protocol import Conventions, Flag, Suggestion, WordScore

TEXT = "She go to school."
FLAG = Flag(4, 6, 3.0, "grammar", "“goes” fits better", (Suggestion(4, 6, "goes", 2.0, "grammar"),))
HERE, THERE = "aa", "bb"
ANY, BRITISH = Conventions(0), Conventions(0, "GB")


def about(text: str, *, conventions: Conventions = ANY, files: tuple[store.FileMark, ...] = ()) -> Kept:
    return Kept(text, conventions, True, 0.5, (FLAG,), (WordScore(0, 3, 1.0, 2.0), WordScore(4, 6, 9.0, 3.0)), files)


@pytest.fixture
def scores(tmp_path: Path) -> KeptScores:
    return KeptScores(tmp_path / "state" / "scores", setup_of(["--model", "default"]))


def files(scores: KeptScores) -> list[Path]:
    return sorted(scores.directory.iterdir())


def test_kept_results_are_found_for_the_same_text_at_any_place(scores: KeptScores) -> None:
    assert scores.find(TEXT, ANY, HERE) is None
    scores.put(HERE, about(TEXT), b"state")
    assert (
        scores.find(TEXT, ANY, HERE)
        == scores.find(TEXT, ANY, THERE)
        == scores.find(TEXT, ANY)
        == (about(TEXT), b"state")
    )
    assert scores.has(TEXT, ANY, HERE)
    assert not scores.has(TEXT, ANY, THERE)


def test_for_a_changed_text_only_the_last_one_at_its_place_is_found(scores: KeptScores) -> None:
    scores.put(HERE, about(TEXT), b"old")
    scores.put(HERE, about(TEXT + " So."), b"new")
    assert scores.find(TEXT + " Now.", ANY, HERE) == (about(TEXT + " So."), b"new")
    assert scores.find(TEXT + " Now.", ANY, THERE) is None
    assert scores.find(TEXT + " Now.", ANY) is None
    assert len(files(scores)) == 1, "the older text is no longer kept"


def test_results_with_the_same_conventions_take_precedence_at_any_place(scores: KeptScores) -> None:
    scores.put(HERE, about(TEXT), b"any")
    assert scores.find(TEXT, BRITISH, HERE) == (about(TEXT), b"any"), "its scores are still valid"
    assert not scores.has(TEXT, BRITISH, HERE)
    british = about(TEXT, conventions=BRITISH)
    scores.put(THERE, british, b"british")
    assert scores.find(TEXT, BRITISH, HERE) == (british, b"british")
    assert scores.find(TEXT, ANY, THERE) == (about(TEXT), b"any")
    scores.put(HERE, british, b"british")
    assert len(files(scores)) == 2, "only the last text of a place is kept"


def test_another_model_or_program_finds_nothing_and_removes_nothing(scores: KeptScores) -> None:
    other = KeptScores(scores.directory, setup_of(["--model", "other"]))
    scores.put(HERE, about(TEXT), b"one")
    assert other.find(TEXT, ANY, HERE) is None
    other.put(HERE, about(TEXT), b"other")
    assert (scores.find(TEXT, ANY), other.find(TEXT, ANY)) == ((about(TEXT), b"one"), (about(TEXT), b"other"))


@pytest.mark.parametrize("change", ["write", "touch", "remove", "appear"])
def test_once_a_file_of_the_model_has_changed_nothing_is_found(scores: KeptScores, tmp_path: Path, change: str) -> None:
    model = tmp_path / "model.safetensors"
    if change != "appear":
        model.write_bytes(b"weights")
    scores.put(HERE, about(TEXT, files=(mark_of(model),)), b"")
    assert scores.find(TEXT, ANY) is not None
    if change == "touch":
        os.utime(model, (1, 1))
    elif change == "remove":
        model.unlink()
    else:
        model.write_bytes(b"other weights")
    assert scores.find(TEXT, ANY) is None


def test_only_the_writer_can_read_it(scores: KeptScores) -> None:
    scores.put(HERE, about(TEXT), b"")
    assert stat.S_IMODE(scores.directory.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in files(scores)] == [0o600]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_or_foreign_file_is_ignored_and_replaced(scores: KeptScores, data: st.DataObject) -> None:
    scores.put(HERE, about(TEXT), b"state")
    (path,) = files(scores)
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged = data.draw(
        st.one_of(
            st.binary(max_size=200),
            st.just(whole[:at]),
            st.just(whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]),
        )
    )
    path.write_bytes(damaged)
    assert scores.find(TEXT, ANY, HERE) is None
    scores.put(HERE, about(TEXT), b"state")
    assert scores.find(TEXT, ANY, HERE) == (about(TEXT), b"state")


def test_a_flag_past_the_end_of_the_text_is_ignored(scores: KeptScores) -> None:
    scores.put(HERE, Kept("She", ANY, True, 0.5, (FLAG,), (), ()), b"")
    assert scores.find("She", ANY, HERE) is None


def test_the_least_recently_used_files_are_removed_first(scores: KeptScores, monkeypatch: pytest.MonkeyPatch) -> None:
    scores.put("a0", about(TEXT + "0"), os.urandom(1000))
    monkeypatch.setattr(store, "MOST_BYTES", int(3.5 * files(scores)[0].stat().st_size))
    for number in (1, 2):
        scores.put(f"a{number}", about(f"{TEXT}{number}"), os.urandom(1000))
    for age, path in enumerate(files(scores)):
        os.utime(path, (1000 + age, 1000 + age))
    assert scores.find(TEXT + "0", ANY) is not None
    scores.put("a3", about(TEXT + "3"), os.urandom(1000))
    assert [scores.find(f"{TEXT}{number}", ANY) is not None for number in range(4)] == [True, False, True, True]


def test_a_text_that_is_too_long_is_not_kept(scores: KeptScores, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST", 2000)
    scores.put(HERE, about(TEXT), os.urandom(2000))
    assert scores.find(TEXT, ANY) is None


def test_half_written_files_of_a_killed_worker_are_eventually_removed(scores: KeptScores) -> None:
    scores.put(HERE, about(TEXT), b"")
    for name, age in (("tmpold", 1000.0), ("tmpnew", None)):
        (scores.directory / name).write_bytes(b"half")
        if age is not None:
            os.utime(scores.directory / name, (age, age))
    scores.put(THERE, about(TEXT), b"")
    assert {path.name for path in files(scores)} >= {"tmpnew"}
    assert "tmpold" not in {path.name for path in files(scores)}


def test_without_write_access_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "scores").write_text("in the way")
    scores = KeptScores(tmp_path / "scores", "s")
    scores.put(HERE, about(TEXT), b"")
    assert scores.find(TEXT, ANY, HERE) is None
    assert forget(scores.directory) == 0


def test_the_writer_can_forget_one_draft_or_all(scores: KeptScores, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(tmp_path / "draft.md")
    mine = place_of(tmp_path / "draft.md")
    assert mine == place_of(link), "a draft has one place under any name"
    for place in (mine, HERE, THERE):
        scores.put(place, about(TEXT), b"")
    assert forget(scores.directory, mine) == 1
    assert not scores.has(TEXT, ANY, mine)
    assert forget(scores.directory) == 2
    assert files(scores) == []


def test_the_probe_and_the_judgement_count_as_part_of_the_program() -> None:
    names = {Path(file).name for file in store._program()}
    assert {"probe.safetensors", "judgement.safetensors", "store.py", "session.py"} <= names
