"""A dialog that asks for a file: a line that completes paths, above a list of candidates."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from editor.files.path_completion import Entry, beginning_with, completed, entries, split_typed
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.dialogs import Dialog, Line
from editor.view.widgets.option_moves import move_in

_HINT = "Tab: complete · ↓ ↑: choose · Enter: {} · Esc: cancel"
_MOST_SHOWN = 200
_MOST_ROWS = 16
_OTHER_ROWS = 10  # of the dialog, besides the list; 7 on a low screen, without the hint
_PATIENCE_S = 2.0  # for reading a directory on Tab


class _PathLine(Line):
    """A line in which Tab completes and the arrow keys move in the list below."""

    async def _on_key(self, event: events.Key) -> None:
        question = self.screen
        assert isinstance(question, PathQuestion)
        if not question.is_current or not await question.take_key(event.key):
            return
        event.stop()
        event.prevent_default()


class PathQuestion(Dialog):
    """Asks for a path and returns it as it was typed or chosen, with its `~`.

    Args:
        text: the question.
        value: the line's at first.
        recent: files to offer as well: all while the line is empty, then those whose path contains the typed text.
        choose_recent: whether the first of them is highlighted at the start.
        verb: what Enter does with the path.
    """

    DEFAULT_CSS = """
    PathQuestion { align: center top; }
    PathQuestion > Vertical { width: 90; margin: 1 0; }
    PathQuestion OptionList { margin-top: 1; scrollbar-size-vertical: 1; }
    PathQuestion .hint { margin-top: 1; }
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        value: str = "",
        *,
        recent: Sequence[str] = (),
        choose_recent: bool = False,
        verb: str = "open",
    ) -> None:
        super().__init__(theme, text)
        self._line = _PathLine(value, self._take)
        self._list = OptionList(markup=False, compact=True)
        self._list.can_focus = False
        self._hint = Static(Text(_HINT.format(verb), theme.ink("popup.dim")), classes="hint")
        self._recent = list(recent)
        self._choose_recent = choose_recent
        self._listed: dict[str, list[Entry]] = {}
        self._offered: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the question, its line, the candidates, and the keys."""
        yield self._box(self._line, self._list, self._hint)

    async def on_mount(self) -> None:
        """List the first candidates."""
        self._line.cursor_position = len(self._line.value)
        self._offer()
        if self._choose_recent and self._recent:
            self._list.highlighted = 0

    def on_resize(self) -> None:
        """Fit the list into the room left by the rest of the dialog."""
        height = self.size.height
        self._hint.display = height > _OTHER_ROWS + 3
        others = _OTHER_ROWS if self._hint.display else _OTHER_ROWS - 3
        self._list.styles.max_height = max(1, min(_MOST_ROWS, height - others))

    async def take_key(self, key: str) -> bool:
        """Handle a key of the list. Return False if it isn't one."""
        if key == "tab":
            await self._complete()
        elif key == "enter" and self._list.highlighted is not None:
            self._choose(self._list.highlighted)
        elif key in ("home", "end") or not move_in(self._list, key):
            return False
        return True

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the clicked candidate."""
        event.stop()
        self._choose(event.option_index)

    def on_input_changed(self, event: Input.Changed) -> None:
        """List the candidates for the new path."""
        event.stop()
        self._offer()

    def _choose(self, index: int) -> None:
        chosen = self._offered[index]
        if chosen.endswith("/"):
            self._put(chosen)
        else:
            self.dismiss(chosen)

    def _take(self, value: str) -> None:
        self.dismiss(value.strip(" ") or None)

    def _put(self, value: str) -> None:
        self._line.value = value
        self._line.cursor_position = len(value)
        self._offer()

    def _offer(self) -> None:
        """List the candidates; those of a directory that is still unread follow later."""
        value = self._line.value
        directory, beginning = split_typed(value)
        if directory not in self._listed:
            self._list_directory(directory)
        here = [
            directory + entry.name + "/" * entry.is_directory
            for entry in beginning_with(self._listed.get(directory, []), beginning)
        ]
        recent = [path for path in self._recent if value.casefold() in path.casefold() and path not in here]
        offered = ([*recent, *here] if not value else [*here, *recent])[:_MOST_SHOWN]
        if offered != self._offered:
            self._offered = offered
            self._list.clear_options()
            self._list.add_options(
                [Option(Text(printable(path), no_wrap=True, overflow="ellipsis")) for path in offered]
            )
        self._list.highlighted = None

    @work(exclusive=True)
    async def _list_directory(self, directory: str) -> None:
        self._listed[directory] = await asyncio.to_thread(entries, directory)
        highlighted = self._list.highlighted
        self._offer()
        self._list.highlighted = highlighted

    async def _complete(self) -> None:
        """Complete the typed text up to where the candidates differ."""
        if self._list.highlighted is not None:
            self._put(self._offered[self._list.highlighted])
            return
        directory, beginning = split_typed(self._line.value)
        if directory not in self._listed:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    self._listed[directory] = await asyncio.to_thread(entries, directory)
            except TimeoutError:
                return
        self._put(directory + completed(beginning, beginning_with(self._listed[directory], beginning)))
