"""Dialogs: input that they cannot use."""

from __future__ import annotations

import pytest
from textual import events
from textual.widget import Widget

from editor.app import LogproseApp


@pytest.mark.parametrize("key", ["ctrl+f4", "shift+f6"], ids=["question", "statistics"])
async def test_a_paste_into_a_dialog_without_an_input_is_dropped(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pastes: list[events.Paste] = []
    forward = Widget._forward_event

    def counted(self: Widget, event: events.Event) -> None:
        if isinstance(event, events.Paste):
            pastes.append(event)
        if len(pastes) < 20:
            forward(self, event)

    app = LogproseApp(scorer=False)
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.press("x", key)
        assert len(app.screen_stack) == 2
        monkeypatch.setattr(Widget, "_forward_event", counted)
        app.post_message(events.Paste("pasted"))
        await pilot.pause()
        assert len(pastes) < 20, "it loops"
        await pilot.press("escape")
        assert app.document.text == "x"
