"""A canvas with the find bar and the commands of finding."""

from __future__ import annotations

from typing import cast

from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot

import editor.commands.find  # importing it registers the commands
import editor.find.feature
from editor.document import Document
from editor.find.feature import FindFeature
from editor.keys.registry import Keymap
from editor.navigation.feature import NavigationFeature
from editor.view.canvas.canvas import Canvas
from editor.view.canvas.messages import Changed, ViewChanged
from editor.view.widgets.notice import Notice
from editor.view.widgets.status import StatusLine
from editor.workspace.workbench import Workbench
from editor.workspace.workspace import Draft
from tests.editor.resting import until
from tests.editor.view.harness import CanvasApp


class FindApp(CanvasApp):
    """A canvas with a find bar below it; as much of a `Workbench` as two features need."""

    def __init__(self, text: str | Document) -> None:
        super().__init__(text)
        self.keymap = Keymap()
        self.notes: list[str] = []
        self.left_over: list[str] = []
        self.theme_in_use = self.canvas.theme
        self.status = StatusLine(self.theme_in_use)
        bench = cast(Workbench, self)
        self.finding, self.going = FindFeature(bench), NavigationFeature(bench)
        self.canvas.route_key = self._route_key
        self.canvas.takes_paste = self._take
        self.show(self.canvas)

    @property
    def textual(self) -> FindApp:
        return self

    def show_message(self, message: str, is_error: bool = False) -> None:
        self.notes.append(message)

    def jump(self, position: int) -> None:
        self.going.jumping(self.draft)
        self.canvas.select(position, position)

    def show(self, canvas: Canvas) -> None:
        """Show another canvas as the draft's."""
        self.canvas = canvas
        self.draft = Draft(canvas.document, canvas, "")
        for feature in (self.finding, self.going):
            feature.draft_shown(self.draft)

    def compose(self) -> ComposeResult:
        yield self.canvas
        yield self.finding.bar

    async def _route_key(self, event: events.Key) -> bool:
        if self._take(event) or (len(self.screen_stack) == 1 and self._run(event)):
            return True
        return await self.canvas.take_key(event.key, self.keymap.lookup(*event.aliases))

    def _take(self, event: events.Key | events.Paste) -> bool:
        return len(self.screen_stack) == 1 and self.finding.take_key(event)

    def _run(self, event: events.Key) -> bool:
        command = self.keymap.lookup(*event.aliases)
        if command is None or command.run.__module__ != editor.commands.find.__name__:
            return False
        command.run(self.finding if command.target is FindFeature else self.going)
        return True

    def on_key(self, event: events.Key) -> None:
        if self._run(event):
            event.stop()
            event.prevent_default()
        else:
            self.left_over.append(event.key)

    def on_canvas_changed(self, message: Changed) -> None:
        if message.selections is not None:
            self.finding.selection_changed(self.draft)

    def on_canvas_view_changed(self, _: ViewChanged) -> None:
        self.finding.view_changed(self.draft)

    def on_notice(self, message: Notice) -> None:
        self.notes.append(message.text)

    @property
    def state(self) -> str:
        """The bar's message."""
        return str(self.finding.bar.query_one(".count").render())

    @property
    def selected(self) -> tuple[int, int]:
        return self.canvas.selection.start, self.canvas.selection.end

    def marked(self, y: int = 0, canvas: Canvas | None = None) -> list[str]:
        """Return the matches marked on a line of the screen, the current one in brackets."""
        marked = []
        for segment in (canvas or self.canvas).render_line(y):
            colour = segment.style.color.name if segment.style and segment.style.color else ""
            ground = segment.style.bgcolor.name if segment.style and segment.style.bgcolor else ""
            theme = self.canvas.theme
            if (colour, ground) == (theme.colour("match.current"), theme.background("match.current")):
                marked.append(f"[{segment.text}]")
            elif ground == theme.background("match"):
                marked.append(segment.text)
        return marked


async def shows(pilot: Pilot[None], state: str) -> None:
    """Wait until the bar shows a message."""
    app = pilot.app
    assert isinstance(app, FindApp)
    try:
        await until(pilot, lambda: app.state == state and not app.finding._searching.is_running)
    except AssertionError:
        assert app.state == state
