"""The list of themes; the whole screen previews the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.widgets import OptionList, Static

from editor.view.theme.theme import Theme
from editor.view.theme.theme_file import ThemeError
from editor.view.widgets.chooser import Choice, Chooser


class ThemeChoice(Chooser):
    """Asks for a theme. Enter keeps the previewed one, Escape brings back the old one.

    Args:
        theme: in use now.
        names: of the themes; the one in use is listed first.
        load: reads a theme by its name, or raises ThemeError, whose message is shown.
        show: draws the whole screen in a theme.
        keep: keeps the chosen theme, which is already on the screen.
    """

    DEFAULT_CSS = """
    ThemeChoice { align: right top; background: transparent; }
    ThemeChoice > Vertical { width: 36; margin: 1 2; }
    ThemeChoice .complaint { display: none; margin-top: 1; }
    """

    def __init__(
        self,
        theme: Theme,
        names: Sequence[str],
        load: Callable[[str], Theme],
        show: Callable[[Theme], None],
        keep: Callable[[Theme], None],
    ) -> None:
        self._names = [theme.name, *(name for name in names if name != theme.name)]
        super().__init__(theme, "Theme", [Choice(name) for name in self._names], lambda _: keep(self._theme))
        self._before = theme
        self._load = load
        self._show = show
        self._is_over = False
        self._complaint = Static(classes="complaint")

    def compose(self) -> ComposeResult:
        """Yield the base class's box, with a line for a theme's error."""
        for box in super().compose():
            box.compose_add_child(self._complaint)
            yield box

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Preview the theme."""
        event.stop()
        if not self._is_over and self._options.highlighted == event.option_index and self._shown:
            self._try(self._shown[event.option_index])

    def _try(self, index: int) -> bool:
        """Show a theme. Return False, after its error, if it can't be used."""
        name = self._names[index]
        try:
            theme = self._before if name == self._before.name else self._load(name)
        except ThemeError as error:
            self._complaint.update(Text(str(error)))
            self._complaint.display = True
            return False
        self._complaint.display = False
        if theme is not self._theme:
            self._theme = theme
            self._dim = theme.foreground("popup.dim")
            self._show(theme)
        return True

    def _leave_with(self, row: int) -> None:
        if self._try(self._shown[row]):
            self._is_over = True
            super()._leave_with(row)

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close, and bring back the old theme if none was chosen."""
        if not self._is_over:
            self._is_over = True
            if self._theme is not self._before:
                self._show(self._before)
        return super().dismiss(result)
