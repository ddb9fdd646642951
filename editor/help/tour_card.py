"""The card of the tour: the program in a few steps."""

from __future__ import annotations

from typing import NamedTuple

from rich.text import Text
from textual.widgets import Static

from editor.keys.readable import readable_key
from editor.keys.registry import Keymap


class Step(NamedTuple):
    """A step; `{command}` in its text becomes the command's first key."""

    title: str
    text: str


STEPS = (
    Step(
        "Write",
        "Start typing to dismiss this; reopen it with “Tour” from the list of commands. Nothing that you write leaves "
        "this machine, unless you choose an engine elsewhere.",
    ),
    Step(
        "What the underlines mean",
        "A language model reads along. It underlines words that are probably wrong; the stronger the colour, the "
        "likelier. {next-flag} goes to the next one, and the last line of the screen says what may be wrong, and how "
        "likely that is.",
    ),
    Step(
        "Other words",
        "{alternatives} lists what you may have meant at the caret, the likeliest first; a percentage says how likely. "
        "Words below a heading are only likely after the words before. A digit picks one.",
    ),
    Step(
        "Every command",
        "{palette} lists all commands: type to find one, Enter to run it. {help} lists them with their keys.",
    ),
    Step(
        "Markdown",
        "*Emphasis*, **strong**, # headings, - lists: the screen shows the formatted text, and the file holds exactly "
        "what you typed. Markup is hidden except at the caret; the setting live_preview shows it everywhere.",
    ),
    Step(
        "Files",
        "{save} saves, {open} opens another draft in a new tab, {quit} quits and warns about unsaved changes.",
    ),
    Step(
        "Settings",
        "{settings} lists the settings, including the theme and the width of the text. A folder or a document can "
        "have its own settings. Enjoy writing.",
    ),
)


class TourCard(Static, can_focus=False):
    """Covers the lower part of the screen while open. The draft keeps the focus and offers it every key."""

    DEFAULT_CSS = """
    TourCard {
        overlay: screen; dock: bottom; display: none; margin: 0 2 1 2;
        width: 100%; max-width: 72; height: auto; padding: 1 2;
        color: $foreground; background: $surface;
    }
    TourCard:ansi { border: round $foreground; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._step = 0
        self.keymap = Keymap()

    @property
    def is_open(self) -> bool:
        return self.is_attached and bool(self.display)

    @property
    def step(self) -> int:
        """The step that is shown, from 0."""
        return self._step

    def open(self, keymap: Keymap) -> None:
        """Show the step where it was closed; after the last step, the first."""
        self.keymap = keymap
        self.display = True
        self._show(self._step)

    def close(self) -> bool:
        """Hide the card. Return True if it was open."""
        was_open = self.is_open
        if was_open:
            self.display = False
        return was_open

    def take_key(self, key: str) -> bool:
        """Handle a key of the card. Return False if it isn't one."""
        match key:
            case "enter" | "right":
                if self._step + 1 < len(STEPS):
                    self._show(self._step + 1)
                else:
                    self._step = 0
                    self.close()
            case "left":
                self._show(max(0, self._step - 1))
            case "escape":
                self.close()
            case _:
                return False
        return True

    def _show(self, step: int) -> None:
        self._step = step
        title, text = STEPS[step]
        keys = {name: (self.keymap.keys_for(name) or ("",))[0] for name in _COMMANDS}
        shown = text.format_map({name: readable_key(key) if key else "–" for name, key in keys.items()})
        is_last = step + 1 == len(STEPS)
        self.update(
            Text.assemble(
                (f"{title}", "bold"),
                f"  {step + 1}/{len(STEPS)}\n{shown}\n",
                (f"Enter: {'done' if is_last else 'next'} · ←: back · Esc: skip the tour", "italic"),
            )
        )


_COMMANDS = ("next-flag", "alternatives", "palette", "help", "save", "open", "quit", "settings")
