"""Where text goes: shown for as long as it leaves the machine, and only the writer can turn that on."""

from __future__ import annotations

from pathlib import Path

import pytest

from editor.app import LogproseApp
from editor.headless.drafts import read_draft
from editor.paths import settings_path
from editor.scorer.process import shared_command
from editor.settings.layers import own_layer
from scoring.address import ENGINE_VARIABLE, away
from tests.editor.scripted_scorer import status_rows

pytestmark = pytest.mark.usefixtures("home")

_ELSEWHERE = "http://gpu.example.org:8000"


def _choose(model: str) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_text(f'[scoring]\nmodel = "{model}"\n')


def test_only_a_remote_address_is_away() -> None:
    assert away("default") == away("org/model") == away("http://localhost:8000") == away("nonsense://x") == ""
    assert away(f"{_ELSEWHERE}/v1#big") == _ELSEWHERE


@pytest.mark.parametrize(("model", "shown"), [("default", False), ("http://127.0.0.1:8000", False), (_ELSEWHERE, True)])
@pytest.mark.parametrize("width", [40, 120])
async def test_the_status_line_says_where_text_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, shown: bool, width: int
) -> None:
    monkeypatch.setattr("editor.flags.feature.FlagsFeature.start_worker", lambda self: None)
    _choose(model)
    app = LogproseApp(path=tmp_path / "draft.md", scorer=True)
    async with app.run_test(size=(width, 20)) as pilot:
        await pilot.pause()
        assert (f"→ {_ELSEWHERE}" in status_rows(app)) is shown
        app.status.set_quiet(True)
        await pilot.pause()
        assert (f"→ {_ELSEWHERE}" in status_rows(app)) is shown


async def test_without_the_scorer_nothing_is_sent(tmp_path: Path) -> None:
    _choose(_ELSEWHERE)
    app = LogproseApp(path=tmp_path / "draft.md", scorer=False)
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.status.status.away == ""


@pytest.mark.parametrize("name", ["model", "tokenizer", "device"])
def test_neither_a_folder_nor_a_document_turns_an_engine_on(tmp_path: Path, name: str) -> None:
    (tmp_path / ".logprose.toml").write_text(f'[scoring]\n{name} = "{_ELSEWHERE}"\n')
    (tmp_path / "draft.md").write_text(
        f'---\nlogprose:\n  scoring:\n    {name}: "{_ELSEWHERE}"\n---\nNothing leaves.\n'
    )
    draft = read_draft(str(tmp_path / "draft.md"), None, None)
    assert _ELSEWHERE not in " ".join(shared_command(draft.settings.scoring, [draft.settings.scoring]))
    complaints = [str(complaint) for complaint in draft.complaints]
    assert len(complaints) == 2
    assert all(f"scoring.{name}: only your own settings file can set this" in complaint for complaint in complaints)


def test_the_environment_can_name_an_engine_instead_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    _choose("/models/mine")
    assert own_layer().values["scoring.model"] == "/models/mine"
    monkeypatch.setenv(ENGINE_VARIABLE, _ELSEWHERE)
    assert own_layer().values["scoring.model"] == _ELSEWHERE
