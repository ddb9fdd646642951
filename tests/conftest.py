"""Shared by all tests: a private home directory and terminal, slow tests first, and little garbage collection."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import Phase, settings

from editor.system import garbage
from scoring import garbage as loading_garbage
from tests.project import EAGER

# No deadline: how long an example takes depends mostly on the machine. The same examples run every time, so that
# results only depend on the change. A failing example is shown as found, since shrinking takes minutes if an example
# drives the app. `--hypothesis-profile=shrink` does that, and `=fuzz` looks for new examples.
_SEARCH = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("logprose", deadline=None, derandomize=True, phases=_SEARCH)
settings.register_profile("shrink", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2000)
settings.load_profile("logprose")

_TESTS = Path(__file__).parent
_SLOW = (_TESTS / "suites", _TESTS / "e2e", _TESTS / "scoring" / "test_worker.py")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Exclude long-lived objects from garbage collections: the libraries and the tests themselves.

    Otherwise a full collection visits 600,000 objects and takes a third of a second of CPU time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first, so that parallel test processes end at about the same time."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(place) for place in _SLOW))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory next to `tmp_path`, for every test, so that none touches the files of the user who runs
    it.

    Settings and logs are in it; the cache with the model stays where it is. The terminal shows all colours, and there
    is no system clipboard. Programs started by the test keep their normal priority.
    """
    directory = tmp_path.with_name(f"{tmp_path.name}-home")
    directory.mkdir()
    for name, place in (("XDG_CONFIG_HOME", ".config"), ("XDG_STATE_HOME", ".state"), ("XDG_DATA_HOME", ".data")):
        monkeypatch.setenv(name, str(directory / place))
    monkeypatch.setattr("editor.paths.draft_index_path", lambda: directory / ".cache" / "asking" / "drafts.db")
    for name in ("LC_ALL", "LANG"):  # no dialect from the locale
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(EAGER))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "WAYLAND_DISPLAY", "DISPLAY", "TMUX"):  # settings of the user's own terminal
        monkeypatch.delenv(name, raising=False)
    return directory


@pytest.fixture(autouse=True)
def shared_garbage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep apps from running or configuring garbage collections, which would visit all tests and libraries again."""
    if "own_garbage" not in request.fixturenames:
        collector = SimpleNamespace(
            collect=lambda: None, disable=gc.disable, enable=gc.enable, freeze=lambda: None, unfreeze=lambda: None
        )
        monkeypatch.setattr(garbage, "gc", collector)
        monkeypatch.setattr(loading_garbage, "gc", collector)


@pytest.fixture
def own_garbage() -> Iterator[None]:
    """For a test of garbage collection itself: nothing is excluded, as when the program starts."""
    gc.unfreeze()
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def settings_file(home: Path) -> Path:
    """The path of the settings file in `home`; its directory exists."""
    path = home / ".config" / "logprose" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path
