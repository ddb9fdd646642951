"""The page of `theme_sample` in every theme, character by character: styles change only on purpose.

`python -m tests.editor.view.theme.test_theme_sample` saves the current styles; review the diff.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from string import ascii_letters, digits

import pytest
from rich.style import Style
from textual.strip import Strip

from editor.view.theme.theme import Theme, load_theme, theme_names
from tests.editor.view.theme.theme_sample import SIZE, SampleApp

KEPT = Path(__file__).with_name("theme_sample_styles.txt")

_SIGNS = digits[1:] + ascii_letters + "".join(map(chr, range(0xC0, 0x180)))
_ATTRIBUTES = ("bold", "dim", "italic", "strike", "reverse", "underline")

Screen = tuple[str, list[list[str]]]
"""The text of all rows, and a description of each character's style, row by row."""


async def test_every_theme_looks_the_same_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert await described() == KEPT.read_text("utf-8"), __doc__


async def described() -> str:
    """The page in all themes: below each row a symbol for each character that differs from plain text, and what the
    symbols mean in each theme. Characters have the same symbol if they look alike in all themes."""
    screens = await _screens()
    parts = []
    for text, run in groupby(sorted(screens, key=lambda name: (screens[name][0], name)), lambda name: screens[name][0]):
        names = list(run)
        alike = [list(zip(*rows, strict=True)) for rows in zip(*(screens[name][1] for name in names), strict=True)]
        plain = ("",) * len(names)
        looks = dict.fromkeys(look for row in alike for look in row if look != plain)
        signs = dict(zip(looks, _SIGNS, strict=False)) | {plain: " "}
        for row, line in zip(alike, text.split("\n"), strict=True):
            parts += [f"│{line}".rstrip(), f"┆{''.join(signs[look] for look in row)}".rstrip()]
        for at, name in enumerate(names):
            theme = load_theme(name)
            parts += ["", f"{name}: {theme.colour('text')} on {theme.background('text')}"]
            parts += [f"{signs[look]} {look[at] or 'plain'}" for look in looks]
        parts.append("")
    return "\n".join(parts)


async def _screens() -> dict[str, Screen]:
    screens = {}
    for name in theme_names():
        app = SampleApp(load_theme(name))
        app.canvas.markdown.settle_code()
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            screens[name] = _read(app.screen._compositor.render_strips(), app.shown)
    return screens


def _read(strips: Sequence[Strip], theme: Theme) -> Screen:
    styles = [[_words(style, theme) for text, style, _ in strip for _ in text] for strip in strips]
    return "\n".join(strip.text for strip in strips), styles


def _words(style: Style | None, theme: Theme) -> str:
    """Describe a style in words, leaving out what it shares with plain text."""
    plain, style = theme.style("text"), style or Style()
    words = [name for name in _ATTRIBUTES if getattr(style, name)]
    if style.color != plain.color:
        words.append(style.color.name if style.color else "no colour")
    if style.bgcolor != plain.bgcolor:
        words.append(f"on {style.bgcolor.name if style.bgcolor else 'no ground'}")
    if "underline" in style.meta:
        words.append(style.meta["underline"])
    return " ".join(words)


if __name__ == "__main__":
    KEPT.write_text(asyncio.run(described()), "utf-8")
