"""The difference of two texts by words, for people to read."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from editor.document.difference import difference
from editor.text.line_endings import split_lines
from editor.text.printable import printable
from editor.view.theme.theme import Theme

_CONTEXT = 2  # lines around a difference
_MOST_LINES = 2_000


def differing(old: str, new: str, theme: Theme) -> Text:
    """Return what turned one text into the other: removed words struck through, added words underlined.

    Only the lines around them are shown. The colours are those of the theme's strings and errors.
    """
    changes = difference(old, new).changes
    if not changes:
        return Text("no difference", theme.ink("popup.dim"))
    went = theme.ink("popup.dim") + Style(strike=True)
    came = theme.ink("popup") + Style(bold=True, underline=True)
    whole, reached = Text(), 0
    for change in changes:
        whole.append(_shown(old[reached : change.start]))
        whole.append(_marked(old[change.start : change.end]), went)
        whole.append(_marked(change.text), came)
        reached = change.end
    whole.append(_shown(old[reached:]))
    return _around(whole, theme)


def _around(whole: Text, theme: Theme) -> Text:
    """Return the lines with differences, and some around them."""
    lines = list(whole.split("\n", allow_blank=True))
    marked = {index for index, line in enumerate(lines) if line.spans}
    near = {index + by for index in marked for by in range(-_CONTEXT, _CONTEXT + 1) if 0 <= index + by < len(lines)}
    dim, shown, last = theme.ink("popup.dim"), list[Text](), -1
    for index in sorted(near)[:_MOST_LINES]:
        if index != last + 1:
            shown.append(Text(f"⋯ line {index + 1:,}", dim))
        shown.append(lines[index])
        last = index
    if len(near) > _MOST_LINES:
        shown.append(Text(f"… {len(near) - _MOST_LINES:,} more lines", dim))
    return Text("\n").join(shown)


def plain(text: str) -> Text:
    """Return a text without differences."""
    return Text(_shown(text))


def _marked(text: str) -> str:
    """Return a part that differs, with visible line ends."""
    return _shown(text).replace("\n", "⏎\n")


def _shown(text: str) -> str:
    lines = split_lines(text)
    return "\n".join(printable(line.expandtabs(4)) for line, _ in lines)
