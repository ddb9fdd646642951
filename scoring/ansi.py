"""A scored text as coloured terminal text: the more surprising a token, the warmer its background."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from scoring.scorer import TokenScore

_RESET = "\x1b[0m"
_STEPS = ((3.0, None), (5.0, (58, 54, 30)), (7.0, (92, 72, 24)), (9.0, (128, 80, 20)), (12.0, (156, 66, 28)))
_HOTTEST = (176, 44, 44)
"""Backgrounds (red, green, blue) by nats of surprisal, dark enough for light text."""


def paint(text: str, tokens: Sequence[TokenScore]) -> str:
    """`text` with a background for each token by its surprisal; control characters are made visible.

    Tokens that share a character are painted as one, with the sum of their surprisals.
    """
    pieces: list[str] = []
    position = 0
    index = 0
    while index < len(tokens):
        start, end, surprisal = tokens[index].start, tokens[index].end, 0.0
        while index < len(tokens) and tokens[index].start < max(end, start + 1):
            surprisal -= tokens[index].log_prob or 0.0
            end = max(end, tokens[index].end)
            index += 1
        pieces += [visible(text[position:start]), _painted(visible(text[start:end]), surprisal)]
        position = end
    return "".join(pieces) + visible(text[position:])


def _painted(text: str, surprisal: float) -> str:
    colour = next((colour for limit, colour in _STEPS if surprisal < limit), _HOTTEST)
    if colour is None:
        return text
    code = "\x1b[38;2;245;245;245;48;2;{};{};{}m".format(*colour)
    # A background that runs over the line's end would paint the rest of the terminal's line.
    return "\n".join(f"{code}{line}{_RESET}" if line else "" for line in text.split("\n"))


def visible(text: str) -> str:
    """`text` with everything that a terminal would obey, hide or reorder spelled out, line ends and tabs excepted."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "".join(character if _harmless(character) else f"<U+{ord(character):04X}>" for character in text)


def _harmless(character: str) -> bool:
    if character in "\n\t":
        return True
    # ZERO WIDTH JOINER holds emoji sequences together.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp") or character == "\u200d"
