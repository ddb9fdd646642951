"""Every character from a key is typed, in the draft and in every input line, unless it is a control character."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from editor.app import LogproseApp
from editor.system.terminal_input import TerminalParser
from tests.editor.resting import until

CHARACTERS = [
    *"\u00a0\u202f\u3000\u2009\u2003\u200b\u200c\u200d\u200e\u200f\u00ad\u2060\ufeff\ue000\U000f0000",
    *"\u2028\u2029\u061c\u2066\u2069\ufe0f\u0378\U0001fadf\U0001fac6\u034f\u180e\u115f\U000e0001\ufffd“「\U0001f1e9",
]
CONTROLS = "\x80\x85\x9f"


async def send(pilot: Pilot[None], text: str) -> None:
    """Make the terminal send these characters."""
    for event in TerminalParser().feed(text):
        assert isinstance(event, events.Key)
        pilot.app.post_message(event)
    await pilot.pause()


async def test_in_the_draft() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        for character in CHARACTERS:
            app.document.replace(0, len(app.document), "")
            await send(pilot, f"x{character}y")
            assert app.document.text == f"x{character}y"
        app.document.replace(0, len(app.document), "")
        await send(pilot, f"x{CONTROLS}y")
        assert app.document.text == "xy"


async def test_a_family_of_emoji_is_one_grapheme_and_undone_as_a_whole() -> None:
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await send(pilot, "a👩\u200d👩\u200d👧\u200d👦b")
        assert app.document.text == "a👩\u200d👩\u200d👧\u200d👦b"
        await pilot.press("left", "backspace")
        assert app.document.text == "ab"


LINES = {
    "find": ["ctrl+f"],
    "open": ["ctrl+o"],
    "save as": ["alt+s"],
    "go to": ["ctrl+g"],
    "palette": ["f9"],
    "help": ["f1"],
    "settings": ["alt+shift+g"],
    "a setting": ["alt+shift+g", *"page_width", "enter"],
}


@pytest.mark.parametrize("keys", LINES.values(), ids=LINES)
async def test_in_every_line_of_text(keys: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = LogproseApp(scorer=False)
    async with app.run_test() as pilot:
        await pilot.press(*keys)
        await until(pilot, lambda: isinstance(app.focused, Input))
        field = app.focused
        assert isinstance(field, Input)
        for character in CHARACTERS:
            field.value = ""
            await send(pilot, f"x{character}{CONTROLS}y")
            await until(pilot, lambda: field.value.endswith("y"))
            assert field.value == f"x{character}y"
