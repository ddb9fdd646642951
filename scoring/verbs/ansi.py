"""Scored text in terminal colours: the more surprising a token, the warmer its background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from wcwidth import iter_graphemes

if TYPE_CHECKING:
    from scoring.windows.token_scores import TokenScore

_RESET = "\x1b[0m"
_STEPS = ((3.0, None), (5.0, (58, 54, 30)), (7.0, (92, 72, 24)), (9.0, (128, 80, 20)), (12.0, (156, 66, 28)))
_HOTTEST = (176, 44, 44)
"""Backgrounds (red, green, blue) by nats of surprisal, dark enough for light text."""


def paint(text: str, tokens: Sequence[TokenScore], show: Callable[[str], str]) -> str:
    """Colour the background of each token in `text` by its surprisal.

    Tokens that share a grapheme cluster are painted as one, with the sum of their surprisals.

    Args:
        text: the scored text.
        tokens: its tokens, in order.
        show: makes one line safe for a terminal; gets everything but line ends and tabs.
    """
    within = _inner_positions(text)
    pieces: list[str] = []
    position = 0
    index = 0
    while index < len(tokens):
        start, end, surprisal = tokens[index].start, tokens[index].end, 0.0
        while index < len(tokens) and (tokens[index].start < max(end, start + 1) or end in within):
            surprisal -= tokens[index].log_prob or 0.0
            end = max(end, tokens[index].end)
            index += 1
        pieces += [_shown(text[position:start], show), _painted(_shown(text[start:end], show), surprisal)]
        position = end
    return "".join(pieces) + _shown(text[position:], show)


def _painted(text: str, surprisal: float) -> str:
    colour = next((colour for limit, colour in _STEPS if surprisal < limit), _HOTTEST)
    if colour is None:
        return text
    code = "\x1b[38;2;245;245;245;48;2;{};{};{}m".format(*colour)
    # A background that runs past the line end would colour the rest of the terminal's line.
    return "\n".join(f"{code}{line}{_RESET}" if line else "" for line in text.split("\n"))


def _shown(text: str, show: Callable[[str], str]) -> str:
    """Pass `text` through `show` line by line, leaving tabs alone."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "\n".join("\t".join(map(show, line.split("\t"))) for line in text.split("\n"))


def _inner_positions(text: str) -> frozenset[int]:
    """Return the positions inside grapheme clusters: after the first code point, up to the last."""
    if text.isascii():
        return frozenset()
    inner, start = set[int](), 0
    for grapheme in iter_graphemes(text):
        inner.update(range(start + 1, start + len(grapheme)))
        start += len(grapheme)
    return frozenset(inner)
