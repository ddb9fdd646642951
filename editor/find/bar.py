"""The bar with the text to find and its replacement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from editor.find.search import Query
from editor.system.key_routing import pass_on
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.visible_input import VisibleInput

_NARROW = 80  # cells; below that the switches are single letters
_KEPT_VALUES = 200  # for undo in a field
_EDITING = BindingsMap(Input.BINDINGS).key_to_bindings
"""The keys of a line of text, without the scrolling keys it inherits."""


class FindListener(Protocol):
    """Hears of the writer's actions in the bar."""

    def query_changed(self) -> None:
        """The query changed."""

    def selection_switched(self) -> None:
        """Searching in the selection only was switched on or off."""

    def go_next(self) -> None: ...

    def go_previous(self) -> None: ...

    def replace(self) -> None: ...

    def replace_all(self) -> None: ...

    def select_all(self) -> None: ...

    def close(self) -> None: ...


class _Field(VisibleInput):
    """A line of the bar. It handles keys at once; bindings would run after the keys that follow."""

    def __init__(self, take_key: Callable[[str], bool]) -> None:
        super().__init__(select_on_focus=False)
        self._take_key = take_key
        self._undone: list[tuple[str, Selection]] = []
        self._done: list[tuple[str, Selection]] = []

    async def _on_key(self, event: events.Key) -> None:
        if self.app.focused is not self:
            event.stop()
            event.prevent_default()
            pass_on(self.app, event)
        elif await self._take(event):
            event.stop()
            event.prevent_default()
        else:
            before = self.value, self.selection
            await super()._on_key(event)
            self._remember(before)
            event.prevent_default()  # or Textual would call the base class's handler once more

    async def _take(self, event: events.Key) -> bool:
        if event.key in ("ctrl+z", "ctrl+y"):
            self._restore(*((self._done, self._undone) if event.key == "ctrl+z" else (self._undone, self._done)))
            return True
        if self._take_key(event.key):
            return True
        bindings = next(filter(None, map(_EDITING.get, event.aliases)), [])
        for binding in bindings:
            before = self.value, self.selection
            await self.run_action(binding.action)
            self._remember(before)
        return bool(bindings)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if self.app.focused is not self:
            pass_on(self.app, event)
            return
        before = self.value, self.selection
        self.replace(self.pasted_line(event), *sorted(self.selection))
        self._remember(before)

    def put(self, text: str) -> None:
        """Replace the field's text, and select it."""
        before = self.value, self.selection
        self.value = text
        self.select_all()
        self._remember(before)

    def _remember(self, before: tuple[str, Selection]) -> None:
        if before[0] != self.value:
            self._done = [*self._done[1 - _KEPT_VALUES :], before]
            self._undone.clear()

    def _restore(self, from_: list[tuple[str, Selection]], to: list[tuple[str, Selection]]) -> None:
        if from_:
            to.append((self.value, self.selection))
            self.value, self.selection = from_.pop()


class _Switch(Static):
    """A switch; its key is Alt and the capital letter of its label."""

    def __init__(self, label: str, switched: Callable[[], None]) -> None:
        super().__init__()
        self._label = label
        self._switched = switched
        self.letter = next(letter for letter in label if letter.isupper())
        self.is_on = False
        self.is_short = False

    def draw(self) -> None:
        """Redraw it."""
        text = Text("●" if self.is_on else "○")
        text.append(self.letter if self.is_short else self._label)
        at = 1 if self.is_short else 1 + self._label.index(self.letter)
        text.stylize("underline", at, at + 1)
        if self.is_on:
            text.stylize("bold")
        self.update(text)

    def switch(self) -> None:
        """Turn it on or off, and post a message."""
        self.is_on = not self.is_on
        self.draw()
        self._switched()

    def on_click(self) -> None:
        self.switch()


class FindBar(Vertical):
    """A line for the query and a second one for the replacement; hidden until it is opened.

    Args:
        theme: its looks.
        listener: carries out the writer's actions, at once.
    """

    DEFAULT_CSS = """
    FindBar { height: auto; }
    FindBar Horizontal { height: 1; }
    FindBar Static { width: auto; height: 1; padding-right: 1; }
    FindBar .label { width: 9; padding: 0 1; }
    FindBar.-narrow .label { width: auto; padding: 0 1 0 0; }
    FindBar.-narrow .alt { display: none; }
    FindBar Input, FindBar Input:focus { border: none; padding: 0; height: 1; width: 1fr; min-width: 6; }
    FindBar .count { max-width: 38%; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, theme: Theme, listener: FindListener) -> None:
        super().__init__()
        self.display = False
        self._listener = listener
        self._find = _Field(self._take_key)
        self._replace = _Field(self._take_key)
        self._replace_keys = Static()
        self._replace_row = Horizontal(Static("Replace", classes="label"), self._replace, self._replace_keys)
        self._count = Static(classes="count")
        self._case = _Switch("Case", listener.query_changed)
        self._word = _Switch("Word", listener.query_changed)
        self._regex = _Switch("Regex", listener.query_changed)
        self._exact = _Switch("Exact", listener.query_changed)
        self._selection = _Switch("seLection", listener.selection_switched)
        self._switches = (self._case, self._word, self._regex, self._exact, self._selection)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.styles.background = theme.background("status")
        self.styles.color = theme.colour("status")
        for field in (self._find, self._replace):
            field.styles.background = theme.background("text")
            field.styles.color = theme.colour("text")

    def compose(self) -> ComposeResult:
        """Yield the two lines."""
        yield Horizontal(
            Static("Find", classes="label"), self._find, self._count, Static("Alt+", classes="alt"), *self._switches
        )
        yield self._replace_row

    def on_resize(self, event: events.Resize) -> None:
        """Shorten the labels next to the fields to the room there is."""
        is_narrow = event.size.width < _NARROW
        self.set_class(is_narrow, "-narrow")
        self._replace_keys.update("Alt+A: all" if is_narrow else "Enter: this one, Alt+A: all")
        for switch in self._switches:
            switch.is_short = is_narrow
            switch.draw()

    # Contents

    @property
    def is_open(self) -> bool:
        return self.display

    @property
    def search_query(self) -> Query:
        """The query."""
        return Query(
            self._find.value,
            is_regex=self._regex.is_on,
            match_case=self._case.is_on,
            whole_word=self._word.is_on,
            is_exact=self._exact.is_on,
        )

    @property
    def replacement(self) -> str:
        return self._replace.value

    @property
    def in_selection(self) -> bool:
        """Whether to search in the selection only."""
        return self._selection.is_on

    @in_selection.setter
    def in_selection(self, is_on: bool) -> None:
        self._selection.is_on = is_on
        self._selection.draw()

    def show_state(self, text: str, *, is_error: bool = False) -> None:
        """Show how many matches there are, or why there are none."""
        name = "status.error" if is_error else "status"
        self._count.update(Text(printable(text), self._theme.overlay(name)))

    # Opening and closing

    def open(self, text: str | None, *, with_replace: bool) -> None:
        """Show the bar and give it the focus; `text` is the new query, None keeps the old one.

        `with_replace` shows the replacement line, which gets the focus if there is a query.
        """
        was_open = self.display
        self.display = True
        self._replace_row.display = with_replace or (was_open and self._replace_row.display)
        if text is not None:
            self._find.put(text)
        else:
            self._find.select_all()
        self._focus(self._replace if with_replace and self._find.value and (text or was_open) else self._find)

    def hide(self) -> None:
        """Hide the bar; it keeps its texts."""
        self.display = False

    def _focus(self, field: _Field) -> None:
        self.screen.set_focus(field, scroll_visible=False)

    # Keys

    def on_input_changed(self, event: Input.Changed) -> None:
        """Notify that the query changed."""
        event.stop()
        if event.input is self._find:
            self._listener.query_changed()

    def _take_key(self, key: str) -> bool:
        """Handle a key of the bar. Return False if it is the field's."""
        action = self._actions().get(key)
        if action is not None:
            action()
            return True
        if key in ("tab", "shift+tab"):
            if self._replace_row.display:
                self._focus(self._find if self.screen.focused is self._replace else self._replace)
            return True
        switch = next((switch for switch in self._switches if key == f"alt+{switch.letter.lower()}"), None)
        if switch is not None:
            switch.switch()
        return switch is not None

    def _actions(self) -> Mapping[str, Callable[[], None]]:
        listener = self._listener
        actions = {
            "enter": listener.replace if self.screen.focused is self._replace else listener.go_next,
            "shift+enter": listener.go_previous,
            "down": listener.go_next,
            "up": listener.go_previous,
            "alt+enter": listener.select_all,
            "escape": listener.close,
        }
        if self._replace_row.display:
            actions["alt+a"] = actions["alt+ctrl+enter"] = actions["ctrl+alt+enter"] = listener.replace_all
        return actions
