"""Every private part of Textual and Rich that the editor uses. Each has a test that fails when Textual changes it.

The version in pyproject.toml is pinned because of this file.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Any

from rich.color import ColorSystem
from rich.style import Style
from textual import _xterm_parser, events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._compositor import Compositor
from textual._keyboard_protocol import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.binding import Binding
from textual.drivers import linux_driver
from textual.geometry import Region
from textual.keys import _character_to_key as character_to_key
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

__all__ = [
    "ANSI_SEQUENCES_KEYS",
    "BRACKETED_PASTE_END",
    "BRACKETED_PASTE_START",
    "FUNCTIONAL_KEYS",
    "MODIFIER_FUNCTIONAL_KEYS",
    "BaseScreen",
    "KeepsLines",
    "XTermParser",
    "append_to_sgr",
    "bindings_of",
    "character_to_key",
    "forward",
    "read_terminal_with",
    "terminal_attributes",
]


def append_to_sgr(meta: str) -> None:
    """Teach Textual to write more SGR parameters: those that a style has in its meta of this name.

    `Strip.render_ansi(style, color_system)` returns the SGR parameters of a style and keeps them in `style._ansi`;
    `style._meta` is None if there is no meta. Calling this again is harmless.
    """
    original: Any = Strip.render_ansi
    if getattr(original, "appends", None) == meta:
        return

    @lru_cache(maxsize=16384)
    def render_ansi(style: Style, color_system: ColorSystem) -> str:
        sgr: str = original(style, color_system)
        more = style.meta.get(meta) if style._meta else None
        if more:
            sgr = f"{sgr};{more}" if sgr else more
            style._ansi = sgr
        return sgr

    render_ansi.appends = meta  # type: ignore[attr-defined]  # marks the wrapper for the next call
    Strip.render_ansi = render_ansi  # type: ignore[method-assign]


_LONGEST_SEQUENCE = 1024  # characters; kitty's protocol can send a cluster of dozens of code points with one key
_NEVER = re.compile(r"(?!)")


def read_terminal_with(parser: type[XTermParser]) -> None:
    """Have Textual's driver read the terminal with our parser, and read bytes that aren't UTF-8 as U+FFFD.

    The driver takes both the parser and the factory of its decoder from its own module. We also ask kitty's protocol
    for the key of the base layout. A key types anything that isn't a control character; Textual only accepts
    characters that the interpreter's tables call printable. We never ask for the cursor's position, so the sequence
    that Textual reads as the answer is Shift+F3. Calling this again is harmless.
    """
    linux_driver.getincrementaldecoder = _patient_decoder  # type: ignore[attr-defined, assignment]
    linux_driver.XTermParser = parser  # type: ignore[attr-defined]
    all_text = linux_driver.KITTY_REPORT_ASSOCIATED_TEXT | linux_driver.KITTY_REPORT_ALTERNATE_KEYS
    linux_driver.KITTY_REPORT_ASSOCIATED_TEXT = all_text  # type: ignore[misc]
    _xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD = _LONGEST_SEQUENCE
    _xterm_parser._re_cursor_position = _NEVER
    events.Key.is_printable = property(_is_typed)  # type: ignore[method-assign, assignment]


def _is_typed(key: events.Key) -> bool:
    """Return True if a key types text: anything but the control characters C0, DEL and C1."""
    return bool(key.character) and not _CONTROL.search(key.character or "")


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _patient_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Return a factory for decoders of an encoding that replace wrong bytes."""
    return partial(codecs.getincrementaldecoder(encoding), "replace")


def forward(widget: Widget, event: events.Key | events.Paste) -> None:
    """Give an event to a widget or a screen, after its queued events."""
    widget._forward_event(event)


def bindings_of(widget: Widget, key: str) -> list[Binding]:
    """Return the bindings of a key in a widget and the classes it inherits from."""
    return widget._bindings.key_to_bindings.get(key, [])


def terminal_attributes(app: App[Any]) -> list[Any] | None:
    """Return the terminal's attributes from before the app, as termios has them; None where there is no terminal."""
    attributes: list[Any] | None = getattr(app._driver, "attrs_before", None)
    return attributes


_ROWS_AT_ONCE = 4


class KeepsLines(Widget):
    """A widget that keeps the lines it has drawn until they are refreshed.

    Whenever any part of the screen changes, Textual asks visible widgets for lines and passes each one through its
    filters; a line that is drawn also goes through borders, tints and opacities. That costs more than an edit. A widget
    of this class has none of those, and fills the lines that it draws. A few rows are drawn as soon as no event is
    waiting, not up to 16 ms later by the screen's timer.

    Name it last among a widget's bases: Textual takes CSS from the first one alone.
    """

    def __init__(self, *children: Widget, **options: Any) -> None:
        super().__init__(*children, **options)
        self._kept: dict[int, Strip] = {}

    def _set_dirty(self, *regions: Region) -> None:
        """Forget lines that look different now; no regions: all. Textual calls this for every refresh and resize."""
        if not regions:
            self._kept.clear()
            super()._set_dirty()
        self._repaint_regions.update(regions)
        for region in regions:
            for y in region.line_range:
                self._kept.pop(y, None)

    def _check_refresh(self) -> None:
        """Draw the refreshed lines. Textual calls this when no event is waiting."""
        rows = sum(region.height for region in self._repaint_regions) if self._repaint_required else 0
        if 0 < rows <= _ROWS_AT_ONCE and self.display and self.is_attached:
            self._repaint_required = False
            self.screen._dirty_widgets.add(self)
            self.screen._on_timer_update()
        super()._check_refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return lines of the widget, drawing those that aren't kept."""
        missing = [y for y in crop.line_range if y not in self._kept]
        if missing:
            filters, (_, background) = self.get_line_filters(), self.background_colors
            for y in missing:
                strip = self.render_line(y)
                for one in filters:
                    strip = strip.apply_filter(one, background)
                self._kept[y] = strip
        strips = [self._kept[y] for y in crop.line_range]
        start, end = crop.column_span
        return strips if (start, end) == (0, self.size.width) else [strip.crop(start, end) for strip in strips]


class _RowCompositor(Compositor):
    """Asks widgets only for rows that change; Textual's own class asks every widget for all of its rows."""

    def _get_renders(self, crop: Region | None = None) -> Iterable[tuple[Region, Region, list[Strip]]]:
        """Yield each widget's part of the rows of `crop`: the region, twice, and its lines.

        Widgets to the left and the right of `crop` are left out.
        """
        for widget, (region, clip) in self.visible_widgets.items():
            shown = region.intersection(clip)
            if crop is not None:
                if not crop.overlaps(shown):
                    continue
                shown = shown.intersection(Region(shown.x, crop.y, shown.width, crop.height))
            if shown:
                yield shown, shown, widget.render_lines(shown.translate(-region.offset))


class BaseScreen(Screen[None], KeepsLines):
    """An app's first screen; its widgets are asked only for rows that change."""

    def __init__(self) -> None:
        super().__init__(id="_default")
        self._compositor = _RowCompositor()
