"""What all tests share: a home directory and a terminal of their own, the slow ones first, and little garbage."""

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

# How long an example takes says more about the machine that runs the tests than about what is tested. The same
# examples every time, so that a change is judged by what it changes. A failing example is shown as it was found: to
# make it small takes minutes where an example drives the app. `--hypothesis-profile=shrink` does that, and `=fuzz`
# looks for new examples.
_SEARCH = (Phase.explicit, Phase.reuse, Phase.generate)
settings.register_profile("logprose", deadline=None, derandomize=True, phases=_SEARCH)
settings.register_profile("shrink", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2000)
settings.load_profile("logprose")

_TESTS = Path(__file__).parent
_SLOW = (_TESTS / "suites", _TESTS / "e2e", _TESTS / "scoring" / "test_worker.py")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Leave out of garbage collections what lives as long as the tests do: the libraries and the tests themselves.

    A full collection looks at 600,000 objects otherwise, for a third of a second of processor time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run slow tests first: several processes that share the tests then end at about the same time."""
    items.sort(key=lambda item: not any(item.path.is_relative_to(place) for place in _SLOW))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home directory beside `tmp_path`, for every test: none reads or changes the files of whoever runs it.

    Settings and logs lie below it, the cache with the model stays where it is. The terminal shows all colours, and
    there is no clipboard but the program's. Programs that the test starts give way to nobody.
    """
    directory = tmp_path.with_name(f"{tmp_path.name}-home")
    directory.mkdir()
    for name, place in (("XDG_CONFIG_HOME", ".config"), ("XDG_STATE_HOME", ".state"), ("XDG_DATA_HOME", ".data")):
        monkeypatch.setenv(name, str(directory / place))
    monkeypatch.setattr("editor.paths.draft_index_path", lambda: directory / ".cache" / "asking" / "drafts.db")
    for name in ("LC_ALL", "LANG"):  # the dialect is nobody's
        monkeypatch.setenv(name, "C.UTF-8")
    monkeypatch.setenv("PYTHONPATH", str(EAGER))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    for name in ("NO_COLOR", "WAYLAND_DISPLAY", "DISPLAY", "TMUX"):  # looks and clipboards of whoever runs the tests
        monkeypatch.delenv(name, raising=False)
    return directory


@pytest.fixture(autouse=True)
def shared_garbage(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no app collect, or change what collections look at: they would look at all tests and libraries again."""
    if "own_garbage" not in request.fixturenames:
        collector = SimpleNamespace(
            collect=lambda: None, disable=gc.disable, enable=gc.enable, freeze=lambda: None, unfreeze=lambda: None
        )
        monkeypatch.setattr(garbage, "gc", collector)
        monkeypatch.setattr(loading_garbage, "gc", collector)


@pytest.fixture
def own_garbage() -> Iterator[None]:
    """For a test of what collections look at: nothing is left out, as when the program starts."""
    gc.unfreeze()
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def settings_file(home: Path) -> Path:
    """Where the settings file of `home` goes; its directory is there."""
    path = home / ".config" / "logprose" / "settings.toml"
    path.parent.mkdir(parents=True)
    return path
