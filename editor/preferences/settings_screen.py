"""The settings in a list with their values and explanations; changes take effect at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from editor.settings.entries import ENTRIES, Entry, Value, WrongValueError
from editor.settings.layers import Setting
from editor.text.printable import printable
from editor.view.theme.theme import Theme
from editor.view.widgets.chooser import Choice, Chooser
from editor.view.widgets.dialogs import Dialog, Line
from editor.view.widgets.option_moves import move_in

_OTHER_ROWS = 13  # rows of the screen not used by the list; 7 on a low screen, which has no gaps
_LOW = 24  # rows of the screen
_LONGEST_VALUE = 30  # code points of a value in the list

_KEYS = "Enter or Space: change · Delete: default · Esc: close"


class SettingsScreen(Chooser):
    """Lists all settings: typing narrows, Enter or Space changes the highlighted one, Delete resets it.

    Args:
        theme: returns the current theme.
        current: returns a setting's value for the shown draft.
        keep: saves a setting to the writer's own file, or removes it (None); returns a message or "".
        choose_theme: opens the list of themes on top of this screen; None: the theme is set like the rest.
    """

    DEFAULT_CSS = """
    SettingsScreen > Vertical { margin-top: 1; }
    SettingsScreen .explanation { height: 3; margin-top: 1; }
    SettingsScreen .keys { height: 1; margin-top: 1; }
    SettingsScreen.low > Vertical { margin: 0; padding: 0 2; }
    SettingsScreen.low Input, SettingsScreen.low Input:focus, SettingsScreen.low OptionList { margin: 0; }
    SettingsScreen.low .explanation { height: 2; margin: 0; }
    SettingsScreen.low .keys { margin: 0; }
    """

    def __init__(
        self,
        theme: Callable[[], Theme],
        current: Callable[[Entry], Setting],
        keep: Callable[[str, Value | None], str],
        choose_theme: Callable[[], None] | None,
    ) -> None:
        self._theme_in_use = theme
        self._current = current
        self._keep_value = keep
        self._choose_theme = choose_theme
        self._said = ("", "")  # the setting, and the message about it
        super().__init__(theme(), "Settings", self._listed(), lambda _: None)
        self._explanation = Static(classes="explanation")

    def compose(self) -> ComposeResult:
        """Yield the list as the base class does, with the explanation and keys below."""
        self._line = _Query(self)
        self._options = OptionList(markup=False, compact=True)
        self._options.can_focus = False
        yield self._box(self._line, self._options, self._explanation, Static(Text(_KEYS, self._dim), classes="keys"))

    def on_resize(self) -> None:
        """Give the list the rows that nothing else uses."""
        is_low = self.size.height < _LOW
        self.set_class(is_low, "low")
        self._options.styles.max_height = max(2, self.size.height - (7 if is_low else _OTHER_ROWS))
        super().on_resize()

    def _listed(self) -> Sequence[Choice]:
        return [_choice(self._current(entry)) for entry in ENTRIES.values()]

    def _begins_group(self, row: int) -> bool:
        """When all settings are listed, those that few writers need form a separate group."""
        entries = list(ENTRIES.values())
        experts = [entries[index].is_expert for index in self._shown[max(0, row - 1) : row + 1]]
        return not self._line.value and experts == [False, True]

    def narrow(self) -> OptionList:
        """Narrow the list and explain the highlighted setting."""
        options = super().narrow()
        self._explain()
        return options

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Explain the newly highlighted setting."""
        event.stop()
        self._explain()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Change the clicked setting."""
        event.stop()
        self.change()

    @property
    def highlighted(self) -> Setting | None:
        """The setting that the keys act on, if any."""
        row = self._options.highlighted
        if row is None or row >= len(self._shown):
            return None
        return self._current(list(ENTRIES.values())[self._shown[row]])

    def _explain(self) -> None:
        setting = self.highlighted
        if setting is None or setting.entry.name != self._said[0]:
            self._said = ("", "")
        if self._said[1]:
            self._explanation.update(Text(self._said[1]))
        else:
            self._explanation.update("" if setting is None else self._explained(setting))

    def _explained(self, setting: Setting) -> Text:
        entry = setting.entry
        text = Text(f"{entry.doc[0].upper()}{entry.doc[1:]}.")
        if entry.choices:
            text.append(f" One of {', '.join(entry.choices)}.")
        text.append(f" Default: {_shown(entry.default)}.", self._dim)
        if setting.place:
            text.append(f" Set in {printable(setting.place)}.", self._dim)
        elif setting.entry.name != setting.entry.title.lower():
            text.append(f" In the file: {setting.entry.name}.", self._dim)
        return text

    def accept(self) -> None:
        """Change the highlighted setting."""
        self.narrow()
        self.change()

    def change(self) -> None:
        """Toggle a switch, take the next choice, or ask for a value."""
        setting = self.highlighted
        if setting is None:
            return
        entry, value = setting.entry, setting.value
        if entry.name == "theme" and self._choose_theme is not None:
            self._choose_theme()
        elif entry.kind == "switch":
            self._set(entry, not value)
        elif entry.kind == "choice":
            self._set(entry, entry.choices[(entry.choices.index(str(value)) + 1) % len(entry.choices)])
        else:
            self.app.push_screen(
                ValueQuestion(self._theme_in_use(), entry, value, lambda found: self._set(entry, found))
            )

    def reset(self) -> None:
        """Reset the highlighted setting to its default."""
        setting = self.highlighted
        if setting is not None:
            self._set(setting.entry, None)

    def _set(self, entry: Entry, value: Value | None) -> None:
        problem = self._keep_value(entry.name, value)
        done = "is back to its default" if value is None else f"is now {_shown(value)}"
        self._said = (entry.name, printable(problem or f"{entry.title} {done}"))
        self.show_anew()

    def on_screen_resume(self) -> None:
        """Refresh when a dialog on top has closed."""
        if self._drawn is not None:
            self.show_anew()

    def show_anew(self) -> None:
        """Redraw with the current values and theme."""
        self._dim = self._theme_in_use().ink("popup.dim")
        self._choices = self._listed()
        highlighted, self._drawn = self._options.highlighted, None
        options = self.narrow()
        if highlighted is not None and highlighted < len(self._shown):
            options.highlighted = highlighted
        self._explain()


def _choice(setting: Setting) -> Choice:
    entry, value = setting.entry, _shown(setting.value)
    if len(value) > _LONGEST_VALUE:
        value = value[: _LONGEST_VALUE - 1] + "…"
    label = f"Advanced: {entry.title}" if entry.is_expert else entry.title
    origin = "" if setting.origin == "default" else setting.origin
    return Choice(label, f"{value}  {origin:<8}", f"{entry.name} {entry.doc}")


def _shown(value: Value) -> str:
    return ("off", "on")[value] if isinstance(value, bool) else str(value)


class _Query(Line):
    """The query line; it also handles the keys that change a setting."""

    def __init__(self, screen: SettingsScreen) -> None:
        super().__init__("", lambda _: screen.accept())
        self.placeholder = "type to find a setting"
        self._screen_of_settings = screen

    async def _on_key(self, event: events.Key) -> None:
        settings = self._screen_of_settings
        if not settings.is_current:
            return
        if event.key == "space":
            settings.accept()
        elif event.key == "delete":
            settings.narrow()
            settings.reset()
        elif event.key not in ("up", "down", "pageup", "pagedown") or not move_in(settings.narrow(), event.key):
            return
        event.stop()
        event.prevent_default()


class ValueQuestion(Dialog):
    """Asks for a setting's value until it gets a valid one, or Escape.

    Args:
        value: the current value.
        keep: called with the new one.
    """

    DEFAULT_CSS = "ValueQuestion .complaint { display: none; margin-top: 1; }"

    def __init__(self, theme: Theme, entry: Entry, value: Value, keep: Callable[[Value], None]) -> None:
        super().__init__(theme, f"{entry.title}: {entry.doc}")
        self._entry = entry
        self._value = value
        self._keep_value = keep
        self._complaint = Static(classes="complaint")

    def compose(self) -> ComposeResult:
        """Yield the question, its line, and the complaint about an invalid answer."""
        yield self._box(Line(f"{self._value}", self._answer), self._complaint)

    def on_mount(self) -> None:
        """Select the old value, so that typing replaces it."""
        self.query_one(Line).select_all()

    def _answer(self, written: str) -> None:
        try:
            value = self._entry.parsed(written)
        except WrongValueError as error:
            self._complaint.update(Text(f"{printable(written)}: {error}"))
            self._complaint.display = True
            return
        self.dismiss(None)
        self._keep_value(value)
