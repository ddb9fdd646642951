"""Every private part of Textual and Rich that the editor uses. Each has a test that fails when Textual changes it.

The version in pyproject.toml is pinned because of this file.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from rich.color import ColorSystem
from rich.style import Style
from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.app import App
from textual.binding import Binding
from textual.drivers import linux_driver
from textual.keys import _character_to_key as character_to_key
from textual.strip import Strip
from textual.widget import Widget

__all__ = [
    "ANSI_SEQUENCES_KEYS",
    "BRACKETED_PASTE_END",
    "BRACKETED_PASTE_START",
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
    `style._meta` is None where there is no meta. You can call this again.
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


def read_terminal_with(parser: type[XTermParser]) -> None:
    """Have Textual's driver read the terminal with a parser of ours, and take bytes that aren't UTF-8 for U+FFFD.

    The driver takes both the parser and what makes its decoder from its own module. You can call this again.
    """
    linux_driver.getincrementaldecoder = _patient_decoder  # type: ignore[attr-defined, assignment]
    linux_driver.XTermParser = parser  # type: ignore[attr-defined]


def _patient_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    """Return what makes decoders of an encoding that replace wrong bytes."""
    return partial(codecs.getincrementaldecoder(encoding), "replace")


def forward(widget: Widget, event: events.Key | events.Paste) -> None:
    """Give an event to a widget or a screen, after all that waits there."""
    widget._forward_event(event)


def bindings_of(widget: Widget, key: str) -> list[Binding]:
    """Return what a key is bound to in a widget and the classes it inherits from."""
    return widget._bindings.key_to_bindings.get(key, [])


def terminal_attributes(app: App[Any]) -> list[Any] | None:
    """Return the terminal's attributes from before the app, as termios has them; None where there is no terminal."""
    attributes: list[Any] | None = getattr(app._driver, "attrs_before", None)
    return attributes
